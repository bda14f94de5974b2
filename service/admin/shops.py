"""Shops, their adapters, and a test of an adapter on a pasted page."""

from __future__ import annotations

import json
from typing import Any

from flask import redirect, request, url_for

from scoring.errors import KompasError
from service.admin.catalogue import snapshot
from service.admin.errors import AdminError
from service.admin.frame import language, render
from service.admin.gate import page, part, user, workspace
from service.admin.shops_words import SPOKEN, TEXTS
from service.publish import shop_counts as counts
from service.shops import keeping
from service.shops.files import MAX_BYTES, AdapterError, parsed
from service.store import shop_adapters
from service.store.shop_adapters import Version

shops = part("shops", "/admin/shops")
LONGEST = 1_000  # characters of a reason
BIGGEST = 2**62


@page(shops, "/", needs="read")
def overview() -> Any:
    """Show the shops, with what the last publish counted, and the adapters."""
    opened, served = workspace(), snapshot()
    meta = served.meta if served else {}
    adapters = keeping.every(opened)
    changed = {a["id"]: shop_adapters.versions(opened, a["id"]) for a in adapters}
    removed = [
        (adapter, versions[0])
        for adapter in shop_adapters.known(opened)
        if adapter not in changed and (versions := shop_adapters.versions(opened, adapter))
    ]
    return render(
        "admin/shops.html",
        texts=TEXTS,
        shops=counts.listed(opened, meta),
        published_at=meta["published_at"] if counts.SHOPS in meta else "",
        adapters=adapters,
        changed=changed,
        removed=removed,
    )


@page(shops, "/adapters/<adapter>", needs="read")
def adapter(adapter: str) -> Any:
    """Show an adapter and all of its versions."""
    return _adapter(adapter)


@page(shops, "/edit", needs="data")
def edit() -> Any:
    """Show an adapter's document to be changed and tried; "" is a new one."""
    name = request.args.get("adapter", "")
    text = ""
    if name:
        latest = next((v.document for v in _versions(name) if v.document), "{}")
        text = json.dumps(json.loads(latest), indent=2, ensure_ascii=False)
    return _edit(text)


@page(shops, "/edit", needs="data", methods=("POST",))
def save() -> Any:
    """Add or replace an adapter that is valid; else tell all of its faults."""
    file = request.files.get("file")
    text = request.form.get("document", "")
    data = file.read(MAX_BYTES + 1) if file and file.filename else text.encode()
    shown = data.decode("utf-8", "replace")[: MAX_BYTES * 2]
    if not data.strip():
        return _edit(shown, problem="empty"), 422
    try:
        document = parsed(data, "JSON")
        changed = keeping.add(workspace(), [document], user().name)
    except AdapterError as error:
        return _edit(shown, faults=error.faults), 422
    except KompasError as error:
        return _edit(shown, faults=[error]), 422
    if not changed:
        return _edit(shown, problem="unchanged")
    return redirect(url_for("shops.adapter", adapter=document["id"]), 303)


@page(shops, "/adapters/<adapter>/restore", needs="data", methods=("POST",))
def restore(adapter: str) -> Any:
    """Put a version back."""
    _versions(adapter)
    number = request.form.get("number", 0, type=int)
    wanted = number if 0 < number < BIGGEST else BIGGEST  # which is none, and is told so
    keeping.restore(workspace(), adapter, wanted, user().name)
    return redirect(url_for("shops.adapter", adapter=adapter), 303)


@page(shops, "/adapters/<adapter>/remove", needs="data", methods=("POST",))
def remove(adapter: str) -> Any:
    """Take an adapter away, for a reason."""
    _versions(adapter)
    reason = request.form.get("reason", "").strip()[:LONGEST]
    if not reason:
        return _adapter(adapter, problem="no_reason"), 422
    keeping.remove(workspace(), adapter, user().name, reason)
    return redirect(url_for("shops.adapter", adapter=adapter), 303)


def _adapter(name: str, problem: str = "") -> str:
    versions = _versions(name)
    documents = {
        v.number: json.dumps(json.loads(v.document), indent=2, ensure_ascii=False)
        for v in versions
        if v.document
    }
    return render(
        "admin/adapter.html",
        texts=TEXTS,
        name=name,
        versions=versions,
        documents=documents,
        problem=problem,
    )


def _edit(text: str, **values: Any) -> str:
    given = {"problem": "", "faults": []} | values
    words = {key: both[language()] for key, both in SPOKEN.items()}
    return render("admin/adapter_edit.html", texts=TEXTS, document=text, words=words, **given)


def _versions(name: str) -> list[Version]:
    found = shop_adapters.versions(workspace(), name)
    if not found:
        raise AdminError(404, "missing")
    return found
