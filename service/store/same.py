"""Which products are one: what shops call their own, and a GTIN or part number says is the same.

What each shop said of its goods stays as it said it. Which of them are one product is worked out
anew after every load from all that is there, so it depends on no order, and a shop that changes
its mind or goes takes nothing with it. Products that contradict one another are never joined: the
key that both have then leads to two products, and the publish leaves it out.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from scoring.identifiers import brand_key
from service.store.workspace import Workspace

RUNGS = ("gtin", "mpn")  # the best first: where a part number contradicts a GTIN, the GTIN stays
SHOP = "shop:"  # the origin of a shop's own loads
_SHARED = (
    "SELECT DISTINCT i.rung, i.key, p.id FROM identifiers i JOIN products p ON p.id = i.product_id"
    " WHERE i.rung IN ('gtin', 'mpn') AND i.key IN (SELECT key FROM identifiers"
    "   WHERE rung IN ('gtin', 'mpn') GROUP BY key HAVING min(product_id) <> max(product_id))"
    " ORDER BY i.rung, i.key, p.id"  # "gtin" comes before "mpn"
)
_MEMBERS = (
    "SELECT p.id, p.origin, p.group_id, p.brand, (SELECT max(i.key) FROM identifiers i"
    "   WHERE i.product_id = p.id AND i.rung = 'gtin' AND i.origin = p.origin) AS gtin,"
    " EXISTS (SELECT 1 FROM identifiers i WHERE i.product_id = p.id AND i.origin <> p.origin)"
    "   AS imported"
    " FROM products p WHERE p.id IN (SELECT value FROM json_each(?))"
)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A key that several products have and that joins none of them.

    Attributes:
        owners: the ids of the products that have it.
        column: what they differ in, as the CSV file calls it.
        values: two products with the two values.
    """

    key: str
    owners: tuple[str, ...]
    column: str
    values: tuple[tuple[str, str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Member:
    """A product that shares a key; `imported` tells whether an import knows it too."""

    id: str
    origin: str
    group: str
    brand: str
    gtin: str
    imported: bool

    @property
    def of_shop(self) -> bool:
        return self.origin.startswith(SHOP)

    @property
    def rank(self) -> tuple[bool, bool, str]:
        """What sorts the one that stands for all first: figures of imports hang on it."""
        return self.of_shop, not self.imported, self.id


def settle_same(workspace: Workspace) -> list[Contradiction]:
    """Work out anew which products are one, in the caller's transaction; return what joins none.

    All shops' products that share a GTIN, or brand and part number, are one, together with the one
    product of the catalogue or an import that has it. They must agree in product group and brand
    (what is not told contradicts nothing), and those that a part number joins in their GTINs too.
    """
    owners: dict[str, list[str]] = defaultdict(list)
    for _, key, product in workspace.connection.execute(_SHARED):
        owners[key].append(product)
    members = _members(workspace, {p for each in owners.values() for p in each})
    whole = {product: [member] for product, member in members.items()}
    found: list[Contradiction] = []
    for key, ids in owners.items():
        if not any(members[i].of_shop for i in ids):
            continue  # two sources' doing, which no shop can mend
        parts = list({id(whole[i]): whole[i] for i in ids}.values())
        joined = [member for part in parts for member in part]
        differing = _differing(joined) if len(parts) > 1 else None
        if differing is not None:
            found.append(Contradiction(key, tuple(ids), *differing))
        elif len(parts) > 1:
            whole.update({m.id: joined for m in joined})
    rows: list[tuple[str, str]] = []
    for joined in {id(each): each for each in whole.values()}.values():
        first = min(joined, key=lambda m: m.rank).id
        rows += [(m.id, first) for m in joined if m.id != first]
    workspace.connection.execute("DELETE FROM same_products")
    workspace.connection.executemany("INSERT INTO same_products VALUES (?, ?)", rows)
    return found


def same_products(workspace: Workspace) -> dict[str, str]:
    """Return the id of each product that another stands for -> the other's."""
    sql = "SELECT product_id, same_as FROM same_products ORDER BY product_id"
    return dict(workspace.connection.execute(sql).fetchall())


def members(workspace: Workspace, product: str) -> list[str]:
    """Return the ids of all that are one product, its own first; none where there is no such."""
    sql = (
        "SELECT id FROM products WHERE id = :id OR id IN"
        " (SELECT product_id FROM same_products WHERE same_as = :id) ORDER BY id <> :id, id"
    )
    return [row[0] for row in workspace.connection.execute(sql, {"id": product})]


def whole(workspace: Workspace, ids: Iterable[str]) -> list[str]:
    """Return the ids of some products, and of all that are one with any of them."""
    sql = (
        "WITH first AS (SELECT coalesce(s.same_as, j.value) AS id FROM json_each(?) j"
        "   LEFT JOIN same_products s ON s.product_id = j.value)"
        " SELECT id FROM first UNION"
        " SELECT product_id FROM same_products WHERE same_as IN (SELECT id FROM first)"
    )
    rows = workspace.connection.execute(sql, (json.dumps(list(ids)),))
    return [row[0] for row in rows]


def stands_for(workspace: Workspace, product: str) -> str:
    """Return the id of the product that stands for one, its own where it does itself."""
    sql = "SELECT same_as FROM same_products WHERE product_id = ?"
    row = workspace.connection.execute(sql, (product,)).fetchone()
    return row[0] if row else product


def as_one(rows: Iterable[Mapping[str, Any]], same: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """Return rows with the product that stands for each one's own as their `product_id`."""
    return [
        {**row, "product_id": same[row["product_id"]]} if row["product_id"] in same else row
        for row in rows
    ]


def forget_shop(workspace: Workspace, shop: str) -> None:
    """Remove what an earlier load of a shop put in, but not the products that imports know too.

    Their figures hang on these, and another shop may sell them.
    """
    workspace.forget(SHOP + shop, but=("products",))
    workspace.connection.execute(
        "DELETE FROM products WHERE origin = ? AND id NOT IN (SELECT product_id FROM identifiers)",
        [SHOP + shop],
    )


def _members(workspace: Workspace, ids: set[str]) -> dict[str, _Member]:
    rows = workspace.connection.execute(_MEMBERS, (json.dumps(sorted(ids)),))
    return {
        product: _Member(product, origin, group, brand, gtin or "", bool(imported))
        for product, origin, group, brand, gtin, imported in rows
    }


def _differing(
    members: list[_Member],
) -> tuple[str, tuple[tuple[str, str], tuple[str, str]]] | None:
    """Return the first column in which two of some products contradict one another."""
    others = [m for m in members if not m.of_shop]
    told = {
        "group": [(m.id, m.group, m.group) for m in members],
        "brand": [(m.id, m.brand, brand_key(m.brand)) for m in members],
        # A product of the catalogue may have many GTINs, so there it proves nothing.
        "gtin": [] if others else [(m.id, m.gtin.partition(":")[2], m.gtin) for m in members],
        "product": [(m.id, m.id, m.id) for m in others],
    }
    for column, values in told.items():
        known = sorted(value for value in values if value[2])
        for product, value, compared in known[1:]:
            if compared != known[0][2]:
                return column, (known[0][:2], (product, value))
    return None
