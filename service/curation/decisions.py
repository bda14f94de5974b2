"""Figures set by hand, rows withdrawn and brought back, each with its line in the audit.

What is decided counts from the next publish. Whoever decides names the revision they saw; where
somebody was quicker nothing is written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime

from scoring.evidence import STATUSES
from service.curation import fields
from service.curation.attributes import Readable
from service.curation.fields import Form
from service.curation.problems import CurationError
from service.store import audit, hand
from service.store.hand import Table
from service.store.same import members
from service.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as a steward sets it; value, low and high are in the attribute's unit."""

    attribute: str
    value: float
    low: float
    high: float
    unit: str
    status: str
    source: str
    year: int
    valid_from: str
    valid_to: str
    reason: str


def figure_of(form: Form, known: Sequence[Readable], today: date) -> Figure:
    """Return the figure that a form sets: attribute, value, low, high, status, source, year,
    valid_from, valid_to, reason.

    Raises:
        CurationError: naming the field, the value and the remedy.
    """
    name = form.get("attribute", "")
    found = next((each for each in known if each.id == name), None)
    if found is None:
        raise CurationError("attribute", "attribute", value=fields.shown(name))
    value = fields.figure(form, "value", found.spec)
    if value is None:
        raise CurationError("value", "needed")
    ends = [fields.figure(form, end, found.spec) for end in ("low", "high")]
    low, high = (value if end is None else end for end in ends)
    if not low <= value <= high:
        told = {n: f"{v:g}" for n, v in (("low", low), ("value", value), ("high", high))}
        raise CurationError("value", "order", **told)
    status = form.get("status", "")
    if status not in STATUSES:
        raise CurationError("status", "status", value=fields.shown(status))
    source = fields.text(form, "source")
    year = fields.year(form, "year", today)
    start, end = fields.a_day(form, "valid_from"), fields.a_day(form, "valid_to")
    if start and end and end < start:
        raise CurationError("valid_to", "days")
    reason = fields.text(form, "reason", code="reason")
    unit = found.spec.unit
    return Figure(name, value, low, high, unit, status, source, year, start, end, reason)


def set_figure(workspace: Workspace, actor: str, product: str, seen: int, figure: Figure) -> int:
    """Add a figure to a product's evidence and return its row; one set by hand before ends.

    Raises:
        CurationError: where somebody has changed the product since `seen`, or there is no such one.
    """
    told = asdict(figure)
    reason = told.pop("reason")
    with editing(workspace, product, seen):
        told["source"] = _source(workspace, figure.source)
        by_hand = {"set_who": actor, "set_at": now(), "set_why": reason}
        number = hand.add_figure(workspace, told | by_hand | {"subject": product})
        details = told | {"row": number, "document": figure.source, "reason": reason}
        audit.record(workspace, actor, "evidence.set", product, details)
    return number


def withdraw(
    workspace: Workspace, actor: str, product: str, seen: int, table: Table, row: int, reason: str
) -> None:
    """Let a row of a product's evidence or labels count no more.

    Raises:
        CurationError: where it does not count now, or the product was changed since `seen`.
    """
    with editing(workspace, product, seen) as ids:
        found = hand.row_of(workspace, table, row, ids)
        if found is None:
            raise CurationError("", "no_row")
        if any(found[name] for name in ("superseded_by", "withdrawn_by", "withdrawn_at")):
            raise CurationError("", "row_ended")
        hand.withdraw(workspace, table, row, actor, now(), reason)
        kept = {name: found[name] for name in hand.CONTENT[table]}
        details = kept | {"row": row, "origin": found["origin"], "reason": reason}
        audit.record(workspace, actor, f"{ACTION[table]}.withdraw", product, details)


def restore(
    workspace: Workspace, actor: str, product: str, seen: int, table: Table, row: int, reason: str
) -> None:
    """Undo the withdrawal of a row.

    Raises:
        CurationError: where it was not withdrawn by hand, or something has taken its place since.
    """
    with editing(workspace, product, seen) as ids:
        found = hand.row_of(workspace, table, row, ids)
        if found is None:
            raise CurationError("", "no_row")
        if not found["withdrawn_at"] or found["superseded_by"] or found["withdrawn_by"]:
            raise CurationError("", "row_stands")
        hand.restore(workspace, table, row)
        details = {"row": row, "reason": reason, "withdrawn": found["withdrawn_why"]}
        audit.record(workspace, actor, f"{ACTION[table]}.restore", product, details)


ACTION = {"evidence": "evidence", "labels": "label"}


@contextmanager
def editing(workspace: Workspace, product: str, seen: int) -> Iterator[Sequence[str]]:
    """Begin an edit of a product as it stood at revision `seen`; all of it is kept or nothing.

    Yields:
        the ids of all that are this product.

    Raises:
        CurationError: where there is no such product, or it has changed.
    """
    with workspace.writing():
        current = hand.claim(workspace, product, seen)
        ids = members(workspace, product)
        if not ids:
            raise CurationError("", "no_product", value=fields.shown(product))
        if not current:
            raise CurationError("", "changed", who=_last(workspace, product))
        yield ids


def now() -> str:
    """Return the moment, ISO 8601 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _last(workspace: Workspace, product: str) -> str:
    """Return who edited a product last."""
    entries = audit.entries(workspace, subject=product)
    kinds = ("evidence", "label", "equivalent")
    found = (e.actor for e in entries if e.subject == product and e.action.split(".")[0] in kinds)
    return next(found, "?")


def _source(workspace: Workspace, document: str) -> str:
    """Return the id of the source that stands for a document, made where there is none."""
    name = f"hand-{hashlib.sha256(document.encode()).hexdigest()[:12]}"
    blank = dict.fromkeys(("version", "publisher", "licence", "attribution", "url"), "")
    workspace.put("sources", [{"id": name, "name": document, "year": 0, **blank}])
    return name
