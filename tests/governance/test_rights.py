"""Every step, from every status, by every role, by an author and by another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from scoring.errors import KompasError
from service.access.roles import ROLES
from service.governance import drafts, jobs, lifecycle, publishing, texts
from service.governance.errors import NotAllowedError, StatusError
from service.governance.rights import STEPS, Action, Actor, allowed, approvers
from service.publish.pipeline import WAITING, WRITING
from service.store import audit, ruleset_versions
from service.store.jobs import JobStatus
from service.store.ruleset_versions import Status, Version
from service.store.workspace import Workspace
from tests.governance.conftest import ANNA

NEEDS_RULES = {"author", "owner"}
NEEDS_APPROVE = {"approver", "owner"}
EITHER = NEEDS_RULES | NEEDS_APPROVE
# action: from which statuses, by whom, whether an author may; written by hand, not from STEPS
TABLE: dict[str, tuple[set[str], set[str], bool]] = {
    "save": ({"draft"}, NEEDS_RULES, True),
    "submit": ({"draft"}, NEEDS_RULES, True),
    "withdraw": ({"draft"}, NEEDS_RULES, True),
    "restore": ({"withdrawn"}, NEEDS_RULES, True),
    "send_back": ({"in_review", "approved", "scheduled"}, EITHER, True),
    "approve": ({"in_review"}, NEEDS_APPROVE, False),
    "schedule": ({"approved", "scheduled"}, NEEDS_APPROVE, True),
    "unschedule": ({"scheduled"}, NEEDS_APPROVE, True),
    "publish": ({"approved", "scheduled"}, NEEDS_APPROVE, True),
    "comment": (set(get_args(Status)), EITHER, True),
}
OF_NO_VERSION = {
    "create": NEEDS_RULES,
    "rollback": NEEDS_APPROVE,
    "refresh": NEEDS_APPROVE | {"steward"},
    "set_tripwire": {"owner"},
}
AFTER = {
    "submit": "in_review",
    "withdraw": "withdrawn",
    "restore": "draft",
    "send_back": "draft",
    "approve": "approved",
    "schedule": "scheduled",
    "unschedule": "approved",
}


def do(workspace: Workspace, folder: Path, action: str, actor: Actor, version: Version) -> None:
    number, revision = version.id, version.revision
    match action:
        case "save":
            document = version.content | {"name": {"da": "Nye", "en": "New"}}
            lifecycle.save(workspace, actor, number, revision, document)
        case "submit" | "withdraw" | "restore" | "unschedule" | "send_back":
            getattr(lifecycle, action)(workspace, actor, number, revision)
        case "approve":
            lifecycle.approve(workspace, folder, actor, number, revision)
        case "schedule":
            lifecycle.schedule(workspace, folder, actor, number, revision, date.max)
        case "publish":
            jobs.start(folder, "publish", str(number), actor, revision=revision)
        case "comment":
            lifecycle.comment(workspace, actor, number, "Hvorfor?")
        case "create":
            drafts.from_shipped(workspace, actor, "default")
        case "rollback" | "refresh":
            digest = ruleset_versions.published(workspace)[0].hash
            jobs.start(folder, action, digest, actor, reason="because")
        case "set_tripwire":
            lifecycle.set_tripwire(workspace, actor, 10)


def test_the_table_has_every_action() -> None:
    assert TABLE.keys() | OF_NO_VERSION.keys() == set(get_args(Action)) == STEPS.keys()


def test_all_that_administrators_read_of_versions_and_jobs_has_words() -> None:
    assert texts.STATUSES.keys() == set(get_args(Status))
    assert texts.ACTIONS.keys() == set(get_args(Action))
    assert texts.JOB_STATUSES.keys() == set(get_args(JobStatus))
    told = {"", "reading the workspace", "scoring", WRITING, publishing.BACK, WAITING}
    assert texts.STAGES.keys() == told
    for each in (texts.STATUSES, texts.ACTIONS, texts.JOB_STATUSES, texts.STAGES):
        assert all(text["da"] and text["en"] for text in each.values())


@pytest.mark.parametrize("action", TABLE)
def test_who_may_do_what_when(
    action: str, workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each role from each status, as an author and as another; what fails changes nothing."""
    monkeypatch.setattr(jobs, "_spawn", lambda *_: None)
    draft = drafts.from_published(workspace, ANNA)
    before, roles, authors_may = TABLE[action]
    for status, role, wrote in product(get_args(Status), ROLES, (True, False)):
        actor = Actor(f"new-{role}", (role,))
        authors = ("anna", actor.name) if wrote else ("anna",)
        seen = replace(draft, status=status, authors=authors, revision=draft.revision)
        with workspace.writing():
            ruleset_versions.put(workspace, seen)
        head = audit.head(workspace)
        fine = status in before and role in roles and (authors_may or not wrote)
        offered = action in allowed(actor, seen, approvers(workspace))
        assert offered == fine, (action, status, role, wrote)
        if fine:
            do(workspace, folder, action, actor, seen)
            now = ruleset_versions.get(workspace, draft.id)
            assert now is not None
            assert now.status == AFTER.get(action, status)
            assert (now.revision == seen.revision) == (action in ("comment", "publish"))
            assert next(audit.entries(workspace)).actor == actor.name
            jobs.look_after(workspace, folder)  # nobody runs the job: it ends as one that died
        else:
            with pytest.raises(StatusError if role in roles and authors_may else KompasError):
                do(workspace, folder, action, actor, seen)
            assert ruleset_versions.get(workspace, draft.id) == seen
            assert audit.head(workspace) == head
    assert audit.verify(workspace) is None


@pytest.mark.parametrize("action", OF_NO_VERSION)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_is_about_no_version(
    action: str, role: str, workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "_spawn", lambda *_: None)
    version = ruleset_versions.listed(workspace, "published")[0]
    actor = Actor("new", (role,))
    if role not in OF_NO_VERSION[action]:
        with pytest.raises(NotAllowedError, match="role"):
            do(workspace, folder, action, actor, version)
    elif action == "rollback":  # allowed, but to what is published already
        with pytest.raises(StatusError, match="published already"):
            do(workspace, folder, action, actor, version)
    else:
        do(workspace, folder, action, actor, version)
        assert next(audit.entries(workspace)).actor == "new"
