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

from service import limits, metrics
from service.access.tokens import Known
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
    """Refuse a caller without a token, where one is set or was made; or one who asks too often."""
    if request.method == "OPTIONS":
        return
    config: Config = current_app.extensions["kompas_config"]
    known: Known = current_app.extensions["kompas_tokens"]
    token = _bearer()
    good = bool(token) and (_same(token, config.token) or bool(known.scope(token)))
    if not limits.api_allowed(token if good else ""):
        raise ApiError(429, "too_many_requests", "Too many requests. Wait a minute.")
    if not good and (config.token or known.made("scores")):
        raise _no_token()


def json_body(wanted: str) -> Any:
    """Return what the request's body holds, or raise a 400 that says what is wanted."""
    try:
        return json.loads(request.get_data())
    except (ValueError, RecursionError):
        raise ApiError(400, "json", f"The body is not JSON. Send {wanted}.") from None


def check_bearer(token: str) -> None:
    """Raise a 401 unless the request bears a token that is set."""
    if not _same(_bearer(), token):
        raise _no_token()


def check_admin() -> None:
    """Refuse whoever has not an administrator's token; nobody has where there is none."""
    config: Config = current_app.extensions["kompas_config"]
    known: Known = current_app.extensions["kompas_tokens"]
    token = _bearer()
    if token and (_same(token, config.admin_token) or known.scope(token) == "admin"):
        return
    if config.admin_token or known.made("admin"):
        raise _no_token()
    raise ApiError(
        403,
        "preview_off",
        "Previews are for administrators. Send a token of scope admin, made in /admin, or set "
        "KOMPAS_ADMIN_TOKEN for the service.",
    )


def _no_token() -> ApiError:
    return ApiError(
        401, "token", "The token is missing or wrong. Set it in the extension's options."
    )


def _bearer() -> str:
    """Return the token that the request bears, "" for none."""
    scheme, _, given = request.environ.get("HTTP_AUTHORIZATION", "").partition(" ")
    return given if scheme == "Bearer" else ""


def _same(given: str, right: str) -> bool:
    """Tell whether a token is the one that is set; the comparison takes the same time always."""
    if not right:
        return False
    sent, kept = (hashlib.sha256(t.encode("utf-8", "replace")).digest() for t in (given, right))
    return hmac.compare_digest(sent, kept)


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
    matches: list[bytes] = []
    items = answers(snapshot, body["shop"], body["items"], _language(), matches)
    metrics.scored(matches)
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


def ready() -> dict[str, Any]:
    """Tell what is served and how old it is, or raise a 503 that says why nothing is."""
    meta = current_snapshot().meta
    return {
        "status": "ok",
        "published_at": meta["published_at"],
        "age_seconds": round(metrics.age_of(meta["published_at"])),
        "expires": meta["expires"],
    }
