"""The audit: who did what, when and why, in rows that are only ever added and chained by hash.

A row's hash covers all of the row and the hash of the row before it, so that no row can be changed,
taken out or put in between without `verify` noticing. That the last rows were cut off is seen by
whoever keeps a hash from outside: each published snapshot does (`audit` of its meta), and `kompas
audit verify --head`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from scoring.canonical import canonical_json
from service.store.workspace import Workspace

START = "0" * 64
COLUMNS = ("id", "at", "actor", "action", "subject", "details", "previous", "hash")
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM audit"  # noqa: S608


@dataclass(frozen=True, slots=True)
class Entry:
    """One row.

    Attributes:
        at: when, ISO 8601 in UTC.
        actor: the user's name; "cli:…" for the command line, "system" for what runs by itself.
        action: such as "ruleset.publish"; its first part is the kind of thing it is about.
        subject: what it was done to.
        details: what else is worth keeping: reasons, hashes, old and new values. No personal data.
    """

    id: int
    at: str
    actor: str
    action: str
    subject: str
    details: Mapping[str, Any]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Where the chain does not hold, and why: "changed", "missing" or "head"."""

    id: int
    problem: str


def record(
    workspace: Workspace,
    actor: str,
    action: str,
    subject: str,
    details: Mapping[str, Any] | None = None,
) -> str:
    """Add a row and return its hash. Call it inside the `Workspace.writing()` of what it is about.

    So either both are kept or neither is.
    """
    last = workspace.connection.execute("SELECT max(id), hash FROM audit").fetchone()
    number, previous = (last[0] or 0) + 1, last[1] or START
    text = canonical_json(details or {})
    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    row = (number, at, actor, action, subject, text, previous)
    digest = _digest(row)
    marks = ", ".join("?" * len(COLUMNS))
    workspace.connection.execute(f"INSERT INTO audit VALUES ({marks})", (*row, digest))  # noqa: S608
    return digest


def head(workspace: Workspace) -> str:
    """Return the hash of the newest row, of zeros where there is none."""
    row = workspace.connection.execute("SELECT max(id), hash FROM audit").fetchone()
    return row[1] or START


def entries(
    workspace: Workspace,
    *,
    actor: str = "",
    action: str = "",
    subject: str = "",
    since: str = "",
    until: str = "",
    before: int | None = None,
    limit: int | None = None,
) -> Iterator[Entry]:
    """Yield rows, newest first.

    Args:
        actor: that one's rows alone.
        action: rows whose action is this or begins with this and a dot.
        subject: rows whose subject contains this.
        since, until: days as YYYY-MM-DD, both included.
        before: rows with a lower id, for the next page.
    """
    wanted: list[tuple[str, Any]] = []
    if actor:
        wanted.append(("actor = ?", actor))
    if action:
        wanted.append(("(action || '.') LIKE ? ESCAPE '\\'", f"{_plain(action)}.%"))
    if subject:
        wanted.append(("subject LIKE ? ESCAPE '\\'", f"%{_plain(subject)}%"))
    if since:
        wanted.append(("at >= ?", since))
    if until:
        wanted.append(("substr(at, 1, 10) <= ?", until))
    if before is not None:
        wanted.append(("id < ?", before))
    where = f" WHERE {' AND '.join(sql for sql, _ in wanted)}" if wanted else ""
    cursor = workspace.connection.execute(
        f"{_SELECT}{where} ORDER BY id DESC LIMIT ?",
        (*(value for _, value in wanted), -1 if limit is None else limit),
    )
    for row in cursor:
        yield _entry(row)


def count(workspace: Workspace) -> int:
    """Return how many rows there are."""
    return int(workspace.connection.execute("SELECT count(*) FROM audit").fetchone()[0])


def actors(workspace: Workspace) -> list[str]:
    """Return everybody who is in the audit, by name."""
    rows = workspace.connection.execute("SELECT DISTINCT actor FROM audit ORDER BY actor")
    return [row[0] for row in rows]


def verify(workspace: Workspace, kept: str = "") -> Fault | None:
    """Return the first place where the chain does not hold, None where it does.

    Args:
        kept: a hash that somebody has kept from outside and that must be one of the rows'.
    """
    number, previous, seen = 0, START, kept in ("", START)
    for row in workspace.connection.execute(f"{_SELECT} ORDER BY id"):
        number += 1
        if row[0] != number:
            return Fault(number, "missing")
        if row[6] != previous or _digest(row[:7]) != row[7]:
            return Fault(number, "changed")
        previous = row[7]
        seen = seen or previous == kept
    return None if seen else Fault(number, "head")


def _digest(row: tuple[Any, ...]) -> str:
    return hashlib.sha256(json.dumps(row, ensure_ascii=False).encode()).hexdigest()


def _entry(row: tuple[Any, ...]) -> Entry:
    number, at, actor, action, subject, details, previous, digest = row
    return Entry(number, at, actor, action, subject, json.loads(details), previous, digest)


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
