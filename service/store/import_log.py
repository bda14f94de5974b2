"""What was imported, for people to look through."""

from __future__ import annotations

from typing import Any

from service.store.workspace import Workspace

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


def of_supplier(workspace: Workspace, supplier: str) -> list[dict[str, Any]]:
    """Return the imports of a supplier's own files, the newest first; letters' case is one."""
    rows = _rows(workspace, f"{_SELECT} ORDER BY i.id DESC", ())
    name = supplier.casefold()
    return [row for row in rows if name in (row["part"].casefold(), row["shop"].casefold())]


def _rows(workspace: Workspace, sql: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
    cursor = workspace.connection.execute(sql, values)
    columns = [c[0] for c in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]
