"""How grades move from one ruleset, or one day's data, to another: counted group by group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.grades import NO_GRADE, Grading
from scoring.rules import GRADES, GroupRules, Ruleset
from scoring.table import Kinds
from service.publish.stored import StoredCatalogue, StoredGroup

RANGE, NOTHING, GONE = (len(GRADES) + i for i in range(3))
OUTCOMES = (*GRADES, "range", "none", "absent")  # absent: not in the catalogue, or not judged
Outcomes = NDArray[np.int8]
THREADS = 2


def outcome(grading: Grading) -> Outcomes:
    """Return what each product got, as an index into OUTCOMES."""
    names = np.array([*(OUTCOMES.index(x) for x in grading.letters), NOTHING], dtype=np.int8)
    result: Outcomes = names[grading.grade]
    result[(grading.grade == NO_GRADE) & (grading.best != NO_GRADE)] = RANGE
    return result


def outcomes(catalogue: StoredCatalogue, ruleset: Ruleset) -> Outcomes:
    """Return what each product of a stored catalogue gets by a ruleset."""
    result = np.full(len(catalogue.ids), GONE, dtype=np.int8)

    def fill(member: tuple[StoredGroup, GroupRules]) -> None:
        group, rules = member
        result[group.rows] = outcome(group.scores(rules).grading)

    # numpy lets the interpreter go while it works on long columns, so two groups fit side by side
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(fill, catalogue.groups(ruleset)))
    return result


@dataclass(frozen=True, slots=True)
class Migration:
    """Counts of products by outcome before and after, for each product group at the top.

    Attributes:
        counts: group -> int array of shape (8, 8): before by after, both in OUTCOMES.
    """

    counts: Mapping[str, NDArray[np.int64]]

    @staticmethod
    def of(groups: Kinds, before: Outcomes, after: Outcomes) -> Migration:
        """Count n products: their groups, and what each got before and after."""
        size = len(OUTCOMES)
        tops = Kinds.of([group.split("/")[0] for group in groups.kinds])
        top = tops.index.astype(np.int16)[groups.index]
        cell = (top * size + before) * size + after
        counts = np.bincount(cell, minlength=len(tops.kinds) * size * size)
        return Migration(
            dict(zip(tops.kinds, counts.reshape(-1, size, size), strict=True)) if len(cell) else {}
        )

    @property
    def total(self) -> NDArray[np.int64]:
        """All groups together."""
        size = len(OUTCOMES)
        start = np.zeros((size, size), dtype=np.int64)
        return np.asarray(sum(self.counts.values(), start))

    def changed(self, counts: NDArray[np.int64]) -> int:
        """Return how many products' outcome differs."""
        return int(counts.sum() - np.trace(counts))

    def json(self) -> list[dict[str, Any]]:
        """Return for each group: products, changed, histograms before and after, the matrix."""
        return [
            {
                "group": group,
                "products": int(counts.sum()),
                "changed": self.changed(counts),
                "before": dict(zip(OUTCOMES, counts.sum(axis=1).tolist(), strict=True)),
                "after": dict(zip(OUTCOMES, counts.sum(axis=0).tolist(), strict=True)),
                "matrix": counts.tolist(),
            }
            for group, counts in self.counts.items()
        ]

    def lines(self) -> Iterator[str]:
        """Yield the matrices as text: a row for what it was, a column for what it becomes."""
        for group, counts in [*self.counts.items(), ("all", self.total)]:
            total, changed = int(counts.sum()), self.changed(counts)
            share = f"{100 * changed / total:.1f} %" if total else "0 %"
            yield f"{group}: {total} products, {changed} change ({share})"
            used = np.flatnonzero(counts.sum(axis=0) + counts.sum(axis=1))
            yield "  was \\ is " + "".join(f"{OUTCOMES[j]:>9}" for j in used)
            for i in used:
                cells = "".join(f"{counts[i, j] or '.':>9}" for j in used)
                yield f"  {OUTCOMES[i]:8} {cells}"
