"""The lifecycle as a whole: whatever is done in whatever order, what must hold holds."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from scoring.errors import KompasError
from service.governance import drafts, jobs, lifecycle
from service.governance.documents import digest
from service.governance.errors import ConflictError, NotAllowedError, StatusError
from service.governance.places import with_value
from service.governance.rights import Actor
from service.store import audit, ruleset_versions
from service.store.ruleset_versions import Version
from service.store.snapshot import open_snapshot
from service.store.workspace import Workspace
from tests.conftest import some
from tests.governance.conftest import ANNA, BO, CARL

ACTORS = st.sampled_from([ANNA, BO, CARL, Actor("vera", ("viewer",))])
PICKS = st.sampled_from([0, 0, 0, 1, 2, 3])  # mostly the one that was touched last
STALE = st.sampled_from([False, False, False, True])
STEPS = st.sampled_from(["submit", "submit", "withdraw", "restore", "send_back", "unschedule"])


class Lifecycle(RuleBasedStateMachine):
    """Four people, some of whom look at what is no longer so."""

    published_once: Path

    @initialize()
    def begin(self) -> None:
        """Start from a workspace that was published once."""
        self.folder = Path(tempfile.mkdtemp(prefix="governance-")) / "w"
        shutil.copytree(self.published_once, self.folder, symlinks=True)
        self.workspace = Workspace(self.folder)
        self.revisions: dict[int, int] = {}
        self.finished: dict[int, str] = {}

    def teardown(self) -> None:
        """Take it away."""
        if hasattr(self, "workspace"):
            self.workspace.__exit__()
            shutil.rmtree(self.folder.parent)

    def picked(self, pick: int) -> Version | None:
        """Return one of the versions, None where there are fewer."""
        versions = ruleset_versions.listed(self.workspace)
        return versions[pick] if pick < len(versions) else None

    def attempt(
        self, actor: Actor, stale: bool, version: Version, do: Callable[[int], object]
    ) -> None:
        """Do something, perhaps having seen an earlier revision; what fails changes nothing."""
        head = audit.head(self.workspace)
        try:
            do(version.revision - stale)
        except KompasError as error:
            assert audit.head(self.workspace) == head
            assert ruleset_versions.get(self.workspace, version.id) == version
            if isinstance(error, ConflictError):
                assert stale
                assert error.current == version
        else:
            assert not stale
            assert next(audit.entries(self.workspace)).actor == actor.name

    @rule(actor=ACTORS)
    def draft(self, actor: Actor) -> None:
        """Make a draft of what is published."""
        try:
            made = drafts.from_published(self.workspace, actor)
        except NotAllowedError:
            assert not {"author", "owner"} & set(actor.roles)
        else:
            assert (made.status, made.faults, made.authors) == ("draft", [], (actor.name,))

    @rule(actor=ACTORS, pick=PICKS, stale=STALE, weight=st.integers(0, 40))
    def save(self, actor: Actor, pick: int, stale: bool, weight: int) -> None:
        """Move a weight."""
        version = self.picked(pick)
        if version is None or (version.revision == 1 and stale):
            return
        place = "groups.laptop.criteria[energy].weight"
        document = with_value(version.content, place, weight)
        if document != version.content:
            self.attempt(
                actor, stale, version,
                lambda seen: lifecycle.save(self.workspace, actor, version.id, seen, document),
            )  # fmt: skip

    @rule(actor=ACTORS, pick=PICKS, stale=STALE, action=STEPS)
    def step(self, actor: Actor, pick: int, stale: bool, action: str) -> None:
        """Take a step that needs no more than its name."""
        if version := self.picked(pick):
            do = getattr(lifecycle, action)
            self.attempt(
                actor, stale, version, lambda seen: do(self.workspace, actor, version.id, seen)
            )

    @rule(pick=PICKS, whole_way=st.booleans())
    def go_on(self, pick: int, whole_way: bool) -> None:
        """Take the next step by whom it belongs to, or all of them: by chance it is rarely met."""
        for _ in range(4 if whole_way else 1):
            version = self.picked(pick)
            match version and version.status:
                case None:
                    self.draft(ANNA)
                case "draft":
                    self.step(ANNA, pick, False, "submit")
                case "in_review":
                    self.approve(BO, pick, False, "as agreed")
                case "approved":
                    (self.publish if whole_way else self.schedule)(CARL, pick, False)
                case "scheduled":
                    self.due()
                case "withdrawn":
                    self.step(ANNA, pick, False, "restore")
                case "published" | "superseded":
                    self.draft(CARL)

    @rule(actor=ACTORS, pick=PICKS, stale=STALE, reason=st.sampled_from(["", "as agreed"]))
    def approve(self, actor: Actor, pick: int, stale: bool, reason: str) -> None:
        """Approve, with or without a reason."""
        if version := self.picked(pick):
            self.attempt(
                actor, stale, version,
                lambda seen: lifecycle.approve(
                    self.workspace, self.folder, actor, version.id, seen, reason
                ),
            )  # fmt: skip

    @rule(actor=ACTORS, pick=PICKS, stale=STALE)
    def schedule(self, actor: Actor, pick: int, stale: bool) -> None:
        """Set today as its day."""
        if version := self.picked(pick):
            self.attempt(
                actor, stale, version,
                lambda seen: lifecycle.schedule(
                    self.workspace, self.folder, actor, version.id, seen, date.today(), "as agreed"
                ),
            )  # fmt: skip

    @rule(actor=ACTORS, pick=PICKS, stale=STALE)
    def publish(self, actor: Actor, pick: int, stale: bool) -> None:
        """Publish now."""
        if version := self.picked(pick):
            self.attempt(
                actor, stale, version,
                lambda seen: jobs.start(
                    self.folder, "publish", str(version.id), actor, reason="so", revision=seen
                ),
            )  # fmt: skip

    @rule()
    def due(self) -> None:
        """Do what a timer does."""
        for job in jobs.due(self.folder):
            assert job.status == "done"

    @rule(actor=ACTORS, pick=PICKS)
    def roll_back(self, actor: Actor, pick: int) -> None:
        """Go back to what was published before."""
        earlier = ruleset_versions.published(self.workspace)
        if pick < len(earlier):
            try:
                jobs.start(self.folder, "rollback", earlier[pick].hash, actor, reason="as agreed")
            except (NotAllowedError, StatusError):
                return
            (now,) = ruleset_versions.listed(self.workspace, "published")
            assert now.document == earlier[pick].document

    @invariant()
    def one_is_published_and_served(self) -> None:
        """Exactly one version is published, and it is what is served."""
        if hasattr(self, "workspace"):
            (version,) = ruleset_versions.listed(self.workspace, "published")
            snapshot = open_snapshot(self.folder)
            assert snapshot is not None
            assert snapshot.meta["ruleset_hash"] == version.hash == digest(version.document)

    @invariant()
    def versions_are_sound(self) -> None:
        """No approver among authors; revisions grow; what was published stays."""
        if not hasattr(self, "workspace"):
            return
        for version in ruleset_versions.listed(self.workspace):
            assert version.approver not in version.authors
            assert version.revision >= self.revisions.get(version.id, 1)
            self.revisions[version.id] = version.revision
            if version.status in ("approved", "scheduled"):
                assert version.approver
                assert not version.faults
            assert bool(version.publish_on) or version.status != "scheduled"
            if version.status in ("published", "superseded"):  # immutable from then on
                assert self.finished.setdefault(version.id, version.hash) == version.hash
            else:
                assert version.id not in self.finished
            kept = ruleset_versions.document_at(self.workspace, version.id, version.revision)
            assert kept == version.document

    @invariant()
    def the_audit_verifies(self) -> None:
        """The chain holds, and holds what the snapshot has of it."""
        if hasattr(self, "workspace"):
            snapshot = open_snapshot(self.folder)
            assert snapshot is not None
            assert audit.verify(self.workspace, snapshot.meta["audit"]) is None


@pytest.mark.timeout(600)
def test_whatever_is_done_in_whatever_order(published_once: Path) -> None:
    Lifecycle.published_once = published_once
    # the same code in this process: a process for each publish would take a second each
    with patch.object(jobs, "_spawn", lambda folder, job, lock: jobs.resume(folder, job.id)):
        run_state_machine_as_test(
            Lifecycle,
            settings=settings(
                max_examples=some(15),
                stateful_step_count=40,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
