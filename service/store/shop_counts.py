"""Shops with their hosts, how many offers they have, and how many of these can be judged."""

from __future__ import annotations

from dataclasses import dataclass

from service.store.workspace import COUNTING, Workspace


@dataclass(frozen=True, slots=True)
class ShopCount:
    """A shop.

    Attributes:
        offers: offers that were not withdrawn.
        grouped: of these, how many are of a product whose product group is known.
        documented: how many are of a product that has figures or certificates of its own.
    """

    id: str
    name: str
    hosts: tuple[str, ...]
    offers: int
    grouped: int
    documented: int


def counted(workspace: Workspace) -> list[ShopCount]:
    """Return all shops, by name."""
    hosts: dict[str, list[str]] = {}
    for row in workspace.rows("shop_hosts"):
        hosts.setdefault(row["shop_id"], []).append(row["host"])
    sql = f"""
        WITH own AS (
          SELECT subject AS product FROM evidence WHERE {COUNTING["evidence"]}
          UNION SELECT product_id FROM labels WHERE {COUNTING["labels"]}
        )
        SELECT s.id, s.name, count(o.sku),
          coalesce(sum(p.group_id != ''), 0), coalesce(sum(own.product IS NOT NULL), 0)
        FROM shops s
        LEFT JOIN offers o ON o.shop_id = s.id AND {COUNTING["offers"]}
        LEFT JOIN same_products m ON m.product_id = o.product_id
        LEFT JOIN products p ON p.id = coalesce(m.same_as, o.product_id)
        LEFT JOIN own ON own.product = coalesce(m.same_as, o.product_id)
        GROUP BY s.id ORDER BY s.name, s.id
        """  # noqa: S608
    return [
        ShopCount(row[0], row[1], tuple(hosts.get(row[0], ())), *row[2:])
        for row in workspace.connection.execute(sql)
    ]
