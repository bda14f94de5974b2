"""Golden cases: they come out, or say which one does not and why."""

from typing import Any

import pytest

from scoring.cases import run_cases
from scoring.errors import RulesetError
from scoring.parse import ruleset_of
from tests.scoring.rules_for_tests import document

CASE = {
    "name": "a thrifty laptop",
    "date": "2026-11-23",
    "group": "laptop",
    "evidence": {"tec": 10},
    "labels": ["GOOD"],
    "grade": "A",
}


def run(*cases: Any) -> int:
    data = document() | {"cases": list(cases)}
    return run_cases(ruleset_of(data), data)


def test_cases_that_come_out_are_counted():
    """A letter, a range, and not enough data."""
    wide = {
        "evidence": {"tec": {"value": 60, "low": 10, "high": 110}},
        "labels": [],
        "grade": "A–E",
    }
    none = {"evidence": {}, "labels": [], "grade": ""}
    assert run(CASE, CASE | wide, CASE | none) == 3


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"grade": "B"}, "expects 'B' and gets 'A'"),
        ({"group": "boat"}, "has no rules"),
        ({"evidence": {"tec": "x"}}, "cases\\[0\\], tec"),
        ({"colour": "blue"}, "colour"),
        ({"name": ""}, "name"),
        ({"date": "soon"}, r"cases\[0\].date"),
        ({"grade": 1}, r"cases\[0\].grade"),
        ({"evidence": {"tec": -1}}, r"cases\[0\], tec \(a thrifty laptop\)"),
        ({"evidence": {"tec": True}}, "True is not a number"),
        ({"evidence": {"tec": {"value": 1, "unit": "W"}}}, "'W' cannot be converted"),
        ({"match": ["exact"]}, r"cases\[0\], match"),
    ],
)
def test_a_case_that_does_not_come_out_is_named(change: dict[str, Any], told: str):
    """By its place and name, with what it gets."""
    with pytest.raises(RulesetError, match=told):
        run(CASE | change)
