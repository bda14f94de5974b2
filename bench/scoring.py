"""Scoring and alternatives of a million products, beside scikit-criteria's weighted sum.

Run: .venv/bin/python -m bench scoring.
Both sides get the same matrix of 8 criteria from 0 to 100 and the same weights. Ours does more:
it scores bounds, coverage and grades too. Only `evaluate` is timed of the other side, not the
making of its decision matrix, and of ours only the scoring, not the making of the table.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from bench.bigcatalogue import ROWS
from bench.peers import PINNED, peer_python
from bench.rows import Row, row
from bench.weighted import Matrix, rules, table
from scoring.alternatives import NOBODY, alternatives
from scoring.rules import GroupRules
from scoring.score import Scores, score
from scoring.table import ProductTable

CRITERIA = 8
WEIGHTS = (30.0, 20.0, 10.0, 15.0, 15.0, 10.0, 5.0, 5.0)
SMALL = 200  # matrices of 20 products on which both sides must agree too
SHELF = 500  # products of one use group in one shop
ROUNDS = 5
SEED = 3


def run(rows: int = ROWS, rounds: int = ROUNDS) -> dict[str, Row]:
    """Return the bench's rows of scoring."""
    chance = np.random.default_rng(SEED)
    matrix = np.round(100 * chance.random((rows, CRITERIA)), 3)
    return against_peer(chance, matrix, rounds) | best_alternatives(chance, matrix, rounds)


def against_peer(chance: np.random.Generator, matrix: Matrix, rounds: int) -> dict[str, Row]:
    """Score by both sides in turn; each answers the small matrices as well."""
    weights = np.array(WEIGHTS) / sum(WEIGHTS)  # the other side does not divide by their sum
    small = np.round(100 * chance.random((SMALL, 20, CRITERIA)), 3)
    small_weights = chance.dirichlet(np.ones(CRITERIA), SMALL)
    ours = [
        score(rules(w), table(m)).score.value for m, w in zip(small, small_weights, strict=True)
    ]
    columns, group = table(matrix), rules(weights)
    score(group, columns)  # to warm up
    own: list[float] = []
    other: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name, array in (("big", matrix), ("weights", weights), ("small", small)):
            np.save(place / f"{name}.npy", array)
        np.save(place / "small_weights.npy", small_weights)
        for _ in range(rounds):
            other.append(_peer(place))
            seconds, scores = _timed(group, columns)
            own.append(seconds)
        apart = max(
            float(np.abs(np.load(place / "big_scores.npy") - scores.score.value).max()),
            float(np.abs(np.load(place / "small_scores.npy") - np.array(ours)).max()),
        )
    return {
        "vs_scikit_criteria": row(
            [b / a for a, b in zip(own, other, strict=True)], "x as fast as its weighted sum", 8.0
        ),
        "score_1m_ms": row([1000 * s for s in own], f"ms for {len(matrix):,} x {CRITERIA}"),
        "scikit_criteria_1m_ms": row([1000 * s for s in other], "ms for the same"),
        "scikit_criteria_difference": row([apart], "points at most, on all matrices", 1e-9),
    }


def _timed(group: GroupRules, columns: ProductTable) -> tuple[float, Scores]:
    start = time.perf_counter()
    found = score(group, columns)
    return time.perf_counter() - start, found


def _peer(place: Path) -> float:
    script = PINNED / "scikit_criteria.py"
    command = [peer_python("scikit_criteria"), str(script), str(place), "1"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    seconds: list[float] = json.loads(done.stdout)
    return seconds[0]


def best_alternatives(chance: np.random.Generator, matrix: Matrix, rounds: int) -> dict[str, Row]:
    """Find the three best alternatives of every product on shelves of some hundred."""
    n = len(matrix)
    group = rules(np.array(WEIGHTS))
    scores = score(group, table(matrix))
    shelf = chance.integers(0, max(1, n // SHELF), n)
    price = np.round(chance.lognormal(8.6, 0.5, n), 2)
    taken = []
    for _ in range(rounds):
        start = time.perf_counter()
        found = alternatives(
            group.alternatives,
            scores.table,
            scores.score.value,
            scores.grading.grade,
            price,
            shelf,
        )
        taken.append(time.perf_counter() - start)
    assert (found.row != NOBODY).any()
    return {"alternatives_1m_s": row(taken, f"s for {n:,} products on shelves of {SHELF}", 1.3)}
