"""Named value functions: the formulas that no combination of the other kinds expresses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from scoring.values import Array, Interval, half_away, monotone


def green_score_food(x: Array) -> Array:
    """Return Open Food Facts' LCA score of food from the EF single score in mPt per kg.

    100 - 20 ln(10 x + 1) / ln(2 + 1 / (100 x^4)), rounded half away from zero, 0-100; falling.
    """
    x = np.maximum(x, 0)
    with np.errstate(divide="ignore", over="ignore"):
        score = 100 - 20 * np.log(10 * x + 1) / np.log(2 + 1 / (100 * x**4))
    return np.asarray(np.clip(half_away(score), 0, 100))


def green_score_beverage(x: Array) -> Array:
    """Return Open Food Facts' LCA score of beverages and milks, x in mPt per kg.

    150 - 36 ln(100 x + 1), rounded half away from zero, 0-100; falling.
    """
    score = 150 - 36 * np.log(100 * np.maximum(x, 0) + 1)
    return np.asarray(np.clip(half_away(score), 0, 100))


VALUE_FORMULAS: Mapping[str, Callable[[Array], Array]] = {
    "green_score_food": green_score_food,
    "green_score_beverage": green_score_beverage,
}


@dataclass(frozen=True, slots=True)
class Formula:
    """A named formula; all of them are monotone."""

    name: str

    def points(self, x: Array) -> Array:
        """Return the points of each figure; NaN stays NaN."""
        return VALUE_FORMULAS[self.name](x)

    def points_of(self, figures: Interval) -> Interval:
        """Return the points of the figures with exact bounds."""
        return monotone(self, figures)

    def figure_for(self, points: Array) -> Array:
        """Return NaN: a named formula has no inverse here."""
        return np.full_like(points, np.nan)
