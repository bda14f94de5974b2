"""What goes wrong in /admin, told on a page that says what to do next."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from scoring.errors import KompasError


class AdminError(KompasError):
    """An error with a page of its own: `code` names its words in `service.admin.words`."""

    def __init__(self, status: int, code: str, **values: Any) -> None:
        super().__init__("admin", code, "")
        self.status, self.code, self.values = status, code, values


def register(blueprint: Blueprint) -> None:
    """Answer every error with a page, or with a part of one where a part was asked for."""
    from service.admin.frame import render

    def answer(status: int, code: str, values: Mapping[str, Any]) -> tuple[str, int]:
        part = bool(request.headers.get("HX-Request"))
        template = "admin/_error.html" if part else "admin/error.html"
        return render(template, code=code, status=status, values=values), status

    @blueprint.errorhandler(AdminError)
    def _admin_error(error: AdminError) -> tuple[str, int]:
        return answer(error.status, error.code, error.values)

    @blueprint.errorhandler(CSRFError)
    def _csrf_error(error: CSRFError) -> tuple[str, int]:
        return answer(400, "forged", {})

    @blueprint.errorhandler(KompasError)
    def _kompas_error(error: KompasError) -> tuple[str, int]:
        told = {"place": error.place, "problem": error.problem, "remedy": error.remedy}
        return answer(422, "refused", told)

    @blueprint.errorhandler(sqlite3.OperationalError)
    def _busy(error: sqlite3.OperationalError) -> tuple[str, int]:
        if "locked" not in str(error):
            raise error
        return answer(503, "busy", {})

    @blueprint.errorhandler(HTTPException)
    def _http_error(error: HTTPException) -> tuple[str, int]:
        status = error.code or 500
        return answer(status, {404: "missing", 413: "too_large"}.get(status, "broken"), {})
