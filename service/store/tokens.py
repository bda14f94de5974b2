"""The tokens of the API in the workspace; of a token only its SHA-256 is kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from service.store.peek import peek
from service.store.workspace import Workspace

COLUMNS = ("id", "name", "hash", "scope", "created_by", "created_at", "expires_on", "revoked_at")
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM tokens"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Token:
    """A token, without itself.

    Attributes:
        hash: its SHA-256, in hexadecimal.
        scope: "scores" or "admin"; the latter may what the former may, and preview rules.
        expires_on: the last day it is good for, YYYY-MM-DD, "" for ever.
        revoked_at: since when it is good for nothing, "" for never.
    """

    id: int
    name: str
    hash: str
    scope: str
    created_by: str
    created_at: str
    expires_on: str
    revoked_at: str


def everything(workspace: Workspace) -> list[Token]:
    """Return all tokens, the newest first."""
    rows = workspace.connection.execute(f"{_SELECT} ORDER BY id DESC").fetchall()
    return [Token(*row) for row in rows]


def numbered(workspace: Workspace, number: int) -> Token | None:
    """Return the token of an id, None where there is none."""
    row = workspace.connection.execute(f"{_SELECT} WHERE id = ?", (number,)).fetchone()
    return Token(*row) if row else None


def add(workspace: Workspace, token: Token) -> int:
    """Keep a new token, whose id is given; return it."""
    marks = ", ".join("?" * (len(COLUMNS) - 1))
    cursor = workspace.connection.execute(
        f"INSERT INTO tokens ({', '.join(COLUMNS[1:])}) VALUES ({marks})",  # noqa: S608
        [getattr(token, name) for name in COLUMNS[1:]],
    )
    return int(cursor.lastrowid or 0)


def revoke(workspace: Workspace, number: int, at: str) -> None:
    """Mark a token as revoked."""
    workspace.connection.execute("UPDATE tokens SET revoked_at = ? WHERE id = ?", (at, number))


def forget(workspace: Workspace, numbers: list[int]) -> None:
    """Take tokens off the list."""
    workspace.connection.executemany("DELETE FROM tokens WHERE id = ?", [(n,) for n in numbers])


def serving(folder: Path) -> list[tuple[str, str, str, bool]]:
    """Return (hash, scope, expires_on, revoked) of all tokens, read without writing anything.

    A machine that only serves has no workspace, and no tokens but those of its settings.

    Raises:
        sqlite3.Error: where there is a workspace that cannot be read just now.
    """
    rows = peek(folder, "SELECT hash, scope, expires_on, revoked_at != '' FROM tokens")
    return [(digest, scope, until, bool(gone)) for digest, scope, until, gone in rows]
