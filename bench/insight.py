"""What an administrator waits for when a slider or a curve is moved: the preview of a draft.

Run: .venv/bin/python -m bench insight.
Server time in one process, from the draft's document to the JSON of the answer: parsing, scoring,
histograms and matrices of all groups, coverage, and the twenty biggest movers with their names.
Every turn changes what no turn before it had, so no answer can be one from before.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench.bigcatalogue import ROWS, bigcatalogue
from bench.figures import GROUPS
from bench.pages import published as published_folder
from bench.rows import Row, row
from service.insight.movers import movers
from service.insight.preview import preview
from service.insight.published import Published
from service.rulesets import ruleset_of_document
from service.store.snapshot import open_snapshot

TIMES = 20
WARM_UPS = 3
GOAL = 100.0
Document = dict[str, Any]


def run(rows: int = ROWS, times: int = TIMES) -> dict[str, Row]:
    """Return the bench's rows."""
    return measured(published_folder(bigcatalogue(rows)), times)


def measured(folder: Path, times: int = TIMES) -> dict[str, Row]:
    """Return the rows of a folder's current snapshot."""
    snapshot = open_snapshot(folder)
    assert snapshot is not None  # it was published just now
    found = Published.of(snapshot)
    products = f"{len(found.stored.ids):,} products"
    return {
        name: row(_times(found, change, times), f"ms of server time, {products}, {what}", GOAL)
        for name, change, what in (
            ("admin_preview_1m_ms", _weights, "a weight in each of five groups"),
            ("admin_preview_function_1m_ms", _function, "a value function of laptops"),
        )
    }


def _times(found: Published, change: Callable[[Document, int], None], times: int) -> list[float]:
    """Return the milliseconds of each turn."""
    taken = []
    for turn in range(WARM_UPS + times):
        document: Document = json.loads(found.ruleset.canonical)
        change(document, turn)
        start = time.perf_counter()
        draft = ruleset_of_document(document, "document", found.ruleset.day)
        result = preview(found, draft)
        page = movers(result)
        json.dumps(
            {
                "tops": [each.json() for each in result.tops],
                "groups": [each.json() for each in result.groups],
                "movers": asdict(page),
            }
        )
        taken.append(1000 * (time.perf_counter() - start))
    return taken[WARM_UPS:]


def _weights(document: Document, turn: int) -> None:
    for group in GROUPS:
        document["groups"][group]["criteria"][0]["weight"] = 1 + turn


def _function(document: Document, turn: int) -> None:
    energy = next(c for c in document["groups"]["laptop"]["criteria"] if c["id"] == "energy")
    value = {"kind": "linear", "best": 5 + turn / 10, "worst": 60}
    energy["readings"][0]["value"] = value
