"""What is published: every product, and every product group as a fallback."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from scoring.evidence import Evidence, best
from scoring.rules import GroupRules
from scoring.table import EXACT, FAMILY, GROUP, ProductTable, table_of
from service.store.workspace import Workspace

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Label:
    """A certificate of a product."""

    code: str
    licence: str
    valid_from: date | None
    valid_to: date | None

    def counts_on(self, day: date) -> bool:
        """Tell whether it is valid on a day, both ends included."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class Subject:
    """One thing to score: a product, a product known by its family only, or a group.

    Attributes:
        rung: EXACT for a product that has a GTIN or part number, FAMILY for one that a shop
            knows by its own number only or that was matched by its family, else GROUP.
        evidence: attribute -> the evidence that counts.
        labels: certificates that count on the day of publishing.
        expired: certificates that no longer do.
    """

    id: str
    names: Mapping[str, str]
    brand: str
    group: str
    rung: int
    demo: bool
    evidence: Mapping[str, Evidence]
    labels: tuple[Label, ...] = ()
    expired: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The workspace's content, read once for publishing."""

    groups: Mapping[str, Row]
    label_types: Mapping[str, Row]
    sources: Mapping[str, Row]
    products: list[Subject]
    classes: list[Subject]
    identifiers: Sequence[Row]
    offers: Sequence[Row]
    hosts: Mapping[str, str]


def read_catalogue(workspace: Workspace, day: date) -> Catalogue:
    """Return everything that publishing needs, with the evidence that counts on a day."""
    groups = {g["id"]: g for g in workspace.rows("groups")}
    own: dict[str, list[Evidence]] = defaultdict(list)
    inherited: dict[str, list[Evidence]] = defaultdict(list)
    for row in workspace.rows("evidence"):
        of_group = row["subject"] in groups
        evidence = _evidence(row, specific=not of_group)
        own[row["subject"]].append(evidence)
        if of_group and row["inherits"]:
            inherited[row["subject"]].append(evidence)
    held: dict[str, list[Label]] = defaultdict(list)
    for row in workspace.rows("labels"):
        held[row["product_id"]].append(
            Label(row["code"], row["licence"], _day(row["valid_from"]), _day(row["valid_to"]))
        )
    identifiers = workspace.rows("identifiers")
    identified = {row["product_id"] for row in identifiers if row["rung"] in ("gtin", "mpn")}
    products = [
        _product(
            row,
            EXACT if row["id"] in identified else FAMILY,
            own[row["id"]] + inherited[row["group_id"]],
            held[row["id"]],
            day,
        )
        for row in workspace.rows("products")
    ]
    classes = [
        Subject(
            id=f"group/{group}",
            names={"da": row["name_da"], "en": row["name_en"]},
            brand="",
            group=group,
            rung=GROUP,
            demo=False,
            evidence=best(own[group], day),
        )
        for group, row in groups.items()
    ]
    return Catalogue(
        groups=groups,
        label_types={row["code"]: row for row in workspace.rows("label_types")},
        sources={row["id"]: row for row in workspace.rows("sources")},
        products=products,
        classes=classes,
        identifiers=identifiers,
        offers=workspace.rows("offers"),
        hosts={row["host"]: row["shop_id"] for row in workspace.rows("shop_hosts")},
    )


def _product(
    row: Row, rung: int, evidence: list[Evidence], labels: list[Label], day: date
) -> Subject:
    return Subject(
        id=row["id"],
        names={"da": row["name_da"], "en": row["name_en"]},
        brand=row["brand"],
        group=row["group_id"],
        rung=rung,
        demo=bool(row["demo"]),
        evidence=best(evidence, day),
        labels=tuple(label for label in labels if label.counts_on(day)),
        expired=tuple(
            label for label in labels if label.valid_to is not None and label.valid_to < day
        ),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _evidence(row: Row, *, specific: bool) -> Evidence:
    return Evidence(
        attribute=row["attribute"],
        value=row["value"],
        low=row["low"],
        high=row["high"],
        unit=row["unit"],
        status=row["status"],
        source=row["source"],
        year=row["year"],
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        specific=specific,
    )


def table(rules: GroupRules, subjects: Iterable[Subject]) -> ProductTable:
    """Return subjects of one rule group as the scorer's columns.

    The figure of a mere group is widened by the rules' fallback factor, either way: that is
    how far a product of the group may lie from it.
    """
    listed = list(subjects)
    rows: list[dict[str, tuple[float, float, float]]] = []
    for subject in listed:
        factor = rules.fallback_factor if subject.rung == GROUP else 1.0
        rows.append(
            {
                e.attribute: (min(e.low, e.value / factor), e.value, max(e.high, e.value * factor))
                for e in subject.evidence.values()
            }
        )
    return table_of(
        [s.group for s in listed],
        rows,
        [[label.code for label in s.labels] for s in listed],
        [s.brand for s in listed],
        np.array([s.rung for s in listed], dtype=np.int_),
    )


def as_family(subject: Subject) -> Subject:
    """Return a product as it is judged when only its family and generation are known."""
    return replace(subject, rung=FAMILY)
