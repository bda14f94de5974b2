"""The catalogue's pages: searching it, and one product with all that is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app, request, url_for

from service.admin.catalogue_texts import TEXTS
from service.admin.frame import language, render
from service.admin.gate import page, part, workspace
from service.curation.search import FACETS
from service.curation.search import search as searching
from service.errors import UnavailableError
from service.store import dossier
from service.store.snapshot import Snapshot, SnapshotReader, open_snapshot

catalogue = part("catalogue", "/admin/catalogue")
LONGEST = 300  # characters of a query or a facet's value


@page(catalogue, "", needs="read")
def search() -> Any:
    """Search the catalogue."""
    text = request.args.get("q", "")[:LONGEST]
    wanted = {f: request.args[f][:LONGEST] for f in FACETS if request.args.get(f)}
    number = request.args.get("page", "1")
    results = searching(workspace(), snapshot(), text, wanted, int(number) if _whole(number) else 1)
    asked = {"q": text, **wanted}
    return render(
        "admin/catalogue.html",
        texts=TEXTS,
        text=text,
        wanted=wanted,
        results=results,
        facets=FACETS,
        name_of=names(),
        asked={key: value for key, value in asked.items() if value},
        way=lambda **more: _way(asked, more),
    )


def snapshot() -> Snapshot | None:
    """Return what is served, past its last day too; None where nothing is."""
    reader: SnapshotReader = current_app.extensions["kompas_snapshot"]
    try:
        return reader.current()
    except UnavailableError:
        return open_snapshot(current_app.extensions["kompas_config"].folder)


def names() -> Any:
    """Return a function: facet and value -> what it is called in the page's language."""
    spoken, known = language(), dossier.names(workspace())

    def name(facet: str, value: str) -> str:
        said = TEXTS.get(f"{facet}_{value}")
        found = said or known.get(facet, {}).get(value)
        return found[spoken] if found else value

    return name


def _way(asked: Mapping[str, str], more: Mapping[str, str]) -> str:
    merged = {key: value for key, value in {**asked, **more}.items() if value}
    return url_for("catalogue.search", **merged)  # type: ignore[arg-type]


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9


from service.admin import catalogue_edit, catalogue_product  # noqa: E402, F401 - their views
