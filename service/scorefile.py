"""Scoring a file of products, one JSON object a line, for checks outside the service."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np

from scoring.errors import EvidenceError
from scoring.evidence import check_interval
from scoring.rules import Ruleset
from scoring.score import score
from scoring.table import EXACT, FAMILY, GROUP, table_of

MATCHES = {"exact": EXACT, "family": FAMILY, "group": GROUP}
FIELDS = {"id", "group", "evidence", "labels", "brand", "match"}
Product = dict[str, Any]
Figure = tuple[float, float, float]


def score_lines(ruleset: Ruleset, text: Iterable[str]) -> list[Product]:
    """Return {id, score, low, high, grade, coverage, contributions} per line, in order.

    A line is {id, group, evidence: {attribute: number or {value, low, high}}, labels: [code],
    brand?, match?: exact | family | group}.

    Raises:
        EvidenceError: naming the line, the value and the remedy; nothing is then scored.
    """
    products = [_product(line, i) for i, line in enumerate(text, 1) if line.strip()]
    by_rules: dict[str, list[int]] = defaultdict(list)
    for i, product in enumerate(products):
        rules = ruleset.rules_for(product["group"])
        if rules is None:
            known = ", ".join(ruleset.groups)
            raise EvidenceError(
                f"product {product['id']}, group",
                f"'{product['group']}' has no rules.",
                f"Rules exist for {known}.",
            )
        by_rules[rules.group].append(i)
    result: list[Product] = [{} for _ in products]
    for group, members in by_rules.items():
        for i, answer in zip(
            members, _score(ruleset, group, [products[i] for i in members]), strict=True
        ):
            result[i] = answer
    return result


def _score(ruleset: Ruleset, group: str, products: list[Product]) -> list[Product]:
    scores = score(
        ruleset.groups[group],
        table_of(
            [p["group"] for p in products],
            [p["evidence"] for p in products],
            [p["labels"] for p in products],
            [p["brand"] for p in products],
            np.array([p["match"] for p in products], dtype=np.int_),
        ),
    )
    return [
        {
            "id": product["id"],
            "score": _number(scores.score.value[i]),
            "low": _number(scores.score.low[i]),
            "high": _number(scores.score.high[i]),
            "grade": scores.grading.text(i),
            "coverage": _number(scores.coverage[i]),
            "contributions": {
                name: _number(values[i])
                for name, values in scores.contributions.items()
                if not np.isnan(values[i])
            },
        }
        for i, product in enumerate(products)
    ]


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _product(line: str, number: int) -> Product:
    place = f"line {number}"
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise EvidenceError(place, f"is not JSON: {error}.", "Write one object a line.") from None
    if not isinstance(data, dict) or "id" not in data or not isinstance(data.get("group"), str):
        raise EvidenceError(place, "has no id or group.", 'Write {"id": …, "group": …, …}.')
    unknown = sorted(set(data) - FIELDS)
    if unknown:
        raise EvidenceError(place, f"{unknown} is unknown.", f"Use {', '.join(sorted(FIELDS))}.")
    labels, evidence = data.get("labels", []), data.get("evidence", {})
    if not isinstance(labels, list) or not all(isinstance(code, str) for code in labels):
        raise EvidenceError(f"{place}, labels", f"{labels!r}.", "Write a list of codes.")
    if not isinstance(evidence, dict):
        raise EvidenceError(f"{place}, evidence", f"{evidence!r}.", "Write {attribute: figure}.")
    match = data.get("match", "exact")
    if match not in MATCHES:
        raise EvidenceError(f"{place}, match", f"{match!r}.", f"Use {', '.join(MATCHES)}.")
    return {
        "id": data["id"],
        "group": data["group"],
        "evidence": dict(_attribute(k, v, f"{place}, {k}") for k, v in evidence.items()),
        "labels": labels,
        "brand": str(data.get("brand") or ""),
        "match": MATCHES[match],
    }


def _attribute(name: str, value: Any, place: str) -> tuple[str, Figure]:
    """Return an attribute with its figure; a list of packaging parts becomes one figure.

    packaging is [{material, shape}], scores from 0 to 100; a shape of up to 1 is a share of 100.
    packaging_loss is the sum of (100 - material) x shape over the parts, shape as a share.
    """
    if name != "packaging":
        return name, _figure(value, place)
    remedy = "Write [{material, shape}, …] with scores from 0 to 100."
    if not isinstance(value, list) or not value:
        raise EvidenceError(place, f"{value!r}.", remedy)
    loss = 0.0
    for part in value:
        if not isinstance(part, dict) or set(part) != {"material", "shape"}:
            raise EvidenceError(place, f"{part!r}.", remedy)
        (material, _, _), (shape, _, _) = (
            _figure(part[key], f"{place}, {key}") for key in ("material", "shape")
        )
        if not (0 <= material <= 100 and 0 <= shape <= 100):
            raise EvidenceError(place, f"{part!r}.", remedy)
        loss += (100 - material) * (shape if shape <= 1 else shape / 100)
    return "packaging_loss", (loss, loss, loss)


def _figure(value: Any, place: str) -> Figure:
    remedy = "Write a number, or {value, low, high}."
    if isinstance(value, dict):
        if set(value) - {"value", "low", "high"} or "value" not in value:
            raise EvidenceError(place, f"{value!r}.", remedy)
        middle = value["value"]
        figure: tuple[Any, ...] = (value.get("low", middle), middle, value.get("high", middle))
    else:
        figure = (value, value, value)
    if not all(isinstance(x, int | float) for x in figure):
        raise EvidenceError(place, f"{value!r}.", remedy)
    low, middle, high = (float(x) for x in figure)
    check_interval(place, low, middle, high)
    return low, middle, high
