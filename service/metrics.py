"""Numbers for Prometheus: counted in memory, of all workers together, read at /metrics.

Under gunicorn each worker writes its counts to a mapped file of a private folder (gunicorn_conf
makes it, before prometheus_client is imported), so that whichever worker is asked knows all.
"""

from __future__ import annotations

import os
from collections import Counter as Tally
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from json import loads
from typing import Any

from flask import Flask, Response, current_app, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from service.config import Config
from service.errors import ApiError, UnavailableError
from service.store import results
from service.store.snapshot import SnapshotReader

LOOPBACK = ("127.0.0.1", "::1", "::ffff:127.0.0.1")
FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")
SCORES = Counter("kompas_scores", "Items that were answered, by how they were found", ["rung"])
LATENCY = Histogram(
    "kompas_request_seconds",
    "Time to answer, by route",
    ["route"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5),
)
FAULTS = Counter("kompas_request_errors", "Answers of 400 and above", ["route", "status"])
SIGN_INS = Counter("kompas_sign_ins", "Tries to sign in", ["way", "outcome"])


def scored(matches: Sequence[bytes]) -> None:
    """Count the items of one answer by how they were found, see `service.lookup.answers`."""
    for match, count in Tally(matches).items():
        _of_match(match).inc(count)


def answered(route: str, status: int, seconds: float) -> None:
    """Count one answer."""
    _of_route(route).observe(seconds)
    if status >= 400:
        FAULTS.labels(route, str(status)).inc()


def register(app: Flask, config: Config) -> None:
    """Add /metrics, for this machine or whoever has the token."""

    @app.get("/metrics")
    def numbers() -> Response:
        _check(config)
        registry = REGISTRY
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        own = CollectorRegistry()
        own.register(State(config, current_app.extensions["kompas_snapshot"]))
        body = generate_latest(registry) + generate_latest(own)
        return Response(body, content_type=CONTENT_TYPE_LATEST)


class State(Collector):
    """What is not counted but looked up when somebody asks."""

    def __init__(self, config: Config, reader: SnapshotReader) -> None:
        self._config, self._reader = config, reader

    def collect(self) -> Iterator[Metric]:
        """Yield the snapshot's age and size, and the results of imports."""
        serving = GaugeMetricFamily("kompas_snapshot_ok", "1 while a snapshot is served")
        try:
            meta = self._reader.current().meta
        except UnavailableError:
            serving.add_metric([], 0)
        else:
            serving.add_metric([], 1)
            age = GaugeMetricFamily("kompas_snapshot_age_seconds", "Time since it was published")
            age.add_metric([], age_of(meta["published_at"]))
            products = GaugeMetricFamily("kompas_snapshot_products", "Products that it holds")
            products.add_metric([], int(meta["products"]))
            yield from (age, products)
        yield serving
        yield from _imports(self._config)


def age_of(published_at: str) -> float:
    """Return the seconds since a moment, ISO 8601."""
    then = datetime.fromisoformat(published_at)
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return max(0.0, (datetime.now(UTC) - then).total_seconds())


def _imports(config: Config) -> Iterator[Metric]:
    rows = GaugeMetricFamily(
        "kompas_import_rows", "Rows of a source's last import", labels=["source", "result"]
    )
    when = GaugeMetricFamily(
        "kompas_import_age_seconds", "Time since a source's last import", labels=["source"]
    )
    for last in results.last_imports(config.folder):
        when.add_metric([last.source], age_of(last.at))
        for result, count in last.counts.items():
            rows.add_metric([last.source, result], count)
    yield from (rows, when)


def _check(config: Config) -> None:
    """Let in who has the token; where none is set, this machine, but not what a proxy sends."""
    if config.metrics_token:
        from service.api import check_bearer

        check_bearer(config.metrics_token)
    elif request.remote_addr not in LOOPBACK or any(name in request.headers for name in FORWARDED):
        raise ApiError(
            403, "metrics", "Numbers are for this machine. Set KOMPAS_METRICS_TOKEN for others."
        )


@cache
def _of_match(match: bytes) -> Any:
    return SCORES.labels(loads(match)["rung"])


@cache
def _of_route(route: str) -> Any:
    return LATENCY.labels(route)
