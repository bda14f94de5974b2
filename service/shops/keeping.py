"""An administrator's adapters in the workspace: added, removed, restored; nothing is lost."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scoring.errors import KompasError
from service.shops.files import AdapterError, checked, read_adapter
from service.store import audit, shop_adapters
from service.store.shop_adapters import REMOVED, Version
from service.store.workspace import Workspace

MAX_ADAPTERS = 100  # with the bound on a file: an answer of 3.2 MB at most


def read_all(files: Sequence[Path]) -> list[dict[str, Any]]:
    """Return the adapters of files.

    Raises:
        AdapterError: with every fault of every file, and where two files have one id.
    """
    documents: list[dict[str, Any]] = []
    faults: list[KompasError] = []
    named: dict[str, Path] = {}
    for file in files:
        try:
            document = read_adapter(file)
        except AdapterError as error:
            faults += error.faults
            continue
        other = named.setdefault(document["id"], file)
        if other is not file:
            faults.append(
                KompasError(
                    f"{file}: id", f"{document['id']!r} is {other}'s too.", "Give each its own."
                )
            )
        documents.append(document)
    if faults:
        raise AdapterError(faults)
    return documents


def add(
    workspace: Workspace, documents: Sequence[Mapping[str, Any]], actor: str = "system"
) -> list[str]:
    """Add or replace adapters, all or none; return the ids of those that are new or changed.

    Raises:
        KompasError: where two would stand for one host, or there are too many.
    """
    texts = {d["id"]: json.dumps(d, ensure_ascii=False, separators=(",", ":")) for d in documents}
    with workspace.writing():
        before = shop_adapters.current(workspace)
        changed = [adapter for adapter, text in texts.items() if before.get(adapter) != text]
        for adapter in changed:
            shop_adapters.put(workspace, adapter, texts[adapter], _now())
            _record(workspace, actor, "adapter.put", adapter, texts[adapter])
        _check_together(workspace)
    return changed


def remove(workspace: Workspace, adapter: str, actor: str = "system", reason: str = "") -> None:
    """Take an adapter away; it stays in the history.

    Raises:
        KompasError: where there is none of that id.
    """
    with workspace.writing():
        document(workspace, adapter)
        shop_adapters.put(workspace, adapter, REMOVED, _now())
        audit.record(workspace, actor, "adapter.remove", adapter, {"reason": reason})


def restore(
    workspace: Workspace, adapter: str, number: int | None = None, actor: str = "system"
) -> Version:
    """Put back a version of an adapter, as a new one; return it.

    Args:
        number: which; None is the last that differs from what counts now, so that restoring
            twice undoes the undoing.

    Raises:
        KompasError: where there is no such version, or it no longer fits.
    """
    with workspace.writing():
        known = shop_adapters.versions(workspace, adapter)
        wanted = [
            version
            for version in known
            if version.document != REMOVED
            and (version.number == number if number else version.document != known[0].document)
        ]
        if not wanted:
            which = f"version {number}" if number else "an earlier version"
            raise KompasError(
                adapter, f"{which} is not in the history.", "See `kompas shops history ID`."
            )
        checked(json.loads(wanted[0].document), f"{adapter}, version {wanted[0].number}")
        shop_adapters.put(workspace, adapter, wanted[0].document, _now())
        _record(workspace, actor, "adapter.restore", adapter, wanted[0].document)
        _check_together(workspace)
    return wanted[0]


def document(workspace: Workspace, adapter: str) -> dict[str, Any]:
    """Return the adapter of an id.

    Raises:
        KompasError: where there is none.
    """
    text = shop_adapters.current(workspace).get(adapter)
    if text is None:
        raise KompasError(adapter, "is no adapter that was added.", "See `kompas shops list`.")
    result: dict[str, Any] = json.loads(text)
    return result


def every(workspace: Workspace) -> list[dict[str, Any]]:
    """Return the adapters that count, by id."""
    return [json.loads(text) for text in shop_adapters.current(workspace).values()]


def _check_together(workspace: Workspace) -> None:
    """Raise KompasError where the adapters do not go together; the transaction then ends."""
    adapters = every(workspace)
    if len(adapters) > MAX_ADAPTERS:
        raise KompasError(
            "shops", f"would be {len(adapters)} adapters.", f"Keep to {MAX_ADAPTERS}; remove some."
        )
    owner: dict[str, str] = {}
    for adapter in adapters:
        for host in adapter["hosts"]:
            other = owner.setdefault(host, adapter["id"])
            if other != adapter["id"]:
                raise KompasError(
                    f"{adapter['id']}: hosts",
                    f"{host!r} is {other}'s too.",
                    "Let one adapter stand for a host.",
                )


def _record(workspace: Workspace, actor: str, action: str, adapter: str, text: str) -> None:
    details = {"hash": hashlib.sha256(text.encode()).hexdigest()}
    audit.record(workspace, actor, action, adapter, details)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
