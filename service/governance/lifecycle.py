"""What is done to a version between its first draft and the day it is published.

Everything names the revision that the caller has seen. Where the version has gone on since, a
ConflictError tells who changed what, and nothing is written.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from scoring.diff import changes
from scoring.errors import KompasError
from service.governance import documents, impact, rights
from service.governance.conflicts import conflict
from service.governance.drafts import found
from service.governance.errors import InvalidError, ReasonNeededError, StatusError
from service.governance.impact import Impact
from service.governance.publishing import subject_of
from service.governance.rights import STEPS, Action, Actor, check, check_approver, check_status
from service.store import audit, jobs, ruleset_versions, settings
from service.store.ruleset_versions import Version
from service.store.workspace import Workspace

LONGEST = 10_000  # characters of a comment or a reason
MOST_TOLD = 40  # changes of one save that the audit lists


def save(
    workspace: Workspace, actor: Actor, number: int, revision: int, document: Mapping[str, Any]
) -> Version:
    """Save a draft's document, valid or not; its faults are kept with it. The same changes nothing.

    Raises:
        NotAllowedError, ConflictError, StatusError: nothing was saved.
        RulesetError: where the document cannot even be kept.
    """
    kept = documents.kept(document)
    content: dict[str, Any] = json.loads(kept)
    ruleset, name = documents.called(content)
    taken = ruleset_versions.names_taken(workspace, ruleset)
    faults = documents.told(documents.faults(content, taken))
    with workspace.writing():
        version = _checked(workspace, actor, "save", number, revision)
        if version.document == kept:
            return version
        authors = tuple(dict.fromkeys((*version.authors, actor.name)))
        saved = replace(
            _next(version, "save", actor), document=kept, hash=documents.digest(kept),
            ruleset=ruleset, version=name, faults=faults, authors=authors,
        )  # fmt: skip
        ruleset_versions.put(workspace, saved, document_too=True)
        differs = [change.text() for change in changes(version.content, content)]
        details = {
            "revision": saved.revision,
            "hash": saved.hash,
            "changes": differs[:MOST_TOLD],
            "changes_in_all": len(differs),
            "faults": len(faults),
        }
        audit.record(workspace, actor.name, "ruleset.save", subject_of(saved), details)
    return saved


def submit(workspace: Workspace, actor: Actor, number: int, revision: int) -> Version:
    """Send a draft to review.

    Raises:
        InvalidError: where its document has faults.
        NotAllowedError, ConflictError, StatusError: nothing was changed.
    """
    seen = _checked(workspace, actor, "submit", number, revision)
    _check_valid(workspace, seen)
    broken = documents.broken_cases(seen.document)  # before the lock: it takes a moment
    with workspace.writing():
        version = _checked(workspace, actor, "submit", number, revision)
        details = {"hash": version.hash, "broken_cases": [error.place for error in broken]}
        return _put(workspace, actor, "submit", _next(version, "submit", actor), details)


def withdraw(workspace: Workspace, actor: Actor, number: int, revision: int) -> Version:
    """Give a draft up; `restore` takes it up again."""
    return _step(workspace, actor, "withdraw", number, revision)


def restore(workspace: Workspace, actor: Actor, number: int, revision: int) -> Version:
    """Take a draft up again that was given up."""
    return _step(workspace, actor, "restore", number, revision)


def send_back(
    workspace: Workspace, actor: Actor, number: int, revision: int, reason: str = ""
) -> Version:
    """Make a version that is in review, approved or scheduled a draft again."""
    reason = _written(reason, "reason")
    with workspace.writing():
        version = _checked(workspace, actor, "send_back", number, revision)
        back = _next(version, "send_back", actor)
        back = replace(back, approver="", publish_on="", reason="", impact=None)
        details = {"reason": reason, "was": version.status}
        return _put(workspace, actor, "send_back", back, details)


def approve(
    workspace: Workspace, folder: Path, actor: Actor, number: int, revision: int, reason: str = ""
) -> Version:
    """Approve a version that is in review.

    Args:
        reason: demanded where more of a group's grades change than the tripwire allows.

    Raises:
        NotAllowedError: also where the actor is one of its authors and another could approve.
        ReasonNeededError: with what it does to the grades; nothing was changed.
        InvalidError, ConflictError, StatusError: nothing was changed.
    """
    reason = _written(reason, "reason")
    seen = _checked(workspace, actor, "approve", number, revision)
    check_approver(actor, seen, rights.approvers(workspace))
    effect = _effect(workspace, folder, seen, reason)
    with workspace.writing():
        version = _checked(workspace, actor, "approve", number, revision)
        _check_valid(workspace, version)
        alone = check_approver(actor, version, rights.approvers(workspace))
        approved = replace(
            _next(version, "approve", actor), approver=actor.name, reason=reason,
            impact=effect.json(),
        )  # fmt: skip
        details = {
            "hash": version.hash,
            "authors": version.authors,
            "reason": reason,
            "impact": effect.json(),
            "single_administrator": alone,
        }
        return _put(workspace, actor, "approve", approved, details)


def schedule(
    workspace: Workspace, folder: Path, actor: Actor, number: int, revision: int, day: date,
    reason: str = "", today: date | None = None,
) -> Version:  # fmt: skip
    """Set the day on which an approved version is published; again for another day.

    Raises:
        KompasError: where the day is past.
        ReasonNeededError: where more grades change than the tripwire allows, and why was not
            written at the approval either.
        NotAllowedError, ConflictError, StatusError: nothing was changed.
    """
    reason = _written(reason, "reason")
    if day < (today or date.today()):
        raise KompasError("publish_on", f"{day} is past.", "Choose today or a later day.")
    seen = _checked(workspace, actor, "schedule", number, revision)
    reason = reason or seen.reason
    effect = _effect(workspace, folder, seen, reason)
    with workspace.writing():
        version = _checked(workspace, actor, "schedule", number, revision)
        scheduled = replace(
            _next(version, "schedule", actor), publish_on=day.isoformat(), reason=reason,
            impact=effect.json(),
        )  # fmt: skip
        details = {
            "hash": version.hash,
            "publish_on": day.isoformat(),
            "reason": reason,
            "impact": effect.json(),
        }
        return _put(workspace, actor, "schedule", scheduled, details)


def unschedule(workspace: Workspace, actor: Actor, number: int, revision: int) -> Version:
    """Take the day away again; the version stays approved."""
    with workspace.writing():
        version = _checked(workspace, actor, "unschedule", number, revision)
        taken = replace(_next(version, "unschedule", actor), publish_on="")
        was = {"publish_on": version.publish_on}
        return _put(workspace, actor, "unschedule", taken, was)


def comment(workspace: Workspace, actor: Actor, number: int, text: str) -> None:
    """Add a comment; it changes no revision, so that nobody's work is in the way of talk.

    Raises:
        KompasError: where it is empty or too long.
        NotAllowedError: where the actor may not comment.
    """
    text = _written(text, "comment")
    if not text:
        raise KompasError("comment", "is empty.", "Write something.")
    check(actor, "comment")
    with workspace.writing():
        version = found(workspace, number)
        ruleset_versions.add_comment(workspace, number, actor.name, jobs.now(), text)
        audit.record(workspace, actor.name, "ruleset.comment", subject_of(version), {"text": text})


def set_tripwire(workspace: Workspace, actor: Actor, percent: float) -> None:
    """Set the percent of a group's products above which changed grades need a reason.

    Raises:
        KompasError: where it is not between 0 and 100.
        NotAllowedError: where the actor is no owner.
    """
    check(actor, "set_tripwire")
    if isinstance(percent, bool) or not 0 <= percent <= 100:  # NaN is neither
        raise KompasError("tripwire", f"{percent} is out of bounds.", "Use 0 to 100.")
    with workspace.writing():
        was = impact.threshold(workspace)
        settings.put(workspace, impact.SETTING, float(percent))
        details = {"was": was, "now": float(percent)}
        audit.record(workspace, actor.name, "settings.tripwire", "tripwire", details)


def _step(
    workspace: Workspace, actor: Actor, action: Action, number: int, revision: int
) -> Version:
    with workspace.writing():
        version = _checked(workspace, actor, action, number, revision)
        return _put(workspace, actor, action, _next(version, action, actor), {})


def _checked(
    workspace: Workspace, actor: Actor, action: Action, number: int, revision: int
) -> Version:
    """Return a version that an actor may change as they have seen it."""
    check(actor, action)
    version = found(workspace, number)
    if version.revision != revision:
        raise conflict(workspace, version, revision)
    check_status(version, action)
    for job in jobs.active(workspace):
        if job.kind == "publish" and job.subject == str(number):
            raise StatusError(
                f"version {number}", f"is being published (job {job.id}).", "Wait for its end."
            )
    return version


def _next(version: Version, action: Action, actor: Actor) -> Version:
    """Return a version's next revision, in the status that an action leads to."""
    return replace(
        version,
        revision=version.revision + 1,
        status=STEPS[action].after or version.status,
        changed_at=jobs.now(),
        changed_by=actor.name,
    )


def _put(
    workspace: Workspace, actor: Actor, action: Action, version: Version, details: dict[str, Any]
) -> Version:
    ruleset_versions.put(workspace, version)
    subject, more = subject_of(version), {"revision": version.revision, **details}
    audit.record(workspace, actor.name, f"ruleset.{action}", subject, more)
    return version


def _check_valid(workspace: Workspace, version: Version) -> None:
    """Raise InvalidError where a document has faults by the program of today."""
    taken = ruleset_versions.names_taken(workspace, version.ruleset)
    faults = documents.faults(version.content, taken)
    if faults:
        raise InvalidError(faults)


def _effect(workspace: Workspace, folder: Path, version: Version, reason: str) -> Impact:
    ruleset = documents.ruleset_in(version.document)
    effect = impact.impact_of(workspace, folder, ruleset)
    if effect.over and not reason:
        raise ReasonNeededError(effect)
    return effect


def _written(text: str, place: str) -> str:
    text = text.strip()
    if len(text) > LONGEST:
        raise KompasError(place, f"has {len(text):,} characters.", f"Use {LONGEST:,} at most.")
    return text
