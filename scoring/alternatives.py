"""Which products of one use group in one shop are worth proposing instead of another.

Every shelf is sorted once, best first, so that all of its products meet the same candidates
in the same order. Step k compares every product that is still looking with the k-th candidate
of its own shelf, all shelves at once. A product stops looking when it has enough, or when
nothing further down its shelf can help it any more, which the best figure, grade and labels of
the rest of the shelf tell. That is exact, and takes few steps on the whole catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from scoring.grades import NO_GRADE, Ints
from scoring.rules import AlternativeRules, Limit
from scoring.table import Bools, ProductTable
from scoring.values import Array

Index = NDArray[np.int64]
NOBODY = -1
TIE = 1e-6  # points: what lies nearer is one score, and the price decides


class Why(IntEnum):
    """Why an alternative is better."""

    FIGURE = 0
    LABEL = 1
    SCORE = 2


@dataclass(frozen=True, slots=True)
class Proposals:
    """The alternatives of n offers, best first; shape (n, most) each.

    Attributes:
        row: whose offer is proposed, NOBODY where there is none.
        gain: points by which its score is higher.
        why: a value of Why.
    """

    row: Index
    gain: Array
    why: NDArray[np.int8]


def alternatives(
    rules: AlternativeRules,
    table: ProductTable,
    score: Array,
    grade: Ints,
    price: Array,
    shelf: Index | None = None,
    most: int = 3,
) -> Proposals:
    """Return for each of n offers its best alternatives, by gain, then by price.

    Args:
        rules: when another product is better by more than the noise.
        table: the n offers of one set of group rules, derived attributes included.
        score: shape (n,), NaN where there is none.
        grade: shape (n,), index of the single grade, NO_GRADE where there is none.
        price: shape (n,), in one currency, NaN where unknown (ranks last).
        shelf: shape (n,), equal for offers of one use group in one shop; None is one shelf.
        most: how many to return for each.

    A product without a single grade is neither given alternatives nor proposed as one.
    """
    n = len(table)
    result = Proposals(
        np.full((n, most), NOBODY), np.zeros((n, most)), np.zeros((n, most), dtype=np.int8)
    )
    graded = np.flatnonzero((grade != NO_GRADE) & ~np.isnan(score))
    if not len(graded):
        return result
    shelves = np.zeros(n, dtype=np.int64) if shelf is None else shelf
    dearness = np.where(np.isnan(price), np.inf, price)
    order = graded[
        np.lexsort((graded, dearness[graded], -np.round(score[graded] / TIE), shelves[graded]))
    ]
    shelf_of = shelves[order]
    first = np.flatnonzero(np.r_[True, shelf_of[1:] != shelf_of[:-1]])
    size = np.diff(np.r_[first, len(order)])
    start, end = np.repeat(first, size), np.repeat(first + size, size)
    stock = _Stock(rules, table, score, grade, order, first, size)
    looking = np.arange(len(order))
    found = np.zeros(len(order), dtype=np.int64)
    for step in range(int(size.max())):
        candidate = start[looking] + step
        going = (candidate < end[looking]) & (found[looking] < most)
        looking, candidate = looking[going], candidate[going]
        hope = stock.hope(looking, candidate)
        looking, candidate = looking[hope], candidate[hope]
        if not len(looking):
            break
        able, why = stock.better(looking, candidate)
        buyer, seller = looking[able], candidate[able]
        place = (order[buyer], found[buyer])
        result.row[place] = order[seller]
        result.gain[place] = score[order[seller]] - score[order[buyer]]
        result.why[place] = why[able]
        found[buyer] += 1
    return result


class _Stock:
    """The graded offers, sorted by shelf and rank, and what the rest of each shelf still holds."""

    def __init__(
        self,
        rules: AlternativeRules,
        table: ProductTable,
        score: Array,
        grade: Ints,
        order: Index,
        first: Index,
        size: Index,
    ) -> None:
        self.rules = rules
        self.score, self.grade = score[order], grade[order]
        self.limits = [(x, table.interval(a).value[order]) for a, x in rules.limits.items()]
        self.figure: Array | None = None
        self.labels = np.zeros(len(order), dtype=np.int64)
        for bit, code in enumerate(rules.labels):
            self.labels |= table.any_label([code])[order].astype(np.int64) << bit
        self.grade_left = _rest(np.minimum, self.grade, first, size)
        self.labels_left = _rest(np.bitwise_or, self.labels, first, size)
        if rules.attribute is not None:
            self.figure = table.interval(rules.attribute).value[order]
            known = np.where(np.isnan(self.figure), np.inf, self.figure)
            self.figure_left = _rest(np.minimum, known, first, size)

    def hope(self, own: Index, at: Index) -> Bools:
        """Return whether an offer can still find something from a place on; never wrongly no."""
        gain = self.score[at] - self.score[own] + TIE
        hope = np.zeros(len(own), dtype=np.bool_)
        if self.rules.points is not None:
            hope |= gain >= self.rules.points
        if self.rules.grade:
            hope |= self.grade_left[at] < self.grade[own]
        if self.figure is not None:
            if self.rules.factor is not None:
                lower = self.figure_left[at] * self.rules.factor < self.figure[own]
                hope |= lower & (gain >= self.rules.figure_gain)
            hope |= (self.labels_left[at] & ~self.labels[own]) != 0
        result: Bools = hope & (gain >= 0)
        return result

    def better(self, own: Index, other: Index) -> tuple[Bools, NDArray[np.int8]]:
        """Return which others are better by more than the noise and do the same job, and why."""
        gain = self.score[other] - self.score[own]
        by_figure = by_label = np.zeros(len(own), dtype=np.bool_)
        if self.figure is not None:
            mine, theirs = self.figure[own], self.figure[other]
            if self.rules.factor is not None:
                by_figure = (theirs * self.rules.factor < mine) & (gain >= self.rules.figure_gain)
            by_label = ((self.labels[other] & ~self.labels[own]) != 0) & (theirs <= mine)
        able = by_figure | by_label
        if self.rules.points is not None:
            able |= gain >= self.rules.points
        if self.rules.grade:
            able |= self.grade[other] < self.grade[own]
        able &= (gain >= 0) & (own != other)
        for limit, figure in self.limits:
            able &= same_job(limit, figure[own], figure[other])
        why = np.where(by_figure, Why.FIGURE, np.where(by_label, Why.LABEL, Why.SCORE))
        return able, why.astype(np.int8)


def same_job(limit: Limit, own: Array, other: Array) -> Bools:
    """Return where another figure is within a limit of one's own; an unknown one is no obstacle."""
    if limit.ratio:
        outside = (other < own / limit.down) | (other > own * limit.up)
    else:
        outside = (other < own - limit.down) | (other > own + limit.up)
    return ~outside


def _rest(function: np.ufunc, values: NDArray, first: Index, size: Index) -> NDArray:  # type: ignore[type-arg]
    """Return for every place the reduction of values from there to the end of its shelf."""
    result = values.copy()
    reach = 1
    to_end = np.repeat(first + size, size) - np.arange(len(values))
    while reach < int(size.max()):
        rows = np.flatnonzero(to_end > reach)
        result[rows] = function(result[rows], result[rows + reach])
        reach *= 2
    return result
