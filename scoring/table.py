"""What is scored: the evidence of n products in columns. One product is n = 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scoring.errors import EvidenceError
from scoring.evidence import check_interval
from scoring.rules import Within, inside
from scoring.values import Array, Interval, Rows

Bools = NDArray[np.bool_]
EXACT, FAMILY, GROUP = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Kinds:
    """n texts that repeat: each kind once, and for every row which it is.

    Attributes:
        kinds: the different texts.
        index: shape (n,), int32, into kinds.
    """

    kinds: tuple[str, ...]
    index: NDArray[np.int32]

    @staticmethod
    def of(texts: Sequence[str]) -> Kinds:
        """Return the kinds of n texts, in the order in which they first stand."""
        number: dict[str, int] = {}
        index = [number.setdefault(text, len(number)) for text in texts]
        return Kinds(tuple(number), np.array(index, dtype=np.int32))

    def __len__(self) -> int:
        return len(self.index)

    def __getitem__(self, row: int) -> str:
        return self.kinds[int(self.index[row])]

    def take(self, rows: Rows) -> Kinds:
        """Return some rows, in that order."""
        return Kinds(self.kinds, self.index[rows])

    def compact(self) -> Kinds:
        """Return the same texts without the kinds that do not occur."""
        left, index = np.unique(self.index, return_inverse=True)
        return Kinds(tuple(self.kinds[i] for i in left.tolist()), index.astype(np.int32))

    def where(self, holds: Callable[[str], bool]) -> Bools:
        """Return where a text has a property, asked once for each kind; shape (n,)."""
        return np.array([holds(kind) for kind in self.kinds], dtype=np.bool_)[self.index]


@dataclass(frozen=True, slots=True)
class ProductTable:
    """The evidence of n products that share one set of group rules.

    Attributes:
        groups: n product groups (paths).
        evidence: attribute -> intervals of shape (n,), NaN where unknown.
        labels: label code -> bool array of shape (n,).
        brands: n brands in any case, "" where unknown.
        rungs: int8 array of shape (n,): EXACT (GTIN, part number, SKU), FAMILY or GROUP.
    """

    groups: Kinds
    evidence: Mapping[str, Interval]
    labels: Mapping[str, Bools]
    brands: Kinds
    rungs: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.rungs)

    def take(self, rows: Rows) -> ProductTable:
        """Return the table of some rows, in that order; of a slice as views."""
        return ProductTable(
            self.groups.take(rows),
            {name: interval.take(rows) for name, interval in self.evidence.items()},
            {code: held[rows] for code, held in self.labels.items()},
            self.brands.take(rows),
            self.rungs[rows],
        )

    def with_evidence(self, more: Mapping[str, Interval]) -> ProductTable:
        """Return the table with further or other columns of evidence."""
        return replace(self, evidence={**self.evidence, **more})

    def interval(self, attribute: str) -> Interval:
        """Return an attribute's intervals, all unknown where nobody has evidence of it."""
        return self.evidence.get(attribute) or Interval.unknown(len(self))

    def any_label(self, codes: Sequence[str]) -> Bools:
        """Return where at least one of the labels is held, shape (n,)."""
        result = np.zeros(len(self), dtype=np.bool_)
        for code in codes:
            held = self.labels.get(code)
            if held is not None:
                result = result | held
        return result

    def inside(self, ancestors: tuple[str, ...]) -> Bools:
        """Return which products are in one of the groups or below it; () means all."""
        if not ancestors:
            return np.ones(len(self), dtype=np.bool_)
        return self.groups.where(lambda group: inside(group, ancestors))

    def medians(self, within: Within) -> Array:
        """Return each product's own comparison figure, shape (n,), NaN where it has none."""
        classes = range(len(within.size_classes) + 1)
        names = [brand.casefold() for brand in self.brands.kinds]
        general = np.array([within.medians.get(name, np.nan) for name in names])
        result = general[self.brands.index]
        if within.size_classes:
            listed = [[within.medians.get(f"{n}|{c}", np.nan) for c in classes] for n in names]
            sizes = self.interval("screen_size").value
            number = np.searchsorted(within.size_classes, sizes, side="right")
            sized = np.array(listed)[self.brands.index, number]
            result = np.where(np.isnan(sizes) | np.isnan(sized), result, sized)
        return result


def table_of(
    groups: Sequence[str],
    evidence: Sequence[Mapping[str, tuple[float, float, float]]],
    labels: Sequence[Sequence[str]] = (),
    brands: Sequence[str] = (),
    rung: Sequence[int] | NDArray[np.int_] | None = None,
) -> ProductTable:
    """Return the table of n products given row by row.

    Args:
        groups: n product groups.
        evidence: n mappings attribute -> (low, value, high).
        labels: n lists of label codes, or none at all.
        brands: n brands, or none at all.
        rung: n rungs, see ProductTable; EXACT where none are given.

    Raises:
        EvidenceError: where low <= value <= high does not hold, or rows do not match.
    """
    n = len(groups)
    if len(evidence) != n or (labels and len(labels) != n) or (brands and len(brands) != n):
        raise EvidenceError("table", "columns differ in length.", "Give one entry per product.")
    columns: dict[str, tuple[Array, Array, Array]] = {}
    for i, row in enumerate(evidence):
        for attribute, (low, value, high) in row.items():
            check_interval(f"product {i}, {attribute}", low, value, high)
            if attribute not in columns:
                columns[attribute] = (np.full(n, np.nan), np.full(n, np.nan), np.full(n, np.nan))
            for column, figure in zip(columns[attribute], (low, value, high), strict=True):
                column[i] = figure
    held: dict[str, Bools] = {}
    for i, codes in enumerate(labels):
        for code in codes:
            held.setdefault(code, np.zeros(n, dtype=np.bool_))[i] = True
    return ProductTable(
        Kinds.of(groups),
        {name: Interval.of(*column) for name, column in columns.items()},
        held,
        Kinds.of(brands or [""] * n),
        np.zeros(n, dtype=np.int8) if rung is None else np.asarray(rung, dtype=np.int8),
    )
