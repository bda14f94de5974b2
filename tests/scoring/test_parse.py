"""A ruleset that cannot be used is refused with place, value and remedy."""

import json
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.canonical import canonical_json
from scoring.errors import RulesetError
from scoring.parse import ruleset_of
from scoring.rules import Limit
from tests.scoring.rules_for_tests import TEXT, document, ruleset, short

FIRST = "groups__laptop__criteria__0"
BASE_VALUE = "groups__food__base__readings__0__value"


@pytest.mark.parametrize(
    ("change", "value", "place"),
    [
        (f"{FIRST}__weight", -1, "groups.laptop.criteria[0].weight"),
        (f"{FIRST}__weight", math.nan, ""),
        (f"{FIRST}__weight", "3", "groups.laptop.criteria[0].weight"),
        (f"{FIRST}__weight", True, "groups.laptop.criteria[0].weight"),
        (f"{FIRST}__weight", 10**400, "groups.laptop.criteria[0].weight"),
        (f"{FIRST}__weight", 1e300, "groups.laptop.criteria[0].weight"),
        (f"{FIRST}__text", TEXT | {"da": "x" * 100_000}, "groups.laptop.criteria[0].text.da"),
        ("x" * 100_000, 1, ""),
        (f"{FIRST}__readings", [], "groups.laptop.criteria[0].readings"),
        (f"{FIRST}__missing_best", "C", "groups.laptop.criteria[0].missing_best"),
        (f"{FIRST}__missing", "cap", "groups.laptop.criteria[0].missing_best"),
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
        ("groups__food__caps__0", {"id": "x", "when": {"identified": False}, "text": TEXT}, "best"),
        ("groups__food__caps__0__when", {"identified": "no"}, "groups.food.caps[0].when"),
        ("groups__food__caps__0__when", {"kinds_fewer_than": 1.5}, "groups.food.caps[0].when"),
        ("groups__food__adjustments__0__id", "climate", "groups.food.adjustments[0].id"),
        ("groups__food__adjustments__0__id", "limit", "groups.food.adjustments[0].id"),
        ("groups__food__adjustments__0__id", "palm", "groups.food.adjustments[2].id"),
        ("references", 5, "references"),
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
    ids=short,
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


def test_a_cap_twice_is_refused():
    """What held would be told of one of them only."""
    cap = document()["groups"]["food"]["caps"][0]
    with pytest.raises(RulesetError, match=r"caps\[1\].id: 'base_e' stands twice"):
        ruleset(groups__food__caps=[cap, cap])


@pytest.mark.parametrize(
    ("policy", "best"), [("exclude", ""), ("neutral", ""), ("pessimistic", ""), ("cap", "C")]
)
def test_a_missing_policy_is_read(policy: str, best: str):
    """ "cap" comes with the best grade it leaves."""
    more = {f"{FIRST}__missing_best": best} if best else {}
    criterion = ruleset(**{f"{FIRST}__missing": policy, **more}).groups["laptop"].criteria[0]
    assert (criterion.missing, criterion.missing_best) == (policy, best)


def test_an_adjustment_may_cap_too():
    """Both methods know the policy."""
    rules = ruleset(
        groups__food__adjustments__2__missing="cap", groups__food__adjustments__2__missing_best="B"
    )
    assert rules.groups["food"].criteria[2].missing_best == "B"


@pytest.mark.parametrize("best", ["F", "", None, ["C"]])
def test_the_best_grade_of_the_cap_policy_is_one_of_the_groups(best: object):
    """A to E here."""
    with pytest.raises(RulesetError, match="missing_best"):
        ruleset(**{f"{FIRST}__missing": "cap", f"{FIRST}__missing_best": best})


@pytest.mark.parametrize(
    ("written", "limit"),
    [
        (2, Limit(2, 2, ratio=False)),
        (0, Limit(0, 0, ratio=False)),
        ({"down": 0, "up": 64}, Limit(0, 64, ratio=False)),
        ({"down": 0}, Limit(0, math.inf, ratio=False)),
        ({"up": 3}, Limit(math.inf, 3, ratio=False)),
        ({"factor": 5}, Limit(5, 5, ratio=True)),
        ({"factor_down": 1, "factor_up": 4}, Limit(1, 4, ratio=True)),
        ({"factor_up": 4}, Limit(math.inf, 4, ratio=True)),
    ],
)
def test_a_limit_of_likeness_is_read(written: object, limit: Limit):
    """A difference, or a ratio; a side left out has no limit."""
    rules = ruleset(groups__laptop__alternatives={"limits": {"x": written}})
    assert rules.groups["laptop"].alternatives.limits == {"x": limit}


@pytest.mark.parametrize(
    "written",
    [
        -1, math.inf, "2", True, None, [], {}, {"down": -1}, {"up": math.inf}, {"factor": 0.5},
        {"factor": 2, "up": 1}, {"factor_up": 0.9}, {"factor_up": 2, "down": 1}, {"near": 1},
    ],
)  # fmt: skip
def test_a_limit_that_makes_no_sense_is_refused(written: object):
    """Factors from 1, differences from 0, one form at a time, no infinities."""
    with pytest.raises(RulesetError):
        ruleset(groups__laptop__alternatives={"limits": {"x": written}})


def test_typical_figures_that_do_not_rise_are_refused():
    """Else an interval would be upside down."""
    parameters = {
        "lifetime_years": 5, "grid_kg_per_kwh": 0.1, "default_error": 0.2,
        "tec_low": 9, "tec_value": 8, "tec_high": 10,
    }  # fmt: skip
    derived = {
        "attribute": "carbon",
        "unit": "kg",
        "formula": "device_carbon_per_year",
        "parameters": parameters,
    }
    with pytest.raises(RulesetError, match="tec_low <= tec_value <= tec_high"):
        ruleset(groups__laptop__derived=[derived])


def nested(depth: int) -> Any:
    value: Any = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize("depth", [31, 5_000, 100_000])
def test_a_document_nested_deeply_is_refused(depth: int):
    """And no RecursionError escapes."""
    with pytest.raises(RulesetError, match="is nested over 30 deep"):
        ruleset(groups__laptop__criteria=nested(depth))


@pytest.mark.parametrize(
    "value",
    [10**400, 10**10_000, "\ud800", math.nan, {1: 2}, b"x", {1, 2}],
    ids="googol digits surrogate nan key bytes set".split(),
)
def test_what_has_no_canonical_form_or_is_out_of_bounds_is_refused(value: object):
    """Half characters, bytes and sets too."""
    with pytest.raises(RulesetError) as caught:
        ruleset(groups__laptop__minimum_coverage=value)
    assert caught.value.remedy
    assert len(str(caught.value)) < 500


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
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
        "groups__laptop__alternatives",
        "groups__laptop__derived",
        "groups__laptop__not_graded",
        "parameters",
        "valid_to",
        "name",
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
