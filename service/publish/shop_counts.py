"""Shops with their hosts, how many offers they had at the last publish, and how many can be judged.

A million offers take seconds to count, so publishing counts them, and the snapshot's meta holds it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from scoring.table import Bools, Kinds
from service.publish.catalogue import Catalogue
from service.publish.subjects import Subjects
from service.store.workspace import Workspace

SHOPS = "shops"  # the counts' name in a snapshot's meta


@dataclass(frozen=True, slots=True)
class Count:
    """What a shop had when it was published.

    Attributes:
        offers: offers that were not withdrawn.
        grouped: of these, how many are of a product whose product group is known.
        documented: how many are of a product that has figures or certificates of its own.
    """

    offers: int
    grouped: int
    documented: int


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop; `count` is None where it came after the publish."""

    id: str
    name: str
    hosts: tuple[str, ...]
    count: Count | None


def counted(catalogue: Catalogue, shops: Iterable[str]) -> str:
    """Return the counts of shops as JSON: id -> offers, grouped, documented."""
    known = sorted(shops)
    names = Kinds.of([*known, *(o["shop_id"] for o in catalogue.offers)])  # theirs are the first
    shop = names.index[len(known) :]
    grouped = catalogue.products.groups.where(lambda group: group != "")
    each = [
        np.bincount(shop[among], minlength=len(known)).tolist()
        for among in (
            slice(None),
            np.append(grouped, False)[catalogue.sold],  # the last: a product gone
            np.append(_documented(catalogue.products), False)[catalogue.sold],
        )
    ]
    return json.dumps(dict(zip(known, zip(*each, strict=True), strict=False)))


def _documented(products: Subjects) -> Bools:
    """Return which products have figures of their own, or certificates, expired ones too."""
    own = np.zeros(len(products), dtype=np.bool_)
    specific = np.array([*(origin.specific for origin in products.origins), False])  # last: none
    for figures in products.evidence.values():
        own |= specific[figures.origin]
    own[[*products.labels, *products.expired]] = True
    return own


def listed(workspace: Workspace, meta: Mapping[str, str]) -> list[Shop]:
    """Return all shops, by name, with what a snapshot's meta says of them."""
    counts = {shop: Count(*each) for shop, each in json.loads(meta.get(SHOPS, "{}")).items()}
    hosts: dict[str, list[str]] = {}
    for row in workspace.rows("shop_hosts"):
        hosts.setdefault(row["shop_id"], []).append(row["host"])
    shops = [
        Shop(row["id"], row["name"], tuple(hosts.get(row["id"], ())), counts.get(row["id"]))
        for row in workspace.rows("shops")
    ]
    return sorted(shops, key=lambda shop: (shop.name, shop.id))
