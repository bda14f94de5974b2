"""How errors are answered: every one has the same shape, {code, status, message, errors}."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, jsonify
from werkzeug.exceptions import HTTPException

from service.errors import ApiError


def answer(status: int, code: str, message: str, errors: Mapping[str, Any]) -> Response:
    """Return an error response in the one shape."""
    body = {"code": code, "status": status, "message": message, "errors": errors}
    response = jsonify(body)
    response.status_code = status
    return response


def register(app: Flask) -> None:
    """Answer every error, Flask's own included, in the one shape."""

    @app.errorhandler(ApiError)
    def _api_error(error: ApiError) -> Response:
        return answer(error.status, error.code, error.message, error.errors)

    @app.errorhandler(HTTPException)
    def _http_error(error: HTTPException) -> Response:
        status = error.code or 500
        code = error.name.lower().replace(" ", "_")
        return answer(status, code, error.description or error.name, {})
