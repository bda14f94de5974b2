"""The shops that are known and the administrator's adapters, as they were published."""

from __future__ import annotations

import json
from functools import cache

from flask import Blueprint, Response, request

from service.api import check_token, current_snapshot
from service.shops.schema import json_schema

shops_api = Blueprint("shops_api", __name__)
shops_api.before_request(check_token)


@shops_api.get("/shops")
def shops() -> Response:
    """Answer the published shops; to whoever has them already, that nothing has changed."""
    snapshot = current_snapshot()
    response = Response(snapshot.shops, mimetype="application/json")
    response.headers["Cache-Control"] = "private, no-cache"  # kept, and asked about each time
    response.set_etag(snapshot.hash)
    response.make_conditional(request)
    return response


@shops_api.get("/shops/schema")
def shops_schema() -> Response:
    """Answer the JSON Schema of shop adapters."""
    return Response(_schema(), mimetype="application/schema+json")


@cache
def _schema() -> str:
    return json.dumps(json_schema(), ensure_ascii=False)
