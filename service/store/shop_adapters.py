"""The administrator's shop adapters in the workspace: versions are added, none is ever changed.

Callers that write do so inside `Workspace.writing()`.
"""

from __future__ import annotations

from dataclasses import dataclass

from service.store.workspace import Workspace

REMOVED = ""  # the document of an adapter that was taken away


@dataclass(frozen=True, slots=True)
class Version:
    """One version: its number, its document as JSON or REMOVED, and when it was put in (ISO)."""

    number: int
    document: str
    at: str


def put(workspace: Workspace, adapter: str, document: str, at: str) -> None:
    """Add a version, which counts from now on."""
    sql = "INSERT INTO shop_adapters (adapter, document, at) VALUES (?, ?, ?)"
    workspace.connection.execute(sql, (adapter, document, at))


def current(workspace: Workspace) -> dict[str, str]:
    """Return adapter id -> document of those that count, by id."""
    rows = workspace.connection.execute(
        "SELECT adapter, document FROM shop_adapters"
        " WHERE id IN (SELECT max(id) FROM shop_adapters GROUP BY adapter)"
        " AND document <> ? ORDER BY adapter",
        (REMOVED,),
    )
    return dict(rows.fetchall())


def versions(workspace: Workspace, adapter: str) -> list[Version]:
    """Return all versions of an adapter, the newest first."""
    sql = "SELECT id, document, at FROM shop_adapters WHERE adapter = ? ORDER BY id DESC"
    return [Version(*row) for row in workspace.connection.execute(sql, (adapter,))]


def known(workspace: Workspace) -> list[str]:
    """Return the ids of all adapters that there ever were."""
    rows = workspace.connection.execute("SELECT DISTINCT adapter FROM shop_adapters ORDER BY 1")
    return [adapter for (adapter,) in rows]
