"""What can stand in the way of a change to a version, beside a faulty document."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.diff import Change
from scoring.errors import KompasError
from service.governance.impact import Impact
from service.store.ruleset_versions import Version


class NotAllowedError(KompasError):
    """Somebody wants to do what their roles, or their having written it, do not let them."""


class StatusError(KompasError):
    """A version's status does not let this be done."""


class BusyError(KompasError):
    """Another publishing is under way."""


class InvalidError(KompasError):
    """A document with faults is to be submitted, approved or published.

    Attributes:
        faults: all of them that were found; the error's own words are the first one's.
    """

    def __init__(self, faults: Sequence[KompasError]) -> None:
        first = faults[0]
        super().__init__(first.place, first.problem, first.remedy)
        self.faults = tuple(faults)


class ReasonNeededError(KompasError):
    """So many grades change that a written reason is demanded.

    Attributes:
        impact: which, and how many.
    """

    def __init__(self, impact: Impact) -> None:
        told = ", ".join(
            f"{group.group} {100 * group.share:.1f} % ({group.changed} of {group.products})"
            for group in impact.over
        )
        super().__init__(
            "reason",
            f"is missing, and more than {impact.threshold:g} % of the grades change in {told}.",
            "Write why this is right.",
        )
        self.impact = impact


class ConflictError(KompasError):
    """Somebody else has changed the version since it was seen; nothing was written.

    Attributes:
        seen: the revision that the caller saw.
        current: the version as it is now: changed_by and changed_at tell who and when.
        changes: what differs in the document from what the caller saw to what is there now.
        before: the document that the caller saw, None where it is not known.
    """

    def __init__(
        self, seen: int, current: Version, changes: Sequence[Change], before: str | None
    ) -> None:
        told = "; ".join(change.text() for change in changes[:3]) or "the text is the same"
        super().__init__(
            f"version {current.id}",
            f"was changed by {current.changed_by} at {current.changed_at}, after you opened it "
            f"(revision {seen}, now {current.revision}, {current.status}): {told}"
            f"{f' and {len(changes) - 3} more' if len(changes) > 3 else ''}.",
            "Look at what is there now, then make your change to that.",
        )
        self.seen = seen
        self.current = current
        self.changes = tuple(changes)
        self.before = before
