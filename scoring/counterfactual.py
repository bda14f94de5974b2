"""The least change of one criterion that would lift a grade, found and then proved by scoring.

For each criterion the points that the next better grade needs are solved for, turned back into
the least demanding figure or label class that earns them, and the product is scored again with
those points: caps, limits and rounding are thereby taken into account, and only a change that
does lift the grade is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from scoring.criteria import UNKNOWN, Points, holds, points
from scoring.grades import NO_GRADE, Ints
from scoring.rules import Criterion, Reading
from scoring.score import OPEN, Scores, score_derived
from scoring.table import Bools, ProductTable
from scoring.values import Array, Interval

NO_CHANGE = -1
DIGITS = 3  # significant digits of a figure that is asked for
EASE = 1e-9  # points: what rounding may cost the solved points


@dataclass(frozen=True, slots=True)
class Changes:
    """What would lift the grades of n products; shape (n,) each.

    Attributes:
        criterion: index into the rules' all_criteria(), NO_CHANGE where nothing does alone.
        choice: which of its readings the figure is of, or which of its label classes.
        figure: the figure that is needed, in the reading's unit; NaN for labels.
        grade: index of the grade that it lifts to, NO_GRADE where there is no change.
    """

    criterion: NDArray[np.int8]
    choice: NDArray[np.int8]
    figure: Array
    grade: Ints


def changes(scores: Scores) -> Changes:
    """Return for each product with a single grade below the best the change that is nearest.

    The next better grade is tried first, then those above it, for a cap may stand between.
    What is not known yet comes first, for a supplier can document it; then what needs the
    fewest further points.
    """
    result = _toward(scores, 1)
    for ahead in range(2, len(scores.grading.letters)):
        rows = np.flatnonzero((result.criterion == NO_CHANGE) & (scores.grading.grade >= ahead))
        if len(rows):
            further = _toward(scores.take(rows), ahead)
            for name in ("criterion", "choice", "figure", "grade"):
                getattr(result, name)[rows] = getattr(further, name)
    return result


def _toward(scores: Scores, ahead: int) -> Changes:
    n = len(scores.coverage)
    result = Changes(
        np.full(n, NO_CHANGE, dtype=np.int8),
        np.zeros(n, dtype=np.int8),
        np.full(n, np.nan),
        np.full(n, NO_GRADE, dtype=np.int8),
    )
    rank = np.full(n, np.inf)
    for number, criterion in enumerate(scores.rules.all_criteria()):
        now = scores.points[criterion.id]
        wanted = np.where(now.applies, needed(scores, criterion, ahead), np.nan)
        earned, choice, figure = _least(criterion, scores, wanted)
        step = earned - now.points.value + np.where(now.known, 1e6, 0.0)
        more = ~now.known | (earned > now.points.value)
        rows = np.flatnonzero(more & (step < rank))  # few: only these are scored again
        if not len(rows):
            continue
        lifted = _grade_with(scores.take(rows), criterion, earned[rows])
        better = (lifted != NO_GRADE) & (lifted < scores.grading.grade[rows])
        rows = rows[better]
        rank[rows] = step[rows]
        result.criterion[rows] = number
        result.choice[rows] = choice[rows]
        result.figure[rows] = figure[rows]
        result.grade[rows] = lifted[better]
    return result


def needed(scores: Scores, criterion: Criterion, ahead: int = 1) -> Array:
    """Return the points a criterion must earn for a grade so many better, shape (n,).

    Of a weighted mean: (cut (W + w) - S) / w, where S and W are the sum and the weight of the
    other criteria. NaN where there is no single grade, or none so much better.
    """
    rules, grade = scores.rules, scores.grading.grade
    cuts = np.array([np.nan] * ahead + list(rules.cuts))  # by grade: the lower bound to reach
    cut = np.where(grade == NO_GRADE, np.nan, cuts[np.maximum(grade, 0)])
    own = scores.contributions[criterion.id]
    if rules.base is not None:
        value: Array = cut - (scores.score.value - own)
        return value
    if criterion.weight <= 0:
        return np.full(len(grade), np.nan)
    used = sum(_weight(c, scores) for c in rules.criteria)
    others = (scores.score.value - own) * used
    weight = used - _weight(criterion, scores) + criterion.weight
    result: Array = (cut * weight - others) / criterion.weight
    return result


def _weight(criterion: Criterion, scores: Scores) -> Array:
    """Return the weight that a criterion has in the mean; neutral and pessimistic ones always."""
    found = scores.points[criterion.id]
    counts = found.known if criterion.missing in OPEN else found.applies
    return np.where(counts, criterion.weight, 0.0)


def _least(
    criterion: Criterion, scores: Scores, wanted: Array
) -> tuple[Array, NDArray[np.int8], Array]:
    """Return what the least sufficient figure or label class earns, which it is, the figure."""
    n = len(wanted)
    earned, figure = np.full(n, np.nan), np.full(n, np.nan)
    choice = np.zeros(n, dtype=np.int8)
    if criterion.labels is not None:
        for number, group in enumerate(criterion.labels.classes):
            found = points(criterion, _with_label(scores.table, group.codes[0])).points.value
            able = (found >= wanted - EASE) & ~(found >= earned) & scores.table.inside(group.only)
            earned[able], choice[able] = found[able], number
        return earned, choice, figure
    open_ = scores.points[criterion.id].reading.copy()
    for number, reading in enumerate(criterion.readings):
        ours = (open_ == number) | ((open_ == UNKNOWN) & _usable(reading, scores.table))
        open_[ours] = len(criterion.readings)  # done
        asked = _rounded(_figure(reading, scores.table, wanted), reading)
        found = _earned(reading, scores.table, asked)
        ours &= found >= wanted - EASE
        earned[ours], figure[ours], choice[ours] = found[ours], asked[ours], number
    return earned, choice, figure


def _with_label(table: ProductTable, code: str) -> ProductTable:
    held = np.ones(len(table), dtype=np.bool_)
    return replace(table, labels={**table.labels, code: held})


def _usable(reading: Reading, table: ProductTable) -> Bools:
    """Return where a figure of the reading's attribute would be read by it."""
    usable = np.ones(len(table), dtype=np.bool_)
    if reading.when is not None:
        usable &= holds(reading.when, table)
    if reading.within is not None:
        usable &= ~np.isnan(table.medians(reading.within))
    return usable


def _figure(reading: Reading, table: ProductTable, wanted: Array) -> Array:
    figure = reading.value.figure_for(wanted)
    return figure * table.medians(reading.within) if reading.within is not None else figure


def _earned(reading: Reading, table: ProductTable, figure: Array) -> Array:
    ratio = figure / table.medians(reading.within) if reading.within is not None else figure
    return reading.value.points_of(Interval.exact(ratio)).value


def _rounded(figure: Array, reading: Reading) -> Array:
    """Return a figure with few digits, rounded to the side that still suffices."""
    with np.errstate(divide="ignore", invalid="ignore"):
        size = np.floor(np.log10(np.abs(figure))) - (DIGITS - 1)
        scale = np.power(10.0, np.where(np.isfinite(size), size, 0.0))
    if reading.objective == "min":
        return np.asarray(np.round(np.floor(figure / scale + EASE) * scale, 9))
    return np.asarray(np.round(np.ceil(figure / scale - EASE) * scale, 9))


def _grade_with(scores: Scores, criterion: Criterion, earned: Array) -> Ints:
    """Return the grades where one criterion earns other points, none of them NaN."""
    before = scores.points[criterion.id]
    reading = np.where(before.known, before.reading, 0).astype(np.int8)
    after = Points.of(Interval.exact(earned), reading, before.applies)

    def points_of(asked: Criterion, _: ProductTable) -> Points:
        return after if asked.id == criterion.id else scores.points[asked.id]

    return score_derived(scores.rules, scores.table, points_of).grading.grade
