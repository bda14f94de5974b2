"""The administrators in the workspace. Callers that write do so inside `Workspace.writing()`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from service.store.workspace import Workspace

COLUMNS = (
    *("name", "display", "roles", "password", "issuer", "subject", "language"),
    *("created_at", "disabled_at"),
)
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM users"  # noqa: S608


@dataclass(frozen=True, slots=True)
class User:
    """An administrator.

    Attributes:
        name: what they sign in with and what the audit calls them.
        display: how they are shown.
        password: the hash, "" for who comes from a provider.
        issuer, subject: whom the provider says they are, "" for local accounts.
        language: "da" or "en".
        disabled_at: since when they are let in no more, "" for never.
    """

    name: str
    display: str
    roles: tuple[str, ...]
    password: str
    issuer: str
    subject: str
    language: str
    created_at: str
    disabled_at: str

    @property
    def active(self) -> bool:
        """Whether they are let in."""
        return not self.disabled_at


def named(workspace: Workspace, name: str) -> User | None:
    """Return the user of a name, None where there is none."""
    return _one(workspace, "name = ?", name)


def from_provider(workspace: Workspace, issuer: str, subject: str) -> User | None:
    """Return whom a provider calls `subject`, None where there is none."""
    return _one(workspace, "issuer = ? AND subject = ? AND issuer != ''", issuer, subject)


def everybody(workspace: Workspace) -> list[User]:
    """Return all users by name."""
    rows = workspace.connection.execute(f"{_SELECT} ORDER BY name").fetchall()
    return [_user(row) for row in rows]


def put(workspace: Workspace, user: User) -> None:
    """Write a user, in place of the one of the same name."""
    row = {name: getattr(user, name) for name in COLUMNS} | {"roles": json.dumps(user.roles)}
    workspace.put("users", [row])


def _one(workspace: Workspace, where: str, *values: str) -> User | None:
    row = workspace.connection.execute(f"{_SELECT} WHERE {where}", values).fetchone()
    return _user(row) if row else None


def _user(row: tuple[Any, ...]) -> User:
    values = dict(zip(COLUMNS, row, strict=True))
    return User(**values | {"roles": tuple(json.loads(values["roles"]))})
