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
MOST = np.iinfo(np.int64).max // 2
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
    order = graded[_ranked(shelves[graded], score[graded], price[graded])]
    first = np.flatnonzero(np.r_[True, np.diff(shelves[order]) != 0])
    size = np.diff(np.r_[first, len(order)])
    start, end = np.repeat(first, size), np.repeat(first + size, size)
    stock = _Stock(rules, table, score, grade, order, size)
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
        size: Index,
    ) -> None:
        self.rules = rules
        self.score, self.grade = score[order], grade[order]
        self.limits = [(x, table.interval(a).value[order]) for a, x in rules.limits.items()]
        self.figure: Array | None = None
        self.labels = np.zeros(len(order), dtype=np.int64)
        for bit, code in enumerate(rules.labels):
            self.labels |= table.any_label([code])[order].astype(np.int64) << bit
        shelf = np.repeat(np.arange(len(size)), size)
        self.grade_left = _least_left(self.grade.astype(np.int64), shelf)
        self.labels_left = np.zeros(len(order), dtype=np.int64)
        for bit in range(len(rules.labels)):
            missing = 1 - ((self.labels >> bit) & 1)
            self.labels_left |= (1 - _least_left(missing, shelf)) << bit
        if rules.attribute is not None:
            self.figure = table.interval(rules.attribute).value[order]
            known = np.where(np.isnan(self.figure), np.inf, self.figure)
            figures, rank = np.unique(known, return_inverse=True)
            self.figure_left = figures[_least_left(rank, shelf)]

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


def _ranked(shelf: Index, score: Array, price: Array) -> Index:
    """Return the order by shelf, then by score from the best, then by price, then as they came.

    Two stable sorts, shelf and score in one number: half of the time of numpy's lexsort.
    """
    points = np.round(score / TIE).astype(np.int64)
    _, number = np.unique(shelf, return_inverse=True)
    worse = points.max() - points
    if int(worse.max()) + 1 > MOST // len(points):  # scores without bounds: their ranks do
        _, worse = np.unique(worse, return_inverse=True)
    place = number * (worse.max() + 1) + worse
    by_price = np.argsort(np.where(np.isnan(price), np.inf, price), kind="stable")
    return by_price[np.argsort(place[by_price], kind="stable")]


def _least_left(values: Index, shelf: Index) -> Index:
    """Return for every place the least value from there to the end of its shelf.

    One running minimum from the end does it: each shelf's values are moved below those of the
    shelves behind it.
    """
    apart = shelf * (values.max() - values.min() + 1)
    least: Index = np.minimum.accumulate((values + apart)[::-1])[::-1] - apart
    return least
