"""Missing evidence, that which would settle most first; data requests; what came back.

The list is the last publish's, which has computed and stored it; a page only looks it up.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from flask import request, send_file

from scoring.errors import KompasError
from service.admin.catalogue import names, snapshot
from service.admin.errors import AdminError
from service.admin.frame import language, render
from service.admin.gaps_words import TEXTS
from service.admin.gate import page, part, user, workspace
from service.admin.uploads import XLSX
from service.data_requests import MOST_ROWS, write_requests
from service.publish.catalogue import read_catalogue
from service.publish.gap_list import Gap, Goods
from service.publish.gaps import gaps as found_now
from service.publish.stored_gaps import StoredGaps
from service.publish.subjects import Index
from service.rulesets import ruleset_of_document
from service.store import audit, import_log, known
from service.store.snapshot import Snapshot
from service.uploads.mapping import choices

gaps = part("gaps", "/admin/gaps")
PAGE = 50
MOST_PAGES = 10**6
ASKED = "request.make"
HELD = "gaps"  # the name of what is mapped of a snapshot


@page(gaps, "/", needs="read")
def ranked() -> Any:
    """Show what was missing at the last publish, by supplier and group where asked."""
    opened, served = workspace(), snapshot()
    stored = _stored(served)
    if served is None or stored is None:
        why = "older_release" if served else "unpublished"
        return render("admin/gaps_none.html", texts=TEXTS, why=why)
    supplier, group = request.args.get("supplier", ""), request.args.get("group", "")
    number = max(0, min(request.args.get("page", 0, type=int), MOST_PAGES))
    wanted = stored.rows(supplier, group)
    asked: dict[str, audit.Entry] = {}
    for entry in audit.entries(opened, action=ASKED):
        asked.setdefault(entry.subject, entry)
    named = names()
    return render(
        "admin/gaps.html",
        texts=TEXTS,
        published_at=served.meta["published_at"],
        gaps=_listed(stored, wanted[number * PAGE : (number + 1) * PAGE]),
        total=len(wanted),
        number=number,
        pages=(len(wanted) + PAGE - 1) // PAGE,
        first=number * PAGE,
        supplier=supplier,
        group=group,
        suppliers=stored.suppliers,
        groups=_groups(stored, named),
        named=named,
        asked=asked,
        returned=import_log.by_supplier(opened),
        titles=dict(choices(language())),
    )


@page(gaps, "/request", needs="data", methods=("POST",))
def request_data() -> Any:
    """Send a supplier's data request, and write down that it was made.

    The goods are those of the list; what is asked of them is what is missing now.
    """
    supplier, opened, served = request.form.get("supplier", ""), workspace(), snapshot()
    stored = _stored(served)
    goods = stored.goods_of(supplier, MOST_ROWS) if stored else []
    if served is None or not goods:
        raise AdminError(404, "missing")
    today = date.today()
    document = json.loads(served.meta["ruleset"])
    rules = ruleset_of_document(document, "the published ruleset", today)
    catalogue = read_catalogue(opened, today, only=goods)
    found = found_now(rules, catalogue, supplier)
    found = found.take(found.of(supplier))  # not another's whose name differs in case only
    if not len(found):
        raise KompasError(
            supplier, "has nothing left to be asked for.", "Publish: the list is then made anew."
        )
    with TemporaryDirectory() as folder:
        (file,) = write_requests(Path(folder), found, catalogue)
        data, name = BytesIO(file.read_bytes()), file.name
    details = {"gaps": len(found), "products": len(np.unique(found.product))}
    with opened.writing():
        audit.record(opened, user().name, ASKED, supplier, details)
    return send_file(data, XLSX, as_attachment=True, download_name=name)


def _stored(served: Snapshot | None) -> StoredGaps | None:
    """Return the gaps of what is served; None where nothing is, or none are stored beside it."""
    if served is None:
        return None
    if HELD not in served.derived:
        served.derived[HELD] = StoredGaps.beside(served.path)
    found: StoredGaps | None = served.derived[HELD]
    return found


def _listed(stored: StoredGaps, rows: Index) -> list[Gap]:
    """Return some gaps, their goods as the workspace calls them now."""
    shown = stored.gaps.take(rows)
    products = np.unique(shown.product)
    ids = dict(zip(products.tolist(), stored.ids(products), strict=True))
    told = known.products(workspace(), ids.values())

    def goods(product: int) -> Goods:
        row = told.get(ids[product], {})
        name = row.get(f"name_{language()}") or row.get("name_da") or ids[product]
        return Goods(ids[product], name, stored.group[product])

    return shown.listed(goods)


def _groups(stored: StoredGaps, named: Callable[[str, str], str]) -> list[tuple[str, str]]:
    """Return the groups that have gaps, and those above them, with their names."""
    ids = set()
    for group in stored.groups:
        steps = group.split("/")
        ids |= {"/".join(steps[: n + 1]) for n in range(len(steps))}
    return sorted((one, named("group", one)) for one in ids if one)
