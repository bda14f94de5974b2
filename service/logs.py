"""Logs: one JSON object a line on standard error, without addresses, paths or identifiers."""

from __future__ import annotations

import logging
import re
import secrets
import sys
import time
import traceback
from types import TracebackType
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, request

from service import metrics
from service.config import Config

HEADER = "X-Request-ID"
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
ADDRESS = re.compile(r"\bip=\S+|\b\d{1,3}(?:\.\d{1,3}){3}\b")
ExcInfo = tuple[type, BaseException, TracebackType] | tuple[None, None, None]
_JSON = structlog.processors.JSONRenderer(ensure_ascii=False)


def logger(level: str) -> Any:
    """Return what writes events of at least a level as JSON on standard error."""
    return structlog.wrap_logger(
        _Stderr(),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            _JSON,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
    ).bind()


class _Stderr:
    """Writes lines to standard error, each in one piece, as several workers share it."""

    def msg(self, line: str) -> None:
        """Write a line."""
        sys.stderr.write(f"{line}\n")

    debug = info = warning = error = msg


def register(app: Flask, config: Config) -> None:
    """Log each request when it is answered, and count it; give it an id that the answer names."""
    app.extensions["kompas_log"] = logger(config.log)
    app.before_request(_begin)
    app.after_request(_end)
    app.log_exception = _failed  # type: ignore[method-assign, assignment]


def _begin() -> None:
    g.began = time.perf_counter()
    given = request.environ.get("HTTP_X_REQUEST_ID", "")
    g.request_id = given if given and SANE.fullmatch(given) else secrets.token_hex(8)


def _end(response: Response) -> Response:
    seconds = time.perf_counter() - g.began
    route = request.url_rule.rule if request.url_rule else "none"
    response.headers[HEADER] = g.request_id
    metrics.answered(route, response.status_code, seconds)
    _log().info("request", **_about(route), status=response.status_code, ms=round(seconds * 1e3, 2))
    return response


def _failed(info: ExcInfo) -> None:
    """Log an error that nobody expected: its kind and where, not its text, which may hold input."""
    kind, _, trace = info
    frames = traceback.extract_tb(trace)
    route = request.url_rule.rule if request.url_rule else "none"
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    _log().error("failed", **_about(route), error=kind.__name__ if kind else "", where=where)


def _log() -> Any:
    return current_app.extensions["kompas_log"]


def _about(route: str) -> dict[str, Any]:
    about = {"method": request.method, "route": route, "request_id": g.get("request_id", "")}
    user = g.get("user")  # known in /admin alone; the audit names them too
    return about | {"actor": user.name} if user is not None else about


class JsonFormatter(logging.Formatter):
    """What gunicorn and libraries say, in the same form; addresses are taken out."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as one line of JSON."""
        told: dict[str, Any] = {"event": ADDRESS.sub("…", record.getMessage())}
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            # gunicorn names the request's address in such a line, so the line itself is left out.
            told = {
                "event": "failed",
                "error": record.exc_info[0].__name__,
                "where": [f"{f.filename}:{f.lineno} {f.name}" for f in frames[-12:]],
            }
        told |= {"logger": record.name, "level": record.levelname.lower()}
        told["at"] = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created))
        return str(_JSON(None, "", told))


def for_gunicorn(level: str) -> dict[str, Any]:
    """Return the logging configuration of gunicorn and of what libraries log."""
    handler = {"class": "logging.StreamHandler", "formatter": "json"}
    ours = {"level": level.upper(), "handlers": ["stderr"]}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "service.logs.JsonFormatter"}},
        "handlers": {"stderr": handler | {"stream": "ext://sys.stderr"}},
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {
            "gunicorn.error": ours | {"level": "WARNING", "propagate": False},
            "gunicorn.access": {"level": "CRITICAL", "handlers": [], "propagate": False},
        },
    }
