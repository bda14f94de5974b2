"""Making a draft: from what is published, a shipped ruleset, an earlier version, or a text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.errors import KompasError
from service import rulesets
from service.governance import documents, text
from service.governance.publishing import subject_of
from service.governance.rights import Actor, check
from service.store import audit, jobs, ruleset_versions
from service.store.ruleset_versions import Version
from service.store.workspace import Workspace


def from_published(workspace: Workspace, actor: Actor, digest: str = "") -> Version:
    """Make a draft of what is published now, or of a ruleset that was, by its hash.

    Raises:
        NotAllowedError: where the actor may not write rules.
        KompasError: where nothing was published yet, or nothing of that hash.
    """
    now = [] if digest else ruleset_versions.listed(workspace, "published")
    found = ruleset_versions.published(workspace, digest or (now[0].hash if now else ""))
    if not found:
        raise KompasError(
            "ruleset", "was not published here.", "Start from a shipped one, such as default."
        )
    document = documents.table(found[0].document)
    return _draft(workspace, actor, _renamed(workspace, document), f"hash:{found[0].hash}")


def from_shipped(workspace: Workspace, actor: Actor, name: str) -> Version:
    """Make a draft of a ruleset that comes with the product.

    Raises:
        NotAllowedError: where the actor may not write rules.
        KompasError: where there is none of that name.
    """
    if name not in rulesets.shipped():
        raise KompasError(
            name[:60], "is no shipped ruleset.", f"There are {', '.join(rulesets.shipped())}."
        )
    document = documents.table(documents.kept(rulesets.document(name)))
    return _draft(workspace, actor, _renamed(workspace, document), f"shipped:{name}")


def from_version(workspace: Workspace, actor: Actor, number: int) -> Version:
    """Make a draft of another version, whatever its status.

    Raises:
        NotAllowedError: where the actor may not write rules.
        KompasError: where there is no such version.
    """
    other = found(workspace, number)
    return _draft(workspace, actor, _renamed(workspace, other.content), f"version:{number}")


def from_text(workspace: Workspace, actor: Actor, written: str) -> Version:
    """Make a draft of a TOML text, valid or not; its version name stays as it is written.

    Raises:
        NotAllowedError: where the actor may not write rules.
        RulesetError: where it is no TOML, or extends what is not shipped.
    """
    check(actor, "create")
    return _draft(workspace, actor, text.read(written), "text")


def found(workspace: Workspace, number: int) -> Version:
    """Return a version; KompasError where there is none of that number."""
    version = ruleset_versions.get(workspace, number)
    if version is None:
        raise KompasError(f"version {number}", "is not there.", "Choose another.")
    return version


def _renamed(workspace: Workspace, document: dict[str, Any]) -> dict[str, Any]:
    """Give a document the next free version name where its own is taken: one name, one content."""
    ruleset, version = documents.called(document)
    taken = ruleset_versions.versions_named(workspace, ruleset)
    taken |= ruleset_versions.names_taken(workspace, ruleset).keys()
    if version in taken:
        return document | {"version": documents.next_name(version, taken)}
    return document


def _draft(workspace: Workspace, actor: Actor, document: Mapping[str, Any], base: str) -> Version:
    check(actor, "create")
    kept = documents.kept(document)
    ruleset, name = documents.called(document)
    taken = ruleset_versions.names_taken(workspace, ruleset)
    faults = documents.told(documents.faults(document, taken))
    at, digest = jobs.now(), documents.digest(kept)
    draft = Version(
        0, 1, ruleset, name, "draft", kept, faults, digest, base, (actor.name,), at, at, actor.name
    )
    with workspace.writing():
        added = ruleset_versions.add(workspace, draft)
        details = {"base": base, "hash": digest, "faults": len(faults)}
        audit.record(workspace, actor.name, "ruleset.create", subject_of(added), details)
    return added
