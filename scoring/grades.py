"""From scores to grades and ranges, with caps, vetoes and the demand for coverage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.rules import Cap, GroupRules
from scoring.table import EXACT, GROUP, ProductTable
from scoring.values import Array, Interval

Ints = NDArray[np.int_]
NO_GRADE = -1


@dataclass(frozen=True, slots=True)
class Grading:
    """The grades of n products.

    Attributes:
        letters: the rules' grades, best first.
        best, worst: index into letters of the ends of what is possible; NO_GRADE for none.
        grade: index of the single grade; NO_GRADE where a range is all that can be said.
        held: cap -> where it changed the outcome, shape (n,).
    """

    letters: tuple[str, ...]
    best: Ints
    worst: Ints
    grade: Ints
    held: Mapping[str, NDArray[np.bool_]]

    def text(self, i: int) -> str | None:
        """Return product i's grade "B", its range "B–D", or None for not enough data."""
        if self.best[i] == NO_GRADE:
            return None
        if self.grade[i] != NO_GRADE:
            return self.letters[int(self.grade[i])]
        return f"{self.letters[self.best[i]]}–{self.letters[self.worst[i]]}"


def grade_index(cuts: tuple[float, ...], score: Array) -> Ints:
    """Return the index of each score's grade (cuts are lower bounds), NO_GRADE for NaN."""
    rising = np.array(cuts[::-1])
    index = len(cuts) - np.searchsorted(rising, np.nan_to_num(score), side="right")
    return np.where(np.isnan(score), NO_GRADE, index).astype(np.int_)


def grade(
    rules: GroupRules,
    table: ProductTable,
    score: Interval,
    base: Interval,
    coverage: Array,
    known: Mapping[str, Array],
) -> Grading:
    """Return the grades: a range where the interval spans more than two grades.

    A product known only by its group never gets a single letter: its range is widened to
    the grade nearest to its score.
    """
    best = grade_index(rules.cuts, score.high)
    worst = grade_index(rules.cuts, score.low)
    middle = grade_index(rules.cuts, score.value)
    kinds = _kinds(rules, known, len(table))
    none = (coverage < rules.minimum_coverage) | np.isnan(score.value)
    none |= _not_graded(rules, table)
    best, worst = _widen(rules, table, score, best, worst)
    held: dict[str, NDArray[np.bool_]] = {}
    for cap in rules.caps:
        holds = _holds(rules, cap, table, base, kinds)
        before = (best, worst, middle, none)
        if cap.no_grade:
            none = none | holds
        top = rules.grades.index(cap.best) if cap.best else 0
        bottom = rules.grades.index(cap.worst) if cap.worst else len(rules.grades) - 1
        best, worst, middle = (
            np.where(holds, np.clip(x, top, bottom), x) for x in (best, worst, middle)
        )
        changed = [a != b for a, b in zip(before, (best, worst, middle, none), strict=True)]
        held[cap.id] = np.logical_or.reduce(changed)
    range_only = (worst - best > 1) | (table.rungs == GROUP)
    return Grading(
        letters=rules.grades,
        best=np.where(none, NO_GRADE, best),
        worst=np.where(none, NO_GRADE, worst),
        grade=np.where(none | range_only, NO_GRADE, middle),
        held=held,
    )


def _widen(
    rules: GroupRules, table: ProductTable, score: Interval, best: Ints, worst: Ints
) -> tuple[Ints, Ints]:
    cuts = np.array([np.inf, *rules.cuts, -np.inf])
    narrow = (table.rungs == GROUP) & (best == worst) & (best != NO_GRADE)
    at = np.where(narrow, best, 0)
    nearer_above = cuts[at] - score.value < score.value - cuts[at + 1]
    return (
        np.where(narrow & nearer_above, best - 1, best),
        np.where(narrow & ~nearer_above, worst + 1, worst),
    )


def _kinds(rules: GroupRules, known: Mapping[str, Array], n: int) -> dict[str, NDArray[np.bool_]]:
    kinds: dict[str, NDArray[np.bool_]] = {}
    for criterion in rules.all_criteria():
        seen = kinds.get(criterion.kind, np.zeros(n, dtype=np.bool_))
        kinds[criterion.kind] = seen | (known[criterion.id] > 0)
    return kinds


def _not_graded(rules: GroupRules, table: ProductTable) -> NDArray[np.bool_]:
    if not rules.not_graded:
        return np.zeros(len(table), dtype=np.bool_)
    return table.inside(rules.not_graded)


def _holds(
    rules: GroupRules,
    cap: Cap,
    table: ProductTable,
    base: Interval,
    kinds: Mapping[str, NDArray[np.bool_]],
) -> NDArray[np.bool_]:
    when = cap.when
    holds = np.ones(len(table), dtype=np.bool_)
    if when.kinds_fewer_than is not None:
        holds &= sum(k.astype(np.int_) for k in kinds.values()) < when.kinds_fewer_than
    if when.only_kinds:
        others = [seen for kind, seen in kinds.items() if kind not in when.only_kinds]
        holds &= ~np.logical_or.reduce(others) if others else True
    if when.identified is not None:
        holds &= (table.rungs == EXACT) == when.identified
    if when.base_grade is not None:
        holds &= grade_index(rules.cuts, base.value) == rules.grades.index(when.base_grade)
    if when.attribute is not None and when.at_least is not None:
        holds &= np.nan_to_num(table.interval(when.attribute).value, nan=-np.inf) >= when.at_least
    return holds
