"""A written product is read whole or refused; no figure that is none gets through."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import EvidenceError
from scoring.products import product_of, score_products
from tests.scoring.rules_for_tests import ruleset, short

RULES = ruleset()
PRODUCT: dict[str, Any] = {"id": "a", "group": "laptop", "evidence": {"tec": 20}, "labels": []}
HUGE = 10**400


@pytest.mark.parametrize(
    "figure",
    [
        math.nan, math.inf, -math.inf, -0.1, HUGE, 1e13, True, False, None, "20", [20], {},
        {"value": True}, {"value": 1, "low": -1}, {"value": 1, "low": math.nan},
        {"value": 1, "high": math.inf}, {"value": 1, "low": 2}, {"low": 1, "high": 2},
        {"value": 1, "colour": 2},
    ],
    ids=short,
)  # fmt: skip
def test_what_is_no_figure_is_refused(figure: Any):
    """NaN, infinity, negative, too large, a boolean, a text, half an interval."""
    with pytest.raises(EvidenceError) as caught:
        product_of(PRODUCT | {"evidence": {"tec": figure}}, "line 1", RULES)
    assert caught.value.place == "line 1, tec"
    assert caught.value.remedy


def test_a_share_over_one_is_refused():
    """A use phase of 17 is 17 % written without its sign, and would turn a footprint over."""
    with pytest.raises(EvidenceError, match=r'17 is over 1\. Write .* unit = "%"'):
        product_of(PRODUCT | {"evidence": {"gwp_use_ratio": 17}}, "line 1", RULES)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"id": None}, "line 1, id"),
        ({"id": True}, "line 1, id"),
        ({"id": math.nan}, "line 1, id"),
        ({"group": 7}, "line 1, group"),
        ({"group": "boat"}, "line 1, group"),
        ({"group": "x" * 100_000}, "line 1, group"),
        ({"labels": "GOOD"}, "line 1, labels"),
        ({"labels": [None]}, "line 1, labels"),
        ({"evidence": [1]}, "line 1, evidence"),
        ({"brand": 7}, "line 1, brand"),
        ({"brand": []}, "line 1, brand"),
        ({"match": ["exact"]}, "line 1, match"),
        ({"colour": "blue"}, "line 1"),
        ({"evidence": {"packaging": []}}, "line 1, packaging"),
        ({"evidence": {"packaging": [{"material": 101, "shape": 1}]}}, "line 1, packaging"),
        (
            {"evidence": {"packaging": [{"material": -1, "shape": 1}]}},
            "line 1, packaging, material",
        ),
        ({"evidence": {"packaging": [{"material": True, "shape": 1}]}}, "line 1, packaging"),
        ({"evidence": {"x" * 100_000: "y"}}, "line 1, xx"),
    ],
    ids=short,
)
def test_what_is_no_product_is_named_by_its_place(change: dict[str, Any], place: str):
    """With value and remedy, at a readable length."""
    with pytest.raises(EvidenceError) as caught:
        product_of(PRODUCT | change, "line 1", RULES)
    assert caught.value.place.startswith(place)
    assert len(str(caught.value)) < 500


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.just(HUGE)
    | st.floats()
    | st.sampled_from(["laptop", "food/fish", "tec", "kg", "exact"])
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["tec", "co2e", "palm", "packaging", "value", "low", "high", "unit"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@given(st.sampled_from([*PRODUCT, "brand", "match"]), anything)
def test_whatever_is_written_is_scored_without_nan_or_refused(key: str, value: Any):
    """A score is a number within its bounds, or there is none."""
    try:
        product = product_of(PRODUCT | {key: value}, "line 1", RULES)
    except EvidenceError as error:
        assert error.remedy
        return
    ((scores, row),) = score_products(RULES, [product])
    if scores.grading.text(row) is not None:
        low, middle, high = (
            float(x[row]) for x in (scores.score.low, scores.score.value, scores.score.high)
        )
        assert np.isfinite([low, middle, high]).all()
        assert low <= middle <= high
