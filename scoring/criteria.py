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
    if reading.when is not None:
        at_least = np.nan_to_num(table.interval(reading.when.attribute).value, nan=-np.inf)
        holds = at_least >= reading.when.at_least
        figures = _where(holds, figures, Interval.unknown(len(table)))
    if reading.within is not None:
        if not len(table.brands):
            return Interval.unknown(len(table))
        medians = table.medians(reading.within)
        figures = Interval(*(x / medians for x in (figures.low, figures.value, figures.high)))
    return reading.value.points_of(figures)


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
    return Interval(total, total, total)


def _where(condition: np.ndarray, a: Interval, b: Interval) -> Interval:
    return Interval(
        np.where(condition, a.low, b.low),
        np.where(condition, a.value, b.value),
        np.where(condition, a.high, b.high),
    )


def _first(a: Interval, b: Interval) -> Interval:
    """Return a where it is known, else b."""
    return _where(a.known, a, b)
