"""Publishing a ruleset as a job: the snapshot, the version's status and the audit go together."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from scoring.errors import KompasError
from scoring.rules import Ruleset
from service.governance.documents import ruleset_in
from service.publish.pipeline import VALID_DAYS, Progress, Report, in_silence, publish
from service.store import audit, jobs, ruleset_versions
from service.store.jobs import Job
from service.store.ruleset_versions import Version
from service.store.snapshot_folder import point_back
from service.store.workspace import Workspace

BEAT = 0.5  # seconds between two notes of how far a job is
BACK = "the earlier scores serve again"
LEFT = "What was served is still served. Start it again; report it if that does not help."
ACTIONS = {"rollback": "ruleset.rolled_back", "refresh": "ruleset.refreshed"}
JOB = "job"  # the name, in a snapshot's meta, of the job that made it


def run(
    workspace: Workspace, folder: Path, job: Job, tell: Progress = in_silence,
    valid_days: int = VALID_DAYS, ruleset: Ruleset | None = None,
) -> Report:  # fmt: skip
    """Publish what a job is about, and write down how far it is and what came of it.

    Whoever calls it holds the folder's job lock, see `service.governance.jobs`.

    Args:
        ruleset: of a job of the command line, which has it from a file.

    Raises:
        KompasError: where it was not published; the job then says why.
    """
    progress = _Told(workspace, job, tell)
    progress("", 0, 0)
    try:
        ruleset = ruleset or _ruleset(workspace, job)

        def settled(report: Report) -> None:
            result = _result(report, ruleset)
            settle(workspace, job, ruleset.canonical, result)

        if job.kind == "rollback":
            _back_at_once(workspace, folder, job, ruleset, progress)
        return publish(
            workspace,
            ruleset,
            folder,
            valid_days=valid_days,
            tell=progress,
            more={JOB: str(job.id)},
            settle=settled,
        )
    except KompasError as error:
        fail(workspace, job, error)
        raise
    except BaseException as error:
        fail(
            workspace,
            job,
            KompasError(
                f"job {job.id}",
                f"ended with an error of the program: {error!r}.",
                LEFT,
            ),
        )
        raise


def settle(workspace: Workspace, job: Job, canonical: str, result: dict[str, Any]) -> None:
    """Write down that a job has published a ruleset, within `Workspace.writing()`.

    Its version becomes published, every other published one superseded.
    """
    version = _published(workspace, job, canonical)
    jobs.end(workspace, job.id, "done", result | {"version": version.id})
    details = {**result, "job": job.id, "version": version.version, "base": version.base}
    if job.details.get("reason"):
        details["reason"] = job.details["reason"]
    action = ACTIONS.get(job.kind, "ruleset.published")
    audit.record(workspace, job.actor, action, subject_of(version), details)


def fail(workspace: Workspace, job: Job, error: KompasError) -> None:
    """Write down that a job came to nothing."""
    told = {"place": error.place, "problem": error.problem, "remedy": error.remedy}
    with workspace.writing():
        jobs.end(workspace, job.id, "failed", told)
        details = {**told, "job": job.id}
        audit.record(workspace, job.actor, "ruleset.publish_failed", job.subject, details)


def subject_of(version: Version) -> str:
    """Return how the audit names a version."""
    return f"{version.ruleset or '?'} {version.version or '?'} #{version.id}"


def _ruleset(workspace: Workspace, job: Job) -> Ruleset:
    if job.kind in ACTIONS:
        found = ruleset_versions.published(workspace, job.subject)
        if not found:
            raise KompasError(job.subject, "was never published.", "Choose one that was.")
        return ruleset_in(found[0].document)
    version = ruleset_versions.get(workspace, int(job.subject))
    if version is None:
        raise KompasError(f"version {job.subject}", "is not there.", "Choose another.")
    return ruleset_in(version.document)


def _back_at_once(
    workspace: Workspace, folder: Path, job: Job, ruleset: Ruleset, tell: Progress
) -> None:
    """Let a kept snapshot of the ruleset serve while a new one is built from today's data."""
    path = point_back(folder, ruleset.hash, date.today().isoformat())
    if path is None:
        return
    with workspace.writing():
        _published(workspace, job, ruleset.canonical)
        details = {"snapshot": path.name, "hash": ruleset.hash, "job": job.id}
        subject = f"{ruleset.id} {ruleset.version}"
        audit.record(workspace, job.actor, "ruleset.snapshot_put_back", subject, details)
    tell(BACK, 0, 0)


def _published(workspace: Workspace, job: Job, canonical: str) -> Version:
    """Make a job's version the published one; a ruleset that has none yet is given one."""
    ruleset, at = ruleset_in(canonical), jobs.now()
    digest = ruleset.hash
    target = (
        ruleset_versions.get(workspace, int(job.subject))
        if job.kind == "publish"
        else ruleset_versions.of_hash(workspace, digest, "published", "superseded")
    )
    for other in ruleset_versions.listed(workspace, "published"):
        if target is None or other.id != target.id:
            ended = replace(
                other, status="superseded", revision=other.revision + 1, changed_at=at,
                changed_by=job.actor,
            )  # fmt: skip
            ruleset_versions.put(workspace, ended)
    base = job.details.get("base", f"hash:{digest}")
    if target is None:
        target = Version(
            0, 1, ruleset.id, ruleset.version, "published", canonical, [], digest, base,
            (job.actor,), at, at, job.actor, reason=job.details.get("reason", ""),
        )  # fmt: skip
        return ruleset_versions.add(workspace, target)
    reason = job.details.get("reason") or target.reason
    now = replace(
        target, status="published", revision=target.revision + 1, changed_at=at,
        changed_by=job.actor, reason=reason, base=job.details.get("base", target.base),
    )  # fmt: skip
    ruleset_versions.put(workspace, now)
    return now


def _result(report: Report, ruleset: Ruleset) -> dict[str, Any]:
    return {
        "hash": ruleset.hash,
        "snapshot": report.path.name,
        "products": report.products,
        "graded": report.graded,
    }


class _Told:
    """Writes down how far a job is, about twice a second, and tells who waits."""

    def __init__(self, workspace: Workspace, job: Job, tell: Callable[[str, int, int], None]):
        self._workspace, self._job, self._tell = workspace, job, tell
        self._last = ("-", 0.0)

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        last, at = self._last
        if stage != last or now - at >= BEAT or done == total > 0:
            self._last = (stage, now)
            jobs.progress(self._workspace, self._job.id, stage, done, total, os.getpid())
        self._tell(stage, done, total)
