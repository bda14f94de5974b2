"""Numbers that change with time: one value a day, the same hash on every day."""

from datetime import date, datetime
from typing import Any

import pytest

from scoring.cases import run_cases
from scoring.errors import RulesetError
from scoring.parse import ruleset_of
from scoring.rules import Ruleset
from tests.scoring.rules_for_tests import TEXT, document

FIRST = "groups__laptop__criteria__0"
PARAMETER: dict[str, Any] = {
    "text": TEXT,
    "unit": "points",
    "reference": "r",
    "values": [{"from": "2020-01-01", "value": 3}, {"from": "2026-07-01", "value": 9}],
}


def dated(parameter: Any = PARAMETER, **changes: Any) -> dict[str, Any]:
    changed = {f"{FIRST}__weight": {"parameter": "p"}} | changes
    return document(**changed) | {"parameters": {"p": parameter}}


def weight(ruleset: Ruleset) -> float:
    return ruleset.groups["laptop"].criteria[0].weight


@pytest.mark.parametrize(
    ("day", "value"),
    [(None, 3), (date(2020, 1, 1), 3), (date(2026, 6, 30), 3), (date(2026, 7, 1), 9)],
)
def test_a_parameter_has_its_value_of_the_day(day: date | None, value: float):
    """None is the ruleset's own valid_from; the first day of a value counts."""
    ruleset = ruleset_of(dated(), day)
    assert weight(ruleset) == value
    assert ruleset.day == (day or date(2026, 1, 1))


def test_the_hash_is_the_same_on_every_day():
    """It is of the document."""
    assert ruleset_of(dated()).hash == ruleset_of(dated(), date(2030, 1, 1)).hash


def test_a_day_before_the_first_value_is_told():
    """With both days."""
    with pytest.raises(RulesetError, match="begin on 2020-01-01, and 2019-12-31 is before"):
        ruleset_of(dated(), date(2019, 12, 31))


@pytest.mark.parametrize(
    "place",
    [
        "groups__laptop__cuts__A",
        "groups__laptop__minimum_coverage",
        "groups__laptop__criteria__1__readings__0__value__steps__0__1",
        "groups__laptop__criteria__2__labels__classes__0__points",
        "groups__food__base__readings__0__value__worst",
        "groups__food__sum_limits__high",
        "groups__laptop__alternatives",
        "groups__laptop__criteria__0__readings__0__within",
    ],
)
def test_a_parameter_may_stand_wherever_a_number_does(place: str):
    """In cuts, steps, labels, limits and medians."""
    used: Any = {"parameter": "p"}
    value = {"alternatives": {"limits": {"x": used, "y": {"up": used}}}}.get(
        place.rpartition("__")[2], used
    )
    if place.endswith("within"):
        value = {"medians": {"dell": used}, "size_classes": [used]}
    one = PARAMETER | {"values": [{"from": "2020-01-01", "value": 90}]}
    if place.endswith("minimum_coverage"):
        one = PARAMETER | {"values": [{"from": "2020-01-01", "value": 0.5}]}
    if place.endswith("steps__0__1"):
        one = PARAMETER | {"values": [{"from": "2020-01-01", "value": 100}]}
    assert ruleset_of(dated(one, **{f"{FIRST}__weight": 1, place: value}))


@pytest.mark.parametrize(
    ("parameter", "place"),
    [
        (PARAMETER | {"values": []}, "parameters.p.values"),
        (PARAMETER | {"values": PARAMETER["values"][::-1]}, "parameters.p.values"),
        (PARAMETER | {"values": [PARAMETER["values"][0]] * 2}, "parameters.p.values"),
        (PARAMETER | {"values": [{"from": "soon", "value": 1}]}, "parameters.p.values[0].from"),
        (PARAMETER | {"values": [{"from": "2020-01-01"}]}, "parameters.p.values[0].value"),
        (
            PARAMETER | {"values": [{"from": "2020-01-01", "value": {"parameter": "p"}}]},
            "parameters.p.values[0].value",
        ),
        (PARAMETER | {"reference": "nowhere"}, "parameters.p.reference"),
        (PARAMETER | {"unit": ""}, "parameters.p.unit"),
        (PARAMETER | {"colour": 1}, "parameters.p.colour"),
        ([], "parameters.p"),
    ],
)
def test_a_bad_parameter_is_named_by_its_place(parameter: Any, place: str):
    """Dates rise, the reference exists, and no parameter reads another."""
    with pytest.raises(RulesetError) as caught:
        ruleset_of(dated(parameter))
    assert caught.value.place == place
    assert caught.value.remedy


@pytest.mark.parametrize("use", [{"parameter": "q"}, {"parameter": 1}, {"parameter": "p", "x": 1}])
def test_a_use_of_what_is_no_parameter_names_those_there_are(use: Any):
    """At the place of the number."""
    with pytest.raises(RulesetError, match="there are: p") as caught:
        ruleset_of(dated(**{f"{FIRST}__weight": use}))
    assert caught.value.place == "groups.laptop.criteria[0].weight"


def test_a_parameter_out_of_the_numbers_bounds_is_refused_on_that_day():
    """A weight is never below 0."""
    values = [{"from": "2020-01-01", "value": 1}, {"from": "2027-01-01", "value": -1}]
    data = dated(PARAMETER | {"values": values})
    assert weight(ruleset_of(data)) == 1
    with pytest.raises(RulesetError, match=r"criteria\[0\].weight"):
        ruleset_of(data, date(2027, 1, 1))


def test_one_case_holds_before_and_another_after_a_change():
    """A case's date is the day on which the rules must give its grade."""
    case = {
        "name": "a laptop of 60 kWh with a good label",
        "group": "laptop",
        "evidence": {"tec": 60},
        "labels": ["GOOD"],
    }
    cases = [case | {"date": "2026-06-30", "grade": "B"}, case | {"date": "2026-07-01"}]
    data = dated() | {"cases": [cases[0], cases[1] | {"grade": "C"}]}
    assert run_cases(ruleset_of(data), data) == 2
    late = data | {"cases": [cases[1] | {"grade": "B"}]}
    with pytest.raises(RulesetError, match="expects 'B' and gets 'C' on 2026-07-01"):
        run_cases(ruleset_of(late), late)


def test_a_case_before_the_first_value_is_named():
    """With its place, its name and the parameter's."""
    case = {"name": "early", "date": "2019-01-01", "group": "laptop", "grade": ""}
    with pytest.raises(RulesetError, match=r"cases\[0\] \(early\), parameters.p.values"):
        run_cases(ruleset_of(dated()), {**dated(), "cases": [case]})


@pytest.mark.parametrize("day", [datetime(2027, 1, 1, 12), "20270101", "2027-02-30", 2027, None])
def test_a_date_is_a_day_of_the_calendar(day: Any):
    """Written YYYY-MM-DD."""
    with pytest.raises(RulesetError, match="valid_to"):
        ruleset_of(document(valid_to=day))


def test_valid_to_is_not_before_valid_from():
    """The same day will do."""
    assert ruleset_of(document(valid_to="2026-01-01")).valid_to == date(2026, 1, 1)
    assert ruleset_of(document()).valid_to is None
    with pytest.raises(RulesetError, match="2025-12-31 is before 2026-01-01"):
        ruleset_of(document(valid_to="2025-12-31"))
