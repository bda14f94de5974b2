"""Small rulesets for tests, of our own making."""

from copy import deepcopy
from typing import Any

from scoring.canonical import shown
from scoring.parse import ruleset_of
from scoring.rules import Ruleset

TEXT = {"da": "Tekst", "en": "Text"}
CUTS = {"A": 75, "B": 60, "C": 45, "D": 30}

FIGURE = {
    "id": "energy",
    "kind": "energy",
    "text": TEXT,
    "weight": 3,
    "reference": "r",
    "readings": [
        {
            "attribute": "tec",
            "unit": "kWh",
            "objective": "min",
            "value": {"kind": "linear", "best": 10, "worst": 110},
        }
    ],
}
STEPS = {
    "id": "warranty",
    "kind": "repair",
    "text": TEXT,
    "weight": 1,
    "reference": "r",
    "readings": [
        {
            "attribute": "years",
            "unit": "år",
            "objective": "max",
            "value": {"kind": "steps", "steps": [[5, 100], [3, 60], [2, 20]]},
        }
    ],
}
LABEL = {
    "id": "ecolabel",
    "kind": "ecolabel",
    "text": TEXT,
    "weight": 2,
    "reference": "r",
    "labels": {
        "classes": [{"points": 100, "codes": ["GOOD"]}, {"points": 50, "codes": ["FAIR"]}],
        "extras": [{"points": 15, "codes": ["PLUS"]}],
    },
}
WEIGHTED: dict[str, Any] = {
    "name": TEXT,
    "method": "weighted_mean",
    "cuts": CUTS,
    "minimum_coverage": 0.4,
    "criteria": [FIGURE, STEPS, LABEL],
}
BASE: dict[str, Any] = {
    "name": TEXT,
    "method": "base_plus_adjustments",
    "cuts": {"A": 80, "B": 60, "C": 40, "D": 20},
    "minimum_coverage": 0.5,
    "fallback_factor": 2,
    "sum_limits": {"high": 15},
    "base": {
        "id": "climate",
        "kind": "climate",
        "text": TEXT,
        "reference": "r",
        "readings": [
            {
                "attribute": "co2e",
                "unit": "kg",
                "objective": "min",
                "value": {"kind": "log", "best": 0.5, "worst": 20},
            }
        ],
    },
    "adjustments": [
        {
            "id": "organic",
            "kind": "organic",
            "text": TEXT,
            "reference": "r",
            "labels": {"classes": [{"points": 10, "codes": ["ORGANIC"]}]},
        },
        {
            "id": "fishery",
            "kind": "fishery",
            "text": TEXT,
            "reference": "r",
            "only": ["food/fish"],
            "labels": {"classes": [{"points": 8, "codes": ["FISH"]}]},
        },
        {
            "id": "palm",
            "kind": "palm",
            "text": TEXT,
            "reference": "r",
            "readings": [
                {
                    "attribute": "palm",
                    "objective": "min",
                    "value": {"kind": "table", "table": [[0, 0], [1, -10]]},
                }
            ],
        },
    ],
    "caps": [{"id": "base_e", "when": {"base_grade": "E"}, "best": "D", "text": TEXT}],
}
DOCUMENT: dict[str, Any] = {
    "id": "test",
    "version": "1",
    "valid_from": "2026-01-01",
    "name": TEXT,
    "references": {"r": {"text": "made up for a test"}},
    "groups": {"laptop": WEIGHTED, "food": BASE},
}


def document(**changes: Any) -> dict[str, Any]:
    """Return the document with dotted places changed: groups__laptop__criteria__0__weight=2."""
    result = deepcopy(DOCUMENT)
    for place, value in changes.items():
        *path, last = (int(p) if p.isdigit() else p for p in place.split("__"))
        target: Any = result
        for key in path:
            target = target[key]
        target[last] = value
    return result


def short(value: object) -> str:
    """Return a value as a test's id, whatever its size."""
    return shown(value)[:40]


def ruleset(**changes: Any) -> Ruleset:
    """Return the parsed ruleset with changes, see document()."""
    return ruleset_of(document(**changes))
