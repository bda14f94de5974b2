"""What is scored: the evidence of n products in columns. One product is n = 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scoring.errors import EvidenceError
from scoring.evidence import check_interval
from scoring.rules import Within, inside
from scoring.values import Interval

Bools = NDArray[np.bool_]
EXACT, FAMILY, GROUP = 0, 1, 2


@dataclass(frozen=True)
class ProductTable:
    """The evidence of n products that share one set of group rules.

    Attributes:
        groups: n product groups (paths).
        evidence: attribute -> intervals of shape (n,), NaN where unknown.
        labels: label code -> bool array of shape (n,).
        brands: n brands in any case, "" where unknown.
        rung: int array of shape (n,): EXACT (GTIN, part number, SKU), FAMILY or GROUP.
    """

    groups: Sequence[str]
    evidence: Mapping[str, Interval]
    labels: Mapping[str, Bools] = field(default_factory=dict)
    brands: Sequence[str] = ()
    rung: NDArray[np.int_] | None = None

    def __len__(self) -> int:
        return len(self.groups)

    @cached_property
    def rungs(self) -> NDArray[np.int_]:
        """Shape (n,): the rung class of each product, EXACT where none is given."""
        return np.zeros(len(self), dtype=np.int_) if self.rung is None else self.rung

    def take(self, rows: NDArray[np.int_]) -> ProductTable:
        """Return the table of some rows, in that order."""
        return ProductTable(
            [self.groups[i] for i in rows],
            {name: interval.take(rows) for name, interval in self.evidence.items()},
            {code: held[rows] for code, held in self.labels.items()},
            [self.brands[i] for i in rows] if len(self.brands) else (),
            self.rungs[rows],
        )

    def interval(self, attribute: str) -> Interval:
        """Return an attribute's intervals, all unknown where nobody has evidence of it."""
        return self.evidence.get(attribute) or Interval.unknown(len(self))

    def label(self, code: str) -> Bools:
        """Return where a label is held, shape (n,)."""
        found = self.labels.get(code)
        return np.zeros(len(self), dtype=np.bool_) if found is None else found

    def any_label(self, codes: Sequence[str]) -> Bools:
        """Return where at least one of the labels is held, shape (n,)."""
        result = np.zeros(len(self), dtype=np.bool_)
        for code in codes:
            result = result | self.label(code)
        return result

    def inside(self, ancestors: tuple[str, ...]) -> Bools:
        """Return which products are in one of the groups or below it; () means all."""
        if not ancestors:
            return np.ones(len(self), dtype=np.bool_)
        verdict = {g: inside(g, ancestors) for g in set(self.groups)}
        return np.fromiter((verdict[g] for g in self.groups), np.bool_, len(self))

    def medians(self, within: Within) -> NDArray[np.float64]:
        """Return each product's own comparison figure, shape (n,), NaN where it has none."""
        result = np.full(len(self), np.nan)
        sizes = self.interval("screen_size").value
        for i, brand in enumerate(self.brands):
            name = brand.casefold()
            if within.size_classes and not np.isnan(sizes[i]):
                number = int(np.searchsorted(within.size_classes, sizes[i], side="right"))
                result[i] = within.medians.get(f"{name}|{number}", np.nan)
            if np.isnan(result[i]):
                result[i] = within.medians.get(name, np.nan)
        return result


def table_of(
    groups: Sequence[str],
    evidence: Sequence[Mapping[str, tuple[float, float, float]]],
    labels: Sequence[Sequence[str]] = (),
    brands: Sequence[str] = (),
    rung: NDArray[np.int_] | None = None,
) -> ProductTable:
    """Return the table of n products given row by row.

    Args:
        groups: n product groups.
        evidence: n mappings attribute -> (low, value, high).
        labels: n lists of label codes, or none at all.
        brands: n brands, or none at all.
        rung: see ProductTable.

    Raises:
        EvidenceError: where low <= value <= high does not hold, or rows do not match.
    """
    n = len(groups)
    if len(evidence) != n or (labels and len(labels) != n) or (brands and len(brands) != n):
        raise EvidenceError("table", "columns differ in length.", "Give one entry per product.")
    columns: dict[str, Interval] = {}
    for i, row in enumerate(evidence):
        for attribute, (low, value, high) in row.items():
            check_interval(f"product {i}, {attribute}", low, value, high)
            if attribute not in columns:
                columns[attribute] = Interval(*(np.full(n, np.nan) for _ in range(3)))
            column = columns[attribute]
            column.low[i], column.value[i], column.high[i] = low, value, high
    held: dict[str, Bools] = {}
    for i, codes in enumerate(labels):
        for code in codes:
            held.setdefault(code, np.zeros(n, dtype=np.bool_))[i] = True
    return ProductTable(groups, columns, held, brands, rung)
