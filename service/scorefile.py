"""Scoring a file of products, one JSON object a line, for checks outside the service."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import numpy as np

from scoring.errors import EvidenceError
from scoring.products import product_of, score_products
from scoring.rules import Ruleset
from scoring.score import Scores


def score_lines(ruleset: Ruleset, text: Iterable[str]) -> list[dict[str, Any]]:
    """Return {id, score, low, high, grade, coverage, contributions} per line, in order.

    A line is {id, group, evidence: {attribute: number or {value, low?, high?, unit?}},
    labels: [code], brand?, match?: exact | family | group}.

    Raises:
        EvidenceError: naming the line, the value and the remedy; nothing is then scored.
    """
    lines = [(line, f"line {i}") for i, line in enumerate(text, 1) if line.strip()]
    products = [product_of(_json(line, place), place, ruleset) for line, place in lines]
    scored = score_products(ruleset, products)
    return [
        {"id": product.id} | _answer(scores, row)
        for product, (scores, row) in zip(products, scored, strict=True)
    ]


def _answer(scores: Scores, row: int) -> dict[str, Any]:
    return {
        "score": _number(scores.score.value[row]),
        "low": _number(scores.score.low[row]),
        "high": _number(scores.score.high[row]),
        "grade": scores.grading.text(row),
        "coverage": _number(scores.coverage[row]),
        "contributions": {
            name: _number(values[row])
            for name, values in scores.contributions.items()
            if not np.isnan(values[row])
        },
    }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _json(line: str, place: str) -> Any:
    try:
        return json.loads(line)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits too
        raise EvidenceError(place, f"is not JSON: {error}.", "Write one object a line.") from None
