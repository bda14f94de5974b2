"""From scores to grades and ranges, with caps, vetoes and the demand for coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.criteria import Points
from scoring.rules import Cap, GroupRules
from scoring.table import EXACT, GROUP, Bools, ProductTable
from scoring.values import Array, Interval

Ints = NDArray[np.int8]
NO_GRADE = -1


@dataclass(frozen=True, slots=True)
class Grading:
    """The grades of n products.

    Attributes:
        letters: the rules' grades, best first.
        best, worst: index into letters of the ends of what is possible; NO_GRADE for none.
        grade: index of the single grade; NO_GRADE where a range is all that can be said.
        held: cap -> where it changed the outcome, shape (n,); a criterion whose absence caps
            the grade stands under `missing_cap` of it.
    """

    letters: tuple[str, ...]
    best: Ints
    worst: Ints
    grade: Ints
    held: Mapping[str, Bools]

    def text(self, i: int) -> str | None:
        """Return product i's grade "B", its range "B–D", or None for not enough data."""
        if self.best[i] == NO_GRADE:
            return None
        if self.grade[i] != NO_GRADE:
            return self.letters[int(self.grade[i])]
        return f"{self.letters[self.best[i]]}–{self.letters[self.worst[i]]}"

    def take(self, rows: NDArray[np.int_]) -> Grading:
        """Return the grades of some products, in that order."""
        return Grading(
            self.letters,
            self.best[rows],
            self.worst[rows],
            self.grade[rows],
            {cap: held[rows] for cap, held in self.held.items()},
        )

    @staticmethod
    def joined(parts: Sequence[Grading]) -> Grading:
        """Return the grades of several parts as one."""
        return Grading(
            parts[0].letters,
            np.concatenate([part.best for part in parts]),
            np.concatenate([part.worst for part in parts]),
            np.concatenate([part.grade for part in parts]),
            {cap: np.concatenate([part.held[cap] for part in parts]) for cap in parts[0].held},
        )


@dataclass(frozen=True, slots=True)
class Holds:
    """Where a cap's condition holds: for the value, surely, and possibly; shape (n,) each.

    They differ where the condition reads a figure whose interval lies across its threshold.
    """

    value: Bools
    surely: Bools
    possibly: Bools


def missing_cap(criterion: str) -> str:
    """Return the name in `Grading.held` of the cap that a criterion's absence sets."""
    return f"missing:{criterion}"


def grade_index(cuts: tuple[float, ...], score: Array) -> Ints:
    """Return the index of each score's grade (cuts are lower bounds), NO_GRADE for NaN."""
    index = np.zeros(len(score), dtype=np.int8)
    for cut in cuts:
        index += score < cut
    index[np.isnan(score)] = NO_GRADE
    return index


def grade(
    rules: GroupRules,
    table: ProductTable,
    score: Interval,
    base: Interval,
    coverage: Array,
    found: Mapping[str, Points],
) -> Grading:
    """Return the grades: a range where the interval spans more than two grades.

    A product known only by its group never gets a single letter: its range is widened to
    the grade nearest to its score.
    """
    worst = grade_index(rules.cuts, score.low)
    middle = worst if score.is_exact else grade_index(rules.cuts, score.value)
    best = worst if score.is_exact else grade_index(rules.cuts, score.high)
    none = (coverage < rules.minimum_coverage) | np.isnan(score.value)
    if rules.not_graded:
        none |= table.inside(rules.not_graded)
    best, worst = _widen(rules, table, score, best, worst)
    held: dict[str, Bools] = {}
    kinds = _kinds(rules, found, len(table))
    for cap in rules.caps:
        holds = _holds(rules, cap, table, base, kinds)
        top = rules.grades.index(cap.best) if cap.best else 0
        bottom = rules.grades.index(cap.worst) if cap.worst else len(rules.grades) - 1
        before = (best, worst, middle, none)
        if cap.no_grade:
            none = none | holds.value
        best, worst, middle = _limited(holds, top, bottom, best, worst, middle)
        held[cap.id] = _changed(before, (best, worst, middle, none))
    for criterion in rules.all_criteria():
        if criterion.missing == "cap":
            gone = found[criterion.id].applies & ~found[criterion.id].known
            top = rules.grades.index(criterion.missing_best)
            before = (best, worst, middle, none)
            best, worst, middle = _limited(
                Holds(gone, gone, gone), top, len(rules.grades) - 1, best, worst, middle
            )
            held[missing_cap(criterion.id)] = _changed(before, (best, worst, middle, none))
    no_letter = none | (worst - best > 1) | (table.rungs == GROUP)
    return Grading(
        letters=rules.grades,
        best=np.where(none, NO_GRADE, best).astype(np.int8),
        worst=np.where(none, NO_GRADE, worst).astype(np.int8),
        grade=np.where(no_letter, NO_GRADE, middle).astype(np.int8),
        held=held,
    )


def _limited(
    holds: Holds, top: int, bottom: int, best: Ints, worst: Ints, middle: Ints
) -> tuple[Ints, Ints, Ints]:
    """Return best, worst and middle within top and bottom where a cap holds.

    Where it only may hold, both outcomes are possible, so the range takes in both.
    """
    if not holds.possibly.any():
        return best, worst, middle
    low, high = np.clip(best, top, bottom), np.clip(worst, top, bottom)
    if holds.surely is holds.possibly:
        ends = np.where(holds.surely, low, best), np.where(holds.surely, high, worst)
        return *ends, np.where(holds.value, np.clip(middle, top, bottom), middle)
    return (
        np.where(holds.surely, low, np.where(holds.possibly, np.minimum(best, low), best)),
        np.where(holds.surely, high, np.where(holds.possibly, np.maximum(worst, high), worst)),
        np.where(holds.value, np.clip(middle, top, bottom), middle),
    )


def _changed(before: tuple[NDArray, ...], after: tuple[NDArray, ...]) -> Bools:  # type: ignore[type-arg]
    result = np.zeros(len(before[0]), dtype=np.bool_)
    for a, b in zip(before, after, strict=True):
        if a is not b:
            result |= a != b
    return result


def _widen(
    rules: GroupRules, table: ProductTable, score: Interval, best: Ints, worst: Ints
) -> tuple[Ints, Ints]:
    """Return the ends of what is possible, of mere groups with the nearest neighbouring grade.

    It is always the neighbour of the value's own grade, however wide the interval is, so that
    sharper evidence never widens a range.
    """
    of_group = (table.rungs == GROUP) & (best != NO_GRADE)
    if not of_group.any():
        return best, worst
    cuts = np.array([np.inf, *rules.cuts, -np.inf])
    at = np.where(of_group, grade_index(rules.cuts, score.value), 0)
    nearer_above = cuts[at] - score.value < score.value - cuts[at + 1]
    neighbour = np.where(nearer_above, at - 1, at + 1)
    return (
        np.where(of_group, np.minimum(best, neighbour), best),
        np.where(of_group, np.maximum(worst, neighbour), worst),
    )


def _kinds(rules: GroupRules, found: Mapping[str, Points], n: int) -> dict[str, Bools]:
    kinds: dict[str, Bools] = {}
    for criterion in rules.all_criteria():
        seen = kinds.get(criterion.kind)
        known = found[criterion.id].known
        kinds[criterion.kind] = known if seen is None else seen | known
    return kinds


def _holds(
    rules: GroupRules, cap: Cap, table: ProductTable, base: Interval, kinds: Mapping[str, Bools]
) -> Holds:
    when = cap.when
    sure = np.ones(len(table), dtype=np.bool_)
    if when.kinds_fewer_than is not None:
        count = sum(seen.astype(np.int8) for seen in kinds.values())
        sure &= count < when.kinds_fewer_than
    if when.only_kinds:
        for kind, seen in kinds.items():
            if kind not in when.only_kinds:
                sure &= ~seen
    if when.identified is not None:
        sure &= (table.rungs == EXACT) == when.identified
    holds = Holds(sure, sure, sure)
    if when.base_grade is not None:
        wanted = rules.grades.index(when.base_grade)
        worst, at, best = (grade_index(rules.cuts, x) for x in (base.low, base.value, base.high))
        surely = (worst == wanted) & (best == wanted)
        holds = _both(holds, Holds(at == wanted, surely, (best <= wanted) & (wanted <= worst)))
    if when.attribute is not None and when.at_least is not None:
        known = table.interval(when.attribute).each(lambda x: np.nan_to_num(x, nan=-np.inf))
        low, value, high = (x >= when.at_least for x in (known.low, known.value, known.high))
        holds = _both(holds, Holds(value, low, high))
    return holds


def _both(a: Holds, b: Holds) -> Holds:
    return Holds(a.value & b.value, a.surely & b.surely, a.possibly & b.possibly)
