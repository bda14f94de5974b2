"""Jobs that publish: one at a time in a folder, each in a process of its own.

Whoever runs a job holds a lock on a file of the folder from before the job is written down until
its process ends, however it ends. So a job that is not over while nobody holds the lock is one
whose process was killed, and two processes that find the same version due cannot both take it.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from scoring.errors import KompasError
from scoring.rules import Ruleset
from service.governance import publishing
from service.governance.conflicts import conflict
from service.governance.documents import ruleset_in
from service.governance.errors import BusyError, ConflictError, ReasonNeededError, StatusError
from service.governance.impact import impact_of
from service.governance.publishing import LEFT, fail, settle, subject_of
from service.governance.rights import SYSTEM, Actor, check, check_status
from service.publish.pipeline import VALID_DAYS, Progress, Report, in_silence
from service.store import audit, ruleset_versions
from service.store import jobs as store
from service.store.jobs import Job
from service.store.ruleset_versions import Version
from service.store.snapshot import open_snapshot
from service.store.workspace import Workspace

LOCK = ".job"
PATIENCE = 1.0  # seconds in which a lock that is only looked at must come free
RETRY_AFTER = 3600  # seconds before what is due and failed is tried again


def start(
    folder: Path, kind: str, subject: str, actor: Actor, *, reason: str = "",
    revision: int | None = None,
) -> Job:  # fmt: skip
    """Start a job in a process of its own and return it as it was written down.

    Args:
        kind: "publish" with a version's number as subject; "rollback" with the hash of a
            ruleset that was published, and a reason; "refresh" with the hash of the one that is
            published, to compute its scores from today's data.
        revision: of the version, as the actor has seen it; None does not look.

    Raises:
        NotAllowedError, StatusError, ConflictError, ReasonNeededError: nothing was started.
        BusyError: where another job runs.
    """
    with _locked(folder) as lock, Workspace(folder) as workspace:
        _end_the_dead(workspace, folder)
        job = _written_down(workspace, folder, kind, subject, actor, reason, revision)
        _spawn(folder, job, lock)
    return job


def here(
    folder: Path, ruleset: Ruleset, actor: Actor, base: str,
    tell: Progress = in_silence, valid_days: int = VALID_DAYS,
) -> Report:  # fmt: skip
    """Publish a ruleset of the command line in this process, as a job like the others.

    Args:
        base: where the ruleset comes from, "cli:default" for instance.

    Raises:
        BusyError: where another job runs.
        KompasError: where it was not published.
    """
    with _locked(folder), Workspace(folder) as workspace:
        _end_the_dead(workspace, folder)
        with workspace.writing():
            subject = f"{ruleset.id} {ruleset.version}"
            job = store.add(workspace, "command", subject, actor.name, {"base": base})
            details = {"job": job.id, "hash": ruleset.hash, "base": base}
            audit.record(workspace, actor.name, "ruleset.publish", subject, details)
        return publishing.run(workspace, folder, job, tell, valid_days, ruleset)


def due(folder: Path, day: date | None = None) -> list[Job]:
    """Publish in this process what is due, today by default; return the jobs as they ended.

    Raises:
        BusyError: where another job runs.
    """
    ended: list[Job] = []
    with _locked(folder), Workspace(folder) as workspace:
        _end_the_dead(workspace, folder)
        for version in _due(workspace, day):
            job = _taken(workspace, folder, version)
            if job is None:
                continue
            with suppress(KompasError):  # the job says it
                publishing.run(workspace, folder, job)
            found = store.get(workspace, job.id)
            ended += [found] if found else []
    return ended


def start_due(folder: Path, day: date | None = None) -> Job | None:
    """Start publishing the first version that is due; None where none is, or a job runs already.

    For a running service to call now and then; it returns at once.
    """
    with Workspace(folder) as workspace:
        look_after(workspace, folder)
        if not _due(workspace, day):
            return None
        try:
            with _locked(folder) as lock:
                _end_the_dead(workspace, folder)
                for version in _due(workspace, day):
                    job = _taken(workspace, folder, version)
                    if job is not None:
                        _spawn(folder, job, lock)
                        return job
        except BusyError:
            pass  # the one that runs may be it
    return None


def look_after(workspace: Workspace, folder: Path) -> None:
    """Say of a job whose process was killed what became of it; call it before showing jobs."""
    if not store.active(workspace):
        return
    try:
        with _locked(folder):
            _end_the_dead(workspace, folder)
    except BusyError:
        pass  # it lives


def resume(folder: Path, number: int) -> None:
    """Run a job that was started; the caller is its process and has inherited the lock."""
    with Workspace(folder) as workspace:
        job = store.get(workspace, number)
        if job is None or not job.active:
            raise KompasError(f"job {number}", "is not waiting.", "Start a new one.")
        publishing.run(workspace, folder, job)


def _written_down(
    workspace: Workspace, folder: Path, kind: str, subject: str, actor: Actor, reason: str,
    revision: int | None,
) -> Job:  # fmt: skip
    reason = reason.strip()
    if kind in ("rollback", "refresh"):
        check(actor, "rollback" if kind == "rollback" else "refresh")
        return _again(workspace, kind, subject, actor, reason)
    if kind != "publish":
        raise KompasError("kind", f"'{kind}' is unknown.", "Use publish, rollback or refresh.")
    check(actor, "publish")
    version = ruleset_versions.get(workspace, int(subject)) if subject.isdecimal() else None
    if version is None:
        raise KompasError(f"version {subject[:40]}", "is not there.", "Choose another.")
    if revision is not None and revision != version.revision:
        raise conflict(workspace, version, revision)
    check_status(version, "publish")
    return _publish(workspace, folder, version, actor, reason)


def _publish(
    workspace: Workspace, folder: Path, version: Version, actor: Actor, reason: str
) -> Job:
    impact = impact_of(workspace, folder, ruleset_in(version.document))
    reason = reason or version.reason
    if impact.over and not reason:
        raise ReasonNeededError(impact)
    with workspace.writing():
        now = ruleset_versions.get(workspace, version.id)
        if now != version:  # sent back while its figures were counted
            raise conflict(workspace, now or version, version.revision)
        details: dict[str, Any] = {"reason": reason, "impact": impact.json()}
        job = store.add(workspace, "publish", str(version.id), actor.name, details)
        details |= {"job": job.id, "hash": version.hash, "approver": version.approver}
        audit.record(workspace, actor.name, "ruleset.publish", subject_of(version), details)
    return job


def _again(workspace: Workspace, kind: str, digest: str, actor: Actor, reason: str) -> Job:
    """Write down a job that publishes what was published before, or is now."""
    found = ruleset_versions.published(workspace, digest) if digest else []
    if not found:
        raise KompasError(
            "ruleset", f"'{digest[:64]}' was never published.", "Choose one that was."
        )
    subject = f"{found[0].id} {found[0].version}"
    now = ruleset_versions.listed(workspace, "published")
    if any(version.hash == digest for version in now) != (kind == "refresh"):
        told = ("is not what is published.", "Roll back to it instead.")
        if kind == "rollback":
            told = ("is published already.", "Choose an earlier one.")
        raise StatusError(subject, *told)
    if kind == "rollback" and not reason:
        raise KompasError("reason", "is missing.", "Write why the earlier rules come back.")
    with workspace.writing():
        job = store.add(workspace, kind, digest, actor.name, {"reason": reason})
        details = {"job": job.id, "hash": digest, "reason": reason}
        if kind == "rollback":
            details["instead_of"] = [version.hash for version in now]
        audit.record(workspace, actor.name, f"ruleset.{kind}", subject, details)
    return job


def _due(workspace: Workspace, day: date | None) -> list[Version]:
    found = []
    for version in ruleset_versions.due(workspace, (day or date.today()).isoformat()):
        last = store.last_of(workspace, "publish", str(version.id))
        failed_at = last.ended_at if last and last.status == "failed" else ""
        if not failed_at or _seconds_since(failed_at) > RETRY_AFTER:
            found.append(version)
    return found


def _taken(workspace: Workspace, folder: Path, version: Version) -> Job | None:
    """Write down the job of a version that is due, or that it cannot be published as it is."""
    try:
        return _publish(workspace, folder, version, SYSTEM, "")
    except ConflictError:
        return None  # somebody has just taken it back
    except KompasError as error:
        more = {"impact": error.impact.json()} if isinstance(error, ReasonNeededError) else {}
        with workspace.writing():
            job = store.add(workspace, "publish", str(version.id), SYSTEM.name, more)
        fail(workspace, job, error)
        return None


def _seconds_since(at: str) -> float:
    return (datetime.now(UTC) - datetime.fromisoformat(at)).total_seconds()


def _end_the_dead(workspace: Workspace, folder: Path) -> None:
    """Say of each job that is not over what became of it; the caller holds the lock."""
    for job in store.active(workspace):
        try:
            snapshot = open_snapshot(folder)
        except KompasError:
            snapshot = None  # publishing anew is what mends it
        if snapshot is not None and snapshot.meta.get(publishing.JOB) == str(job.id):
            result = {  # killed between putting the snapshot in place and writing it down
                "hash": snapshot.meta["ruleset_hash"],
                "snapshot": snapshot.path.name,
                "products": int(snapshot.meta["products"]),
            }
            with workspace.writing():
                settle(workspace, job, snapshot.meta["ruleset"], result)
            continue
        error = KompasError(
            f"job {job.id}",
            f"was stopped while it was '{job.stage or 'starting'}': its process is gone.",
            LEFT,
        )
        fail(workspace, job, error)


@contextmanager
def _locked(folder: Path) -> Iterator[int]:
    """Hold the folder's job lock; what inherits its descriptor goes on holding it."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _acquire(descriptor, folder)
        yield descriptor
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, folder: Path) -> None:
    patience = time.monotonic() + PATIENCE
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > patience:
                raise _busy(folder) from None
            time.sleep(0.05)


def _busy(folder: Path) -> BusyError:
    with Workspace(folder) as workspace:
        running = store.active(workspace)
    if not running:
        return BusyError(str(folder), "another publishing is starting.", "Try again in a moment.")
    job = running[0]
    return BusyError(
        f"job {job.id}",
        f"of {job.actor} is running since {job.created_at} and was last heard of at {job.beat_at} "
        f"({job.stage or 'starting'}).",
        f"Wait until it has ended; stop process {job.pid} if it hangs.",
    )


def _spawn(folder: Path, job: Job, lock: int) -> None:
    command = [sys.executable, "-m", "service.governance.worker", str(folder.resolve())]
    process = subprocess.Popen(
        [*command, str(job.id), str(lock)],
        pass_fds=(lock,),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,  # it outlives the service's worker that started it
    )
    # somebody must ask how it ended, or the system keeps its entry
    threading.Thread(target=process.wait, daemon=True).start()
