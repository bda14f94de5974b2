"""Value functions: exact at known points, exact over intervals, monotone where they must be."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.value_formulas import Formula
from scoring.values import Affine, Interval, Linear, Log, Points, Steps, Table, ValueFunction

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


@given(st.sampled_from(FUNCTIONS), figures, figures, figures, st.floats(0, 1))
def test_no_point_of_an_interval_leaves_its_bounds(function, a, b, c, share):
    """Every figure between low and high earns points between the two bounds."""
    low, value, high = sorted((a, b, c))
    bounds = points(function, low, value, high)
    inside = low + share * (high - low)
    inside = min(max(inside, low), high)
    found = points(function, inside, inside, inside)[1]
    assert bounds[0] - 1e-9 <= found <= bounds[2] + 1e-9
    assert bounds[0] <= bounds[1] <= bounds[2]


@given(st.sampled_from(FUNCTIONS[:-1]), figures, figures)
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
    assert points(TABLE, 2, 2, 3) == (20, 20, 60)
    assert points(TABLE, 3, 3, 3.1) == (60, 60, 60)


INVERTIBLE: list[tuple[ValueFunction, int]] = [  # and which way a figure is less demanding
    (Linear(best=10, worst=110), 1),
    (Linear(best=50, worst=0), -1),
    (Log(best=0.38, worst=17.2), 1),
    (Log(best=90, worst=3), -1),
    (Steps((15, 17.5, 20, 25), (100, 75, 50, 25), 0, falling=True), 1),
    (Steps((5, 3, 2), (100, 60, 20), 0, falling=False), -1),
    (Points((0, 10, 50), (100, 60, 0)), 1),
    (Points((2, 10, 50), (5, 60, 80)), -1),
    (Affine(slope=-1, per=10, intercept=60, low=-15, high=80, whole=True), 1),
    (Affine(slope=2, per=3, intercept=-20, low=-15, high=100, whole=True), -1),
    (Affine(slope=2, per=3, intercept=-20, low=-15, high=100, whole=False), -1),
]


@given(st.sampled_from(INVERTIBLE), st.floats(-10, 110), st.floats(0.001, 100))
def test_figure_for_is_the_least_demanding_figure_that_suffices(invertible, wanted, beyond):
    """It earns what is wanted, and what is any easier earns less; NaN where none earns it."""
    function, way = invertible
    figure = function.figure_for(np.array([wanted]))[0]
    easier, hardest = (points(function, x, x, x)[1] for x in (figure + way * beyond, -way * 1e9))
    if np.isnan(figure):
        assert hardest < wanted
        return
    assert points(function, figure, figure, figure)[1] >= wanted - 1e-6
    lowest = points(function, way * 1e9, way * 1e9, way * 1e9)[1]
    assert easier < wanted or wanted <= lowest


@pytest.mark.parametrize(
    ("wanted", "figure"), [(100, 1), (61, 1), (60, 3), (20, 2), (1, 2), (0, 4), (101, np.nan)]
)
def test_a_table_asks_for_the_value_with_the_fewest_points_that_suffice(wanted, figure):
    """Not for the best one."""
    assert TABLE.figure_for(np.array([float(wanted)]))[0] == pytest.approx(figure, nan_ok=True)


def test_what_has_no_inverse_asks_for_nothing():
    """A named formula, and a line without a slope."""
    flat = Affine(slope=0, per=1, intercept=50, low=0, high=100, whole=False)
    for function in (Formula("green_score_food"), flat):
        found = function.figure_for(np.array([0.0, 50.0]))
        assert np.isnan(found).all()
        assert len(found) == 2


@pytest.mark.parametrize(
    ("function", "x", "expected"),
    [
        (Linear(best=10, worst=110), 35, 75),
        (Linear(best=50, worst=0), 60, 100),
        (Log(best=1, worst=100), 10, 50),
        (Log(best=1, worst=100), 0, 100),
        (Log(best=1, worst=100), -3, 100),
        (Points((0, 10, 50), (100, 60, 0)), 30, 30),
        (Points((0, 10, 50), (100, 60, 0)), 60, 0),
        (Affine(slope=-1, per=10, intercept=3, low=-15, high=5, whole=True), 5, 3),
        (Affine(slope=-1, per=10, intercept=3, low=-15, high=5, whole=True), 55, -3),
        (Affine(slope=-1, per=10, intercept=3, low=-15, high=5, whole=False), 5, 2.5),
        (Affine(slope=-1, per=10, intercept=3, low=-15, high=5, whole=False), 900, -15),
        (Table((1, 2, 3, 4), (100, 20, 60, 0)), 2.5, 20),
        (Table((1, 2, 3, 4), (100, 20, 60, 0)), 2.51, 60),
        (Formula("green_score_beverage"), 0, 100),
        (Formula("green_score_beverage"), 0.1, 64),
        (Formula("green_score_food"), 0, 100),
        (Formula("green_score_food"), 1, 31),
    ],
)
def test_points_at_known_figures(function, x, expected):
    """Worked out by hand."""
    assert points(function, x, x, x)[1] == pytest.approx(expected)


@given(st.sampled_from(FUNCTIONS), st.lists(figures, min_size=1, max_size=5))
def test_exact_figures_are_carried_as_one_array(function, some):
    """And earn the same as three equal arrays."""
    x = np.array([*some, np.nan])
    one = function.points_of(Interval.exact(x))
    apart = function.points_of(Interval(x.copy(), x, x.copy()))
    assert one.is_exact
    for bound in (apart.low, apart.value, apart.high):
        np.testing.assert_array_equal(bound, one.value)
