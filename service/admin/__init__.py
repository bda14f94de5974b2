"""The administration at /admin: server-rendered, for the people who answer for the score."""

from __future__ import annotations

from flask import Flask

from service.admin import frame, gate, sessions
from service.admin.account import account
from service.admin.catalogue import catalogue
from service.admin.gaps import gaps
from service.admin.home import home
from service.admin.oidc import oidc
from service.admin.people import people
from service.admin.provider import Provider
from service.admin.reviews import reviews
from service.admin.rules import rules
from service.admin.shops import shops
from service.admin.tokens import tokens
from service.admin.trail import trail
from service.admin.uploads import uploads
from service.config import Config

# These add views to the rules' part.
from service.admin import rules_editor, rules_insight  # noqa: F401  isort: skip

PARTS = (
    *(account, rules, catalogue, uploads, reviews, gaps, shops, trail, people, tokens, oidc),
    home,
)


def register(app: Flask, config: Config) -> None:
    """Add /admin to an application."""
    sessions.register(app, config)
    if config.oidc:
        app.extensions["kompas_provider"] = Provider(app, config.oidc)
    app.jinja_env.filters["told"] = frame.told
    app.jinja_env.filters["when"] = frame.when
    app.jinja_env.filters["figure"] = frame.figure
    app.jinja_env.filters["decimals"] = frame.decimals
    app.jinja_env.globals["csrf_field"] = sessions.field
    app.teardown_request(gate.close)
    for part in PARTS:
        app.register_blueprint(part)
