"""Looks keys up in the workspace: what a GTIN, part number or a shop's own number leads to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from service.store.workspace import Workspace

BATCH = 500  # below SQLite's limit on marks in one statement
Found = dict[str, dict[str, str]]  # key -> product -> rung


def by_keys(workspace: Workspace, keys: Iterable[str]) -> Found:
    """Return key -> the products it leads to, each with its rung."""
    found: Found = defaultdict(dict)
    for part in _batches(sorted(set(keys))):
        marks = ",".join("?" * len(part))
        sql = f"SELECT key, product_id, rung FROM known_keys WHERE key IN ({marks})"  # noqa: S608
        for key, product, rung in workspace.connection.execute(sql, part):
            found[key][product] = rung
    return found


def by_skus(workspace: Workspace, shop: str, skus: Iterable[str]) -> dict[str, str]:
    """Return SKU -> product of a shop's present offers."""
    found: dict[str, str] = {}
    for part in _batches(sorted(set(skus))):
        marks = ",".join("?" * len(part))
        sql = (
            "SELECT o.sku, coalesce(s.same_as, o.product_id) FROM offers o"  # noqa: S608
            " LEFT JOIN same_products s ON s.product_id = o.product_id"
            f" WHERE shop_id = ? AND withdrawn_by IS NULL AND sku IN ({marks})"
        )
        found.update(workspace.connection.execute(sql, (shop, *part)).fetchall())
    return found


def names(workspace: Workspace, subjects: Iterable[str]) -> dict[str, str]:
    """Return the Danish names of products and product groups by their ids."""
    found: dict[str, str] = {}
    for part in _batches(sorted(set(subjects))):
        marks = ",".join("?" * len(part))
        for table in ("groups", "products"):
            sql = f"SELECT id, name_da FROM {table} WHERE id IN ({marks})"  # noqa: S608
            found.update(workspace.connection.execute(sql, part).fetchall())
    return found


def families(workspace: Workspace) -> list[Mapping[str, object]]:
    """Return key, product, brand, year and screen of every model known by its family name."""
    sql = (
        "SELECT i.key, p.id, p.brand,"
        " (SELECT max(e.year) FROM evidence e WHERE e.subject = p.id"
        "   AND e.attribute = 'gwp_total' AND e.superseded_by IS NULL AND e.withdrawn_by IS NULL"
        "   AND e.withdrawn_at IS NULL),"
        " (SELECT max(e.value) FROM evidence e WHERE e.subject = p.id"
        "   AND e.attribute = 'screen_size' AND e.superseded_by IS NULL"
        "   AND e.withdrawn_by IS NULL AND e.withdrawn_at IS NULL)"
        " FROM known_keys i JOIN products p ON p.id = i.product_id WHERE i.rung = 'family'"
    )
    columns = ("key", "product", "brand", "year", "screen")
    return [dict(zip(columns, row, strict=True)) for row in workspace.connection.execute(sql)]


def device_brands(workspace: Workspace) -> list[str]:
    """Return the brands that sell other things than food."""
    sql = "SELECT DISTINCT brand FROM products WHERE brand != '' AND group_id NOT LIKE 'food%'"
    return [brand for (brand,) in workspace.connection.execute(sql)]


def titles(workspace: Workspace) -> Iterable[tuple[str, str, str]]:
    """Yield (product, brand, Danish name) of every product that is no device.

    A device is known by its family and generation; a likeness of names is not enough.
    """
    sql = (
        "SELECT id, brand, name_da FROM products WHERE (group_id = '' OR group_id LIKE 'food%')"
        " AND id NOT IN (SELECT product_id FROM same_products)"
    )
    yield from workspace.connection.execute(sql)


def _batches(values: Sequence[str]) -> Iterable[Sequence[str]]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]
