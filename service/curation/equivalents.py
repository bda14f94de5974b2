"""Documented equivalents of labels: other proof that a product meets what a label demands.

Udbudsloven § 46: who asks for a label must take other documentation that proves the same. An
equivalent counts like the label from the next publish until it expires or is revoked.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import asdict, dataclass
from datetime import date

from service.curation import fields
from service.curation.decisions import editing, now
from service.curation.fields import Form
from service.curation.problems import CurationError
from service.store import audit, equivalents
from service.store.workspace import Workspace

YEARS = 3  # a decision is looked at again after so long at the latest


@dataclass(frozen=True, slots=True)
class Claim:
    """An equivalent as a steward states it."""

    code: str
    document: str
    reason: str
    reviewer: str
    expires_on: str


def claim_of(form: Form, codes: Container[str], today: date) -> Claim:
    """Return what a form states: code, document, reason, reviewer, expires_on.

    Raises:
        CurationError: naming the field, the value and the remedy.
    """
    code = form.get("code", "")
    if code not in codes:
        raise CurationError("code", "label", value=fields.shown(code))
    document = fields.text(form, "document")
    reviewer = fields.text(form, "reviewer")
    expires = fields.a_day(form, "expires_on")
    if not expires:
        raise CurationError("expires_on", "needed")
    last = latest(today).isoformat()
    if not today.isoformat() < expires <= last:
        raise CurationError("expires_on", "expiry", value=expires, most=last)
    reason = fields.text(form, "reason", code="reason")
    return Claim(code, document, reason, reviewer, expires)


def latest(today: date) -> date:
    """Return the last day that an equivalent may be given for."""
    try:
        return today.replace(year=today.year + YEARS)
    except ValueError:  # 29 February
        return today.replace(year=today.year + YEARS, day=28)


def grant(
    workspace: Workspace, actor: str, product: str, seen: int, claim: Claim, today: date
) -> int:
    """Let a document count as a label's equivalent for a product; return the decision's id.

    Raises:
        CurationError: where the product has one for the label already, or was changed since `seen`.
    """
    with editing(workspace, product, seen) as ids:
        for held in equivalents.of_products(workspace, ids):
            if held.code == claim.code and in_force(held, today):
                raise CurationError("code", "twice")
        row = asdict(claim) | {"product_id": product, "valid_from": today.isoformat()}
        number = equivalents.add(workspace, row | {"created_at": now()})
        audit.record(
            workspace, actor, "equivalent.grant", product, asdict(claim) | {"equivalent": number}
        )
    return number


def revoke(
    workspace: Workspace, actor: str, product: str, seen: int, number: int, reason: str
) -> None:
    """Let an equivalent count no more.

    Raises:
        CurationError: where the product has no such one in force, or was changed since `seen`.
    """
    with editing(workspace, product, seen) as ids:
        held = {each.id: each for each in equivalents.of_products(workspace, ids)}
        if number not in held:
            raise CurationError("", "no_row")
        if held[number].revoked_at:
            raise CurationError("", "row_ended")
        equivalents.revoke(workspace, number, actor, now(), reason)
        details = {"equivalent": number, "code": held[number].code, "reason": reason}
        audit.record(workspace, actor, "equivalent.revoke", product, details)


def in_force(held: equivalents.Equivalent, today: date) -> bool:
    """Tell whether an equivalent counts on a day."""
    return not held.revoked_at and today <= date.fromisoformat(held.expires_on)
