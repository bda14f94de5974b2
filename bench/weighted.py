"""A matrix and weights as the scorer takes them: a weighted mean of figures that are points."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scoring.parse import ruleset_of
from scoring.rules import GroupRules
from scoring.table import EXACT, Kinds, ProductTable
from scoring.values import Interval

Matrix = NDArray[np.float64]


def rules(weights: NDArray[np.float64]) -> GroupRules:
    """Return rules of one criterion a column, whose points are the figure itself."""
    text = {"da": "Prøve", "en": "Bench"}
    criteria = [
        {
            "id": f"c{i}",
            "kind": f"c{i}",
            "text": text,
            "weight": float(weight),
            "reference": "own",
            "readings": [
                {
                    "attribute": f"c{i}",
                    "unit": "points",
                    "objective": "max",
                    "value": {"kind": "linear", "best": 100, "worst": 0},
                }
            ],
        }
        for i, weight in enumerate(weights)
    ]
    group = {
        "name": text,
        "method": "weighted_mean",
        "cuts": {"A": 80, "B": 60, "C": 40, "D": 20},
        "criteria": criteria,
        "alternatives": {"points": 10, "grade": True},
    }
    document = {
        "id": "bench",
        "version": "1",
        "valid_from": "2026-01-01",
        "name": text,
        "references": {"own": {"text": "bench/scoring.py"}},
        "groups": {"bench": group},
    }
    return ruleset_of(document).groups["bench"]


def table(matrix: Matrix) -> ProductTable:
    """Return a matrix, products by criteria, as the scorer's columns."""
    n = len(matrix)
    same = Kinds(("bench",), np.zeros(n, dtype=np.int32))
    evidence = {
        f"c{i}": Interval.exact(np.ascontiguousarray(column)) for i, column in enumerate(matrix.T)
    }
    return ProductTable(same, evidence, {}, same, np.full(n, EXACT, dtype=np.int8))
