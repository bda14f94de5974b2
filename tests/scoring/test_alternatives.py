"""Alternatives: better by more than the noise, in the same job, ranked by gain, then price."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.alternatives import Why, alternatives
from scoring.grades import NO_GRADE
from scoring.rules import AlternativeRules
from scoring.table import table_of

FOOD = AlternativeRules("co2e", 2.1, 5, ("ORGANIC",), None, False, {})
DEVICE = AlternativeRules(None, None, 0, (), 10, True, {"screen_size": 2})


def propose(rules, rows, score, grade=None, price=None, labels=None):
    n = len(rows)
    table = table_of(
        ["g"] * n, [{k: (v, v, v) for k, v in row.items()} for row in rows], labels or []
    )
    grades = np.zeros(n, dtype=np.int_) if grade is None else np.array(grade)
    prices = np.ones(n) if price is None else np.array(price, dtype=np.float64)
    return alternatives(rules, table, np.array(score, dtype=np.float64), grades, prices)


def rows_of(found):
    return [p.row for p in found]


@pytest.mark.parametrize(("other", "proposed"), [(1.0, False), (0.96, False), (0.95, True)])
def test_food_must_fall_by_more_than_a_factor_2_1(other: float, proposed: bool):
    """2.0 to 0.952 is the noise between databases; below that it is a difference."""
    found = propose(FOOD, [{"co2e": 2.0}, {"co2e": other}], [50, 70])
    assert bool(found[0]) is proposed
    assert not found[1]


def test_a_fall_that_a_lost_label_eats_up_is_not_proposed():
    """Half the footprint for 4 points less than nothing is no swap; 5 points are."""
    rows = [{"co2e": 2.0}, {"co2e": 0.9}]
    assert not propose(FOOD, rows, [95, 99])[0]
    assert rows_of(propose(FOOD, rows, [95, 100])[0]) == [1]


def test_a_label_gained_at_no_higher_footprint_is_enough():
    """The label must be new, and the footprint must not rise."""
    found = propose(
        FOOD,
        [{"co2e": 2.0}, {"co2e": 2.0}, {"co2e": 2.1}],
        [50, 60, 60],
        labels=[[], ["ORGANIC"], ["ORGANIC"]],
    )
    assert [(p.row, p.why) for p in found[0]] == [(1, Why.LABEL)]
    assert not found[1]


def test_devices_need_a_grade_or_ten_points_and_a_like_screen():
    """9 points are noise, 10 are not, and a 32-inch screen is another job than a 24-inch one."""
    rows = [{"screen_size": s} for s in (24, 24, 24, 32, 25)]
    found = propose(DEVICE, rows, [50, 59, 60, 90, 55], grade=[2, 2, 2, 0, 1])
    assert rows_of(found[0]) == [2, 4]
    assert found[0][0].gain == 10


def test_gain_ranks_first_then_price_and_three_are_enough():
    """Equal gains: the cheaper first; an unknown price last."""
    rows = [{}] * 6
    found = propose(DEVICE, rows, [10, 90, 90, 90, 95, 90], price=[1, 5, 3, np.nan, 9, 4])
    assert rows_of(found[0]) == [4, 2, 5]


def test_without_a_letter_nothing_is_given_or_proposed():
    """A product with a range or too little data takes no part."""
    found = propose(DEVICE, [{}, {}], [50, 90], grade=[NO_GRADE, 0])
    assert found == [[], []]
    found = propose(DEVICE, [{}, {}], [50, 90], grade=[2, NO_GRADE])
    assert found == [[], []]


@given(st.lists(st.tuples(st.floats(0.1, 30), st.floats(0, 100), st.integers(0, 4)), max_size=30))
def test_no_alternative_is_ever_worse_or_the_product_itself(products):
    """Whatever the shelf, a swap never loses points and never proposes itself."""
    score = [p[1] for p in products]
    found = propose(FOOD, [{"co2e": p[0]} for p in products], score, grade=[p[2] for p in products])
    for row, proposals in enumerate(found):
        assert len(proposals) <= 3
        for p in proposals:
            assert p.row != row
            assert score[p.row] >= score[row]
            assert products[p.row][0] * 2.1 < products[row][0]


def test_a_shelf_larger_than_one_block_is_compared_whole():
    """The last of 1,200 products is found by the first."""
    n = 1200
    found = propose(DEVICE, [{}] * n, [50.0] * (n - 1) + [90.0])
    assert rows_of(found[0]) == [n - 1]
    assert rows_of(found[n - 2]) == [n - 1]
