"""The workspace's content, read once for publishing, with what counts on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.evidence import Status, best_rows
from scoring.table import EXACT, FAMILY, GROUP, Kinds
from scoring.values import Interval
from service.publish.subjects import NO_ORIGIN, Figures, Index, Label, Origin, Subjects
from service.store import columns
from service.store.columns import Only
from service.store.same import as_one, same_products, whole
from service.store.workspace import Workspace

Row = Mapping[str, Any]
COLUMNS = "subject attribute value low high status source year".split()


@dataclass(frozen=True)
class Catalogue:
    """Everything that publishing needs.

    Attributes:
        products: by id.
        classes: the product groups, as what a match by group alone is judged by.
        identifiers: (key, product id, rung), by key.
        same: id of a product that another stands for -> the other's; offers name the other.
        hosts: shop host -> shop id.
    """

    groups: Mapping[str, Row]
    label_types: Mapping[str, Row]
    sources: Mapping[str, Row]
    products: Subjects
    classes: Subjects
    identifiers: Sequence[tuple[str, str, str]]
    offers: Sequence[Row]
    hosts: Mapping[str, str]
    same: Mapping[str, str]

    @cached_property
    def sold(self) -> Index:
        """The row of each offer's product, -1 where that is gone."""
        row_of = _numbered(self.products.ids.tolist())
        rows = [row_of.get(offer["product_id"], -1) for offer in self.offers]
        return np.array(rows, dtype=np.int64)


def read_catalogue(workspace: Workspace, day: date, only: Only = None) -> Catalogue:
    """Return the catalogue with the evidence and the certificates that count on a day.

    Args:
        only: ids of products; no others are read, nor their offers. None is all.
    """
    groups = {g["id"]: g for g in workspace.rows("groups")}
    only = None if only is None else whole(workspace, only)
    identifiers, same = columns.identifiers(workspace, only), same_products(workspace)
    origins: dict[Origin, int] = {}
    classes = _classes(workspace, groups, day, origins)
    products = _products(workspace, identifiers, same, only, day, origins)
    numbered = tuple(origins)
    return Catalogue(
        groups=groups,
        label_types={row["code"]: row for row in workspace.rows("label_types")},
        sources={row["id"]: row for row in workspace.rows("sources")},
        products=replace(products, origins=numbered),
        classes=replace(classes, origins=numbered),
        identifiers=identifiers,
        offers=as_one(columns.offers(workspace, only), same),
        hosts={row["host"]: row["shop_id"] for row in workspace.rows("shop_hosts")},
        same=same,
    )


def _classes(
    workspace: Workspace, groups: Mapping[str, Row], day: date, origins: dict[Origin, int]
) -> Subjects:
    blocks = columns.evidence(workspace, day, of_groups=True)
    names = list(groups)
    return Subjects(
        ids=np.array([f"group/{group}" for group in names], dtype=np.object_),
        names={
            "da": np.array([g["name_da"] for g in groups.values()], dtype=np.object_),
            "en": np.array([g["name_en"] for g in groups.values()], dtype=np.object_),
        },
        brands=Kinds.of([""] * len(names)),
        groups=Kinds.of(names),
        rungs=np.full(len(names), GROUP, dtype=np.int8),
        demo=np.zeros(len(names), dtype=np.bool_),
        evidence=_figures(blocks, _numbered(names), len(names), origins, specific=False),
        origins=(),
        labels={},
        expired={},
    )


def _products(
    workspace: Workspace,
    identifiers: Iterable[tuple[str, str, str]],
    same: Mapping[str, str],
    only: Only,
    day: date,
    origins: dict[Origin, int],
) -> Subjects:
    rows = columns.products(workspace, only)
    ids, group, brands, da, en, demo = zip(*rows, strict=True) if rows else ((),) * 6
    groups = Kinds.of(group)
    identified = {product for _, product, rung in identifiers if rung in ("gtin", "mpn")}
    row_of = _numbered(ids)
    row_of |= {product: row_of[other] for product, other in same.items() if other in row_of}
    blocks = columns.evidence(workspace, day, of_groups=False, only=only)
    own = _figures(blocks, row_of, len(ids), origins, specific=True)
    blocks = columns.evidence(workspace, day, of_groups=True)
    handed_down = ([row for row in block if row[-1]] for block in blocks)
    kinds = groups.kinds
    typical = _figures(handed_down, _numbered(kinds), len(kinds), origins, specific=False)
    labels, expired = _labels(columns.labels(workspace, only), row_of, day)
    return Subjects(
        ids=np.array(ids, dtype=np.object_),
        names={"da": np.array(da, dtype=np.object_), "en": np.array(en, dtype=np.object_)},
        brands=Kinds.of(brands),
        groups=groups,
        rungs=np.array([EXACT if i in identified else FAMILY for i in ids], dtype=np.int8),
        demo=np.array(demo, dtype=np.bool_),
        evidence=_inherited(own, typical, groups.index.astype(np.int64)),
        origins=(),
        labels=labels,
        expired=expired,
    )


def _numbered(ids: Sequence[str]) -> dict[str, int]:
    return {each: row for row, each in enumerate(ids)}


def _figures(
    blocks: Iterable[columns.Block],
    number: Mapping[str, int],
    n: int,
    origins: dict[Origin, int],
    *,
    specific: bool,
) -> dict[str, Figures]:
    """Return per attribute the figures of n subjects that count, see `best_rows`.

    Args:
        number: whose row each subject's evidence is.
    """

    def meet(source: tuple[str, int, Status]) -> int:
        met[source] = origins.setdefault(Origin(*source, specific), len(origins))
        return met[source]

    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    met: dict[tuple[str, int, str], int] = {}  # quicker to ask than origins
    for block in blocks:
        column = dict(zip(COLUMNS, zip(*block, strict=True), strict=False)) if block else {}
        if not column:
            continue
        sources = zip(column["source"], column["year"], column["status"], strict=True)
        arrays: dict[str, NDArray[Any]] = {
            "row": np.array([number.get(s, -1) for s in column["subject"]], dtype=np.int64),
            "origin": np.array([met[o] if o in met else meet(o) for o in sources], dtype=np.int32),
            **{name: np.array(column[name], dtype=np.float64) for name in ("low", "value", "high")},
            "year": np.array(column["year"], dtype=np.int64),
            "status": np.array(column["status"], dtype=np.object_),
        }
        kinds = Kinds.of(column["attribute"])
        for i, attribute in enumerate(kinds.kinds):
            rows = np.flatnonzero((kinds.index == i) & (arrays["row"] >= 0))
            found[attribute].append({name: a[rows] for name, a in arrays.items()})
    return {name: _best(parts, n) for name, parts in sorted(found.items())}


def _best(parts: list[dict[str, Any]], n: int) -> Figures:
    a = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    rows = best_rows(a["row"], a["status"].tolist(), a["year"], a["high"] - a["low"], n)
    known = rows >= 0
    bounds = []
    for name in ("low", "value", "high"):
        column = np.full(n, np.nan)
        column[known] = a[name][rows[known]]
        bounds.append(column)
    origin = np.full(n, NO_ORIGIN, dtype=np.int32)
    origin[known] = a["origin"][rows[known]]
    return Figures(Interval.of(*bounds), origin)


def _inherited(
    own: Mapping[str, Figures], typical: Mapping[str, Figures], group: Index
) -> dict[str, Figures]:
    """Return each product's own figures, and its group's where it has none."""
    result = dict(own)
    for name, figures in typical.items():
        handed = figures.take(group)
        mine = own.get(name)
        if mine is not None:
            known = mine.origin != NO_ORIGIN
            bounds = (
                np.where(known, a, b)
                for a, b in (
                    (mine.interval.low, handed.interval.low),
                    (mine.interval.value, handed.interval.value),
                    (mine.interval.high, handed.interval.high),
                )
            )
            handed = Figures(Interval.of(*bounds), np.where(known, mine.origin, handed.origin))
        result[name] = handed
    return result


Held = dict[int, tuple[Label, ...]]


def _labels(rows: columns.Block, number: Mapping[str, int], day: date) -> tuple[Held, Held]:
    """Return the certificates that are valid on a day, and those that have expired, by row."""
    valid: Held = {}
    expired: Held = {}
    told: dict[tuple[int, str, str, bool], Label] = {}
    for product, code, licence, start, end, equivalent in rows:
        row = number.get(product)
        if row is not None:
            label = Label(code, licence, _day(start), _day(end), bool(equivalent))
            key = (row, code, licence, label.equivalent)
            told[key] = _both(told.get(key, label), label)
    for (row, *_), label in told.items():
        if label.valid_to is not None and label.valid_to < day:
            expired[row] = (*expired.get(row, ()), label)
        elif label.valid_from is None or label.valid_from <= day:
            valid[row] = (*valid.get(row, ()), label)
    return valid, expired


def _both(one: Label, other: Label) -> Label:
    """Return one certificate that two have told of: valid from the first day to the last."""
    starts, ends = (one.valid_from, other.valid_from), (one.valid_to, other.valid_to)
    return one._replace(
        valid_from=None if None in starts else min(d for d in starts if d),
        valid_to=None if None in ends else max(d for d in ends if d),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
