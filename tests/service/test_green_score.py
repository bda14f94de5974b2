"""Green-Score as a ruleset, against its formula written down a second time, by hand."""

import json
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.errors import KompasError
from service import rulesets
from service.publish.pipeline import publish
from service.scorefile import score_lines
from service.store.workspace import Workspace
from tests.conftest import some

GREEN = rulesets.load("green-score")
LABELS = {
    "fr:nature-et-progres": 20,
    "fr:bio-coherence": 20,
    "en:demeter": 20,
    "en:eu-organic": 15,
    "fr:ab-agriculture-biologique": 15,
    "fr:haute-valeur-environnementale": 10,
    "en:utz-certified": 10,
    "en:rainforest-alliance": 10,
    "en:fairtrade-international": 10,
    "fr:bleu-blanc-coeur": 10,
    "en:sustainable-seafood-msc": 10,
    "en:responsible-aquaculture-asc": 10,
}
ONCE = [
    {"en:eu-organic", "fr:ab-agriculture-biologique"},
    {"en:sustainable-seafood-msc", "en:responsible-aquaculture-asc"},
]


def score(evidence: dict[str, Any], labels: list[str] | None = None, group: str = "food"):
    line = {"id": 1, "group": group, "evidence": evidence, "labels": labels or []}
    return score_lines(GREEN, [json.dumps(line)])[0]


def away(x: float) -> int:
    return int(math.copysign(math.floor(abs(x) + 0.5), x))


def by_hand(evidence: dict[str, Any], labels: list[str]) -> int:
    """Return the score by the formulas of shared/field/food.md, one product, no arrays."""
    ef = evidence["ef_mpt_per_kg"]
    if evidence.get("is_beverage"):
        lca = away(-36 * math.log(100 * ef + 1) + 150)
    else:
        lca = away(100 - 20 * math.log(10 * ef + 1) / math.log(2 + 1 / (100 * ef**4)))
    bonus = sum(LABELS[label] for label in labels)
    bonus -= sum(LABELS[next(iter(pair))] for pair in ONCE if pair <= set(labels))
    bonus = min(20, bonus)
    total = bonus - (10 if evidence.get("palm_uncertified") else 0)
    if bonus == 0:
        total += away(evidence["epi"] / 10 - 5) if "epi" in evidence else -5
    total += away(evidence.get("transport", 0) / 6.66)
    if "packaging" in evidence:
        loss = sum((100 - p["material"]) * p["shape"] for p in evidence["packaging"])
        total += max(-15, away((100 - loss) / 10 - 10))
    else:
        total -= 15
    return max(0, min(100, lca)) + min(25, total)


parts = st.fixed_dictionaries(
    {"material": st.integers(0, 100), "shape": st.sampled_from([0.1, 0.2, 0.5, 1])}
)
products = st.fixed_dictionaries(
    {"ef_mpt_per_kg": st.floats(0.01, 10).map(lambda x: round(x, 3))},
    optional={
        "is_beverage": st.integers(0, 1),
        "epi": st.integers(0, 100),
        "transport": st.integers(0, 100),
        "packaging": st.lists(parts, min_size=1, max_size=4),
        "palm_uncertified": st.integers(0, 1),
    },
)


@settings(max_examples=some(1000), deadline=None)
@given(products, st.lists(st.sampled_from(sorted(LABELS)), unique=True, max_size=4))
def test_the_ruleset_says_what_the_formula_says(evidence: dict[str, Any], labels: list[str]):
    """To the point, for any product."""
    assert score(evidence, labels)["score"] == pytest.approx(by_hand(evidence, labels))


BEST = {"epi": 100, "transport": 100, "packaging": [{"material": 100, "shape": 1}]}


@pytest.mark.parametrize(
    ("ef", "extra", "labels", "expected", "grade"),
    [
        (0.1, BEST, [], 97 + 5 + 15, "A+"),
        (0.1, BEST, ["en:demeter"], 97 + 25, "A+"),
        (0.3, {"is_beverage": 1} | BEST, [], 26 + 20, "C"),
        (5.0, {"palm_uncertified": 1}, [], 0 - 10 - 5 - 15, "F"),
    ],
)
def test_worked_cases(ef, extra, labels, expected, grade):
    """The sum of adjustments stops at 25; the score may pass 100 and fall below 0."""
    answer = score({"ef_mpt_per_kg": ef} | extra, labels)
    assert (answer["score"], answer["grade"]) == (expected, grade)
    assert sum(answer["contributions"].values()) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        (90, "A+"),
        (89, "A"),
        (75, "A"),
        (74, "B"),
        (60, "B"),
        (45, "C"),
        (30, "D"),
        (15, "E"),
        (14, "F"),
    ],
)
def test_cuts(points: int, grade: str):
    """A+ from 90, A 75, B 60, C 45, D 30, E 15, else F."""
    import numpy as np

    from scoring.grades import grade_index

    rules = GREEN.groups["food"]
    assert rules.grades[grade_index(rules.cuts, np.array([float(points)]))[0]] == grade


@pytest.mark.parametrize(
    ("labels", "group", "points"),
    [
        (["en:eu-organic", "fr:ab-agriculture-biologique"], "food", 15),
        (["en:sustainable-seafood-msc", "en:responsible-aquaculture-asc"], "food", 10),
        (["en:sustainable-fishing-method", "en:sustainable-seafood-msc"], "food", 15),
        (["en:demeter", "en:eu-organic"], "food", 20),
        (["fr:label-rouge"], "food", 0),
        (["fr:label-rouge"], "food/meat/beef", 10),
        (["EU_ORGANIC_FARMING"], "food", 15),
        (["MARINE_STEWARDSHIP_COUNCIL_LABEL", "FAIR_TRADE_MARK"], "food", 20),
    ],
)
def test_labels_by_open_food_facts_tags_and_by_gs1_codes(labels, group, points):
    """Summed, at most 20; what counts once counts once."""
    answer = score({"ef_mpt_per_kg": 1.0}, labels, group)
    assert answer["contributions"]["labels"] == points
    assert answer["contributions"]["origins"] == (0 if points else -5)


def test_a_shape_may_be_a_share_or_a_score():
    """0.2 and 20 are the same part of a pack."""
    share = score({"ef_mpt_per_kg": 1.0, "packaging": [{"material": 50, "shape": 0.2}]})
    points = score({"ef_mpt_per_kg": 1.0, "packaging": [{"material": 50, "shape": 20}]})
    assert share["score"] == points["score"]


def test_what_is_not_graded_has_no_letter():
    """Waters, sodas, energy drinks, fresh fruit and vegetables."""
    assert score({"ef_mpt_per_kg": 0.1}, group="food/drink/water")["grade"] is None


def test_no_lca_no_score():
    """Labels and packaging alone say nothing."""
    answer = score({"epi": 80}, ["en:demeter"])
    assert answer["score"] is answer["grade"] is None


@pytest.mark.parametrize(
    "packaging",
    [[], "box", [{"material": 1}], [{"material": 101, "shape": 1}], [{"material": 1, "shape": -1}]],
)
def test_bad_packaging_is_named(packaging: object):
    """With what to write instead."""
    with pytest.raises(KompasError, match="line 1, packaging"):
        score({"ef_mpt_per_kg": 1.0, "packaging": packaging})


def test_letters_that_buyers_do_not_know_are_not_published(tmp_path):
    """The badge knows A to E."""
    with Workspace(tmp_path) as workspace, pytest.raises(KompasError, match="cannot be shown"):
        publish(workspace, GREEN, tmp_path)
