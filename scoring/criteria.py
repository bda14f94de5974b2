"""From evidence to the points of each criterion, before anything is summed."""

from __future__ import annotations

import numpy as np

from scoring.formulas import FORMULAS
from scoring.rules import Criterion, GroupRules, Labels, Reading
from scoring.table import ProductTable
from scoring.values import Array, Interval


def with_derived(rules: GroupRules, table: ProductTable) -> ProductTable:
    """Return the table with the rules' derived attributes computed.

    Evidence of the derived attribute itself, where there is some, goes before the formula.
    """
    evidence: dict[str, Interval] = dict(table.evidence)
    for derived in rules.derived:
        formula = FORMULAS[derived.formula]
        computed = formula.function(evidence, derived.parameters, len(table))
        evidence[derived.attribute] = _first(table.interval(derived.attribute), computed)
    return ProductTable(table.groups, evidence, table.labels, table.brands, table.rung)


def points(criterion: Criterion, table: ProductTable) -> tuple[Interval, Array]:
    """Return a criterion's points, NaN where unknown, and which reading gave them.

    Both have shape (n,); the reading is -1 where unknown and 0 for labels.
    """
    n = len(table)
    which = np.full(n, -1.0)
    result = Interval.unknown(n)
    if criterion.labels is not None:
        result = _label_points(criterion.labels, table)
        which = np.where(result.known, 0.0, which)
    for i, reading in enumerate(criterion.readings):
        found = _reading_points(reading, table)
        which = np.where((which < 0) & found.known, float(i), which)
        result = _first(result, found)
    applies = table.inside(criterion.only)
    return _where(applies, result, Interval.unknown(n)), np.where(applies, which, -1.0)


def _reading_points(reading: Reading, table: ProductTable) -> Interval:
    figures = table.interval(reading.attribute)
    if reading.within is not None:
        if not len(table.brands):
            return Interval.unknown(len(table))
        medians = table.medians(reading.within)
        figures = Interval(*(x / medians for x in (figures.low, figures.value, figures.high)))
    return reading.value.points_of(figures)


def _label_points(labels: Labels, table: ProductTable) -> Interval:
    """Return the best class's points plus extras, NaN where no listed label is held."""
    best = np.full(len(table), np.nan)
    for group in labels.classes:
        held = table.any_label(group.codes)
        best = np.where(held, np.fmax(best, group.points), best)
    for group in labels.extras:
        held = table.any_label(group.codes)
        best = np.where(held, np.minimum(100, np.nan_to_num(best) + group.points), best)
    return Interval(best, best, best)


def _where(condition: np.ndarray, a: Interval, b: Interval) -> Interval:
    return Interval(
        np.where(condition, a.low, b.low),
        np.where(condition, a.value, b.value),
        np.where(condition, a.high, b.high),
    )


def _first(a: Interval, b: Interval) -> Interval:
    """Return a where it is known, else b."""
    return _where(a.known, a, b)
