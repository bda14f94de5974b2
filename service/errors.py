"""The API's errors, as what answers them in one shape reads them (service/error_answers.py)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.errors import KompasError


class ApiError(KompasError):
    """An error that a client of the API gets.

    Attributes:
        status: the HTTP status.
        code: a short stable name for programs.
        errors: field -> what is wrong with it.
    """

    def __init__(
        self, status: int, code: str, message: str, errors: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__("api", message, "")
        self.status = status
        self.code = code
        self.message = message
        self.errors = dict(errors or {})


class UnavailableError(ApiError):
    """There is no snapshot to serve."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(503, code, message)
