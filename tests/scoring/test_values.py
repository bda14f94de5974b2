"""Value functions: exact at known points, exact over intervals, monotone where they must be."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.value_formulas import Formula
from scoring.values import Affine, Interval, Linear, Log, Points, Steps, Table

FUNCTIONS = [
    Linear(best=10, worst=110),
    Linear(best=50, worst=0),
    Log(best=0.38, worst=17.2),
    Steps((15, 17.5, 20, 25), (100, 75, 50, 25), 0, falling=True),
    Steps((5, 3, 2), (100, 60, 20), 0, falling=False),
    Points((0, 10, 50), (100, 60, 0)),
    Affine(slope=-1, per=10, intercept=3, low=-15, high=5, whole=True),
    Formula("green_score_food"),
    Formula("green_score_beverage"),
    Table((1, 2, 3, 4), (100, 20, 60, 0)),
]
TABLE = FUNCTIONS[-1]
figures = st.floats(-5, 300, allow_nan=False)


def points(function: object, low: float, value: float, high: float) -> tuple[float, float, float]:
    interval = Interval(*(np.array([x]) for x in (low, value, high)))
    found = function.points_of(interval)  # type: ignore[attr-defined]
    return found.low[0], found.value[0], found.high[0]


@pytest.mark.parametrize(
    ("x", "expected"),
    [(0.38, 100), (17.2, 0), (0.8, 80.47), (1.75, 59.95), (8.0, 20.08), (0.1, 100)],
)
def test_the_food_scale_gives_the_published_cuts(x: float, expected: float):
    """A < 0.8, B < 1.75, D < 8.0 kg CO2e/kg (shared/field/food.md)."""
    assert points(Log(0.38, 17.2), x, x, x)[1] == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(
    ("x", "expected"), [(15, 100), (15.01, 75), (17.5, 75), (20, 50), (25, 25), (25.1, 0)]
)
def test_laptop_energy_steps_include_their_bounds(x: float, expected: float):
    """≤15/17.5/20/25 kWh give 100/75/50/25, else 0 (shared/field/it-equipment.md)."""
    assert points(FUNCTIONS[3], x, x, x)[1] == expected


@pytest.mark.parametrize("function", FUNCTIONS)
@given(figures, figures, figures, st.floats(0, 1))
def test_no_point_of_an_interval_leaves_its_bounds(function, a, b, c, share):
    """Every figure between low and high earns points between the two bounds."""
    low, value, high = sorted((a, b, c))
    bounds = points(function, low, value, high)
    inside = low + share * (high - low)
    inside = min(max(inside, low), high)
    found = points(function, inside, inside, inside)[1]
    assert bounds[0] - 1e-9 <= found <= bounds[2] + 1e-9
    assert bounds[0] <= bounds[1] <= bounds[2]


@pytest.mark.parametrize("function", FUNCTIONS[:-1])
@given(figures, figures)
def test_the_bounds_of_monotone_functions_are_reached(function, a, b):
    """The ends of the interval earn exactly the bounds: nothing is widened."""
    low, high = sorted((a, b))
    ends = {points(function, x, x, x)[1] for x in (low, high)}
    bounds = points(function, low, low, high)
    assert {bounds[0], bounds[2]} == ends


@pytest.mark.parametrize("function", FUNCTIONS)
def test_an_unknown_figure_stays_unknown(function):
    """NaN in, NaN out."""
    assert np.isnan(points(function, np.nan, np.nan, np.nan)).all()


def test_a_table_takes_the_nearest_listed_value():
    """2.4 counts as 2, and an interval over all listed values gives the widest bounds."""
    assert points(TABLE, 2.4, 2.4, 2.4)[1] == 20
    assert points(TABLE, 1, 2, 4) == (0, 20, 100)
