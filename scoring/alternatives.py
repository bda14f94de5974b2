"""Which products of one use group in one shop are worth proposing instead of another."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from scoring.grades import NO_GRADE
from scoring.rules import AlternativeRules
from scoring.table import ProductTable
from scoring.values import Array

Bools = NDArray[np.bool_]
_ROWS = 512  # rows compared at a time, so that memory stays flat


class Why(StrEnum):
    """Why an alternative is better."""

    FIGURE = "figure"
    LABEL = "label"
    SCORE = "score"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One alternative: its row, its gain in points, and why it is better."""

    row: int
    gain: float
    why: Why


def alternatives(
    rules: AlternativeRules,
    table: ProductTable,
    score: Array,
    grade: NDArray[np.int_],
    price: Array,
    most: int = 3,
) -> list[list[Proposal]]:
    """Return for each of n offers its best alternatives, by gain, then by price.

    Args:
        rules: when another product is better by more than the noise.
        table: the n offers of one use group in one shop, derived attributes included.
        score: shape (n,), NaN where there is none.
        grade: shape (n,), index of the single grade, NO_GRADE where there is none.
        price: shape (n,), in one currency, NaN where unknown (ranks last).
        most: how many to return for each.

    A product without a single grade is neither given alternatives nor proposed as one.
    """
    n = len(table)
    graded = (grade != NO_GRADE) & ~np.isnan(score)
    dearness = np.where(np.isnan(price), np.inf, price)
    result: list[list[Proposal]] = []
    for start in range(0, n, _ROWS):
        rows = np.arange(start, min(n, start + _ROWS))
        by_figure, by_label, by_score = _better(rules, table, score, grade, rows)
        able = (by_figure | by_label | by_score) & _same_job(rules, table, rows)
        able &= graded[rows][:, None] & graded[None, :]
        able &= score[None, :] >= score[rows][:, None]
        for i, row in enumerate(rows):
            found = np.flatnonzero(able[i])
            gains = score[found] - score[row]
            order = np.lexsort((found, dearness[found], -np.round(gains, 6)))[:most]
            result.append(
                [
                    Proposal(int(j), float(g), _why(by_figure[i, j], by_label[i, j]))
                    for j, g in zip(found[order], gains[order], strict=True)
                ]
            )
    return result


def _why(figure: np.bool_, label: np.bool_) -> Why:
    return Why.FIGURE if figure else Why.LABEL if label else Why.SCORE


def _better(
    rules: AlternativeRules,
    table: ProductTable,
    score: Array,
    grade: NDArray[np.int_],
    rows: NDArray[np.int_],
) -> tuple[Bools, Bools, Bools]:
    """Return three (rows, n) arrays: better by figure, by a label gained, by score."""
    none = np.zeros((len(rows), len(table)), dtype=np.bool_)
    by_figure, by_label, by_score = none, none, none
    gain = score[None, :] - score[rows][:, None]
    if rules.attribute is not None:
        figure = table.interval(rules.attribute).value
        own, other = figure[rows][:, None], figure[None, :]
        if rules.factor is not None:
            by_figure = (other * rules.factor < own) & (gain >= rules.figure_gain)
        gained = none
        for code in rules.labels:
            held = table.label(code)
            gained = gained | (held[None, :] & ~held[rows][:, None])
        by_label = gained & (other <= own)
    if rules.points is not None:
        by_score = gain >= rules.points
    if rules.grade:
        by_score = by_score | (grade[None, :] < grade[rows][:, None])
    return by_figure, by_label, by_score


def _same_job(rules: AlternativeRules, table: ProductTable, rows: NDArray[np.int_]) -> Bools:
    """Return where a product does the same job: an unknown figure is no obstacle."""
    same: Bools = rows[:, None] != np.arange(len(table))[None, :]
    for attribute, most in rules.limits.items():
        figure = table.interval(attribute).value
        same = same & ~(np.abs(figure[None, :] - figure[rows][:, None]) > most)
    return same
