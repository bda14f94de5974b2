"""Users of each role, and a workspace with the shipped catalogue that was published."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from service import rulesets
from service.access import people
from service.governance import drafts, jobs, lifecycle
from service.governance.places import with_value
from service.governance.rights import Actor
from service.loading.catalogue import load_catalogue
from service.loading.offers import load_demo
from service.store import jobs as store
from service.store.jobs import Job
from service.store.ruleset_versions import Version
from service.store.workspace import Workspace

ANNA = Actor("anna", ("author",))
BO = Actor("bo", ("approver",))
CARL = Actor("carl", ("owner",))
EVERYBODY = (ANNA, BO, CARL)
PASSWORD = "correct horse battery staple"
CLI = Actor("cli:root", ("owner",))


@pytest.fixture(scope="session")
def published_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with three users, the shipped catalogue, and `default` published."""
    folder = tmp_path_factory.mktemp("governance")
    with Workspace(folder) as workspace:
        load_catalogue(workspace)
        load_demo(workspace, ["shop.example.dk"])
        for actor in EVERYBODY:
            people.create(workspace, "test", actor.name, actor.roles, password=PASSWORD)
    jobs.here(folder, rulesets.load("default"), CLI, "cli:default")
    return folder


@pytest.fixture
def folder(published_once: Path, tmp_path: Path) -> Path:
    """Return a copy of it that a test may change."""
    copy = tmp_path / "w"
    shutil.copytree(published_once, copy, symlinks=True)
    return copy


@pytest.fixture
def workspace(folder: Path) -> Iterator[Workspace]:
    with Workspace(folder) as opened:
        yield opened


def approved_version(
    workspace: Workspace, folder: Path, values: dict[str, object], reason: str = "as agreed"
) -> Version:
    draft = drafts.from_published(workspace, ANNA)
    document = draft.content
    for place, value in values.items():
        document = with_value(document, place, value)
    saved = lifecycle.save(workspace, ANNA, draft.id, draft.revision, document)
    review = lifecycle.submit(workspace, ANNA, saved.id, saved.revision)
    return lifecycle.approve(workspace, folder, BO, review.id, review.revision, reason)


def ended(workspace: Workspace, folder: Path, number: int, seconds: float = 60) -> Job:
    """Wait until a job has ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        jobs.look_after(workspace, folder)
        job = store.get(workspace, number)
        assert job is not None
        if not job.active:
            return job
        time.sleep(0.05)
    raise AssertionError(f"job {number} has not ended: {job}")


@pytest.fixture(autouse=True)
def from_this_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let processes that tests start use the code that the tests use."""
    root = str(Path(__file__).parents[2])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([root, os.environ.get("PYTHONPATH", "")]))
