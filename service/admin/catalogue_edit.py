"""What stewards change on a product's page: figures, withdrawals, equivalents of labels."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, cast

from flask import redirect, request, url_for

from service.admin.catalogue import catalogue, snapshot
from service.admin.catalogue_product import shown
from service.admin.gate import page, user, workspace
from service.curation import decisions, equivalents, fields
from service.curation.attributes import readable
from service.curation.dossier import ruleset_of, state_of
from service.curation.problems import CurationError
from service.store import dossier
from service.store.hand import Table

TABLES = ("evidence", "labels")
CONFLICT, REFUSED = 409, 422
Act = Callable[[str, int], str]


@page(catalogue, "/figure/<path:product>", needs="data", methods=("POST",))
def figure(product: str) -> Any:
    """Set a figure."""

    def act(actor: str, seen: int) -> str:
        row = dossier.product(workspace(), product)
        known = readable(ruleset_of(snapshot()), row["group_id"] if row else "")
        told = decisions.figure_of(request.form, known, date.today())
        number = decisions.set_figure(workspace(), actor, product, seen, told)
        counts = state_of(workspace(), product, number, date.today()) != "outranked"
        return "figure" if counts else "outranked"

    return _done(product, "figure", act)


@page(catalogue, "/withdraw/<path:product>", needs="data", methods=("POST",))
def withdraw(product: str) -> Any:
    """Let a row count no more."""
    return _of_row(product, "withdraw", decisions.withdraw)


@page(catalogue, "/restore/<path:product>", needs="data", methods=("POST",))
def restore(product: str) -> Any:
    """Let a row that was withdrawn by hand count again."""
    return _of_row(product, "restore", decisions.restore)


@page(catalogue, "/equivalent/<path:product>", needs="data", methods=("POST",))
def equivalent(product: str) -> Any:
    """Accept a document in place of a label."""

    def act(actor: str, seen: int) -> str:
        today = date.today()
        claim = equivalents.claim_of(request.form, workspace().keys("label_types"), today)
        equivalents.grant(workspace(), actor, product, seen, claim, today)
        return "equivalent"

    return _done(product, "equivalent", act)


@page(catalogue, "/revoke/<path:product>", needs="data", methods=("POST",))
def revoke(product: str) -> Any:
    """Let a document count no more."""
    number = _whole("row")

    def act(actor: str, seen: int) -> str:
        reason = fields.text(request.form, "reason", code="reason")
        equivalents.revoke(workspace(), actor, product, seen, number, reason)
        return "revoke"

    return _done(product, f"revoke-{number}", act)


def _of_row(product: str, what: str, change: Callable[..., None]) -> Any:
    table, row = request.form.get("table", ""), _whole("row")

    def act(actor: str, seen: int) -> str:
        if table not in TABLES:
            raise CurationError("", "no_row")
        reason = fields.text(request.form, "reason", code="reason")
        change(workspace(), actor, product, seen, cast(Table, table), row, reason)
        return what

    return _done(product, f"{what}-{table}-{row}", act)


def _done(product: str, form: str, act: Act) -> Any:
    """Do it and lead back to the product; what cannot be done is said beside what was typed."""
    try:
        done = act(user().name, _whole("seen"))
    except CurationError as problem:
        told = {name: value for name, value in request.form.items() if name != "csrf_token"}
        status = CONFLICT if problem.code == "changed" else REFUSED
        return shown(product, form=form, typed=told, problem=problem), status
    return redirect(url_for("catalogue.product", product=product, done=done), 303)


def _whole(field: str) -> int:
    """Return a hidden field's number, -1 where it is none: no row and no revision is."""
    text = request.form.get(field, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1
