"""The demo shop: a small, ordinary web shop with invented goods that knows nothing of the score."""

from __future__ import annotations

import secrets
from functools import partial
from pathlib import Path

from flask import Flask, Response, render_template
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest, NotFound

from demo.shop import basket, markup, pictures, texts, views
from demo.shop.goods import ORDERS, Language, load

# As strict as a shop can be: the badges must show up in such a shop as well.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


def create_app(catalogue_dir: Path, language: Language = "da") -> Flask:
    """Return the shop as a WSGI application, its goods read from `catalogue_dir`.

    Raises OSError where demo_offers.csv is missing, KeyError or ValueError where it is malformed.
    """
    app = Flask(__name__)
    # The basket is of interest for as long as the shop runs, and so is the key that signs it.
    app.secret_key = secrets.token_hex(32)
    app.config.update(SESSION_COOKIE_SAMESITE="Lax", MAX_CONTENT_LENGTH=64 * 1024)
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions["goods"] = load(catalogue_dir / "demo_offers.csv")
    app.extensions["language"] = language
    app.register_blueprint(views.blueprint)
    app.register_blueprint(basket.blueprint)
    app.jinja_env.globals.update(
        language=language,
        orders=ORDERS,
        goods=app.extensions["goods"],
        t=partial(texts.say, language),
        basket_count=basket.count,
        cards_with_microdata=markup.CARDS_WITH_MICRODATA,
    )
    app.jinja_env.filters.update(
        money=partial(texts.money, language),
        amount=partial(texts.amount, language),
        category_name=partial(texts.category_name, language),
        icon=pictures.drawing,
        hue=pictures.hue,
    )
    app.after_request(_secure)
    app.register_error_handler(NotFound, partial(_refused, "missing", 404))
    app.register_error_handler(BadRequest, partial(_refused, "bad", 400))
    return app


def _secure(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def _refused(text: str, status: int, _error: Exception) -> ResponseReturnValue:
    return render_template("refused.html", text=text), status
