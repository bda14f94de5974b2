"""Products as people write them down, for files of products and for golden cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.errors import EvidenceError
from scoring.evidence import check_interval
from scoring.rules import Ruleset
from scoring.score import Scores, score
from scoring.table import EXACT, FAMILY, GROUP, table_of

MATCHES = {"exact": EXACT, "family": FAMILY, "group": GROUP}
FIELDS = {"id", "group", "evidence", "labels", "brand", "match"}
Figure = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Product:
    """One product to score; see docs/cli.md for the written form.

    Attributes:
        evidence: attribute -> (low, value, high).
        rung: EXACT, FAMILY or GROUP, how it was recognised.
    """

    id: Any
    group: str
    evidence: Mapping[str, Figure]
    labels: tuple[str, ...]
    brand: str
    rung: int


def product_of(data: Any, place: str) -> Product:
    """Return the product that a JSON or TOML table describes.

    Raises:
        EvidenceError: naming the place, the value and the remedy.
    """
    if not isinstance(data, Mapping) or "id" not in data or not isinstance(data.get("group"), str):
        raise EvidenceError(place, "has no id or group.", 'Write {"id": …, "group": …, …}.')
    unknown = sorted(set(data) - FIELDS)
    if unknown:
        raise EvidenceError(place, f"{unknown} is unknown.", f"Use {', '.join(sorted(FIELDS))}.")
    labels, evidence = data.get("labels", []), data.get("evidence", {})
    if not isinstance(labels, list) or not all(isinstance(code, str) for code in labels):
        raise EvidenceError(f"{place}, labels", f"{labels!r}.", "Write a list of codes.")
    if not isinstance(evidence, Mapping):
        raise EvidenceError(f"{place}, evidence", f"{evidence!r}.", "Write {attribute: figure}.")
    match = data.get("match", "exact")
    if match not in MATCHES:
        raise EvidenceError(f"{place}, match", f"{match!r}.", f"Use {', '.join(MATCHES)}.")
    return Product(
        id=data["id"],
        group=data["group"],
        evidence=dict(_attribute(k, v, f"{place}, {k}") for k, v in evidence.items()),
        labels=tuple(labels),
        brand=str(data.get("brand") or ""),
        rung=MATCHES[match],
    )


def score_products(ruleset: Ruleset, products: Sequence[Product]) -> list[tuple[Scores, int]]:
    """Return for each product the scores of its group and its row in them, in order.

    Raises:
        EvidenceError: where a product's group has no rules.
    """
    by_rules: dict[str, list[int]] = defaultdict(list)
    for i, product in enumerate(products):
        rules = ruleset.rules_for(product.group)
        if rules is None:
            raise EvidenceError(
                f"product {product.id}, group",
                f"'{product.group}' has no rules.",
                f"Rules exist for {', '.join(ruleset.groups)}.",
            )
        by_rules[rules.group].append(i)
    found: dict[int, tuple[Scores, int]] = {}
    for group, members in by_rules.items():
        some = [products[i] for i in members]
        table = table_of(
            [p.group for p in some],
            [p.evidence for p in some],
            [p.labels for p in some],
            [p.brand for p in some],
            np.array([p.rung for p in some], dtype=np.int_),
        )
        scores = score(ruleset.groups[group], table)
        found |= {i: (scores, row) for row, i in enumerate(members)}
    return [found[i] for i in range(len(products))]


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
