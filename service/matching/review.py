"""The review list: doubtful matches that a person confirms or refuses once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from scoring.errors import KompasError
from service.matching.ladder import Match, said_key
from service.store import audit, identities, reviews
from service.store.workspace import Workspace


def ask(workspace: Workspace, matches: Iterable[Match]) -> int:
    """Put doubtful matches on the list; return how many were not on it before."""
    rows = []
    for match in matches:
        key = said_key(match.line)
        if not match.doubtful or key is None:
            continue
        candidates = [
            {"subject": c.subject, "name": c.name, "rung": c.rung, "score": round(c.score)}
            for c in match.candidates
        ]
        rows.append(
            {
                "shop_id": match.line.shop,
                "key": key,
                "title": match.line.name,
                "candidates": json.dumps(candidates, ensure_ascii=False),
                "about": "",
                "subject": "",
                "status": reviews.OPEN,
                "at": _now(),
            }
        )
    with workspace.writing():
        return reviews.add(workspace, rows)


def waiting(workspace: Workspace) -> list[dict[str, Any]]:
    """Return the open reviews with their candidates, oldest first."""
    return [
        row | {"candidates": json.loads(row["candidates"])} for row in reviews.listed(workspace)
    ]


def accept(workspace: Workspace, number: int, subject: str = "", actor: str = "system") -> str:
    """Confirm a review, for its best candidate or for another subject; return the subject.

    Raises:
        KompasError: where there is no such review or subject.
    """
    row = _review(workspace, number)
    chosen = subject or json.loads(row["candidates"])[0]["subject"]
    if not identities.names(workspace, [chosen]):
        raise KompasError(
            f"review {number}", f"'{chosen}' is no product or group.", "Give an id from the list."
        )
    about = "group" if chosen in workspace.keys("groups") else "product"
    _answer(workspace, row, reviews.ACCEPTED, about, chosen, actor)
    return chosen


def reject(workspace: Workspace, number: int, actor: str = "system") -> None:
    """Say that none of a review's candidates is right; it is not matched by text again.

    Raises:
        KompasError: where there is no such review.
    """
    _answer(workspace, _review(workspace, number), reviews.REJECTED, "", "", actor)


def reopen(workspace: Workspace, number: int, actor: str = "system") -> None:
    """Take an answer back: the match is doubtful again and waits for a person.

    Raises:
        KompasError: where there is no such review.
    """
    row = _review(workspace, number)
    if row["status"] != reviews.OPEN:
        _answer(workspace, row, reviews.OPEN, "", "", actor)


ACTIONS = {
    reviews.ACCEPTED: "review.accept",
    reviews.REJECTED: "review.reject",
    reviews.OPEN: "review.reopen",
}


def _answer(
    workspace: Workspace, row: Mapping[str, Any], status: str, about: str, subject: str, actor: str
) -> None:
    said = {"about": about, "subject": subject, "status": status, "at": _now()}
    before = {"status": row["status"], "subject": row["subject"]}
    details = {"shop": row["shop_id"], "key": row["key"], "subject": subject, "before": before}
    with workspace.writing():
        reviews.decide(workspace, row["id"], said)
        audit.record(workspace, actor, ACTIONS[status], str(row["id"]), details)


def _review(workspace: Workspace, number: int) -> dict[str, Any]:
    row = reviews.one(workspace, number)
    if row is None:
        raise KompasError(
            f"review {number}", "There is no such review.", "See `kompas review` for the numbers."
        )
    return row


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
