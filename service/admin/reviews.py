"""The review list: doubtful matches one at a time, decided by keyboard or by button."""

from __future__ import annotations

import json
from typing import Any

from flask import redirect, request, session, url_for

from scoring.errors import KompasError
from scoring.identifiers import visible
from service.admin.errors import AdminError
from service.admin.frame import render
from service.admin.gate import page, part, user, workspace
from service.admin.reviews_words import TEXTS
from service.matching import review
from service.store import identities
from service.store import reviews as store

reviews = part("reviews", "/admin/reviews")
BESIDE = (8, 25)  # reviews shown before and from the present one
FOUND, CANDIDATES, LONGEST = 12, 9, 100  # subjects found, candidates that have a key, letters
UNDO = 50  # decisions that a session can take back
STATUSES = (store.OPEN, store.ACCEPTED, store.REJECTED)
BIGGEST = 2**62


@page(reviews, "/", needs="read")
def queue() -> Any:
    """Show the review that is next, or the one that is asked for."""
    return _show()


@page(reviews, "/<int:number>", needs="data", methods=("POST",))
def decide(number: int) -> Any:
    """Take an answer: a subject, or that none is right; go on to the next."""
    if number > BIGGEST or (row := store.one(workspace(), number)) is None:
        raise AdminError(404, "missing")
    subject = request.form.get("subject", "")
    if row["status"] != store.OPEN:
        return _show(problem="decided"), 409
    if request.form.get("answer") == "none":
        review.reject(workspace(), number, user().name)
    elif subject and identities.names(workspace(), [subject]):
        review.accept(workspace(), number, subject, user().name)
    else:
        return _show(problem="no_subject"), 422
    session["decided"] = [*session.get("decided", []), number][-UNDO:]
    return redirect(url_for("reviews.queue", at=number), 303)


@page(reviews, "/<int:number>/reopen", needs="data", methods=("POST",))
def reopen(number: int) -> Any:
    """Take an answer back."""
    if number > BIGGEST:
        raise AdminError(404, "missing")
    try:
        review.reopen(workspace(), number, user().name)
    except KompasError:
        raise AdminError(404, "missing") from None
    session["decided"] = [n for n in session.get("decided", []) if n != number]
    return redirect(url_for("reviews.queue", at=number), 303)


def _show(problem: str = "") -> str:
    opened, status = workspace(), request.values.get("status", store.OPEN)
    status = status if status in STATUSES else store.OPEN
    at = min(request.args.get("at", 0, type=int), BIGGEST)
    after = store.page(opened, status, at, BESIDE[1])
    if not after and at:  # the last was decided: begin anew with what was skipped
        at, after = 0, store.page(opened, status, 0, BESIDE[1])
    here = after[0] if after else None
    before = store.before(opened, status, here["id"], BESIDE[0]) if here else []
    counts = {name: store.count(opened, name) for name in STATUSES}
    query = visible(request.args.get("q", "")[:LONGEST]).strip()
    last = session.get("decided", [])
    undo = store.one(opened, last[-1]) if last else None
    names = identities.names(opened, [r["subject"] for r in [*before, *after] if r["subject"]])
    return render(
        "admin/reviews.html",
        texts=TEXTS,
        present=here and here | {"candidates": json.loads(here["candidates"])[:CANDIDATES]},
        where=request.endpoint,
        before=before,
        after=after[1:],
        status=status,
        statuses=STATUSES,
        counts=counts,
        total=sum(counts.values()),
        decided=counts[store.ACCEPTED] + counts[store.REJECTED],
        query=query,
        found=store.named_like(opened, query, FOUND) if query and here else [],
        names=names,
        undo=undo if undo and undo["status"] != store.OPEN else None,
        problem=problem,
    )
