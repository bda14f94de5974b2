"""The audit: who did what, when and why; as CSV; and whether its chain holds."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from flask import Response, current_app, request

from scoring.canonical import canonical_json
from scoring.identifiers import visible
from service.admin import frame, trail_words
from service.admin.frame import render
from service.admin.gate import page, part, workspace
from service.config import Config
from service.errors import UnavailableError
from service.importers.report import FORMULA
from service.store import audit
from service.store.snapshot import SnapshotReader
from service.store.workspace import Workspace

trail = part("trail", "/admin/audit")
PAGE = 50
PIECE = 16_000  # characters that are sent at a time
LONG = 160  # characters of a detail that stand on the page unfolded
FILTERS = ("actor", "action", "subject", "since", "until")
HEADER = ("id", "at", "actor", "action", "subject", "details", "hash")
TEXTS = {
    "lead": {
        "da": "Alt, hvad nogen har gjort, og hvorfor. Rækkerne er kædet sammen, så ingen kan "
        "ændres eller fjernes, uden at det ses.",
        "en": "All that somebody did, and why. The rows are chained, so that none can be changed "
        "or removed without a trace.",
    },
    "kind": {"da": "Handling", "en": "Action"},
    "subject": {"da": "Om", "en": "About"},
    "details": {"da": "Nærmere", "en": "Details"},
    "subject_has": {"da": "Om (indeholder)", "en": "About (contains)"},
    "since": {"da": "Fra dag", "en": "From day"},
    "until": {"da": "Til dag", "en": "To day"},
    "csv": {"da": "Hent som CSV", "en": "Download as CSV"},
    "verify": {"da": "Efterprøv kæden", "en": "Verify the chain"},
    "holds": {
        "da": "Kæden holder: {count} rækker, ingen er ændret, fjernet eller skudt ind. Nyeste "
        "fingeraftryk: {head}",
        "en": "The chain holds: {count} rows, none changed, removed or put in between. Newest "
        "hash: {head}",
    },
    "holds_empty": {"da": "Sporet er tomt.", "en": "The trail is empty."},
    "took": {"da": "Det tog {seconds} sekunder.", "en": "It took {seconds} seconds."},
    "fault_changed": {
        "da": "Kæden er brudt ved række {id}: den er ændret. Gå tilbage til en sikkerhedskopi, og "
        "find ud af, hvem der har haft adgang til filen.",
        "en": "The chain is broken at row {id}: it was changed. Go back to a backup, and find out "
        "who had access to the file.",
    },
    "fault_missing": {
        "da": "Kæden er brudt ved række {id}: en række mangler. Gå tilbage til en sikkerhedskopi, "
        "og find ud af, hvem der har haft adgang til filen.",
        "en": "The chain is broken at row {id}: a row is missing. Go back to a backup, and find "
        "out who had access to the file.",
    },
    "fault_head": {
        "da": "De sidste rækker mangler: det, der er udgivet, husker en række, som ikke er her "
        "mere.",
        "en": "The last rows are missing: what is published remembers a row that is not here any "
        "more.",
    },
    "bad_day": {
        "da": "Skriv dage som 2026-11-25. Filteret på dage er ikke brugt.",
        "en": "Write days as 2026-11-25. The filter by day was not used.",
    },
    "nothing": {"da": "Ingen rækker passer.", "en": "No rows fit."},
    "nothing_yet": {"da": "Her er ikke sket noget endnu.", "en": "Nothing has happened here yet."},
    "newest": {"da": "Til de nyeste", "en": "To the newest"},
    "all_of_it": {"da": "Vis det hele", "en": "Show all of it"},
}


@page(trail, "/", needs="read")
def entries() -> Any:
    """Show rows, newest first."""
    return _entries()


@page(trail, "/verify", needs="read")
def verify() -> Any:
    """Show whether the chain holds."""
    began = time.monotonic()
    fault = audit.verify(workspace(), _kept())
    checked = {
        "fault": fault,
        "head": audit.head(workspace()),
        "count": audit.count(workspace()),
        "seconds": f"{time.monotonic() - began:.1f}",
    }
    return _entries(checked)


@page(trail, "/entries.csv", needs="read")
def as_csv() -> Any:
    """Answer the rows that fit as CSV."""
    wanted, _ = _wanted()
    response = Response(_lines(_config().folder, wanted), mimetype="text/csv")
    response.headers["Content-Disposition"] = "attachment; filename=revisionsspor.csv"
    return response


def _entries(checked: dict[str, Any] | None = None) -> str:
    wanted, problem = _wanted()
    before = request.args.get("before", "")
    number = int(before) if before.isascii() and before.isdecimal() and len(before) < 16 else None
    found = list(audit.entries(workspace(), **wanted, before=number, limit=PAGE + 1))
    spoken = frame.language()
    return render(
        "admin/trail.html",
        texts=TEXTS,
        rows=[_row(entry, spoken) for entry in found[:PAGE]],
        older=found[PAGE - 1].id if len(found) > PAGE else None,
        paged=number is not None,
        wanted=wanted,
        problem=problem,
        actors=[(name, trail_words.actor(name, spoken)) for name in audit.actors(workspace())],
        kinds=[(code, words[spoken]) for code, words in trail_words.KINDS.items()],
        actions=_actions(spoken),
        checked=checked,
        longest=LONG,
    )


def _actions(spoken: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the actions by kind, as (kind, its (code, word)s)."""
    codes = trail_words.ACTIONS
    return [
        (kind, [(code, codes[code][spoken]) for code in codes if code.startswith(f"{kind}.")])
        for kind in trail_words.KINDS
    ]


def _wanted() -> tuple[dict[str, Any], str]:
    """Return the filters that were asked for, and what is wrong with them."""
    wanted: dict[str, Any] = {name: request.args.get(name, "").strip()[:200] for name in FILTERS}
    problem = ""
    for name in ("since", "until"):
        try:
            if wanted[name] and date.fromisoformat(wanted[name]).isoformat() != wanted[name]:
                raise ValueError
        except ValueError:
            wanted[name], problem = "", "bad_day"
    return wanted, problem


def _row(entry: audit.Entry, spoken: str) -> dict[str, Any]:
    return {
        "entry": entry,
        "actor": trail_words.actor(entry.actor, spoken),
        "action": trail_words.action(entry.action, spoken),
        "details": [
            (trail_words.detail(key, spoken), trail_words.told(value, spoken))
            for key, value in entry.details.items()
        ],
    }


def _lines(folder: Path, wanted: dict[str, Any]) -> Iterator[str]:
    """Yield the CSV in pieces, read while they are sent, so that a long trail needs no memory."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(HEADER)
    with Workspace(folder) as opened:  # the request's own is closed by then
        for row in audit.entries(opened, **wanted):
            texts = (row.actor, row.action, row.subject, canonical_json(row.details))
            writer.writerow((row.id, row.at, *(_cell(text) for text in texts), row.hash))
            if buffer.tell() > PIECE:
                yield buffer.getvalue()
                buffer.seek(0)
                buffer.truncate()
    yield buffer.getvalue()


def _cell(text: str) -> str:
    """Return a text, whole, that no spreadsheet takes for a formula."""
    clean = visible(text.replace("\n", " "))
    return f"'{clean}" if text.startswith(FORMULA) or clean.startswith(FORMULA) else clean


def _kept() -> str:
    """Return the hash that what is published has kept of the audit, "" where it has none."""
    reader: SnapshotReader = current_app.extensions["kompas_snapshot"]
    try:
        return reader.current().meta.get("audit", "")
    except UnavailableError:
        return ""


def _config() -> Config:
    config: Config = current_app.extensions["kompas_config"]
    return config
