"""The scorer: one function for one product and for the whole catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from scoring.criteria import Points, PointsOf, points, with_derived
from scoring.grades import Grading, grade
from scoring.rules import Criterion, GroupRules
from scoring.table import Bools, ProductTable
from scoring.values import Array, Interval, plus

OPEN = ("exclude", "cap")  # policies by which what is missing has no weight
BLOCK = 65_536  # rows summed at a time: what one block needs stays in the processor's cache


@dataclass(frozen=True)
class Scores:
    """The scores of n products.

    Attributes:
        rules: what they were scored by.
        table: the evidence with the derived attributes.
        points: criterion -> its points, before they are weighted or added.
        score: low, value, high, 0-100, NaN where nothing is known; shape (n,) each.
        base: the score before adjustments; of a weighted mean the score itself.
        coverage: share of the weight that is known, 0-1, shape (n,).
        grading: grades, ranges and the caps that held.
    """

    rules: GroupRules
    table: ProductTable
    points: Mapping[str, Points]
    score: Interval
    base: Interval
    coverage: Array
    grading: Grading

    def take(self, rows: NDArray[np.int_]) -> Scores:
        """Return the scores of some rows, in that order."""
        score = self.score.take(rows)
        return Scores(
            self.rules,
            self.table.take(rows),
            {name: found.take(rows) for name, found in self.points.items()},
            score,
            score if self.rules.base is None else self.base.take(rows),
            self.coverage[rows],
            self.grading.take(rows),
        )

    @cached_property
    def contributions(self) -> Mapping[str, Array]:
        """Criterion -> points of the score it accounts for, shape (n,); they sum to score.value.

        "limit" is what a bound on sums or on 0-100 took.
        """
        parts = _parts(self.rules, self.points)
        if self.rules.base is None:
            used = sum(part.weight for part in parts.values())
            some = np.where(np.isnan(self.score.value), np.nan, used)
            return {name: part.sums.value / some for name, part in parts.items()}
        known = self.points[self.rules.base.id].known
        listed = {name: np.where(known, part.sums.value, np.nan) for name, part in parts.items()}
        return {**listed, "limit": self.score.value - sum(listed.values())}

    @cached_property
    def weights(self) -> Mapping[str, Array]:
        """Criterion -> the share of the weight it had in the score, 0-1, shape (n,).

        They sum to 1 where anything is known; of base plus adjustments each is 1.
        """
        parts = _parts(self.rules, self.points)
        if self.rules.base is not None:
            return {name: part.weight for name, part in parts.items()}
        used = sum(part.weight for part in parts.values())
        some = np.where(used > 0, used, np.nan)
        return {name: part.weight / some for name, part in parts.items()}


@dataclass(frozen=True, slots=True)
class Part:
    """What a criterion adds: points times weight, and the weight; shape (n,) each."""

    sums: Interval
    weight: Array


def score(rules: GroupRules, table: ProductTable, points_of: PointsOf = points) -> Scores:
    """Score n products of one product group; pure, and the same for any n and order.

    Args:
        points_of: gives a criterion's points; whoever scores one table many times may hand
            in one that remembers.
    """
    return score_derived(rules, with_derived(rules, table), points_of)


def score_derived(rules: GroupRules, table: ProductTable, points_of: PointsOf = points) -> Scores:
    """Score a table that has its derived attributes; see `score`."""
    found = {c.id: points_of(c, table) for c in rules.all_criteria()}
    starts = range(0, max(1, len(table)), BLOCK)
    blocks = [_block(rules, table, found, slice(at, at + BLOCK)) for at in starts]
    sums, bases, coverages, gradings = zip(*blocks, strict=True)
    result = _joined(sums)
    return Scores(
        rules=rules,
        table=table,
        points=found,
        score=result,
        base=result if rules.base is None else _joined(bases),
        coverage=np.concatenate(coverages),
        grading=Grading.joined(gradings),
    )


def _block(
    rules: GroupRules, table: ProductTable, found: Mapping[str, Points], rows: slice
) -> tuple[Interval, Interval, Array, Grading]:
    table = table.take(rows)
    found = {name: each.take(rows) for name, each in found.items()}
    parts = _parts(rules, found)
    if rules.base is None:
        result, coverage = _weighted_mean(rules, found, parts)
        base = result
    else:
        known = found[rules.base.id].known
        coverage = known.astype(np.float64)
        base = found[rules.base.id].points.each(lambda x: np.where(known, x, np.nan))
        adjustments = [part.sums for name, part in parts.items() if name != rules.base.id]
        result = _base_plus(rules, base, adjustments)
    return result, base, coverage, grade(rules, table, result, base, coverage, found)


def _parts(rules: GroupRules, found: Mapping[str, Points]) -> dict[str, Part]:
    """Return what each criterion adds, in the rules' order; the base first."""
    if rules.base is None:
        return {c.id: _weighted(c, found[c.id]) for c in rules.criteria}
    base = found[rules.base.id]
    parts = {rules.base.id: Part(base.points, base.known.astype(np.float64))}
    for criterion in rules.criteria:
        parts[criterion.id] = _adjustment(criterion, found[criterion.id], parts)
    return parts


def _weighted(criterion: Criterion, found: Points) -> Part:
    """Apply weight and missing-data policy: what is not known may be anything from 0 to 100."""
    weight = criterion.weight
    sums = found.points.each(lambda x: x * weight)
    if criterion.missing in OPEN:
        return Part(sums, _times(found.known, weight))
    gone = (found.applies & ~found.known) * weight
    value = 50.0 if criterion.missing == "neutral" else 0.0
    filled = Interval(sums.low, sums.value + value * gone, sums.high + 100.0 * gone)
    return Part(filled, _times(found.applies, weight))


def _weighted_mean(
    rules: GroupRules, found: Mapping[str, Points], parts: Mapping[str, Part]
) -> tuple[Interval, Array]:
    """Return the mean of points by weight, renormalised over what is known, and the coverage."""
    # Added from the first to the last, whatever n is: so n changes no digit.
    used = covered = reduce(np.add, (part.weight for part in parts.values()))
    if any(c.missing not in OPEN for c in rules.criteria):
        covered = reduce(np.add, (_times(found[c.id].known, c.weight) for c in rules.criteria))
    wanted = (_times(found[c.id].applies, c.weight) for c in rules.criteria)
    total = reduce(np.add, wanted)
    with np.errstate(invalid="ignore", divide="ignore"):
        some = np.where((covered > 0) & (used > 0), used, np.nan)
        coverage = np.where(total > 0, covered / total, 0.0)
    return reduce(plus, (part.sums for part in parts.values())).each(lambda x: x / some), coverage


def _times(where: Bools, weight: float) -> Array:
    return np.multiply(where, weight, dtype=np.float64)


def _base_plus(rules: GroupRules, base: Interval, adjustments: list[Interval]) -> Interval:
    """Return base points plus adjustments, their sum bounded, the whole clamped to 0-100."""
    added = reduce(plus, adjustments, Interval.exact(np.zeros(len(base.value))))
    low, high = rules.sum_limits
    result = plus(base, added.each(lambda x: np.clip(x, low, high)))
    return result.each(lambda x: np.clip(x, 0, 100)) if rules.clamp else result


def _adjustment(criterion: Criterion, found: Points, parts: Mapping[str, Part]) -> Part:
    """Return an adjustment's points: its missing_points, else 0, where nothing is known."""
    counted = found.points
    if criterion.missing_points:
        gone = (found.applies & ~found.known) * criterion.missing_points
        counted = counted.each(lambda x: x + gone)
    if criterion.unless:
        alone = parts[criterion.unless].sums.value <= 0
        counted = counted.each(lambda x: x * alone)
    return Part(counted, np.ones(len(found.reading)))


def _joined(blocks: tuple[Interval, ...]) -> Interval:
    if len(blocks) == 1:
        return blocks[0]
    value = np.concatenate([b.value for b in blocks])
    if all(b.is_exact for b in blocks):
        return Interval.exact(value)
    return Interval(
        np.concatenate([b.low for b in blocks]), value, np.concatenate([b.high for b in blocks])
    )
