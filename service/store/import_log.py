"""What was imported, for people to look through."""

from __future__ import annotations

from typing import Any

from service.store.workspace import Workspace

OWN = ("supplier", "peppol", "bmecat")  # sources that suppliers write themselves
_SELECT = (
    "SELECT i.*, s.name AS source_name, s.version, s.licence FROM imports i"
    " LEFT JOIN sources s ON s.id = i.evidence_source"
)


def logged(workspace: Workspace, before: int | None, limit: int) -> list[dict[str, Any]]:
    """Return imports, the newest first; `before` is the id that the page before ended with."""
    return _rows(
        workspace,
        f"{_SELECT} WHERE ? IS NULL OR i.id < ? ORDER BY i.id DESC LIMIT ?",
        (before, before, limit),
    )


def latest(workspace: Workspace) -> dict[str, dict[str, Any]]:
    """Return source → its last import."""
    sql = f"{_SELECT} WHERE i.id IN (SELECT max(id) FROM imports GROUP BY source)"  # noqa: S608
    return {row["source"]: row for row in _rows(workspace, sql, ())}


def by_supplier(workspace: Workspace) -> dict[str, dict[str, Any]]:
    """Return supplier or shop in lower case → the last import of files of their own."""
    where = f"WHERE i.source IN ({', '.join('?' * len(OWN))}) ORDER BY i.id"
    found = {}
    for row in _rows(workspace, f"{_SELECT} {where}", OWN):
        for name in {row["part"].casefold(), row["shop"].casefold()} - {""}:
            found[name] = row
    return found


def _rows(workspace: Workspace, sql: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
    cursor = workspace.connection.execute(sql, values)
    columns = [c[0] for c in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]
