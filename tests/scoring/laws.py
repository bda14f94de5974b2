"""Rules with every feature, in many variants, and products of every sort, for the laws."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from random import Random
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st

from scoring.parse import ruleset_of
from scoring.rules import GroupRules
from scoring.score import Scores, score
from scoring.table import ProductTable, table_of
from tests.scoring.rules_for_tests import CUTS, DOCUMENT, TEXT

Triple = tuple[float, float, float]


class Product(NamedTuple):
    """One product of any sort."""

    group: str = "device"
    evidence: Mapping[str, Triple] = MappingProxyType({})
    labels: Sequence[str] = ()
    brand: str = ""
    rung: int = 0


class Variant(NamedTuple):
    """What differs between the rules that the laws are tried on."""

    weighted: bool = True
    missing: tuple[str, ...] = ("exclude",) * 6
    combine: str = "best"
    caps: frozenset[str] = frozenset()
    clamp: bool = True
    least: float = 0.0
    scale: float = 1.0
    turned: bool = False


def reading(attribute: str, objective: str, value: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"attribute": attribute, "objective": objective, "value": value, **more}


MEDIANS = {"dell": 60, "dell|0": 30, "dell|2": 90, "acer": 50}
ENERGY = [
    reading(
        "tec",
        "min",
        {"kind": "steps", "steps": [[20, 100], [50, 60], [80, 10]]},
        when={"attribute": "external", "at_least": 1},
    ),
    reading(
        "tec",
        "min",
        {"kind": "linear", "best": 0.5, "worst": 1.5},
        within={"medians": MEDIANS, "size_classes": [14, 16]},
    ),
    reading("tec", "min", {"kind": "log", "best": 10, "worst": 110}),
]
WARRANTY = [reading("years", "max", {"kind": "points", "points": [[10, 0], [60, 70], [90, 100]]})]
REPAIR = [reading("share", "max", {"kind": "affine", "slope": 1, "per": 1.3, "round": True})]
PALM = [reading("palm", "min", {"kind": "affine", "slope": -1, "per": 5, "low": -15, "high": 5})]
LABELS = {
    "classes": [
        {"points": 80, "codes": ["GOOD"]},
        {"points": 35, "codes": ["FAIR", "FINE"], "family": "f"},
        {"points": 20, "codes": ["PLAIN"], "family": "f"},
        {"points": 45, "codes": ["SMALL"], "only": ["device/small", "food/fish"]},
    ],
    "extras": [{"points": 15, "codes": ["PLUS"]}],
}
# id, kind, weight, what is read, where it applies; the first is the base of the other method.
CRITERIA: list[tuple[str, str, float, dict[str, Any], dict[str, Any]]] = [
    ("energy", "energy", 3, {"readings": ENERGY}, {}),
    ("warranty", "repair", 1, {"readings": WARRANTY}, {}),
    ("ecolabel", "label", 2, {"labels": LABELS}, {}),
    ("repair", "repair", 1.5, {"readings": REPAIR}, {"only": ["device/small", "food"]}),
    ("palm", "palm", 0, {"readings": PALM}, {}),
    ("organic", "label", 0.7, {"labels": {"classes": [{"points": 60, "codes": ["BIO"]}]}}, {}),
]
CAPS: dict[str, dict[str, Any]] = {
    "few": {"when": {"kinds_fewer_than": 2}, "best": "B"},
    "alone": {"when": {"only_kinds": ["energy", "label"]}, "best": "B", "worst": "D"},
    "unidentified": {"when": {"identified": False}, "best": "C"},
    "heavy": {"when": {"attribute": "weight", "at_least": 50}, "best": "C"},
    "floor": {"when": {"attribute": "weight", "at_least": 80}, "worst": "D"},
    "used": {"when": {"attribute": "used", "at_least": 60}, "no_grade": True},
    "base": {"when": {"base_grade": "E"}, "best": "D"},
    "both": {"when": {"base_grade": "B", "attribute": "weight", "at_least": 30}, "best": "C"},
}


@lru_cache(100_000)
def rules_of(variant: Variant) -> GroupRules:
    """Return the rules of a variant, parsed once."""
    listed = []
    for (name, kind, weight, what, where), missing in zip(CRITERIA, variant.missing, strict=True):
        row = {"id": name, "kind": kind, "text": TEXT, "reference": "r", **what, **where}
        if variant.weighted and name == "palm":
            continue
        row["missing"] = missing
        if missing == "cap":
            row["missing_best"] = "B" if name == "warranty" else "C"
        if variant.weighted:
            row["weight"] = weight * variant.scale
        listed.append(row)
    if not variant.weighted:
        listed[1]["missing_points"] = -7
        listed[-1]["unless"] = "ecolabel"
    base, listed = (listed, []) if variant.weighted else (listed[:1], listed[1:])
    group: dict[str, Any] = {
        "name": TEXT,
        "cuts": CUTS,
        "minimum_coverage": variant.least,
        "not_graded": ["device/none"],
        "caps": [{"id": name, "text": TEXT, **CAPS[name]} for name in sorted(variant.caps)],
    }
    if variant.weighted:
        rows = base[::-1] if variant.turned else base
        group |= {"method": "weighted_mean", "criteria": rows}
    else:
        for row in listed:
            if "labels" in row:
                row["labels"] = {**row["labels"], "most": 12}
        group |= {"method": "base_plus_adjustments", "base": base[0], "adjustments": listed}
        group |= {"sum_limits": {"low": -20, "high": 25}, "clamp": variant.clamp}
    for row in [*base, *listed]:
        if row["id"] == "ecolabel":
            row["labels"] = {**row["labels"], "combine": variant.combine}
    return ruleset_of({**DOCUMENT, "groups": {"all": group}}).groups["all"]


def table(products: Sequence[Product]) -> ProductTable:
    """Return the products as one table."""
    groups, evidence, labels, brands, rungs = zip(*products, strict=True)
    return table_of(groups, evidence, labels, brands, np.array(rungs))


def run(variant: Variant, products: Sequence[Product]) -> Scores:
    """Return the scores of some products."""
    return score(rules_of(variant), table(products))


figures = st.integers(0, 260).map(lambda x: x / 2)  # halves, so that thresholds are often met
triples = st.tuples(figures, figures, figures).map(lambda x: tuple(sorted(x)))
exact = figures.map(lambda x: (x, x, x))
either = triples | exact
NAMES = ("tec", "years", "share", "palm", "weight", "used")
evidence_rows = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(NAMES, either),
        "external": st.sampled_from([(0.0, 0.0, 0.0), (1.0, 1.0, 1.0), (0.0, 1.0, 2.0)]),
        "screen_size": st.sampled_from([13.0, 14.0, 15.0, 16.0, 17.0]).map(lambda x: (x, x, x)),
    },
)
CODES = ("GOOD", "FAIR", "FINE", "PLAIN", "SMALL", "PLUS", "BIO", "OTHER")
products = st.builds(
    Product,
    st.sampled_from(["device", "device/small", "food/fish", "device/none"]),
    evidence_rows,
    st.lists(st.sampled_from(CODES), unique=True, max_size=4),
    st.sampled_from(["", "Dell", "ACER", "hp"]),
    st.sampled_from([0, 0, 1, 2]),
)


def some_variants(n: int) -> list[Variant]:
    """Return n variants, the same at every run: drawing one of them is quicker than its parts."""
    random = Random(1)
    policies = ("exclude", "neutral", "pessimistic", "cap")
    return [
        Variant(
            weighted=bool(i % 2),
            missing=tuple(random.choice(policies) for _ in CRITERIA),
            combine=random.choice(["best", "sum"]),
            caps=frozenset(random.sample(sorted(CAPS), random.randrange(5))),
            clamp=random.random() < 0.5,
            least=random.choice([0.0, 0.0, 0.4]),
        )
        for i in range(n)
    ]


variants = st.sampled_from([Variant(), Variant(weighted=False), *some_variants(1000)])
