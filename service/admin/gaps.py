"""Missing evidence, that which would settle most first; data requests; what came back."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import current_app, request, send_file

from service.admin.errors import AdminError
from service.admin.frame import language, render
from service.admin.gaps_words import TEXTS
from service.admin.gate import page, part, user, workspace
from service.admin.uploads import XLSX
from service.data_requests import write_requests
from service.ranked import Ranked, catalogue
from service.ranked import ranked as found_now
from service.store import audit, import_log
from service.uploads.mapping import choices

gaps = part("gaps", "/admin/gaps")
PAGE = 50
MOST_PAGES = 10**6
ASKED = "request.make"


@page(gaps, "/", needs="read")
def ranked() -> Any:
    """Show what is missing, by supplier and group where asked."""
    opened, everything = workspace(), _ranked()
    supplier, group = request.args.get("supplier", ""), request.args.get("group", "")
    number = max(0, min(request.args.get("page", 0, type=int), MOST_PAGES))
    wanted = [
        gap
        for gap in everything.gaps
        if supplier in ("", gap.supplier)
        and (group in ("", gap.group) or gap.group.startswith(f"{group}/"))
    ]
    asked: dict[str, audit.Entry] = {}
    for entry in audit.entries(opened, action=ASKED):
        asked.setdefault(entry.subject, entry)
    names = {g["id"]: g[f"name_{language()}"] or g["name_da"] for g in opened.rows("groups")}
    return render(
        "admin/gaps.html",
        texts=TEXTS,
        gaps=wanted[number * PAGE : (number + 1) * PAGE],
        total=len(wanted),
        number=number,
        pages=(len(wanted) + PAGE - 1) // PAGE,
        first=number * PAGE,
        supplier=supplier,
        group=group,
        suppliers=everything.suppliers(),
        groups=_groups(everything, names),
        names=names,
        asked=asked,
        returned=import_log.by_supplier(opened),
        english=everything.english,
        titles=dict(choices(language())),
        published=everything.published,
    )


@page(gaps, "/request", needs="data", methods=("POST",))
def request_data() -> Any:
    """Send a supplier's data request, and write down that it was made."""
    supplier = request.form.get("supplier", "")
    missing = [gap for gap in _ranked().gaps if gap.supplier == supplier]
    if not missing:
        raise AdminError(404, "missing")
    with TemporaryDirectory() as folder:
        (file,) = write_requests(Path(folder), missing, catalogue(workspace()))
        data, name = BytesIO(file.read_bytes()), file.name
    details = {"gaps": len(missing), "products": len({gap.product for gap in missing})}
    with workspace().writing():
        audit.record(workspace(), user().name, ASKED, supplier, details)
    return send_file(data, XLSX, as_attachment=True, download_name=name)


def _ranked() -> Ranked:
    return found_now(workspace(), current_app.extensions["kompas_snapshot"])


def _groups(everything: Ranked, names: dict[str, str]) -> list[tuple[str, str]]:
    """Return the groups that have gaps, and those above them, with their names."""
    ids = set()
    for gap in everything.gaps:
        steps = gap.group.split("/")
        ids |= {"/".join(steps[: n + 1]) for n in range(len(steps))}
    return sorted((one, names.get(one, one)) for one in ids if one)
