"""The default rules' golden cases reach every group, every cut and every cap."""

import json
from copy import deepcopy
from typing import Any

import pytest

from scoring.parse import ruleset_of
from scoring.products import product_of, score_products
from service import rulesets

RULES = rulesets.load("default")
DOCUMENT: dict[str, Any] = json.loads(RULES.canonical)
GROUPS = sorted(RULES.groups)
CAPS = [(group, cap.id) for group in GROUPS for cap in RULES.groups[group].caps]


def cases(group: str) -> list[dict[str, Any]]:
    found = [c for c in DOCUMENT["cases"] if c["group"].partition("/")[0] == group]
    return [{k: v for k, v in c.items() if k not in ("name", "date")} for c in found]


def judged(document: dict[str, Any], group: str) -> list[tuple[str | None, float]]:
    rules = ruleset_of(document)
    products = [
        product_of({k: v for k, v in c.items() if k != "grade"} | {"id": i}, "case", rules)
        for i, c in enumerate(cases(group))
    ]
    scored = score_products(rules, products)
    return [(s.grading.text(row), float(s.score.value[row])) for s, row in scored]


@pytest.mark.parametrize("group", GROUPS)
def test_every_cut_has_a_case_just_over_and_just_under_it(group: str):
    """Within a point of it, and graded on its two sides."""
    rules = RULES.groups[group]
    scores = [score for grade, score in judged(DOCUMENT, group) if grade]
    for cut in rules.cuts:
        assert any(cut <= score < cut + 1 for score in scores), cut
        assert any(cut - 1 < score < cut for score in scores), cut


@pytest.mark.parametrize(("group", "cap"), CAPS)
def test_every_cap_has_a_case_that_meets_it(group: str, cap: str):
    """Made a veto, the only cap, and without demand for coverage, it withholds some grade."""
    free, only = deepcopy(DOCUMENT), deepcopy(DOCUMENT)
    for document in (free, only):
        document["groups"][group] |= {"caps": [], "minimum_coverage": 0}
    (found,) = [c for c in DOCUMENT["groups"][group]["caps"] if c["id"] == cap]
    only["groups"][group]["caps"] = [
        {k: v for k, v in found.items() if k not in ("best", "worst")} | {"no_grade": True}
    ]
    assert judged(free, group) != judged(only, group)
