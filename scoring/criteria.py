"""From evidence to the points of each criterion, before anything is summed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.formulas import FORMULAS
from scoring.rules import Criterion, GroupRules, Labels, Reading, When
from scoring.table import Bools, ProductTable
from scoring.values import Array, Interval, Rows, choose

UNKNOWN = -1


@dataclass(frozen=True, slots=True)
class Points:
    """What one criterion gives n products.

    Attributes:
        points: shape (n,) each, 0 where unknown.
        reading: int8, shape (n,): which reading gave them, 0 for labels, UNKNOWN where none.
        known: where there is one, shape (n,).
        applies: where the criterion concerns the product at all, shape (n,).
    """

    points: Interval
    reading: NDArray[np.int8]
    known: Bools
    applies: Bools

    @staticmethod
    def of(points: Interval, reading: NDArray[np.int8], applies: Bools) -> Points:
        """Return the points with 0 where there is no reading."""
        known = reading != UNKNOWN
        counted = choose(known, points, Interval.exact(np.zeros(len(reading))))
        return Points(counted, reading, known, applies)

    def take(self, rows: Rows) -> Points:
        """Return the points of some rows, in that order; of a slice as views."""
        return Points(
            self.points.take(rows), self.reading[rows], self.known[rows], self.applies[rows]
        )


PointsOf = Callable[[Criterion, ProductTable], Points]


def with_derived(rules: GroupRules, table: ProductTable) -> ProductTable:
    """Return the table with the rules' derived attributes computed.

    Evidence of the derived attribute itself, where there is some, goes before the formula.
    """
    for derived in rules.derived:
        formula = FORMULAS[derived.formula]
        computed = formula.function(table.evidence, derived.parameters, len(table))
        own = table.interval(derived.attribute)
        table = table.with_evidence({derived.attribute: choose(own.known, own, computed)})
    return table


def points(criterion: Criterion, table: ProductTable) -> Points:
    """Return a criterion's points: of the first known of its readings, or of labels."""
    n = len(table)
    which = np.full(n, UNKNOWN, dtype=np.int8)
    result = Interval.unknown(n)
    if criterion.labels is not None:
        result = _label_points(criterion.labels, table)
        which[result.known] = 0
    for i, reading in enumerate(criterion.readings):
        found = reading.value.points_of(figures_of(reading, table))
        first = (which == UNKNOWN) & found.known
        which[first] = i
        result = found if i == 0 else choose(first, found, result)
    applies = table.inside(criterion.only)
    which[~applies] = UNKNOWN
    return Points.of(result, which, applies)


def holds(when: When, table: ProductTable) -> Bools:
    """Return where a reading's condition holds, shape (n,); of an unknown figure it does not."""
    value = np.nan_to_num(table.interval(when.attribute).value, nan=-np.inf)
    result: Bools = value >= when.at_least
    return result


def figures_of(reading: Reading, table: ProductTable) -> Interval:
    """Return the figures that a reading's value function is asked for, NaN where there is none."""
    figures = table.interval(reading.attribute)
    if reading.when is not None:
        figures = choose(holds(reading.when, table), figures, Interval.unknown(len(table)))
    if reading.within is not None:
        medians = table.medians(reading.within)
        figures = figures.each(lambda x: x / medians)
    return figures


def _label_points(labels: Labels, table: ProductTable) -> Interval:
    """Return the classes' points, best or sum, plus extras; NaN where no listed label is held."""
    families: dict[str, Array] = {}
    for i, group in enumerate(labels.classes):
        held = table.any_label(group.codes) & table.inside(group.only)
        family = "" if labels.combine == "best" else group.family or f"class {i}"
        before = families.get(family, np.full(len(table), np.nan))
        families[family] = np.where(held, np.fmax(before, group.points), before)
    total = np.full(len(table), np.nan)
    for part in families.values():
        total = np.where(np.isnan(part), total, np.nan_to_num(total) + part)
    for group in labels.extras:
        held = table.any_label(group.codes) & table.inside(group.only)
        total = np.where(held, np.nan_to_num(total) + group.points, total)
    total = np.minimum(total, labels.most)
    return Interval.exact(total)
