"""Versions of rulesets on their way, their kept documents and comments.

Callers that write do so inside `Workspace.writing()`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from service.store.workspace import Workspace

Status = Literal[
    "draft", "in_review", "approved", "scheduled", "published", "superseded", "withdrawn"
]
JSON = ("faults", "authors", "impact")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a ruleset.

    Attributes:
        revision: grows by one with every change; whoever changes it names the one they saw.
        ruleset, version: what the document calls itself, "" where it does not say.
        document: canonical JSON, valid or not.
        faults: what is wrong with it: {place, problem, remedy} each; none may be submitted.
        hash: SHA-256 of the document.
        base: what it was made from: "shipped:default", "version:12", "hash:…", "text", "cli:…".
        authors: everybody who has had a hand in the document, who made the draft first.
        approver: who approved it, "" while nobody has.
        publish_on: the day on which it is to be published, "" for none.
        reason: why it was approved although many grades change, or published again.
        impact: how many grades it changes, as it was found at the last approval or publishing.
    """

    id: int
    revision: int
    ruleset: str
    version: str
    status: Status
    document: str
    faults: Sequence[Mapping[str, str]]
    hash: str
    base: str
    authors: tuple[str, ...]
    created_at: str
    changed_at: str
    changed_by: str
    approver: str = ""
    publish_on: str = ""
    reason: str = ""
    impact: Mapping[str, Any] | None = None

    @property
    def content(self) -> dict[str, Any]:
        """The document as a table."""
        result: dict[str, Any] = json.loads(self.document)
        return result


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said of a version."""

    id: int
    author: str
    at: str
    text: str


@dataclass(frozen=True, slots=True)
class Published:
    """A ruleset that was published at some time; its document is immutable."""

    hash: str
    id: str
    version: str
    document: str
    published_at: str


COLUMNS = tuple(field.name for field in fields(Version))
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM ruleset_versions"  # noqa: S608


def get(workspace: Workspace, number: int) -> Version | None:
    """Return the version of a number."""
    return next(iter(_versions(workspace, "WHERE id = ?", number)), None)


def listed(workspace: Workspace, *statuses: Status) -> list[Version]:
    """Return the versions of some statuses, of all by default; the last changed first."""
    marks = ", ".join("?" * len(statuses))
    where = f"WHERE status IN ({marks}) " if statuses else ""
    return _versions(workspace, f"{where}ORDER BY changed_at DESC, id DESC", *statuses)


def due(workspace: Workspace, day: str) -> list[Version]:
    """Return the versions that are to be published on or before a day, the earliest first."""
    where = "WHERE status = 'scheduled' AND publish_on <= ? ORDER BY publish_on, id"
    return _versions(workspace, where, day)


def of_hash(workspace: Workspace, digest: str, *statuses: Status) -> Version | None:
    """Return the newest version of some statuses with a document of that hash."""
    marks = ", ".join("?" * len(statuses))
    where = f"WHERE hash = ? AND status IN ({marks}) ORDER BY id DESC LIMIT 1"
    return next(iter(_versions(workspace, where, digest, *statuses)), None)


def add(workspace: Workspace, version: Version) -> Version:
    """Add a version and its first document; its id is given here."""
    row = _row(version)
    del row["id"]
    sql = f"INSERT INTO ruleset_versions ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"  # noqa: S608
    number = workspace.connection.execute(sql, tuple(row.values())).lastrowid
    assert number is not None  # an insert has one
    _keep(workspace, number, version)
    added = get(workspace, number)
    assert added is not None  # just added
    return added


def put(workspace: Workspace, version: Version, *, document_too: bool = False) -> None:
    """Write a version in place of its earlier revision; keep its document where it changed."""
    row = _row(version)
    sets = ", ".join(f"{name} = ?" for name in row)
    workspace.connection.execute(
        f"UPDATE ruleset_versions SET {sets} WHERE id = ?",  # noqa: S608
        (*row.values(), version.id),
    )
    if document_too:
        _keep(workspace, version.id, version)


def document_at(workspace: Workspace, number: int, revision: int) -> str | None:
    """Return the document that a version had at a revision."""
    row = workspace.connection.execute(
        "SELECT document FROM ruleset_revisions WHERE version_id = ? AND revision <= ?"
        " ORDER BY revision DESC LIMIT 1",
        (number, revision),
    ).fetchone()
    return row[0] if row else None


def names_taken(workspace: Workspace, ruleset: str) -> dict[str, set[str]]:
    """Return the hashes of each version name that a ruleset was ever published with."""
    taken: dict[str, set[str]] = {}
    sql = "SELECT version, hash FROM rulesets WHERE id = ?"
    for name, digest in workspace.connection.execute(sql, (ruleset,)):
        taken.setdefault(name, set()).add(digest)
    return taken


def versions_named(workspace: Workspace, ruleset: str) -> set[str]:
    """Return the version names of all versions of a ruleset that were not given up."""
    sql = "SELECT version FROM ruleset_versions WHERE ruleset = ? AND status != 'withdrawn'"
    return {row[0] for row in workspace.connection.execute(sql, (ruleset,))}


def published(workspace: Workspace, digest: str = "") -> list[Published]:
    """Return the rulesets that were ever published, the last one first; or that of a hash."""
    where = "WHERE hash = ?" if digest else ""
    sql = (
        f"SELECT hash, id, version, document, published_at FROM rulesets {where}"  # noqa: S608
        " ORDER BY published_at DESC, rowid DESC"
    )
    rows = workspace.connection.execute(sql, (digest,) if digest else ())
    return [Published(*row) for row in rows]


def add_comment(workspace: Workspace, number: int, author: str, at: str, text: str) -> None:
    """Add a comment to a version."""
    workspace.connection.execute(
        "INSERT INTO ruleset_comments (version_id, author, at, text) VALUES (?, ?, ?, ?)",
        (number, author, at, text),
    )


def comments(workspace: Workspace, number: int) -> list[Comment]:
    """Return what was said of a version, the oldest first."""
    sql = "SELECT id, author, at, text FROM ruleset_comments WHERE version_id = ? ORDER BY id"
    return [Comment(*row) for row in workspace.connection.execute(sql, (number,))]


def _keep(workspace: Workspace, number: int, version: Version) -> None:
    workspace.put(
        "ruleset_revisions",
        [
            {
                "version_id": number,
                "revision": version.revision,
                "document": version.document,
                "changed_by": version.changed_by,
                "at": version.changed_at,
            }
        ],
    )


def _row(version: Version) -> dict[str, Any]:
    row = {name: getattr(version, name) for name in COLUMNS}
    return row | {name: json.dumps(row[name], ensure_ascii=False) for name in JSON}


def _versions(workspace: Workspace, where: str, *values: Any) -> list[Version]:
    found = []
    for row in workspace.connection.execute(f"{_SELECT} {where}", values):
        named = dict(zip(COLUMNS, row, strict=True))
        named |= {name: json.loads(named[name]) for name in JSON}
        found.append(Version(**named | {"authors": tuple(named["authors"])}))
    return found
