"""The application factory."""

from __future__ import annotations

from functools import cache

from flask import Flask, Response, jsonify, render_template
from flask_cors import CORS

from service import admin, error_answers, limits, logs, metrics
from service.access.tokens import Known
from service.api import api, health, ready
from service.config import Config
from service.openapi import specification
from service.preview_api import preview_api
from service.shops_api import shops_api
from service.store.snapshot import SnapshotReader

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def create_app(config: Config) -> Flask:
    """Return the service for a configuration; it opens its snapshot at the first request."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = config.max_body
    app.extensions["kompas_config"] = config
    app.extensions["kompas_snapshot"] = SnapshotReader(config.folder)
    app.extensions["kompas_tokens"] = Known(config.folder)
    logs.register(app, config)
    limits.register(app, config)
    for blueprint in (api, preview_api, shops_api):
        app.register_blueprint(blueprint, url_prefix="/api/v1")
    CORS(
        app,
        resources={r"/api/v1/*": {"origins": list(config.origins)}},
        methods=["GET", "POST"],
        allow_headers=["Content-Type", "Authorization", "Accept-Language", "If-None-Match"],
        expose_headers=["ETag"],
        max_age=86400,
    )
    error_answers.register(app)
    admin.register(app, config)
    metrics.register(app, config)
    document = cache(specification)

    @app.get("/healthz")
    def healthz() -> Response:
        return jsonify(health())

    @app.get("/readyz")
    def readyz() -> Response:
        return jsonify(ready())

    @app.get("/api/v1/openapi.json")
    def openapi() -> Response:
        return jsonify(document())

    @app.get("/api/")
    def api_page() -> Response:
        response = Response(render_template("api.html", spec=document()))
        response.headers["Content-Security-Policy"] = PAGE_POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return app
