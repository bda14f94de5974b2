"""Jobs that run for a while in a process of their own: publishing and rolling back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any, Literal

from service.store.workspace import Workspace

JobStatus = Literal["queued", "running", "done", "failed"]
JSON = ("details", "result")


@dataclass(frozen=True, slots=True)
class Job:
    """One job.

    Attributes:
        kind: "publish" (subject: a version's number), "rollback" or "refresh" (subject: a
            ruleset's hash), or "command" (subject: what the command line publishes).
        actor: who started it.
        stage: what it is doing.
        done, total: how far it is in that; total 0 where that is not known.
        pid: the process that runs it, 0 before it has begun.
        details: what it was started with, such as the reason.
        result: what came of it; of a failed one {place, problem, remedy}.
        beat_at: when it last told how far it is.
    """

    id: int
    kind: str
    subject: str
    actor: str
    status: JobStatus
    stage: str
    done: int
    total: int
    pid: int
    details: Mapping[str, Any]
    result: Mapping[str, Any]
    created_at: str
    beat_at: str
    ended_at: str

    @property
    def active(self) -> bool:
        """Whether it has not ended, as far as is known."""
        return self.status in ("queued", "running")


COLUMNS = tuple(field.name for field in fields(Job))
_SELECT = f"SELECT {', '.join(COLUMNS)} FROM jobs"  # noqa: S608


def now() -> str:
    """Return the time as it is kept: ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def add(
    workspace: Workspace, kind: str, subject: str, actor: str, details: Mapping[str, Any]
) -> Job:
    """Add a job that waits to be run, within `Workspace.writing()`."""
    at = now()
    cursor = workspace.connection.execute(
        "INSERT INTO jobs (kind, subject, actor, status, stage, done, total, pid, details, result,"
        " created_at, beat_at, ended_at)"
        " VALUES (?, ?, ?, 'queued', '', 0, 0, 0, ?, '{}', ?, ?, '')",
        (kind, subject, actor, json.dumps(details, ensure_ascii=False), at, at),
    )
    assert cursor.lastrowid is not None  # an insert has one
    found = get(workspace, cursor.lastrowid)
    assert found is not None  # just added
    return found


def get(workspace: Workspace, number: int) -> Job | None:
    """Return the job of a number."""
    return next(iter(_jobs(workspace, "WHERE id = ?", number)), None)


def active(workspace: Workspace) -> list[Job]:
    """Return the jobs that have not ended, as far as is known."""
    return _jobs(workspace, "WHERE status IN ('queued', 'running') ORDER BY id")


def newest(workspace: Workspace, limit: int = 20) -> list[Job]:
    """Return the last jobs, the newest first."""
    return _jobs(workspace, "ORDER BY id DESC LIMIT ?", limit)


def last_of(workspace: Workspace, kind: str, subject: str) -> Job | None:
    """Return the last job of a kind about a subject."""
    where = "WHERE kind = ? AND subject = ? ORDER BY id DESC LIMIT 1"
    return next(iter(_jobs(workspace, where, kind, subject)), None)


def progress(
    workspace: Workspace, number: int, stage: str, done: int, total: int, pid: int
) -> None:
    """Write how far a job is; where another process is writing for long, let it be."""
    connection = workspace.connection
    try:
        connection.execute("PRAGMA busy_timeout = 200")
        with workspace.writing():
            connection.execute(
                "UPDATE jobs SET status = 'running', stage = ?, done = ?, total = ?, pid = ?,"
                " beat_at = ? WHERE id = ? AND status IN ('queued', 'running')",
                (stage, done, total, pid, now(), number),
            )
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
    finally:
        connection.execute("PRAGMA busy_timeout = 30000")


def end(workspace: Workspace, number: int, status: JobStatus, result: Mapping[str, Any]) -> None:
    """Write what came of a job, within `Workspace.writing()`."""
    workspace.connection.execute(
        "UPDATE jobs SET status = ?, result = ?, ended_at = ? WHERE id = ?",
        (status, json.dumps(result, ensure_ascii=False), now(), number),
    )


def _jobs(workspace: Workspace, where: str, *values: Any) -> list[Job]:
    found = []
    for row in workspace.connection.execute(f"{_SELECT} {where}", values):
        named = dict(zip(COLUMNS, row, strict=True))
        found.append(Job(**named | {name: json.loads(named[name]) for name in JSON}))
    return found
