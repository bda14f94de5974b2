"""The workspace read for scoring: in blocks of plain rows, for millions of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from service.store.workspace import COUNTING, Workspace

BLOCK = 100_000
Block = list[tuple[Any, ...]]
_VALID = (
    "(valid_from = '' OR valid_from IS NULL OR valid_from <= :day)"
    " AND (valid_to = '' OR valid_to IS NULL OR valid_to >= :day)"
)


def products(workspace: Workspace) -> Block:
    """Return (id, group_id, brand, name_da, name_en, demo) of all products, by id."""
    sql = "SELECT id, group_id, brand, name_da, name_en, demo FROM products ORDER BY id"
    return workspace.connection.execute(sql).fetchall()


def evidence(workspace: Workspace, day: date, *, of_groups: bool) -> Iterator[Block]:
    """Yield (subject, attribute, value, low, high, status, source, year, inherits) in blocks.

    Only what counts on the day, in the order it was put in; of product groups or of everything.
    """
    sql = (
        "SELECT subject, attribute, value, low, high, status, source, year, inherits"  # noqa: S608
        f" FROM evidence WHERE {COUNTING['evidence']} AND {_VALID}"
        f"{' AND subject IN (SELECT id FROM groups)' if of_groups else ''} ORDER BY id"
    )
    cursor = workspace.connection.execute(sql, {"day": day.isoformat()})
    while block := cursor.fetchmany(BLOCK):
        yield block


def labels(workspace: Workspace) -> Block:
    """Return (product_id, code, licence, valid_from, valid_to) of all that count, by id."""
    sql = (
        "SELECT product_id, code, licence, valid_from, valid_to"  # noqa: S608
        f" FROM labels WHERE {COUNTING['labels']} ORDER BY id"
    )
    return workspace.connection.execute(sql).fetchall()


def identifiers(workspace: Workspace) -> list[tuple[str, str, str]]:
    """Return (key, product_id, rung) of all identifiers, by key."""
    sql = "SELECT key, product_id, rung FROM identifiers ORDER BY key, product_id, origin"
    return workspace.connection.execute(sql).fetchall()
