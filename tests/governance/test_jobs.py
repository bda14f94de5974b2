"""Publishing in processes of their own: progress, killed workers, dates, rollback."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import signal
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from scoring.errors import KompasError
from service import rulesets
from service.app import create_app
from service.config import Config
from service.governance import drafts, jobs, lifecycle, publishing, worker
from service.governance.current import current_ruleset
from service.governance.errors import BusyError, ConflictError, ReasonNeededError, StatusError
from service.store import audit, ruleset_versions
from service.store import jobs as store
from service.store.jobs import Job
from service.store.ruleset_versions import Version
from service.store.snapshot import open_snapshot
from service.store.workspace import Workspace
from tests.governance.conftest import ANNA, BO, CLI, approved_version, ended

ENERGY = {"groups.laptop.criteria[energy].weight": 16}
HARD = {f"groups.laptop.cuts.{letter}": 99 - i for i, letter in enumerate("ABCD")}


def served(folder: Path) -> dict[str, Any]:
    """Return what the folder's snapshot says of itself."""
    snapshot = open_snapshot(folder)
    assert snapshot is not None
    return dict(snapshot.meta)


def fresh(workspace: Workspace, version: Version) -> Version:
    now = ruleset_versions.get(workspace, version.id)
    assert now is not None
    return now


def started(workspace: Workspace, number: int, stage: str | None = None) -> Job:
    """Wait until a job's process is at work, and at a stage."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        job = store.get(workspace, number)
        assert job is not None
        if job.pid and stage in (None, job.stage):
            return job
        assert job.active, job
        time.sleep(0.005)
    raise AssertionError("it has not started")


def test_a_publish_runs_in_the_background_and_is_served_without_a_restart(
    workspace: Workspace, folder: Path
) -> None:
    client = create_app(Config(folder=folder)).test_client()
    ask = {"shop": "shop.example.dk", "items": [{"ref": "1", "gtin": "9524100001077"}]}
    before = client.post("/api/v1/scores", json=ask).json
    version = approved_version(workspace, folder, ENERGY)
    job = jobs.start(folder, "publish", str(version.id), BO, revision=version.revision)
    assert job.active
    job = ended(workspace, folder, job.id)
    assert (job.status, job.result["hash"]) == ("done", version.hash)
    assert job.pid not in (0, os.getpid())
    assert (job.stage, job.done == job.total > 0) == ("writing the snapshot", True)
    now = fresh(workspace, version)
    assert (now.status, now.hash) == ("published", served(folder)["ruleset_hash"])
    (old,) = ruleset_versions.listed(workspace, "superseded")
    assert old.hash == rulesets.load("default").hash
    entry = next(audit.entries(workspace))
    assert (entry.action, entry.actor) == ("ruleset.published", "bo")
    assert entry.details["hash"] == version.hash
    assert audit.verify(workspace, served(folder)["audit"]) is None
    after = client.post("/api/v1/scores", json=ask).json
    assert (before["ruleset"]["hash"], after["ruleset"]["hash"]) == (old.hash, version.hash)


def test_the_next_job_does_not_wait_until_the_search_is_in_step(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_spawn", lambda _, job, lock: held.append(os.dup(lock)))
    held: list[int] = []
    version = approved_version(workspace, folder, ENERGY)
    job = jobs.start(folder, "publish", str(version.id), BO)
    with pytest.raises(BusyError):
        jobs.here(folder, rulesets.load("default"), CLI, "cli:default")
    free: list[bool] = []

    def asked(folder: Path) -> None:
        with jobs._locked(folder):
            free.append(True)

    monkeypatch.setattr(worker, "catch_up", asked)
    assert worker.main(str(folder), str(job.id), str(held[0])) == 0
    assert free == [True]


def test_the_snapshot_holds_the_audits_head_with_the_decision(
    workspace: Workspace, folder: Path
) -> None:
    version = approved_version(workspace, folder, ENERGY)
    ended(workspace, folder, jobs.start(folder, "publish", str(version.id), BO).id)
    (decision,) = audit.entries(workspace, action="ruleset.publish", actor="bo")
    assert served(folder)["audit"] == decision.hash


def test_what_is_being_published_cannot_be_changed_nor_published_twice(
    workspace: Workspace, folder: Path
) -> None:
    version = approved_version(workspace, folder, ENERGY)
    job = jobs.start(folder, "publish", str(version.id), BO)
    pid = started(workspace, job.id).pid
    os.kill(pid, signal.SIGSTOP)  # so that it does not end meanwhile
    with pytest.raises(StatusError, match="being published"):
        lifecycle.send_back(workspace, BO, version.id, version.revision)
    with pytest.raises(BusyError, match=f"job {job.id}.* of bo"):
        jobs.start(folder, "publish", str(version.id), BO)
    with pytest.raises(BusyError):
        jobs.here(folder, rulesets.load("default"), CLI, "cli:default")
    os.kill(pid, signal.SIGCONT)
    assert ended(workspace, folder, job.id).status == "done"
    with pytest.raises(StatusError, match="published"):
        jobs.start(folder, "publish", str(version.id), BO)


@pytest.mark.parametrize("stage", [None, "scoring", "writing the snapshot"])
def test_a_killed_worker_is_noticed_and_the_old_snapshot_serves(
    stage: str | None, workspace: Workspace, folder: Path
) -> None:
    before = served(folder)
    version = approved_version(workspace, folder, ENERGY)
    job = jobs.start(folder, "publish", str(version.id), BO)
    os.kill(started(workspace, job.id, stage).pid, signal.SIGKILL)
    job = ended(workspace, folder, job.id)
    assert job.status == "failed"
    assert "process is gone" in job.result["problem"]
    assert "Start it again" in job.result["remedy"]
    assert served(folder) == before
    assert fresh(workspace, version) == version
    assert next(audit.entries(workspace)).action == "ruleset.publish_failed"
    again = jobs.start(folder, "publish", str(version.id), BO)
    assert ended(workspace, folder, again.id).status == "done"
    assert not list(folder.glob(".building-*"))
    assert audit.verify(workspace) is None


def test_a_worker_killed_after_the_snapshot_was_put_in_place_has_published(
    workspace: Workspace, folder: Path
) -> None:
    """Another writer keeps it from writing that down; whoever looks next does."""
    version = approved_version(workspace, folder, ENERGY)
    job = jobs.start(folder, "publish", str(version.id), BO)
    pid = started(workspace, job.id).pid
    with workspace.writing():
        until = time.monotonic() + 60
        while served(folder)["ruleset_hash"] != version.hash and time.monotonic() < until:
            time.sleep(0.02)
        os.kill(pid, signal.SIGKILL)
    assert ended(workspace, folder, job.id).status == "done"
    assert fresh(workspace, version).status == "published"
    assert len(ruleset_versions.listed(workspace, "published")) == 1


def test_an_import_that_writes_for_long_does_not_stop_a_publish(
    workspace: Workspace, folder: Path
) -> None:
    version = approved_version(workspace, folder, ENERGY)
    job = jobs.start(folder, "publish", str(version.id), BO)
    started(workspace, job.id)
    with workspace.writing():
        workspace.connection.execute("UPDATE products SET demo = demo")
        until = time.monotonic() + 60
        while served(folder)["ruleset_hash"] != version.hash and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.5)
    assert ended(workspace, folder, job.id).status == "done"


def test_a_failing_publish_says_why(workspace: Workspace, folder: Path) -> None:
    version = approved_version(workspace, folder, ENERGY)
    with (folder / ".publishing").open("w") as other:
        import fcntl

        fcntl.flock(other, fcntl.LOCK_EX)
        job = ended(workspace, folder, jobs.start(folder, "publish", str(version.id), BO).id)
    assert job.status == "failed"
    assert "another publish is running" in job.result["problem"]
    assert fresh(workspace, version).status == "approved"


def test_a_publish_of_many_changes_needs_a_reason_when_none_was_written_before(
    workspace: Workspace, folder: Path
) -> None:
    lifecycle.set_tripwire(workspace, CLI, 100)
    version = approved_version(workspace, folder, HARD, reason="")
    lifecycle.set_tripwire(workspace, CLI, 20)
    with pytest.raises(ReasonNeededError):
        jobs.start(folder, "publish", str(version.id), BO)
    assert not store.active(workspace)
    job = jobs.start(folder, "publish", str(version.id), BO, reason="Byrådet")
    assert ended(workspace, folder, job.id).status == "done"
    assert fresh(workspace, version).reason == "Byrådet"
    assert next(audit.entries(workspace)).details["reason"] == "Byrådet"


def test_a_stale_revision_is_not_published(workspace: Workspace, folder: Path) -> None:
    version = approved_version(workspace, folder, ENERGY)
    with pytest.raises(ConflictError):
        jobs.start(folder, "publish", str(version.id), BO, revision=version.revision - 1)
    assert not store.newest(workspace, 1)[0].active


def scheduled(workspace: Workspace, folder: Path, day: date) -> Version:
    version = approved_version(workspace, folder, ENERGY)
    return lifecycle.schedule(workspace, folder, BO, version.id, version.revision, day)


def test_what_is_due_is_published_on_its_day_and_not_before(
    workspace: Workspace, folder: Path
) -> None:
    day = date.today() + timedelta(days=3)
    version = scheduled(workspace, folder, day)
    assert jobs.due(folder) == []
    assert jobs.start_due(folder) is None
    (job,) = jobs.due(folder, day)
    assert (job.status, job.actor) == ("done", "system")
    assert fresh(workspace, version).status == "published"
    assert served(folder)["ruleset_hash"] == version.hash
    assert jobs.due(folder, day) == []


def test_a_running_service_starts_what_is_due(workspace: Workspace, folder: Path) -> None:
    version = scheduled(workspace, folder, date.today())
    job = jobs.start_due(folder)
    assert job is not None
    assert jobs.start_due(folder) is None  # it runs already, or is published
    assert ended(workspace, folder, job.id).status == "done"
    assert fresh(workspace, version).status == "published"


def _due(folder: Path, foreground: bool) -> int:
    with contextlib.suppress(BusyError):
        if foreground:
            return len(jobs.due(folder))
        return int(jobs.start_due(folder) is not None)
    return 0


def test_two_that_find_the_same_version_due_publish_it_once(
    workspace: Workspace, folder: Path
) -> None:
    version = scheduled(workspace, folder, date.today())
    calls = [(folder, foreground) for foreground in (True, False)]
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        assert sum(pool.map(_due, *zip(*calls, strict=True))) == 1
    until = time.monotonic() + 60
    while store.active(workspace) and time.monotonic() < until:
        time.sleep(0.05)
    done = list(audit.entries(workspace, action="ruleset.published"))
    assert [e.details["hash"] for e in done].count(version.hash) == 1
    assert fresh(workspace, version).status == "published"


def test_what_is_due_and_trips_waits_for_a_reason(workspace: Workspace, folder: Path) -> None:
    """Nobody is there to write one: it is told as a failed job, and tried again an hour later."""
    lifecycle.set_tripwire(workspace, CLI, 100)
    version = approved_version(workspace, folder, HARD, reason="")
    version = lifecycle.schedule(workspace, folder, BO, version.id, version.revision, date.today())
    lifecycle.set_tripwire(workspace, CLI, 20)
    before = served(folder)
    assert jobs.start_due(folder) is None
    (job, *_) = store.newest(workspace)
    assert (job.status, job.result["place"]) == ("failed", "reason")
    assert served(folder) == before
    assert jobs.start_due(folder) is None
    assert store.newest(workspace)[0] == job
    again = lifecycle.schedule(
        workspace, folder, BO, version.id, version.revision, date.today(), "Byrådet"
    )
    assert jobs.start_due(folder) is None  # within the hour
    done = jobs.start(folder, "publish", str(again.id), BO)
    assert ended(workspace, folder, done.id).status == "done"


def test_a_rollback_puts_the_same_ruleset_back_with_its_reason(
    workspace: Workspace, folder: Path
) -> None:
    first = served(folder)["ruleset_hash"]
    version = approved_version(workspace, folder, ENERGY)
    ended(workspace, folder, jobs.start(folder, "publish", str(version.id), BO).id)
    with pytest.raises(KompasError, match="missing"):
        jobs.start(folder, "rollback", first, BO)
    job = jobs.start(folder, "rollback", first, BO, reason="Fejl i vægten")
    job = ended(workspace, folder, job.id)
    assert (job.status, job.result["hash"]) == ("done", first)
    assert served(folder)["ruleset_hash"] == first
    assert [v.hash for v in ruleset_versions.listed(workspace, "published")] == [first]
    assert fresh(workspace, version).status == "superseded"
    entry = next(audit.entries(workspace, action="ruleset.rolled_back"))
    assert (entry.actor, entry.details["reason"]) == ("bo", "Fejl i vægten")
    put_back = next(audit.entries(workspace, action="ruleset.snapshot_put_back"))
    assert put_back.details["hash"] == first
    for digest in ("", "0" * 64, "x"):
        with pytest.raises(KompasError, match="never published"):
            jobs.start(folder, "rollback", digest, BO, reason="x")


def test_a_rollback_serves_at_once_by_a_kept_snapshot(
    workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even where the catalogue cannot be scored anew."""
    first = served(folder)["ruleset_hash"]
    version = approved_version(workspace, folder, ENERGY)
    ended(workspace, folder, jobs.start(folder, "publish", str(version.id), BO).id)
    monkeypatch.setattr(jobs, "_spawn", lambda folder, job, lock: jobs.resume(folder, job.id))

    def fail(*_: object, **__: object) -> None:
        raise KompasError("x", "no memory.", "Try again.")

    monkeypatch.setattr(publishing, "publish", fail)
    with pytest.raises(KompasError, match="no memory"):
        jobs.start(folder, "rollback", first, BO, reason="Fejl i vægten")
    assert served(folder)["ruleset_hash"] == first
    assert [v.hash for v in ruleset_versions.listed(workspace, "published")] == [first]


def test_a_refresh_computes_todays_data_with_the_same_rules(
    workspace: Workspace, folder: Path
) -> None:
    version = approved_version(workspace, folder, ENERGY)
    ended(workspace, folder, jobs.start(folder, "publish", str(version.id), BO).id)
    job = ended(workspace, folder, jobs.start(folder, "refresh", version.hash, BO).id)
    assert job.status == "done"
    assert served(folder)["job"] == str(job.id)
    assert served(folder)["ruleset_hash"] == version.hash
    with pytest.raises(StatusError, match="not what is published"):
        jobs.start(folder, "refresh", rulesets.load("default").hash, BO)


def test_a_bare_publish_keeps_what_administrators_have_published(
    workspace: Workspace, folder: Path
) -> None:
    assert current_ruleset(workspace)[0].hash == rulesets.load("default").hash
    version = approved_version(workspace, folder, ENERGY)
    ended(workspace, folder, jobs.start(folder, "publish", str(version.id), BO).id)
    ruleset, base = current_ruleset(workspace)
    assert (ruleset.hash, base) == (version.hash, version.base)
    jobs.here(folder, ruleset, CLI, base)
    assert [v.id for v in ruleset_versions.listed(workspace, "published")] == [version.id]
    named, base = current_ruleset(workspace, "default-concito")
    jobs.here(folder, named, CLI, base)
    (now,) = ruleset_versions.listed(workspace, "published")
    assert (now.ruleset, now.authors, now.base) == (
        "default-concito",
        ("cli:root",),
        "cli:default-concito",
    )
    entry = next(audit.entries(workspace))
    assert (entry.actor, entry.action) == ("cli:root", "ruleset.published")
    assert drafts.from_published(workspace, ANNA).ruleset == "default-concito"


def test_a_publish_does_not_hold_the_workspace(workspace: Workspace, folder: Path) -> None:
    """Somebody saves while it runs, and waits less than a second."""
    version = approved_version(workspace, folder, ENERGY)
    draft = drafts.from_published(workspace, ANNA)
    job = jobs.start(folder, "publish", str(version.id), BO)
    started(workspace, job.id)
    number = 0
    while (now := store.get(workspace, job.id)) and now.active:
        number += 1
        document = json.loads(draft.document) | {"name": {"da": f"n{number}", "en": "n"}}
        draft = lifecycle.save(workspace, ANNA, draft.id, draft.revision, document)
    assert number > 1  # had it been held, the first would have waited for the end
