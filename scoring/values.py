"""Value functions: from a figure to points, exactly, for intervals as for single values.

Each turns arrays of figures (any shape) into arrays of points of the same shape; a
missing figure is NaN and stays NaN. `points_of` carries an interval through: the pieces
are monotone, so the ends of the interval give the ends of the points.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Rows = NDArray[np.int_] | slice


@dataclass(frozen=True, slots=True)
class Interval:
    """Figures with their bounds: three float64 arrays of shape (n,), NaN where unknown.

    Attributes:
        low, value, high: low <= value <= high wherever known. Where no figure has any
            width all three are one array, and what is done to it is done once.
    """

    low: Array
    value: Array
    high: Array

    @staticmethod
    def exact(value: Array) -> Interval:
        """Return figures without width."""
        return Interval(value, value, value)

    @staticmethod
    def of(low: Array, value: Array, high: Array) -> Interval:
        """Return the interval, as one array where none of it has any width."""
        narrow = all(np.array_equal(value, x, equal_nan=True) for x in (low, high))
        return Interval.exact(value) if narrow else Interval(low, value, high)

    @staticmethod
    def unknown(n: int) -> Interval:
        """Return n unknown figures."""
        return Interval.exact(np.full(n, np.nan))

    @property
    def is_exact(self) -> bool:
        """Whether all three are one array."""
        return self.low is self.value and self.high is self.value

    def each(self, function: Callable[[Array], Array]) -> Interval:
        """Return what a function makes of low, value and high; once where they are one."""
        if self.is_exact:
            return Interval.exact(function(self.value))
        return Interval(function(self.low), function(self.value), function(self.high))

    def take(self, rows: Rows) -> Interval:
        """Return the figures of some rows, in that order; of a slice as a view."""
        return self.each(lambda x: x[rows])

    @property
    def known(self) -> NDArray[np.bool_]:
        """Shape (n,): where the figure is known."""
        return ~np.isnan(self.value)


def plus(a: Interval, b: Interval) -> Interval:
    """Return the sum, bound by bound."""
    if a.is_exact and b.is_exact:
        return Interval.exact(a.value + b.value)
    return Interval(a.low + b.low, a.value + b.value, a.high + b.high)


def choose(condition: NDArray[np.bool_], a: Interval, b: Interval) -> Interval:
    """Return a where the condition holds, else b."""
    if a.is_exact and b.is_exact:
        return Interval.exact(np.where(condition, a.value, b.value))
    return Interval(
        np.where(condition, a.low, b.low),
        np.where(condition, a.value, b.value),
        np.where(condition, a.high, b.high),
    )


class ValueFunction(Protocol):
    """What turns the figures of one attribute into points."""

    def points_of(self, figures: Interval) -> Interval:
        """Return the points of the figures, low and high being exact bounds."""

    def figure_for(self, points: Array) -> Array:
        """Return the least demanding figure that earns at least so many points, NaN for none.

        The result may earn a rounding error less; who needs to be sure asks points_of.
        """


def monotone(function: ValueFunctionOfArray, figures: Interval) -> Interval:
    """Carry an interval through a monotone function of either direction."""
    if figures.is_exact:
        return Interval.exact(function.points(figures.value))
    a, b = function.points(figures.low), function.points(figures.high)
    return Interval(np.minimum(a, b), function.points(figures.value), np.maximum(a, b))


def half_away(x: Array) -> Array:
    """Return x rounded to whole numbers, halves away from zero: 2.5 gives 3, -2.5 gives -3."""
    return np.copysign(np.floor(np.abs(x) + 0.5), x)


class ValueFunctionOfArray(Protocol):
    """A value function that is monotone over the whole line."""

    def points(self, x: Array) -> Array:
        """Return the points of each figure."""


@dataclass(frozen=True, slots=True)
class Linear:
    """100 points at `best`, 0 at `worst`, a straight line between, clamped outside."""

    best: float
    worst: float

    def points(self, x: Array) -> Array:
        """Return 100 (x - worst) / (best - worst), clamped to 0-100."""
        return np.asarray(np.clip(100 * (x - self.worst) / (self.best - self.worst), 0, 100))

    def figure_for(self, points: Array) -> Array:
        """Return worst + points / 100 (best - worst); NaN over 100 points."""
        figure = self.worst + points / 100 * (self.best - self.worst)
        return np.where(points > 100, np.nan, figure)

    def points_of(self, figures: Interval) -> Interval:
        """Return the points of the figures with exact bounds."""
        return monotone(self, figures)


@dataclass(frozen=True, slots=True)
class Log:
    """100 points at `best`, 0 at `worst`, linear in the logarithm; both must be above 0."""

    best: float
    worst: float

    def points(self, x: Array) -> Array:
        """Return 100 ln(worst/x) / ln(worst/best), clamped; x <= 0 counts as the limit at 0."""
        with np.errstate(divide="ignore"):
            logs = np.log(np.maximum(x, 0))
        scale = np.log(self.worst / self.best)
        return np.asarray(np.clip(100 * (np.log(self.worst) - logs) / scale, 0, 100))

    def figure_for(self, points: Array) -> Array:
        """Return worst (best / worst)^(points / 100); NaN over 100 points."""
        figure = self.worst * (self.best / self.worst) ** (points / 100)
        return np.where(points > 100, np.nan, figure)

    def points_of(self, figures: Interval) -> Interval:
        """Return the points of the figures with exact bounds."""
        return monotone(self, figures)


@dataclass(frozen=True, slots=True)
class Steps:
    """Points by thresholds, best first, bounds included.

    With falling=True a figure at or under bounds[i] earns points[i] (bounds ascending);
    with falling=False a figure at or over it does (bounds descending). Else `otherwise`.
    """

    bounds: tuple[float, ...]
    scores: tuple[float, ...]
    otherwise: float
    falling: bool

    def points(self, x: Array) -> Array:
        """Return the points of the first threshold that each figure meets."""
        result = np.full_like(x, self.otherwise)
        for bound, score in zip(reversed(self.bounds), reversed(self.scores), strict=True):
            met = x <= bound if self.falling else x >= bound
            result = np.where(met, score, result)
        return np.where(np.isnan(x), np.nan, result)

    def figure_for(self, points: Array) -> Array:
        """Return the last threshold whose points suffice; NaN where none does."""
        result = np.full_like(points, np.nan)
        for bound, score in zip(self.bounds, self.scores, strict=True):  # the best first
            result = np.where(score >= points, bound, result)
        return result

    def points_of(self, figures: Interval) -> Interval:
        """Return the points of the figures with exact bounds."""
        return monotone(self, figures)


@dataclass(frozen=True, slots=True)
class Points:
    """Straight lines between given points (rising figures), level outside the first and last."""

    figures: tuple[float, ...]
    scores: tuple[float, ...]

    def points(self, x: Array) -> Array:
        """Return the points on the lines; NaN stays NaN."""
        return np.where(np.isnan(x), np.nan, np.interp(x, self.figures, self.scores))

    def figure_for(self, points: Array) -> Array:
        """Return where the lines reach the points; NaN where they never do."""
        rising = self.scores[-1] >= self.scores[0]
        way = slice(None) if rising else slice(None, None, -1)
        figure = np.interp(points, self.scores[way], self.figures[way])
        return np.where(points > max(self.scores), np.nan, figure)

    def points_of(self, figures: Interval) -> Interval:
        """Return the points of the figures with exact bounds."""
        return monotone(self, figures)


@dataclass(frozen=True, slots=True)
class Affine:
    """slope x / per + intercept, rounded half away from zero if `whole`, within low and high."""

    slope: float
    per: float
    intercept: float
    low: float
    high: float
    whole: bool

    def points(self, x: Array) -> Array:
        """Return the points of each figure."""
        line = self.slope * x / self.per + self.intercept
        return np.asarray(np.clip(half_away(line) if self.whole else line, self.low, self.high))

    def figure_for(self, points: Array) -> Array:
        """Return (points - intercept) per / slope; NaN where the points are out of reach."""
        if self.slope == 0:
            return np.full_like(points, np.nan)
        goal = points
        if self.whole:  # what still rounds up to it; below 0 a half rounds the other way
            goal = np.ceil(points) - 0.5
            goal = np.where(goal > 0, goal, goal + 1e-6)
        return np.where(points > self.high, np.nan, (goal - self.intercept) * self.per / self.slope)

    def points_of(self, figures: Interval) -> Interval:
        """Return the points of the figures with exact bounds."""
        return monotone(self, figures)


@dataclass(frozen=True, slots=True)
class Table:
    """Points of listed values; a figure counts as the nearest listed one.

    An interval takes the lowest and the highest points of all listed values in it.
    """

    keys: tuple[float, ...]
    scores: tuple[float, ...]

    def figure_for(self, points: Array) -> Array:
        """Return the listed value with the fewest points that suffice; NaN where none does."""
        result = np.full_like(points, np.nan)
        for key, score in sorted(zip(self.keys, self.scores, strict=True), key=lambda row: -row[1]):
            result = np.where(score >= points, key, result)
        return result

    def points_of(self, figures: Interval) -> Interval:
        """Return the points of the figures with exact bounds, also where not monotone."""
        keys, scores = np.array(self.keys), np.array(self.scores)
        middle = (keys[1:] + keys[:-1]) / 2
        if figures.is_exact:
            nearest = scores[np.searchsorted(middle, figures.value)]
            return Interval.exact(np.where(figures.known, nearest, np.nan))
        first, at, last = (
            np.searchsorted(middle, x) for x in (figures.low, figures.value, figures.high)
        )
        low, high = scores[at].astype(np.float64), scores[at].astype(np.float64)
        for i, score in enumerate(scores):
            inside = (first <= i) & (i <= last)
            low = np.where(inside, np.minimum(low, score), low)
            high = np.where(inside, np.maximum(high, score), high)
        gone = np.isnan(figures.value)
        return Interval(*(np.where(gone, np.nan, p) for p in (low, scores[at], high)))
