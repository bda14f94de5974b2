"""One product as its page shows it: what buyers are told, and all that is known and why."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from scoring.evidence import best_rows
from scoring.rules import Ruleset
from service import rulesets
from service.curation.attributes import Readable, readable, texts_of
from service.curation.equivalents import in_force
from service.rulesets import ruleset_of_document
from service.store import dossier, equivalents, hand
from service.store.dossier import Rows
from service.store.same import members, stands_for
from service.store.snapshot import Language, Snapshot, line_of
from service.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Shown:
    """A row of evidence or a certificate on the page.

    Attributes:
        state: "counts", "outranked" (a better row of the attribute counts), "not_yet" or "over"
            (by its dates), "superseded", "withdrawn" (by an import) or "by_hand".
    """

    row: dict[str, Any]
    state: str
    names: dict[str, str] = field(default_factory=dict)

    @property
    def stands(self) -> bool:
        """Whether it is kept among what is known, and not folded below."""
        return self.state not in ("superseded", "withdrawn", "by_hand")


@dataclass(frozen=True, slots=True)
class Dossier:
    """All of a product.

    Attributes:
        revision: what whoever edits it has seen.
        others: ids of products that are this one too.
        served: what buyers are told, None where nothing is.
        readable: what the rules read, for whoever sets a figure.
        inherited: figures of its group, for what it has none of its own.
    """

    product: dict[str, Any]
    revision: int
    others: list[str]
    served: dict[str, Any] | None
    readable: list[Readable]
    evidence: list[Shown]
    inherited: list[Shown]
    labels: list[Shown]
    equivalents: list[tuple[equivalents.Equivalent, bool]]
    identifiers: Rows
    offers: Rows
    reviews: Rows


def dossier_of(
    workspace: Workspace,
    snapshot: Snapshot | None,
    product: str,
    language: Language,
    today: date,
    shop: str = "",
) -> Dossier | None:
    """Return all of a product, None where there is no such one.

    Args:
        snapshot: what is served now, None where nothing is.
        shop: the shop whose buyers' alternatives are shown, the first that sells it for "".
    """
    standing = stands_for(workspace, product)
    row = dossier.product(workspace, standing)
    if row is None:
        return None
    ids = members(workspace, standing)
    rules = ruleset_of(snapshot)
    offers = dossier.offers(workspace, ids)
    own = _figures(dossier.evidence(workspace, ids), rules, row["group_id"], today)
    known = {each.row["attribute"] for each in own if each.state == "counts"}
    handed = _figures(dossier.of_group(workspace, row["group_id"]), rules, row["group_id"], today)
    return Dossier(
        product=row,
        revision=hand.revision(workspace, standing),
        others=[each for each in ids if each != standing],
        served=_served(snapshot, standing, offers, language, shop) if snapshot else None,
        readable=readable(rules, row["group_id"]),
        evidence=own,
        inherited=[x for x in handed if x.state == "counts" and x.row["attribute"] not in known],
        labels=[Shown(x, _state(x, today)) for x in dossier.labels(workspace, ids)],
        equivalents=[(x, in_force(x, today)) for x in equivalents.of_products(workspace, ids)],
        identifiers=dossier.identifiers(workspace, ids),
        offers=offers,
        reviews=dossier.reviews(workspace, ids),
    )


def ruleset_of(snapshot: Snapshot | None) -> Ruleset:
    """Return the rules that are served now, the shipped ones where nothing is."""
    if snapshot is None:
        return rulesets.load(rulesets.DEFAULT)
    return _parsed(snapshot.meta["ruleset"], snapshot.meta["data_as_of"])


@lru_cache(2)
def _parsed(document: str, day: str) -> Ruleset:
    served = "the published ruleset"
    return ruleset_of_document(json.loads(document), served, date.fromisoformat(day))


def _served(
    snapshot: Snapshot, product: str, offers: Rows, language: Language, shop: str
) -> dict[str, Any] | None:
    """Return the answer that buyers get, with the alternatives in a shop that sells it."""
    found = snapshot.find([f"id:{product}"]).get(f"id:{product}")
    if found is None:
        return None
    match, number = found
    sellers = [offer["shop_id"] for offer in offers if not offer["withdrawn_by"]]
    where = shop if shop in sellers else next(iter(sellers), "")
    body, swaps = snapshot.answer(number, language, line_of(where))
    told: dict[str, Any] = json.loads(b'{"match":' + match + b"," + body + swaps + b"}")
    return told | {"shop": where, "shops": sorted(set(sellers))}


def _figures(rows: Rows, rules: Ruleset, group: str, today: date) -> list[Shown]:
    """Return figures with what becomes of each, as publishing today would choose among them."""
    of_group = rules.rules_for(group)
    states = [_state(row, today) for row in rows]
    attributes = sorted({row["attribute"] for row in rows})
    # As in `service.store.columns`: what no shop loaded comes first, in the order it was put in.
    order = sorted(
        (i for i, state in enumerate(states) if state == "counts"),
        key=lambda i: (_of_shop(rows[i]), rows[i]["id"]),
    )
    if order:
        best = best_rows(
            np.array([attributes.index(rows[i]["attribute"]) for i in order], dtype=np.int64),
            [rows[i]["status"] for i in order],
            np.array([rows[i]["year"] or 0 for i in order], dtype=np.int64),
            np.array([rows[i]["high"] - rows[i]["low"] for i in order], dtype=np.float64),
            len(attributes),
        )
        chosen = {order[place] for place in best.tolist() if place >= 0}
        for i in order:
            states[i] = "counts" if i in chosen else "outranked"
    return [
        Shown(row, state, dict(texts_of(row["attribute"], of_group)))
        for row, state in zip(rows, states, strict=True)
    ]


def _of_shop(row: dict[str, Any]) -> tuple[bool, str]:
    origin = str(row["origin"])
    return (True, origin) if origin.startswith("shop:") else (False, "")


def _state(row: dict[str, Any], today: date) -> str:
    if row["superseded_by"]:
        return "superseded"
    if row["withdrawn_by"]:
        return "withdrawn"
    if row["withdrawn_at"]:
        return "by_hand"
    if row["valid_from"] and row["valid_from"] > today.isoformat():
        return "not_yet"
    if row["valid_to"] and row["valid_to"] < today.isoformat():
        return "over"
    return "counts"


def state_of(workspace: Workspace, product: str, row: int, today: date) -> str:
    """Return the state of one row of a product's evidence, "" where there is no such one."""
    rows = dossier.evidence(workspace, members(workspace, product))
    shown = _figures(rows, rulesets.load(rulesets.DEFAULT), "", today)
    return next((each.state for each in shown if each.row["id"] == row), "")
