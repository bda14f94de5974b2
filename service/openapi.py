"""OpenAPI 3.1, made from the marshmallow schemas, and a page to read it."""

from __future__ import annotations

from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin

from service import schemas
from service.shops.schema import ShopsResponse, name_of

VERSION = "1.0.0"


def _body(schema: str) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def _ok(schema: str, description: str) -> dict[str, Any]:
    return _body(schema) | {"description": description}


def _errors(*statuses: int) -> dict[str, Any]:
    return {str(s): _ok("ApiError", WHEN[s]) for s in statuses}


def _schema_document() -> dict[str, Any]:
    content = {"application/schema+json": {"schema": {"type": "object"}}}
    return {"description": "The schema", "content": content}


WHEN = {
    400: "The body is not JSON",
    401: "The token is missing or wrong",
    403: "Previews are off: there is no administrator's token",
    404: "There is no such product",
    413: "The body is too large",
    422: "The body does not fit: no shop, no items, more than 100, or a ruleset with a fault",
    429: "Too many requests, where the installation has a limit",
    503: "Nothing is published yet (snapshot_missing) or it is too old (snapshot_expired)",
}
LANGUAGE = {
    "name": "Accept-Language",
    "in": "header",
    "description": "da (default) or en: the language of texts",
    "schema": {"type": "string"},
}


SCHEMAS = (
    "ScoreRequest",
    "ScoreResponse",
    "ProductResponse",
    "RulesetResponse",
    "PreviewRequest",
    "PreviewResponse",
    "ApiError",
    "Health",
    "Ready",
)


def specification() -> dict[str, Any]:
    """Return the OpenAPI document."""
    plugin = MarshmallowPlugin(schema_name_resolver=name_of)
    spec = APISpec(
        title="Indkøbskompas",
        version=VERSION,
        openapi_version="3.1.0",
        info={
            "description": "The municipality's purchasing score of the products on a page.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        security=[{"token": []}, {}],
        plugins=[plugin],
    )
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    for name in SCHEMAS:
        spec.components.schema(name, schema=getattr(schemas, name))
    spec.components.schema("ShopsResponse", schema=ShopsResponse)
    for path, operations in _paths().items():
        spec.path(path=path, operations=operations)
    return spec.to_dict()


def _paths() -> dict[str, dict[str, Any]]:
    return {
        "/api/v1/scores": {
            "post": {
                "operationId": "scores",
                "summary": "Scores of up to 100 products of one page",
                "parameters": [LANGUAGE],
                "requestBody": _body("ScoreRequest") | {"required": True},
                "responses": {"200": _ok("ScoreResponse", "The scores, in the items' order")}
                | _errors(400, 401, 413, 422, 429, 503),
            }
        },
        "/api/v1/products/{id}": {
            "get": {
                "operationId": "product",
                "summary": "One product's score by its id",
                "parameters": [
                    {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                    {
                        "name": "shop",
                        "in": "query",
                        "description": "A shop's host, for that shop's alternatives",
                        "schema": {"type": "string"},
                    },
                    LANGUAGE,
                ],
                "responses": {"200": _ok("ProductResponse", "The score")}
                | _errors(401, 404, 429, 503),
            }
        },
        "/api/v1/rulesets/current": {
            "get": {
                "operationId": "ruleset",
                "summary": "The published ruleset in full",
                "responses": {"200": _ok("RulesetResponse", "The ruleset")}
                | _errors(401, 429, 503),
            }
        },
        "/api/v1/rulesets/schema": {
            "get": {
                "operationId": "rulesetSchema",
                "summary": "The JSON Schema of rulesets",
                "responses": {"200": _schema_document()} | _errors(401, 429),
            }
        },
        "/api/v1/rulesets/preview": {
            "post": {
                "operationId": "preview",
                "summary": "How grades would move by a ruleset; for administrators",
                "requestBody": _body("PreviewRequest") | {"required": True},
                "responses": {"200": _ok("PreviewResponse", "The migration, group by group")}
                | _errors(400, 401, 403, 413, 422, 503),
            }
        },
        "/api/v1/shops": {
            "get": {
                "operationId": "shops",
                "summary": "The known shops, and the adapters that were added without a release",
                "parameters": [
                    {
                        "name": "If-None-Match",
                        "in": "header",
                        "description": "The ETag of the answer that the caller has",
                        "schema": {"type": "string"},
                    }
                ],
                "responses": {
                    "200": _ok("ShopsResponse", "The shops; ETag is the snapshot's hash"),
                    "304": {"description": "The caller has them already"},
                }
                | _errors(401, 429, 503),
            }
        },
        "/api/v1/shops/schema": {
            "get": {
                "operationId": "shopsSchema",
                "summary": "The JSON Schema of shop adapters",
                "responses": {"200": _schema_document()} | _errors(401, 429),
            }
        },
        "/healthz": {
            "get": {
                "operationId": "health",
                "summary": "Whether the service runs, and what it serves",
                "security": [],
                "responses": {"200": _ok("Health", "It runs")},
            }
        },
        "/readyz": {
            "get": {
                "operationId": "ready",
                "summary": "Whether a snapshot is served, and how old it is",
                "security": [],
                "responses": {"200": _ok("Ready", "It serves")} | _errors(503),
            }
        },
    }
