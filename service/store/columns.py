"""The workspace read for scoring: in blocks of plain rows, for millions of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from service.store import equivalents
from service.store.workspace import COUNTING, Workspace

BLOCK = 100_000
IN_TURN = (
    "origin NOT LIKE 'shop:%' ORDER BY id",
    "origin LIKE 'shop:%' ORDER BY origin, id",
)
Block = list[tuple[Any, ...]]
_VALID = (
    "(valid_from = '' OR valid_from IS NULL OR valid_from <= :day)"
    " AND (valid_to = '' OR valid_to IS NULL OR valid_to >= :day)"
)


def products(workspace: Workspace) -> Block:
    """Return (id, group_id, brand, name_da, name_en, demo) of all products, by id.

    Of several that are one, the one that stands for them, with what only another tells filled in.
    """
    sql = (
        "SELECT id, group_id, brand, name_da, name_en, demo FROM products"
        " WHERE id NOT IN (SELECT product_id FROM same_products) ORDER BY id"
    )
    rows = workspace.connection.execute(sql).fetchall()
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


def evidence(workspace: Workspace, day: date, *, of_groups: bool) -> Iterator[Block]:
    """Yield (subject, attribute, value, low, high, status, source, year, inherits) in blocks.

    Only what counts on the day; of product groups or of everything. First what no shop loaded, in
    the order it was put in, then what shops did, shop by shop: in whichever order they came.
    """
    for whose in IN_TURN:
        sql = (
            "SELECT subject, attribute, value, low, high, status, source, year, inherits"  # noqa: S608
            f" FROM evidence WHERE {COUNTING['evidence']} AND {_VALID}"
            f"{' AND subject IN (SELECT id FROM groups)' if of_groups else ''} AND {whose}"
        )
        cursor = workspace.connection.execute(sql, {"day": day.isoformat()})
        while block := cursor.fetchmany(BLOCK):
            yield block


def labels(workspace: Workspace) -> Block:
    """Return (product_id, code, licence, valid_from, valid_to, equivalent) of what counts.

    See evidence; of a label and its documented equivalents the label comes first.
    """
    found: Block = []
    for whose in IN_TURN:
        sql = (
            "SELECT product_id, code, licence, valid_from, valid_to, 0"  # noqa: S608
            f" FROM labels WHERE {COUNTING['labels']} AND {whose}"
        )
        found += workspace.connection.execute(sql).fetchall()
    return found + [(*row, 1) for row in equivalents.in_force(workspace)]


def identifiers(workspace: Workspace) -> list[tuple[str, str, str]]:
    """Return (key, product_id, rung) of all identifiers, by key."""
    sql = "SELECT key, product_id, rung FROM known_keys ORDER BY key, own, origin"
    return workspace.connection.execute(sql).fetchall()
