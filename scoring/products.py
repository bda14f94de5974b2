"""Products as people write them down, for files of products and for golden cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.canonical import shown
from scoring.errors import EvidenceError
from scoring.figures import Figure, attribute
from scoring.rules import Ruleset
from scoring.score import Scores, score
from scoring.table import EXACT, FAMILY, GROUP, table_of

MATCHES = {"exact": EXACT, "family": FAMILY, "group": GROUP}
FIELDS = {"id", "group", "evidence", "labels", "brand", "match"}
QUOTE = "'"


@dataclass(frozen=True, slots=True)
class Product:
    """One product to score; see docs/cli.md for the written form.

    Attributes:
        evidence: attribute -> (low, value, high).
        rung: EXACT, FAMILY or GROUP, how it was recognised.
    """

    id: str | int
    group: str
    evidence: Mapping[str, Figure]
    labels: tuple[str, ...]
    brand: str
    rung: int


def product_of(data: Any, place: str, ruleset: Ruleset) -> Product:
    """Return the product that a JSON or TOML table describes, in the ruleset's units.

    Raises:
        EvidenceError: naming the place, the value and the remedy.
    """
    if not isinstance(data, Mapping):
        raise EvidenceError(place, f"{shown(data)} is no product.", 'Write {"id": …, "group": …}.')
    unknown = [key for key in data if key not in FIELDS]
    if unknown:
        raise EvidenceError(
            place, f"{shown(unknown[0])} is unknown.", f"Use {', '.join(sorted(FIELDS))}."
        )
    name, group = data.get("id"), data.get("group")
    if isinstance(name, bool) or not isinstance(name, str | int):
        raise EvidenceError(f"{place}, id", f"{shown(name)}.", "Write a text or a whole number.")
    if not isinstance(group, str):
        raise EvidenceError(f"{place}, group", f"{shown(group)}.", "Write a product group.")
    rules = ruleset.rules_for(group)
    if rules is None:
        known = ", ".join(ruleset.groups)
        raise EvidenceError(
            f"{place}, group", f"{shown(group)} has no rules.", f"Rules exist for {known}."
        )
    labels, evidence = data.get("labels", []), data.get("evidence", {})
    if not isinstance(labels, list) or not all(isinstance(code, str) for code in labels):
        raise EvidenceError(f"{place}, labels", f"{shown(labels)}.", "Write a list of codes.")
    if not isinstance(evidence, Mapping):
        raise EvidenceError(
            f"{place}, evidence", f"{shown(evidence)}.", "Write {attribute: figure}."
        )
    match, brand = data.get("match", "exact"), data.get("brand")
    if not isinstance(match, str) or match not in MATCHES:
        raise EvidenceError(f"{place}, match", f"{shown(match)}.", f"Use {', '.join(MATCHES)}.")
    if brand is not None and not isinstance(brand, str):
        raise EvidenceError(f"{place}, brand", f"{shown(brand)}.", "Write a text.")
    units = rules.units()
    return Product(
        id=name,
        group=group,
        evidence=dict(
            attribute(key, value, units.get(key, ""), f"{place}, {shown(key).strip(QUOTE)}")
            for key, value in evidence.items()
        ),
        labels=tuple(labels),
        brand=brand or "",
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
                f"product {shown(product.id)}, group",
                f"{shown(product.group)} has no rules.",
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
