"""The review list in the workspace: doubtful matches, and the answers that are remembered.

A row is about one key of one shop: its `sku:shop|number`, or `name:…` where it has no SKU. Its
status is open, accepted (with `about` product or group, and `subject`) or rejected. Callers that
write do so inside `Workspace.writing()`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Any

from service.store.workspace import Row, Workspace

OPEN, ACCEPTED, REJECTED = "open", "accepted", "rejected"
COLUMNS = ("id", "shop_id", "key", "title", "candidates", "about", "subject", "status", "at")


def add(workspace: Workspace, rows: Iterable[Row]) -> int:
    """Add doubtful matches; one that was asked before is left as it is. Return how many are new."""
    names = COLUMNS[1:]
    marks = ", ".join(f":{name}" for name in names)
    sql = f"INSERT OR IGNORE INTO reviews ({', '.join(names)}) VALUES ({marks})"  # noqa: S608
    connection = workspace.connection
    before = connection.total_changes
    connection.executemany(sql, (dict(row) for row in rows))
    return connection.total_changes - before


def listed(workspace: Workspace, status: str = OPEN) -> list[dict[str, Any]]:
    """Return the reviews of a status, oldest first."""
    sql = f"SELECT {', '.join(COLUMNS)} FROM reviews WHERE status = ? ORDER BY id"  # noqa: S608
    return _rows(workspace.connection.execute(sql, (status,)))


def one(workspace: Workspace, number: int) -> dict[str, Any] | None:
    """Return a review by its number, None where there is none."""
    sql = f"SELECT {', '.join(COLUMNS)} FROM reviews WHERE id = ?"  # noqa: S608
    return next(iter(_rows(workspace.connection.execute(sql, (number,)))), None)


def decide(workspace: Workspace, number: int, row: Row) -> None:
    """Write a person's answer: about, subject, status and the time."""
    sql = "UPDATE reviews SET about = ?, subject = ?, status = ?, at = ? WHERE id = ?"
    values = tuple(row[name] for name in ("about", "subject", "status", "at"))
    workspace.connection.execute(sql, (*values, number))


def answered(workspace: Workspace) -> dict[tuple[str, str], dict[str, Any]]:
    """Return (shop, key) -> review of all that people have answered."""
    rows = listed(workspace, ACCEPTED) + listed(workspace, REJECTED)
    return {(row["shop_id"], row["key"]): row for row in rows}


def confirmed(workspace: Workspace) -> list[dict[str, Any]]:
    """Return what people have confirmed, for publishing."""
    return listed(workspace, ACCEPTED)


def refused(workspace: Workspace) -> list[dict[str, Any]]:
    """Return what people have refused, for publishing."""
    return listed(workspace, REJECTED)


def _rows(cursor: sqlite3.Cursor) -> list[dict[str, Any]]:
    return [dict(zip(COLUMNS, row, strict=True)) for row in cursor.fetchall()]


def count(workspace: Workspace, status: str = OPEN) -> int:
    """Return how many reviews have a status."""
    sql = "SELECT count(*) FROM reviews WHERE status = ?"
    found: int = workspace.connection.execute(sql, (status,)).fetchone()[0]
    return found


def page(workspace: Workspace, status: str, after: int, limit: int) -> list[dict[str, Any]]:
    """Return reviews of a status whose number is `after` or more, by number."""
    sql = (
        f"SELECT {', '.join(COLUMNS)} FROM reviews WHERE status = ? AND id >= ?"  # noqa: S608
        " ORDER BY id LIMIT ?"
    )
    return _rows(workspace.connection.execute(sql, (status, after, limit)))


def before(workspace: Workspace, status: str, number: int, limit: int) -> list[dict[str, Any]]:
    """Return the last reviews of a status whose number is lower, by number."""
    sql = (
        f"SELECT {', '.join(COLUMNS)} FROM reviews WHERE status = ? AND id < ?"  # noqa: S608
        " ORDER BY id DESC LIMIT ?"
    )
    return _rows(workspace.connection.execute(sql, (status, number, limit)))[::-1]


def named_like(workspace: Workspace, words: str, limit: int) -> list[tuple[str, str, str]]:
    """Return (id, Danish name, brand) of groups, then products, that hold all the words."""
    parts = [
        "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        for word in words.split()[:8]
    ]
    if not parts:
        return []
    found: list[tuple[str, str, str]] = []
    for table, brand in (("groups", "''"), ("products", "brand")):
        text = f"(id || ' ' || name_da || ' ' || {brand})"
        where = " AND ".join(f"{text} LIKE ? ESCAPE '\\'" for _ in parts)
        sql = f"SELECT id, name_da, {brand} FROM {table} WHERE {where} LIMIT ?"  # noqa: S608
        found += workspace.connection.execute(sql, (*parts, limit - len(found))).fetchall()
    return found
