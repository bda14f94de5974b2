"""The administration at /admin: server-rendered, for the people who answer for the score."""

from __future__ import annotations

from flask import Flask

from service.admin import frame, gate, sessions
from service.admin.account import account
from service.admin.gaps import gaps
from service.admin.home import home
from service.admin.reviews import reviews
from service.admin.shops import shops
from service.admin.uploads import uploads
from service.config import Config

PARTS = (account, home, uploads, reviews, gaps, shops)


def register(app: Flask, config: Config) -> None:
    """Add /admin to an application."""
    sessions.register(app, config)
    app.jinja_env.filters["when"] = frame.when
    app.jinja_env.globals["csrf_field"] = sessions.field
    app.teardown_request(gate.close)
    for part in PARTS:
        app.register_blueprint(part)
