"""The overview: what is served now, what waits for somebody; and the accessibility statement."""

from __future__ import annotations

from typing import Any

from flask import current_app, redirect, url_for

from service.admin import frame, trail_words
from service.admin.errors import AdminError
from service.admin.frame import render
from service.admin.gate import page, part, workspace
from service.errors import UnavailableError
from service.store import audit, reviews
from service.store.snapshot import SnapshotReader

home = part("home", "/admin")
LATEST = 8
TEXTS = {
    "served": {"da": "Det, køberne ser nu", "en": "What buyers see now"},
    "nothing_served": {
        "da": "Der er ikke udgivet noget endnu, så køberne ser ingen score. Udgiv reglerne for at "
        "komme i gang.",
        "en": "Nothing is published yet, so buyers see no score. Publish the rules to begin.",
    },
    "expired": {
        "da": "Det udgivne er for gammelt og vises ikke længere. Udgiv reglerne igen.",
        "en": "What is published is too old and no longer shown. Publish the rules again.",
    },
    "ruleset": {"da": "Regelsæt", "en": "Ruleset"},
    "products": {"da": "Varer", "en": "Products"},
    "data_as_of": {"da": "Data pr.", "en": "Data as of"},
    "published_at": {"da": "Udgivet", "en": "Published"},
    "expires": {"da": "Vises til og med", "en": "Shown until"},
    "waiting": {"da": "Venter på nogen", "en": "Waiting for somebody"},
    "open_reviews": {"da": "Tvivlsomme match", "en": "Doubtful matches"},
    "latest": {"da": "Senest sket", "en": "What happened last"},
    "nothing_yet": {"da": "Her er ikke sket noget endnu.", "en": "Nothing has happened here yet."},
}


@page(home, "/", needs="read")
def overview() -> Any:
    """Show what is served and what waits."""
    reader: SnapshotReader = current_app.extensions["kompas_snapshot"]
    meta, missing = {}, ""
    try:
        meta = dict(reader.current().meta)
    except UnavailableError as error:
        missing = "expired" if error.code == "snapshot_expired" else "nothing_served"
    spoken = frame.language()
    latest = [
        (e, trail_words.actor(e.actor, spoken), trail_words.action(e.action, spoken))
        for e in audit.entries(workspace(), limit=LATEST)
    ]
    waiting = {"reviews.queue": ("open_reviews", reviews.count(workspace()))}
    return render(
        "admin/overview.html",
        texts=TEXTS,
        meta=meta,
        missing=missing,
        latest=latest,
        waiting=waiting,
    )


@page(home, "/accessibility", needs="anybody")
def statement() -> Any:
    """Show the accessibility statement."""
    return render("admin/statement.html")


@page(home, "", needs="anybody")
def front() -> Any:
    """Lead to the overview."""
    return redirect(url_for("home.overview"))


@page(home, "/<path:rest>", needs="anybody")
def elsewhere(rest: str) -> Any:
    """Say that there is no such page."""
    raise AdminError(404, "missing")
