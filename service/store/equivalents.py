"""Documented equivalents of labels in the workspace; writing is the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from service.store.workspace import Row, Workspace

COLUMNS = (
    *("id", "product_id", "code", "document", "reason", "reviewer", "valid_from", "created_at"),
    *("expires_on", "revoked_who", "revoked_at", "revoked_why"),
)
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM equivalents"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Equivalent:
    """A decision that a document proves what a label would.

    Attributes:
        code: the label's.
        document: the document's title, number or address.
        reviewer: who judged it, as they are called.
        valid_from, expires_on: the first and the last day on which it counts.
        revoked_at: since when it counts no more, "" where it was not revoked.
    """

    id: int
    product_id: str
    code: str
    document: str
    reason: str
    reviewer: str
    valid_from: str
    created_at: str
    expires_on: str
    revoked_who: str
    revoked_at: str
    revoked_why: str


def add(workspace: Workspace, row: Row) -> int:
    """Add a decision; return its id."""
    given = {name: row.get(name, "") for name in COLUMNS[1:]}
    cursor = workspace.connection.execute(
        f"INSERT INTO equivalents ({', '.join(given)})"  # noqa: S608
        f" VALUES ({', '.join(f':{name}' for name in given)})",
        given,
    )
    assert cursor.lastrowid is not None  # it was an insert
    return cursor.lastrowid


def of_products(workspace: Workspace, products: Sequence[str]) -> list[Equivalent]:
    """Return the decisions about some products, the newest first."""
    sql = f"{_SELECT} WHERE product_id IN (SELECT value FROM json_each(?)) ORDER BY id DESC"  # noqa: S608
    cursor = workspace.connection.execute(sql, (json.dumps(list(products)),))
    return [Equivalent(*row) for row in cursor]


def revoke(workspace: Workspace, number: int, who: str, at: str, why: str) -> None:
    """Let a decision count no more."""
    sql = "UPDATE equivalents SET revoked_who = ?, revoked_at = ?, revoked_why = ? WHERE id = ?"
    workspace.connection.execute(sql, (who, at, why, number))


def in_force(workspace: Workspace) -> list[tuple[Any, ...]]:
    """Return (product_id, code, document, valid_from, expires_on) of those not revoked."""
    sql = (
        "SELECT product_id, code, document, valid_from, expires_on FROM equivalents"
        " WHERE revoked_at = '' ORDER BY id"
    )
    return workspace.connection.execute(sql).fetchall()
