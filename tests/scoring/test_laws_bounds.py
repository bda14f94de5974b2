"""Laws of the bounds: exact, never wider for sharper evidence, and never NaN by accident."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.grades import NO_GRADE, grade_index
from scoring.score import Scores
from tests.scoring.laws import CRITERIA, NAMES, Product, Variant, products, rules_of, run, variants

RUNGS = st.sampled_from([0, 1, 2])
SHARES = st.lists(st.floats(0, 1), min_size=48, max_size=48)


def inner(product: Product, shares: list[float]) -> Product:
    """Return the product with each figure somewhere in its interval."""
    evidence = {}
    for (name, (low, _, high)), share in zip(product.evidence.items(), shares, strict=False):
        x = min(max(low + share * (high - low), low), high)
        evidence[name] = (x, x, x)
    return product._replace(evidence=evidence)


def range_of(scores: Scores, i: int) -> tuple[int, int]:
    return int(scores.grading.best[i]), int(scores.grading.worst[i])


@given(variants, products)
def test_the_value_lies_between_its_bounds_and_contributions_sum_to_it(variant, product):
    """low <= value <= high, within 0-100 where clamped, and the parts are the whole."""
    scores = run(variant, [product])
    low, value, high = (x[0] for x in (scores.score.low, scores.score.value, scores.score.high))
    assert 0 <= scores.coverage[0] <= 1
    if np.isnan(value):
        return
    assert low <= value + 1e-9
    assert value <= high + 1e-9
    if variant.clamp or variant.weighted:
        assert low >= -1e-9
        assert high <= 100 + 1e-9
    parts = {name: part[0] for name, part in scores.contributions.items()}
    assert sum(parts.values()) == pytest.approx(value, abs=1e-9)
    assert parts.keys() - {"limit"} == {c.id for c in scores.rules.all_criteria()}


@given(variants, products)
def test_nan_stands_exactly_where_nothing_is_known(variant, product):
    """In the score, its bounds, its base and its contributions, and nowhere else."""
    scores = run(variant, [product])
    rules = rules_of(variant)
    counted = [rules.base] if rules.base else [c for c in rules.criteria if c.weight > 0]
    known = any(scores.points[c.id].known[0] for c in counted)
    for interval in (scores.score, scores.base):
        for bound in (interval.low, interval.value, interval.high):
            assert np.isnan(bound[0]) == (not known)
    assert all(np.isnan(part[0]) == (not known) for part in scores.contributions.values())
    for found in scores.points.values():
        assert not np.isnan([found.points.low, found.points.value, found.points.high]).any()
    assert (scores.coverage[0] > 0) == known
    assert known or scores.grading.text(0) is None


@given(variants)
def test_a_product_without_any_evidence_has_no_score_and_no_grade(variant):
    """Whatever the policy of what is missing."""
    scores = run(variant, [Product(), Product("food/fish", rung=2)])
    assert np.isnan(scores.score.value).all()
    assert list(scores.coverage) == [0, 0]
    assert [scores.grading.text(i) for i in (0, 1)] == [None, None]


@given(variants, products, RUNGS, st.data())
def test_sharper_evidence_widens_neither_the_bounds_nor_the_range(variant, product, rung, data):
    """A narrower interval inside the old one, about the same value."""
    product = product._replace(rung=rung)
    sharper = {}
    for name, (low, value, high) in product.evidence.items():
        a, b = data.draw(st.tuples(st.floats(0, 1), st.floats(0, 1)))
        ends = min(low + a * (value - low), value), max(high - b * (high - value), value)
        sharper[name] = (ends[0], value, ends[1])
    scores = run(variant, [product, product._replace(evidence=sharper)])
    assert scores.score.value[0] == pytest.approx(scores.score.value[1], nan_ok=True, abs=0)
    assert scores.grading.grade[1] != NO_GRADE or scores.grading.grade[0] == NO_GRADE
    if np.isnan(scores.score.value[0]):
        return
    assert scores.score.low[1] >= scores.score.low[0] - 1e-9
    assert scores.score.high[1] <= scores.score.high[0] + 1e-9
    (best, worst), (sharp_best, sharp_worst) = range_of(scores, 0), range_of(scores, 1)
    assert best <= sharp_best <= sharp_worst <= worst


@given(
    variants,
    products,
    st.sampled_from([0, 1, 2]),
    st.lists(st.floats(0, 1), min_size=48, max_size=48),
)
def test_no_inner_point_leaves_the_bounds_or_the_range(variant, product, rung, shares):
    """Six points within all intervals at once, caps that read those figures included."""
    product = product._replace(rung=rung)
    certain = ("external", "screen_size")  # a reading is chosen by their value alone
    fixed = {k: (x[1],) * 3 if k in certain else x for k, x in product.evidence.items()}
    product = product._replace(evidence=fixed)
    points = [inner(product, shares[i * 8 : i * 8 + 8]) for i in range(6)]
    scores = run(variant, [product, *points])
    if np.isnan(scores.score.value[0]):
        return
    assert (scores.score.value[1:] >= scores.score.low[0] - 1e-9).all()
    assert (scores.score.value[1:] <= scores.score.high[0] + 1e-9).all()
    if scores.grading.best[0] == NO_GRADE:
        return
    best, worst = range_of(scores, 0)
    single = scores.grading.grade[1:]
    assert all(best <= grade <= worst for grade in single if grade != NO_GRADE)


@given(variants, products, st.data())
def test_the_bounds_are_reached_at_the_ends_of_one_interval(variant, product, data):
    """All value functions here are monotone, so one wide figure spans the bounds exactly."""
    missing = tuple("exclude" for _ in CRITERIA)
    name = data.draw(st.sampled_from(NAMES[:4]))
    evidence = {key: (x[1],) * 3 for key, x in product.evidence.items()}
    low, value, high = product.evidence.get(name, (20.0, 50.0, 90.0))
    rows = [(low, value, high), (low,) * 3, (high,) * 3]
    scores = run(
        variant._replace(missing=missing),
        [product._replace(evidence={**evidence, name: row}) for row in rows],
    )
    ends = sorted(scores.score.value[1:])
    bounds = [scores.score.low[0], scores.score.high[0]]
    assert bounds == pytest.approx(ends, nan_ok=True, abs=1e-9)


@given(variants, products)
def test_a_match_by_group_gets_no_letter_and_its_range_holds_the_score(variant, product):
    """It is a range of at least two grades about the grade of its score, caps aside."""
    variant = variant._replace(caps=frozenset(), missing=("exclude",) * len(CRITERIA))
    scores = run(variant, [product._replace(rung=2)])
    assert scores.grading.grade[0] == NO_GRADE
    best, worst = range_of(scores, 0)
    if best == NO_GRADE:
        assert worst == NO_GRADE
        return
    assert best < worst
    assert best <= grade_index(scores.rules.cuts, scores.score.value)[0] <= worst


@given(variants, products)
def test_a_grade_stands_where_at_most_two_are_possible(variant, product):
    """And it is one of them; a range spans more than two, or the product's group is all known."""
    grading = run(variant, [product]).grading
    best, worst, single = int(grading.best[0]), int(grading.worst[0]), int(grading.grade[0])
    if best == NO_GRADE:
        assert single == worst == NO_GRADE
    elif product.rung == 2 or worst - best > 1:
        assert single == NO_GRADE
    else:
        assert best <= single <= worst


def test_a_capped_interval_names_both_outcomes():
    """A weight of 40 to 60 may or may not be over 50, so A and C are both possible."""
    variant = Variant(caps=frozenset({"heavy"}))
    product = Product(evidence={"tec": (10, 10, 10), "weight": (40, 45, 60)})
    scores = run(variant, [product])
    assert scores.grading.text(0) == "A–C"
    assert scores.grading.held["heavy"][0]
