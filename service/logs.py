"""Logs: one JSON object a line on standard error, without addresses, paths or identifiers."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
import traceback
from types import TracebackType
from typing import Any

import structlog
from flask import Flask, Request, Response, current_app, g, request

from service import metrics
from service.config import Config

HEADER = "X-Request-ID"
BEGAN, ID = "kompas.began", "kompas.request_id"  # of a request's environ
SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
ADDRESS = re.compile(r"\bip=\S+|\b\d{1,3}(?:\.\d{1,3}){3}\b")
ExcInfo = tuple[type, BaseException, TracebackType] | tuple[None, None, None]
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode
# One encoder for all lines: structlog's own makes one for each.
_JSON = structlog.processors.JSONRenderer(serializer=lambda event, **_: _ENCODE(event))


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
    log = app.extensions["kompas_log"] = logger(config.log)
    told = logging.getLevelName(config.log.upper()) <= logging.INFO

    def begin() -> None:
        environ = request.environ
        environ[BEGAN] = time.perf_counter()
        given = environ.get("HTTP_X_REQUEST_ID", "")
        environ[ID] = given if given and SANE.fullmatch(given) else secrets.token_hex(8)

    def end(response: Response) -> Response:
        asked = request._get_current_object()  # type: ignore[attr-defined]  # once: it costs
        seconds = time.perf_counter() - asked.environ[BEGAN]
        about = _about(asked)
        response.headers[HEADER] = about["request_id"]
        metrics.answered(about["route"], response.status_code, seconds)
        if told:
            ms = round(seconds * 1e3, 2)
            log.info("request", **about, status=response.status_code, ms=ms)
        return response

    app.before_request(begin)
    app.after_request(end)
    app.log_exception = _failed  # type: ignore[method-assign, assignment]


def _failed(info: ExcInfo) -> None:
    """Log an error that nobody expected: its kind and where, not its text, which may hold input."""
    kind, _, trace = info
    frames = traceback.extract_tb(trace)
    where = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    log: Any = current_app.extensions["kompas_log"]
    log.error("failed", **_about(request), error=kind.__name__ if kind else "", where=where)


def _about(asked: Request) -> dict[str, Any]:
    rule, environ = asked.url_rule, asked.environ
    route = rule.rule if rule else "none"
    about = {"method": asked.method, "route": route, "request_id": environ.get(ID, "")}
    if route.startswith("/admin") and (user := g.get("user")) is not None:
        about["actor"] = user.name  # the audit names them too
    return about


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
