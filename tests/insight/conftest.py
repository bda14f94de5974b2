"""The demo catalogue, published, and drafts of its rules."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from scoring.rules import Ruleset
from service import rulesets
from service.insight.published import Published
from service.store.snapshot import Snapshot, open_snapshot
from tests.service.conftest import published as folder

__all__ = ["folder"]
CANONICAL = rulesets.load("default").canonical


@pytest.fixture
def copied(folder: Path, tmp_path: Path) -> Path:
    """Return a copy of the published workspace that a test may change."""
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, symlinks=True)
    return copy


@pytest.fixture(scope="session")
def snapshot(folder: Path) -> Snapshot:
    """Return the demo catalogue's snapshot."""
    found = open_snapshot(folder)
    assert found is not None
    return found


@pytest.fixture(scope="session")
def published(snapshot: Snapshot) -> Published:
    """Return what is published."""
    return Published.of(snapshot)


def document() -> dict[str, Any]:
    """Return the default ruleset's document."""
    found: dict[str, Any] = json.loads(CANONICAL)
    return found


def parsed(changed: Mapping[str, Any], published: Published) -> Ruleset:
    """Return a document as a draft for the published day."""
    return rulesets.ruleset_of_document(changed, "draft", published.ruleset.day)
