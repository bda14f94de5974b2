"""All that the workspace holds of one product, for its page; superseded and withdrawn rows too."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from service.store.workspace import Workspace

Rows = list[dict[str, Any]]
AMONG = "(SELECT value FROM json_each(?))"
_ORIGIN = (  # where a row comes from, who put it in, and who ended it
    "s.name AS source_name, s.version AS source_version, s.url AS source_url,"
    " i.at AS import_at, i.file AS import_file, w.at AS gone_at, w.file AS gone_file"
)
_JOINS = (
    " LEFT JOIN sources s ON s.id = t.source LEFT JOIN imports i ON i.id = t.import_id"
    " LEFT JOIN imports w ON w.id = t.withdrawn_by"
)
_BY = (
    ", n.import_id AS by_import, n.set_who AS by_who, n.set_at AS by_at, n.set_why AS by_why,"
    " ni.at AS by_import_at, ni.file AS by_file"
)
MOST = 500  # rows of a kind that a page shows


def product(workspace: Workspace, name: str) -> dict[str, Any] | None:
    """Return a product with its group's names, None where there is none."""
    found = _rows(
        workspace,
        "SELECT p.*, g.name_da AS group_da, g.name_en AS group_en FROM products p"
        " LEFT JOIN groups g ON g.id = p.group_id WHERE p.id = ?",
        name,
    )
    return found[0] if found else None


def evidence(workspace: Workspace, products: Sequence[str]) -> Rows:
    """Return all figures of a product, attribute by attribute, the newest row first."""
    return _rows(
        workspace,
        f"SELECT t.*, {_ORIGIN}{_BY} FROM evidence t{_JOINS}"  # noqa: S608
        " LEFT JOIN evidence n ON n.id = t.superseded_by"
        " LEFT JOIN imports ni ON ni.id = n.import_id"
        f" WHERE t.subject IN {AMONG} ORDER BY t.attribute, t.id DESC LIMIT {MOST}",
        json.dumps(list(products)),
    )


def of_group(workspace: Workspace, group: str) -> Rows:
    """Return the figures that a product has from its group where it has none of its own."""
    return _rows(
        workspace,
        f"SELECT t.*, {_ORIGIN} FROM evidence t{_JOINS} WHERE t.subject = ? AND t.inherits = 1"  # noqa: S608
        " AND t.superseded_by IS NULL AND t.withdrawn_by IS NULL AND t.withdrawn_at IS NULL"
        f" ORDER BY t.attribute, t.id LIMIT {MOST}",
        group,
    )


def labels(workspace: Workspace, products: Sequence[str]) -> Rows:
    """Return all certificates of a product, the newest row first."""
    return _rows(
        workspace,
        f"SELECT t.*, {_ORIGIN}, k.name_da, k.name_en, n.import_id AS by_import,"  # noqa: S608
        f" ni.at AS by_import_at, ni.file AS by_file FROM labels t{_JOINS}"
        " LEFT JOIN label_types k ON k.code = t.code LEFT JOIN labels n ON n.id = t.superseded_by"
        " LEFT JOIN imports ni ON ni.id = n.import_id"
        f" WHERE t.product_id IN {AMONG} ORDER BY t.code, t.id DESC LIMIT {MOST}",
        json.dumps(list(products)),
    )


def identifiers(workspace: Workspace, products: Sequence[str]) -> Rows:
    """Return what a product is recognised by: key, rung and what told it."""
    return _rows(
        workspace,
        "SELECT DISTINCT key, rung, origin FROM identifiers"  # noqa: S608
        f" WHERE product_id IN {AMONG} ORDER BY rung, key LIMIT {MOST}",
        json.dumps(list(products)),
    )


def offers(workspace: Workspace, products: Sequence[str]) -> Rows:
    """Return a product's offers with their shops' names, those that were withdrawn last."""
    return _rows(
        workspace,
        "SELECT o.*, s.name AS shop_name,"  # noqa: S608
        " (SELECT min(host) FROM shop_hosts h WHERE h.shop_id = o.shop_id) AS host"
        " FROM offers o LEFT JOIN shops s ON s.id = o.shop_id"
        f" WHERE o.product_id IN {AMONG}"
        f" ORDER BY o.withdrawn_by IS NOT NULL, o.shop_id, o.sku LIMIT {MOST}",
        json.dumps(list(products)),
    )


def reviews(workspace: Workspace, products: Sequence[str]) -> Rows:
    """Return what people have said about lines of shops that may be this product."""
    return _rows(
        workspace,
        f"SELECT * FROM reviews WHERE subject IN {AMONG} ORDER BY id DESC LIMIT {MOST}",  # noqa: S608
        json.dumps(list(products)),
    )


def label_types(workspace: Workspace) -> Rows:
    """Return the labels that the catalogue knows, by their Danish names."""
    return _rows(workspace, "SELECT * FROM label_types ORDER BY name_da, code")


def names(workspace: Workspace) -> dict[str, dict[str, dict[str, str]]]:
    """Return facet -> value -> its name in both languages, of groups, shops and labels."""
    both = "SELECT id, name_da, name_en FROM groups"
    queries = {
        "group": both,
        "shop": "SELECT id, name, name FROM shops",
        "label": "SELECT code, name_da, name_en FROM label_types",
    }
    return {
        facet: {key: {"da": da, "en": en} for key, da, en in workspace.connection.execute(sql)}
        for facet, sql in queries.items()
    }


def _rows(workspace: Workspace, sql: str, *values: str) -> Rows:
    cursor = workspace.connection.execute(sql, values)
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]
