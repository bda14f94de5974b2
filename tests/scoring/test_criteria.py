"""Criteria in readable cases: labels in classes, adjustments beside each other, readings."""

from copy import deepcopy
from typing import Any

import pytest

from scoring.score import score
from scoring.table import table_of
from tests.scoring.laws import LABELS, WARRANTY
from tests.scoring.rules_for_tests import BASE, TEXT, ruleset
from tests.scoring.test_score import exact, run


@pytest.mark.parametrize(
    ("combine", "most", "group", "labels", "earned"),
    [
        ("best", 100, "laptop", [], None),
        ("best", 100, "laptop", ["OTHER"], None),
        ("best", 100, "laptop", ["FAIR", "PLAIN"], 35),
        ("best", 100, "laptop", ["PLAIN", "PLUS"], 35),
        ("best", 100, "laptop", ["PLUS"], 15),
        ("sum", 200, "laptop", ["GOOD", "FAIR", "PLAIN"], 115),
        ("sum", 200, "laptop", ["FAIR", "FINE", "PLAIN", "PLUS"], 50),
        ("sum", 100, "laptop", ["GOOD", "FAIR", "PLUS"], 100),
        ("sum", 200, "laptop", ["GOOD", "SMALL"], 80),
        ("sum", 200, "laptop/small", ["GOOD", "SMALL"], 125),
        ("best", 100, "laptop/small", ["SMALL", "FAIR"], 45),
    ],
)
def test_labels_earn_the_points_of_their_classes(combine, most, group, labels, earned):
    """The best or the sum, once a family, with extras, up to the most, where they count."""
    classes = deepcopy(LABELS["classes"])
    classes[3]["only"] = ["laptop/small"]
    rules = ruleset(
        groups__laptop__criteria__2__labels={
            **LABELS, "classes": classes, "combine": combine, "most": most
        }
    )  # fmt: skip
    table = table_of([group], [exact(tec=10)], [labels])
    found = score(rules.groups["laptop"], table).points["ecolabel"]
    assert found.known[0] == (earned is not None)
    assert found.points.value[0] == (earned or 0)


def adjusted(**more: Any) -> list[dict[str, Any]]:
    """Return organic (10 by a label), then warranty, which reads years and holds what is given."""
    warranty = {"id": "warranty", "kind": "w", "text": TEXT, "reference": "r", "readings": WARRANTY}
    return [BASE["adjustments"][0], warranty | more]


@pytest.mark.parametrize(
    ("more", "years", "labels", "points"),
    [
        ({}, None, [], 0),
        ({"missing_points": -7}, None, [], -7),
        ({"missing_points": -7}, 10, [], 0),
        ({"missing_points": -7, "only": ["other"]}, None, [], 0),
        ({"unless": "organic"}, 30, [], 28),
        ({"unless": "organic"}, 30, ["ORGANIC"], 10),
        ({"unless": "organic", "missing_points": -7}, None, ["ORGANIC"], 10),
        ({}, 30, ["ORGANIC"], 38),
    ],
)
def test_an_adjustment_that_is_missing_or_not_wanted_beside_another(more, years, labels, points):
    """Its missing_points where nothing is known, nothing beside the one it is not counted with."""
    rules = ruleset(
        groups__food__adjustments=adjusted(**more),
        groups__food__sum_limits={},
        groups__food__caps=[],
    )
    evidence = exact(co2e=20 / 40**0.5) | ({} if years is None else exact(years=years))
    assert run("food", [evidence], [labels], rules=rules).score.value[0] == pytest.approx(
        50 + points
    )


@pytest.mark.parametrize(
    ("limits", "clamp", "co2e", "expected"),
    [
        ({"low": -5}, True, 20 / 40**0.5, 45),
        ({}, True, 20, 0),
        ({}, False, 20, -10),
    ],
)
def test_the_sum_of_adjustments_and_the_score_have_their_bounds(limits, clamp, co2e, expected):
    """sum_limits bound the sum, clamp the score; "limit" is what they took."""
    rules = ruleset(groups__food__sum_limits=limits, groups__food__clamp=clamp)
    scores = run("food", [exact(co2e=co2e, palm=1)], rules=rules)
    assert scores.score.value[0] == pytest.approx(expected)
    base = 50 if expected == 45 else 0
    parts = {name: part[0] for name, part in scores.contributions.items()}
    assert parts["palm"] == -10
    assert parts["limit"] == pytest.approx(expected - base + 10)


@pytest.mark.parametrize(
    ("evidence", "reading", "points"),
    [
        (exact(tec=60, mode=2), 0, 25),
        (exact(tec=60, mode=1.9), 1, 50),
        (exact(tec=60), 1, 50),
        (exact(other=3), 2, 30),
        ({}, -1, 0),
    ],
)
def test_the_first_reading_that_is_known_counts(evidence, reading, points):
    """One with a condition counts only where the condition is known to hold."""
    line = {"kind": "linear", "best": 10, "worst": 110}
    steep = {"kind": "linear", "best": 20, "worst": 220 / 3}
    rules = ruleset(
        groups__laptop__criteria__0__readings=[
            {
                "attribute": "tec",
                "objective": "min",
                "value": steep,
                "when": {"attribute": "mode", "at_least": 2},
            },
            {"attribute": "tec", "objective": "min", "value": line},
            {"attribute": "other", "objective": "max", "value": {**line, "best": 10, "worst": 0}},
        ]
    )
    found = run("laptop", [evidence], rules=rules).points["energy"]
    assert found.reading[0] == reading
    assert found.points.value[0] == pytest.approx(points)
