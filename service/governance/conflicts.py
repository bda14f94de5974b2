"""What somebody is told whose change would overwrite another's that they have not seen."""

from __future__ import annotations

import json

from scoring.diff import Change, changes
from service.governance.errors import ConflictError
from service.governance.words import told
from service.publish.texts import Language
from service.store import ruleset_versions
from service.store.ruleset_versions import Version
from service.store.workspace import Workspace


def conflict(workspace: Workspace, current: Version, seen: int) -> ConflictError:
    """Return the error for a version that has gone on since the revision that was seen."""
    before = ruleset_versions.document_at(workspace, current.id, seen)
    differs: list[Change] = changes(json.loads(before), current.content) if before else []
    return ConflictError(seen, current, differs, before)


def in_words(error: ConflictError, language: Language) -> list[str]:
    """Return what somebody else has changed, in words."""
    before = json.loads(error.before) if error.before else {}
    return told(before, error.current.content, language) if error.changes else []
