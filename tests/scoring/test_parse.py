"""A ruleset that cannot be used is refused with place, value and remedy."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import RulesetError
from scoring.parse import canonical_json, ruleset_of
from tests.scoring.rules_for_tests import document, ruleset

FIRST = "groups__laptop__criteria__0"
BASE_VALUE = "groups__food__base__readings__0__value"


@pytest.mark.parametrize(
    ("change", "value", "place"),
    [
        (f"{FIRST}__weight", -1, "groups.laptop.criteria[0].weight"),
        (f"{FIRST}__weight", math.nan, ""),
        (f"{FIRST}__weight", "3", "groups.laptop.criteria[0].weight"),
        (f"{FIRST}__weight", True, "groups.laptop.criteria[0].weight"),
        (f"{FIRST}__wieght", 3, "groups.laptop.criteria[0].wieght"),
        (f"{FIRST}__id", "", "groups.laptop.criteria[0].id"),
        (f"{FIRST}__id", "warranty", "groups.laptop.criteria[1].id"),
        (f"{FIRST}__text", {"da": "kun dansk"}, "groups.laptop.criteria[0].text.en"),
        (f"{FIRST}__reference", "nowhere", "groups.laptop.criteria[0].reference"),
        (f"{FIRST}__missing", "guess", "groups.laptop.criteria[0].missing"),
        (f"{FIRST}__labels", {"classes": []}, "groups.laptop.criteria[0].labels.classes"),
        (f"{FIRST}__readings__0__objective", "max", "groups.laptop.criteria[0].readings[0].value"),
        (f"{FIRST}__readings__0__value__kind", "cubic", "readings[0].value.kind"),
        (f"{FIRST}__readings__0__fact", {"da": "{x}", "en": "x"}, "readings[0].fact.da"),
        (f"{BASE_VALUE}__best", 0, "groups.food.base.readings[0].value.best"),
        ("groups__laptop__cuts__B", 80, "groups.laptop.cuts.A"),
        ("groups__laptop__cuts__F", 1, "groups.laptop.cuts.F"),
        ("groups__laptop__minimum_coverage", 2, "groups.laptop.minimum_coverage"),
        ("groups__laptop__method", "vote", "groups.laptop.method"),
        ("groups__food__caps__0__when", {}, "groups.food.caps[0].when"),
        ("groups__food__caps__0__when", {"attribute": "x"}, "groups.food.caps[0].when"),
        ("groups__food__caps__0__best", "F", "groups.food.caps[0].best"),
        ("groups__food__sum_limits", {"low": 1}, "groups.food.sum_limits"),
        ("groups__laptop__grades", ["A"], "groups.laptop.grades"),
        ("groups__laptop__grades", ["A", "B", "C", "D", "D"], "groups.laptop.grades"),
        ("groups__food__adjustments__1__unless", "palm", "groups.food.adjustments[1].unless"),
        (f"{FIRST}__unless", "warranty", "groups.laptop.criteria[0].unless"),
        (f"{FIRST}__readings__0__when", {"attribute": "x"}, "readings[0].when.at_least"),
        (f"{FIRST}__readings__0__value", {"kind": "formula", "name": "x"}, "value.name"),
        (f"{FIRST}__readings__0__value", {"kind": "affine", "slope": 1}, "value.slope"),
        (
            f"{FIRST}__readings__0__value",
            {"kind": "points", "points": [[1, 0], [2, 100]]},
            "value.points",
        ),
        (
            f"{FIRST}__readings__0__value",
            {"kind": "points", "points": [[2, 100], [1, 0]]},
            "value.points",
        ),
        ("groups", {}, "groups"),
        ("id", None, "id"),
        ("valid_from", "soon", "valid_from"),
        ("colour", "blue", "colour"),
    ],
)
def test_a_fault_is_named_by_its_place(change: str, value: object, place: str):
    """The message starts with where, and says what to do."""
    with pytest.raises(RulesetError) as caught:
        ruleset(**{change: value})
    assert place in caught.value.place or not place
    assert caught.value.remedy


@pytest.mark.parametrize(
    "steps",
    [[[3, 60], [5, 100]], [[5, 60], [3, 100]], [[5, 100], [5, 60]], [[5]], [], "5", [[5, 101]]],
)
def test_steps_out_of_order_are_refused(steps: object):
    """Thresholds and points fall together, each pair whole."""
    with pytest.raises(RulesetError, match="steps"):
        ruleset(groups__laptop__criteria__1__readings__0__value={"kind": "steps", "steps": steps})


def test_all_weights_zero_is_refused():
    """A mean over nothing is no score."""
    with pytest.raises(RulesetError, match="no weight above 0"):
        ruleset(
            **{f"groups__laptop__criteria__{i}__weight": 0 for i in range(3)},
        )


def test_a_misspelt_key_is_met_with_the_right_one():
    """The nearest known key is proposed."""
    with pytest.raises(RulesetError, match="Did you mean 'weight'"):
        ruleset(**{f"{FIRST}__weigth": 1})


def test_the_hash_is_of_the_content_not_of_its_order():
    """Two documents that say the same have one hash, another weight has another."""
    plain = document()
    turned = json.loads(json.dumps(plain), object_pairs_hook=lambda p: dict(reversed(p)))
    assert ruleset_of(plain).hash == ruleset_of(turned).hash
    assert ruleset(**{f"{FIRST}__weight": 4}).hash != ruleset_of(plain).hash
    assert json.loads(canonical_json(plain)) == json.loads(json.dumps(plain))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
PLACES = st.sampled_from(
    [
        "id",
        "references",
        "groups__laptop",
        "groups__laptop__criteria",
        "groups__laptop__cuts",
        f"{FIRST}__readings",
        f"{FIRST}__readings__0__value",
        "groups__laptop__criteria__2__labels",
        "groups__food__base",
        "groups__food__caps",
        "groups__food__sum_limits",
    ]
)


@given(PLACES, json_values)
def test_no_value_anywhere_gives_anything_but_a_clear_error(place: str, value: object):
    """Whatever stands in a place, it is read or refused by RulesetError, never a crash."""
    try:
        ruleset(**{place: value})
    except RulesetError as error:
        assert error.problem
        assert error.remedy
