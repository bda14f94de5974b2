"""The workspace read for scoring: in blocks of plain rows, for millions of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from service.store import equivalents
from service.store.workspace import COUNTING, Workspace

BLOCK = 100_000
IN_TURN = (
    "origin NOT LIKE 'shop:%' ORDER BY id",
    "origin LIKE 'shop:%' ORDER BY origin, id",
)
AMONG = "(SELECT value FROM json_each(:only))"
Block = list[tuple[Any, ...]]
Only = Sequence[str] | None  # ids of products that alone are read; None is all
_VALID = (
    "(valid_from = '' OR valid_from IS NULL OR valid_from <= :day)"
    " AND (valid_to = '' OR valid_to IS NULL OR valid_to >= :day)"
)


def _among(column: str, only: Only) -> str:
    """Return the condition that keeps a query to some products, whose ids `_ids` gives."""
    return "TRUE" if only is None else f"{column} IN {AMONG}"


def _ids(only: Only) -> dict[str, str]:
    return {} if only is None else {"only": json.dumps(list(only))}


def products(workspace: Workspace, only: Only = None) -> Block:
    """Return (id, group_id, brand, name_da, name_en, demo) of products, by id.

    Of several that are one, the one that stands for them, with what only another tells filled in.
    """
    sql = (
        "SELECT id, group_id, brand, name_da, name_en, demo FROM products"  # noqa: S608
        f" WHERE id NOT IN (SELECT product_id FROM same_products) AND {_among('id', only)}"
        " ORDER BY id"
    )
    rows = workspace.connection.execute(sql, _ids(only)).fetchall()
    told = workspace.connection.execute(
        "SELECT s.same_as, max(p.group_id), min(nullif(p.brand, '')), max(p.demo)"
        " FROM same_products s JOIN products p ON p.id = s.product_id GROUP BY s.same_as"
    )
    others = {product: rest for product, *rest in told}
    if not others:
        return rows
    return [_with_others(row, others[row[0]]) if row[0] in others else row for row in rows]


def _with_others(row: tuple[Any, ...], others: list[Any]) -> tuple[Any, ...]:
    product, group, brand, da, en, demo = row
    return (product, group or others[0], brand or others[1] or "", da, en, max(demo, others[2]))


def evidence(
    workspace: Workspace, day: date, *, of_groups: bool, only: Only = None
) -> Iterator[Block]:
    """Yield (subject, attribute, value, low, high, status, source, year, inherits) in blocks.

    Only what counts on the day; of product groups or of everything. First what no shop loaded, in
    the order it was put in, then what shops did, shop by shop: in whichever order they came.
    """
    for whose in IN_TURN:
        sql = (
            "SELECT subject, attribute, value, low, high, status, source, year, inherits"  # noqa: S608
            f" FROM evidence WHERE {COUNTING['evidence']} AND {_VALID}"
            f"{' AND subject IN (SELECT id FROM groups)' if of_groups else ''}"
            f" AND {_among('subject', only)} AND {whose}"
        )
        cursor = workspace.connection.execute(sql, {"day": day.isoformat(), **_ids(only)})
        while block := cursor.fetchmany(BLOCK):
            yield block


def labels(workspace: Workspace, only: Only = None) -> Block:
    """Return (product_id, code, licence, valid_from, valid_to, equivalent) of what counts.

    See evidence; of a label and its documented equivalents the label comes first.
    """
    found: Block = []
    for whose in IN_TURN:
        sql = (
            "SELECT product_id, code, licence, valid_from, valid_to, 0"  # noqa: S608
            f" FROM labels WHERE {COUNTING['labels']} AND {_among('product_id', only)} AND {whose}"
        )
        found += workspace.connection.execute(sql, _ids(only)).fetchall()
    return found + [(*row, 1) for row in equivalents.in_force(workspace)]


def identifiers(workspace: Workspace, only: Only = None) -> list[tuple[str, str, str]]:
    """Return (key, product_id, rung) of identifiers, by key."""
    sql = (
        f"SELECT key, product_id, rung FROM known_keys WHERE {_among('own', only)}"  # noqa: S608
        " ORDER BY key, own, origin"
    )
    return workspace.connection.execute(sql, _ids(only)).fetchall()


def offers(workspace: Workspace, only: Only = None) -> list[dict[str, Any]]:
    """Return the offers, by shop and item number."""
    if only is None:
        return workspace.rows("offers")
    cursor = workspace.connection.execute(
        f"SELECT * FROM offers WHERE {COUNTING['offers']} AND {_among('product_id', only)}"  # noqa: S608
        " ORDER BY shop_id, sku",
        _ids(only),
    )
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
