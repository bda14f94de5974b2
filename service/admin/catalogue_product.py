"""The page of one product, as it is and as it is shown again when a form was refused."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import request

from service.admin.catalogue import catalogue, names, snapshot
from service.admin.catalogue_texts import TEXTS
from service.admin.errors import AdminError
from service.admin.frame import language, render
from service.admin.gate import page, user, workspace
from service.curation.attributes import Readable
from service.curation.dossier import Dossier, dossier_of
from service.curation.problems import CurationError
from service.importers.units import ATTRIBUTES
from service.publish.texts import letter, number, unit
from service.store import dossier

DONE = ("figure", "outranked", "withdraw", "restore", "equivalent", "revoke")
COPIED = ("attribute", "status", "year", "valid_from", "valid_to")


@page(catalogue, "/product/<path:product>", needs="read")
def product(product: str) -> Any:
    """Show a product."""
    done = request.args.get("done", "")
    return shown(product, done=done if done in DONE else "")


def shown(
    product: str,
    *,
    done: str = "",
    form: str = "",
    typed: Mapping[str, str] | None = None,
    problem: CurationError | None = None,
) -> str:
    """Return a product's page.

    Args:
        done: what was just done, one of DONE.
        form: which form was refused, such as "figure" or "withdraw-evidence-12".
        typed: what stood in it.
        problem: what was wrong.
    """
    spoken = language()
    today = date.today()
    served = snapshot()
    found = dossier_of(
        workspace(), served, product, spoken, today, request.args.get("shop", "")[:100]
    )
    if found is None:
        raise AdminError(404, "missing")
    given = dict(typed or {})
    if not given:
        given = _copied(found, request.args.get("set", ""))
    return render(
        "admin/product.html",
        texts=TEXTS,
        it=found,
        meta=served.meta if served else {},
        name_of=names(),
        label_types=dossier.label_types(workspace()),
        figure=_figure,
        unit=_unit,
        told=_told,
        done=done,
        form=form,
        typed=given,
        field=problem.field if problem else "",
        said=problem.said(spoken) if problem else "",
        reviewer=user().display,
        this_year=today.year,
    )


def _copied(found: Dossier, row: str) -> dict[str, str]:
    """Return what the form holds for whoever corrects a row: all of it but the reason."""
    for each in found.evidence:
        if str(each.row["id"]) == row and any(
            a.id == each.row["attribute"] for a in found.readable
        ):
            told = {name: str(each.row[name] or "") for name in COPIED}
            exact = each.row["low"] == each.row["value"] == each.row["high"]
            for end in ("value",) if exact else ("value", "low", "high"):
                told[end] = _figure(each.row["attribute"], each.row[end])
            return told | {"source": each.row["source_name"] or "", "set": row}
    return {}


def _figure(attribute: str, value: float) -> str:
    """Return a figure as people write it: a class as its letter, a flag as yes or no."""
    spoken = language()
    spec = ATTRIBUTES.get(attribute)
    if spec is not None and spec.kind == "class":
        return letter(value)
    if spec is not None and spec.kind == "flag":
        words = {"da": ("nej", "ja"), "en": ("no", "yes")}[spoken]
        return words[value >= 1]
    exact = f"{value:.10g}"
    if "e" in exact:
        return number(value, spoken)
    return exact.replace(".", ",") if spoken == "da" else exact


def _unit(attribute: str, written: str | None) -> str:
    """Return the unit that an attribute's figures are kept in; letters and words have none."""
    spec = ATTRIBUTES.get(attribute)
    if spec is None:
        return unit(written or "", language())
    return unit(spec.unit, language()) if spec.kind == "figure" else ""


def _told(each: Readable) -> str:
    """Return an attribute as the list of the form shows it, with its unit."""
    spoken = language()
    said = unit(each.spec.unit, spoken)
    return f"{each.texts[spoken]} ({said})" if said else each.texts[spoken]
