"""The scorer in readable cases; its laws stand in test_laws_*.py."""

from typing import Any

import numpy as np
import pytest

from scoring.score import Scores, score
from scoring.table import FAMILY, GROUP, table_of
from tests.scoring.rules_for_tests import ruleset

RULES = ruleset()
Row = dict[str, tuple[float, float, float]]


def run(
    group: str,
    rows: list[Row],
    labels: list[list[str]] | None = None,
    rung: int = 0,
    rules: Any = RULES,
) -> Scores:
    table = table_of(
        [group] * len(rows), rows, labels or [], [], np.full(len(rows), rung, dtype=np.int_)
    )
    found = rules.rules_for(group)
    assert found is not None
    return score(found, table)


def exact(**figures: float) -> Row:
    return {name: (x, x, x) for name, x in figures.items()}


@pytest.mark.parametrize(
    ("name", "evidence", "labels", "expected", "coverage", "grade"),
    [
        ("all known", exact(tec=10, years=5), ["GOOD"], 100, 1, "A"),
        ("mean by weight", exact(tec=60, years=3), ["FAIR"], (150 + 60 + 100) / 6, 1, "C"),
        ("renormalised over the known", exact(tec=60), [], 50, 0.5, "C"),
        ("too little is known", exact(years=5), [], 100, 1 / 6, None),
        ("the best label counts, not the sum", exact(tec=110), ["GOOD", "FAIR"], 40, 5 / 6, "D"),
        ("an extra adds to it", exact(tec=110), ["FAIR", "PLUS"], 26, 5 / 6, "E"),
        ("extras stop at 100", exact(tec=10), ["GOOD", "PLUS"], 100, 5 / 6, "A"),
        ("an unknown label earns nothing", exact(tec=60), ["OTHER"], 50, 0.5, "C"),
    ],
)
def test_weighted_mean(name, evidence, labels, expected, coverage, grade):
    """Each case is one product with its score, coverage and grade."""
    scores = run("laptop", [evidence], [labels])
    assert scores.score.value[0] == pytest.approx(expected)
    assert scores.coverage[0] == pytest.approx(coverage)
    assert scores.grading.text(0) == grade


@pytest.mark.parametrize(
    ("name", "group", "evidence", "labels", "expected", "grade"),
    [
        ("base alone", "food", exact(co2e=0.5), [], 100, "A"),
        ("organic adds 10", "food", exact(co2e=20 / 40**0.5), ["ORGANIC"], 60, "B"),
        ("fish label on fish", "food/fish/cod", exact(co2e=20 / 40**0.5), ["FISH"], 58, "C"),
        ("fish label on meat counts not", "food/meat", exact(co2e=20 / 40**0.5), ["FISH"], 50, "C"),
        ("labels are capped", "food/fish", exact(co2e=20 / 40**0.5), ["FISH", "ORGANIC"], 65, "B"),
        ("palm oil takes 10", "food", exact(co2e=20 / 40**0.5, palm=1), [], 40, "C"),
        ("the score stays within 100", "food", exact(co2e=0.1), ["ORGANIC"], 100, "A"),
        ("no base, no letter", "food", exact(palm=1), ["ORGANIC"], None, None),
        ("a base E never passes D", "food", exact(co2e=10), ["ORGANIC"], 28.79, "D"),
    ],
)
def test_base_plus_adjustments(name, group, evidence, labels, expected, grade):
    """Each case is one product with its score and grade."""
    scores = run(group, [evidence], [labels])
    found = scores.score.value[0]
    assert np.isnan(found) if expected is None else found == pytest.approx(expected, abs=0.01)
    assert scores.grading.text(0) == grade


def test_a_wide_interval_gives_a_range_and_two_grades_still_a_letter():
    """More than two grades possible: a range. Two: the letter of the value."""
    wide = run("laptop", [{"tec": (10, 60, 110)}])
    assert wide.grading.text(0) == "A–E"
    narrow = run("laptop", [{"tec": (55, 60, 68)}])
    assert (narrow.grading.best[0], narrow.grading.worst[0]) == (2, 3)
    assert narrow.grading.text(0) == "C"


@pytest.mark.parametrize("co2e", [0.51, 0.9, 1.5, 3, 7, 12, 19])
def test_a_match_by_group_never_gets_a_single_letter(co2e: float):
    """Even an exact figure is widened to the nearest neighbouring grade."""
    text = run("food", [exact(co2e=co2e)], rung=GROUP).grading.text(0)
    assert text is not None
    assert "–" in text


def test_missing_policies_widen_the_bounds_but_neutral_sits_in_the_middle():
    """neutral counts 50, pessimistic 0, and both say that the truth may be anything."""
    for policy, value in (("neutral", 50), ("pessimistic", 0)):
        rules = ruleset(groups__laptop__criteria__0__missing=policy)
        scores = run("laptop", [exact(years=5)], [["GOOD"]], rules=rules)
        assert scores.score.value[0] == pytest.approx((3 * value + 100 + 200) / 6)
        assert scores.score.low[0] == pytest.approx(50)
        assert scores.score.high[0] == pytest.approx(100)


@pytest.mark.parametrize(
    ("cap", "evidence", "labels", "rung", "grade"),
    [
        ({"when": {"kinds_fewer_than": 2}, "best": "B"}, exact(tec=10), [], 0, "B"),
        ({"when": {"kinds_fewer_than": 2}, "best": "B"}, exact(tec=10), ["GOOD"], 0, "A"),
        ({"when": {"identified": False}, "best": "B"}, exact(tec=10), ["GOOD"], FAMILY, "B"),
        ({"when": {"identified": False}, "best": "B"}, exact(tec=10), ["GOOD"], 0, "A"),
        ({"when": {"only_kinds": ["energy"]}, "worst": "D"}, exact(tec=110), [], 0, "D"),
        ({"when": {"only_kinds": ["energy"]}, "worst": "D"}, exact(tec=110, years=1), [], 0, "E"),
        (
            {"when": {"attribute": "used", "at_least": 1}, "no_grade": True},
            exact(tec=10, used=1),
            [],
            0,
            None,
        ),
        (
            {"when": {"attribute": "used", "at_least": 1}, "no_grade": True},
            exact(tec=10, used=0),
            [],
            0,
            "A",
        ),
    ],
)
def test_caps_hold_only_under_their_condition(cap, evidence, labels, rung, grade):
    """A cap bounds the grade, and nothing else does."""
    full = {"id": "cap", "text": {"da": "Loft", "en": "Cap"}, **cap}
    rules = ruleset(groups__laptop__caps=[full])
    scores = run("laptop", [evidence], [labels], rung, rules)
    assert scores.grading.text(0) == grade


def test_groups_that_are_not_graded_get_no_letter():
    """The score may exist, the letter must not."""
    rules = ruleset(groups__food__not_graded=["food/water"])
    assert run("food/water/still", [exact(co2e=1)], rules=rules).grading.text(0) is None
    assert run("food/waterfowl", [exact(co2e=1)], rules=rules).grading.text(0) is not None
