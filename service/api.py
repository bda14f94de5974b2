"""The API's views: load, look up, answer."""

from __future__ import annotations

import hashlib
import hmac
import json
from functools import lru_cache
from typing import Any

from flask import Blueprint, Response, current_app, request
from marshmallow import ValidationError
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from service.config import Config
from service.errors import ApiError, UnavailableError
from service.lookup import answers
from service.rulesets import schema
from service.schemas import Envelope, fits
from service.store.snapshot import Language, Snapshot, SnapshotReader, line_of

api = Blueprint("api", __name__)
_ENVELOPE = Envelope()


def _json(body: bytes) -> Response:
    response = Response(body, mimetype="application/json")
    response.headers["Vary"] = "Accept-Language"
    return response


def current_snapshot() -> Snapshot:
    """Return the snapshot that is served now, or raise a 503."""
    reader: SnapshotReader = current_app.extensions["kompas_snapshot"]
    return reader.current()


def _language() -> Language:
    return language_of(request.environ.get("HTTP_ACCEPT_LANGUAGE", ""))


@lru_cache(1024)
def language_of(header: str) -> Language:
    """Return the language of ours that an Accept-Language header prefers, Danish by default."""
    accepted = parse_accept_header(header, LanguageAccept)
    return "en" if accepted.best_match(("da", "en")) == "en" else "da"


@api.before_request
def check_token() -> None:
    """Refuse a caller without the token, where one is set."""
    config: Config = current_app.extensions["kompas_config"]
    if config.token and request.method != "OPTIONS":
        check_bearer(config.token)


def json_body(wanted: str) -> Any:
    """Return what the request's body holds, or raise a 400 that says what is wanted."""
    try:
        return json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise ApiError(400, "json", f"The body is not JSON. Send {wanted}.") from None


def check_bearer(token: str) -> None:
    """Raise a 401 unless the request bears a token; the comparison takes the same time always."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    sent, right = (hashlib.sha256(t.encode()).digest() for t in (given, token))
    if scheme != "Bearer" or not hmac.compare_digest(sent, right):
        raise ApiError(
            401, "token", "The token is missing or wrong. Set it in the extension's options."
        )


@api.post("/scores")
def scores() -> Response:
    """Answer the products of a page with their scores."""
    body = json_body("{shop, items}")
    if not fits(body):  # marshmallow says what is wrong, or takes what we did not expect
        try:
            body = _ENVELOPE.load(body)
        except ValidationError as error:
            raise ApiError(
                422,
                "unprocessable",
                "The request does not fit. See errors, field by field.",
                dict(error.messages_dict),
            ) from None
    snapshot = current_snapshot()
    items = answers(snapshot, body["shop"], body["items"], _language())
    return _json(b"".join((b"{", snapshot.head, b',"items":[', *items, b"]}")))


@api.get("/products/<path:product>")
def product(product: str) -> Response:
    """Answer one product by its id; `?shop=host` adds that shop's alternatives."""
    snapshot = current_snapshot()
    shop = snapshot.hosts.get(request.args.get("shop", "").lower(), "")
    hit = snapshot.find([f"id:{product}"]).get(f"id:{product}")
    if hit is None:
        raise ApiError(404, "product", "There is no product of this id in the snapshot.")
    match, number = hit
    body, swaps = snapshot.answer(number, _language(), line_of(shop))
    return _json(b'{%b,"item":{"match":%b,%b%b}}' % (snapshot.head, match, body, swaps))


@api.get("/rulesets/current")
def ruleset() -> Response:
    """Answer the published ruleset in full."""
    snapshot = current_snapshot()
    meta = snapshot.meta
    return _json(
        (
            f'{{"id":"{meta["ruleset_id"]}","version":"{meta["ruleset_version"]}",'
            f'"hash":"{meta["ruleset_hash"]}","data_as_of":"{meta["data_as_of"]}",'
            f'"published_at":"{meta["published_at"]}","document":{meta["ruleset"]}}}'
        ).encode()
    )


@api.get("/rulesets/schema")
def ruleset_schema() -> Response:
    """Answer the JSON Schema of rulesets."""
    return Response(json.dumps(schema(), ensure_ascii=False), mimetype="application/schema+json")


def health() -> dict[str, str | None]:
    """Tell whether the service runs and what it serves."""
    try:
        return {"status": "ok", "published_at": current_snapshot().meta["published_at"]}
    except UnavailableError as error:
        return {"status": error.code, "published_at": None}
