"""The preview of a changed ruleset over a served catalogue of a million products, over HTTP.

Run: .venv/bin/python -m bench preview.
Every request changes a weight in each of the five groups, so that every product is scored anew
and no answer can be one from before.
"""

from __future__ import annotations

import http.client
import json
import secrets
import time
from urllib.parse import urlsplit

from bench import servers
from bench.bigcatalogue import ROWS, bigcatalogue
from bench.figures import GROUPS
from bench.pages import published
from bench.rows import Row, row
from service import rulesets

PATH = "/api/v1/rulesets/preview"
TIMES = 20
WARM_UPS = 16


class PreviewError(RuntimeError):
    """The service answered a preview with something else than a preview."""


def run(rows: int = ROWS, times: int = TIMES) -> dict[str, Row]:
    """Return the bench's row of the preview."""
    folder = published(bigcatalogue(rows))
    token = secrets.token_hex(16)
    with servers.kompas(folder, KOMPAS_ADMIN_TOKEN=token) as server:
        for warm_up in range(WARM_UPS):  # each worker reads the catalogue once
            ask(server.url, token, 1 + warm_up)
        taken = [1000 * ask(server.url, token, 11 + turn) for turn in range(times)]
    return {"preview_1m_ms": row(taken, f"ms over HTTP, {rows:,} products", 100.0)}


def ask(url: str, token: str, weight: int) -> float:
    """Ask for the preview of one other weight; return the seconds until it was read."""
    document = rulesets.document("default")
    for group in GROUPS:
        document["groups"][group]["criteria"][0]["weight"] = weight
    body = json.dumps({"document": document}, default=str)  # a date as YYYY-MM-DD
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    start = time.perf_counter()
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)
    connection.request("POST", PATH, body.encode(), headers)
    response = connection.getresponse()
    text = response.read()
    seconds = time.perf_counter() - start
    connection.close()
    if response.status != 200:
        raise PreviewError(f"POST {PATH} answered {response.status}: {text[:300]!r}")
    return seconds
