"""The scorer: one function for one product and for the whole catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scoring.criteria import points, with_derived
from scoring.grades import Grading, grade
from scoring.rules import Criterion, GroupRules
from scoring.table import ProductTable
from scoring.values import Array, Interval


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of n products.

    Attributes:
        score: low, value, high, 0-100, NaN where nothing is known; shape (n,) each.
        coverage: share of the weight that is known, 0-1, shape (n,).
        contributions: criterion -> points of the score it accounts for, shape (n,);
            they sum to score.value. "limit" is what a bound on sums or on 0-100 took.
        readings: criterion -> index of the reading that was used, -1 where none, shape (n,).
        grading: grades, ranges and the caps that held.
        table: the evidence with the derived attributes.
    """

    score: Interval
    coverage: Array
    contributions: Mapping[str, Array]
    readings: Mapping[str, Array]
    grading: Grading
    table: ProductTable


def score(rules: GroupRules, table: ProductTable) -> Scores:
    """Score n products of one product group; pure, and the same for any n and order."""
    table = with_derived(rules, table)
    if rules.method == "weighted_mean":
        result, coverage, contributions, readings, known = _weighted_mean(rules, table)
        base = result
    else:
        result, base, coverage, contributions, readings, known = _base_plus(rules, table)
    grading = grade(rules, table, result, base, coverage, known)
    return Scores(result, coverage, contributions, readings, grading, table)


def _weighted_mean(
    rules: GroupRules, table: ProductTable
) -> tuple[Interval, Array, dict[str, Array], dict[str, Array], dict[str, Array]]:
    """Return the mean of points by weight, renormalised over what is known."""
    n = len(table)
    sums = Interval(np.zeros(n), np.zeros(n), np.zeros(n))
    used, covered = np.zeros(n), np.zeros(n)
    parts: dict[str, Array] = {}
    readings: dict[str, Array] = {}
    known: dict[str, Array] = {}
    total = sum(c.weight for c in rules.criteria)
    for criterion in rules.criteria:
        found, readings[criterion.id] = points(criterion, table)
        known[criterion.id] = found.known.astype(np.float64)
        covered = covered + criterion.weight * found.known
        filled = _fill(criterion, found)
        used = used + criterion.weight * filled.known
        part = Interval(
            *(criterion.weight * np.nan_to_num(x) for x in (filled.low, filled.value, filled.high))
        )
        parts[criterion.id] = part.value
        sums = Interval(sums.low + part.low, sums.value + part.value, sums.high + part.high)
    some = np.where((covered > 0) & (used > 0), used, np.nan)
    result = Interval(sums.low / some, sums.value / some, sums.high / some)
    contributions = {name: part / some for name, part in parts.items()}
    return result, covered / total, contributions, readings, known


def _fill(criterion: Criterion, found: Interval) -> Interval:
    """Apply the missing-data policy: the truth may be anything, so the bounds are 0 and 100."""
    if criterion.missing == "exclude":
        return found
    value = 50.0 if criterion.missing == "neutral" else 0.0
    return Interval(
        np.where(found.known, found.low, 0.0),
        np.where(found.known, found.value, value),
        np.where(found.known, found.high, 100.0),
    )


def _base_plus(
    rules: GroupRules, table: ProductTable
) -> tuple[Interval, Interval, Array, dict[str, Array], dict[str, Array], dict[str, Array]]:
    """Return base points plus adjustments, their sum bounded, the whole clamped to 0-100."""
    assert rules.base is not None  # the parser gives every such group a base
    base, which = points(rules.base, table)
    contributions = {rules.base.id: base.value}
    readings = {rules.base.id: which}
    known = {rules.base.id: base.known.astype(np.float64)}
    n = len(table)
    low, value, high = np.zeros(n), np.zeros(n), np.zeros(n)
    parts: dict[str, Interval] = {}
    for criterion in rules.criteria:
        found, readings[criterion.id] = points(criterion, table)
        known[criterion.id] = found.known.astype(np.float64)
        part = _adjustment(criterion, found, table, parts)
        parts[criterion.id] = part
        contributions[criterion.id] = np.where(base.known, part.value, np.nan)
        low, value, high = low + part.low, value + part.value, high + part.high
    bounds = rules.sum_limits
    sums = [
        b + np.clip(adjustment, *bounds)
        for b, adjustment in ((base.low, low), (base.value, value), (base.high, high))
    ]
    result = Interval(*(np.clip(x, 0, 100) if rules.clamp else x for x in sums))
    contributions["limit"] = result.value - sum(contributions.values())
    return result, base, known[rules.base.id], contributions, readings, known


def _adjustment(
    criterion: Criterion, found: Interval, table: ProductTable, parts: Mapping[str, Interval]
) -> Interval:
    """Return an adjustment's points: its missing_points, else 0, where nothing is known."""
    gone = np.where(table.inside(criterion.only), criterion.missing_points or 0.0, 0.0)
    counted = [np.where(found.known, x, gone) for x in (found.low, found.value, found.high)]
    if criterion.unless:
        beside = parts[criterion.unless].value > 0
        counted = [np.where(beside, 0.0, x) for x in counted]
    return Interval(*counted)
