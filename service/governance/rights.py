"""Who may do what to a version, and from which status: all of it stands here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from service.access.roles import Need, may
from service.governance.errors import NotAllowedError, StatusError
from service.store import users
from service.store.ruleset_versions import Status, Version
from service.store.workspace import Workspace

Action = Literal[
    "save", "submit", "send_back", "approve", "schedule", "unschedule", "publish", "withdraw",
    "restore", "comment", "create", "rollback", "refresh", "set_tripwire",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who does something.

    Attributes:
        name: the user's name; "cli:…" for the command line, "system" for what is due.
        roles: see `service.access.roles`.
    """

    name: str
    roles: tuple[str, ...] = ()


SYSTEM = Actor("system", ("owner",))  # publishes what an approver has set a date for


@dataclass(frozen=True, slots=True)
class Step:
    """What an action needs, and what it makes of a version.

    Attributes:
        needs: any one of these suffices.
        before: the statuses from which it can be done; () where it is about no version.
        after: the status after it; None leaves it as it is.
    """

    needs: tuple[Need, ...]
    before: tuple[Status, ...] = ()
    after: Status | None = None


STEPS: Mapping[Action, Step] = {
    "create": Step(("rules",)),
    "save": Step(("rules",), ("draft",)),
    "submit": Step(("rules",), ("draft",), "in_review"),
    "withdraw": Step(("rules",), ("draft",), "withdrawn"),
    "restore": Step(("rules",), ("withdrawn",), "draft"),
    "send_back": Step(("rules", "approve"), ("in_review", "approved", "scheduled"), "draft"),
    "approve": Step(("approve",), ("in_review",), "approved"),
    "schedule": Step(("approve",), ("approved", "scheduled"), "scheduled"),
    "unschedule": Step(("approve",), ("scheduled",), "approved"),
    "publish": Step(("approve",), ("approved", "scheduled"), "published"),
    "rollback": Step(("approve",)),
    "refresh": Step(("approve", "data")),
    "comment": Step(
        ("rules", "approve"),
        ("draft", "in_review", "approved", "scheduled", "published", "superseded", "withdrawn"),
    ),
    "set_tripwire": Step(("own",)),
}


def check(actor: Actor, action: Action) -> None:
    """Raise NotAllowedError where an actor's roles do not let them do something."""
    needs = STEPS[action].needs
    if not any(may(actor.roles, need) for need in needs):
        raise NotAllowedError(
            actor.name,
            f"may not {action.replace('_', ' ')}: it needs the right to {' or '.join(needs)}.",
            "Ask an owner for a role that has it.",
        )


def check_status(version: Version, action: Action) -> None:
    """Raise StatusError where a version's status does not let something be done."""
    before = STEPS[action].before
    if version.status not in before:
        raise StatusError(
            f"version {version.id}",
            f"is {version.status}, so it cannot be changed by '{action}'.",
            f"It must be {' or '.join(before)}.",
        )


def check_approver(actor: Actor, version: Version, approvers: Collection[str]) -> bool:
    """Tell whether an author approves because there is nobody else who could.

    Args:
        approvers: the active administrators who may approve.

    Raises:
        NotAllowedError: where the actor is an author and somebody else could approve.
    """
    if actor.name not in version.authors:
        return False
    if set(approvers) == {actor.name}:
        return True
    raise NotAllowedError(
        actor.name,
        f"has written on version {version.id} and may not approve it.",
        "Ask another administrator who may approve.",
    )


def approvers(workspace: Workspace) -> list[str]:
    """Return the active administrators who may approve."""
    everybody = users.everybody(workspace)
    return [user.name for user in everybody if user.active and may(user.roles, "approve")]


def allowed(actor: Actor, version: Version, approvers: Collection[str]) -> list[Action]:
    """Return what somebody may do to a version as it is, for the page that shows the buttons."""
    found: list[Action] = []
    for action, step in STEPS.items():
        if version.status in step.before and any(may(actor.roles, need) for need in step.needs):
            own = action == "approve" and actor.name in version.authors
            if not own or set(approvers) == {actor.name}:
                found.append(action)
    return found
