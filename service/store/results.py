"""What the last import of each source came to, for whoever watches the service."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from service.store.peek import peek

COUNTS = ("read", "taken", "rejected", "added", "changed", "unchanged", "withdrawn")


@dataclass(frozen=True, slots=True)
class LastImport:
    """A source's last import: when (ISO 8601), and its rows by what became of them."""

    source: str
    at: str
    counts: Mapping[str, int]


def last_imports(folder: Path) -> list[LastImport]:
    """Return each source's last import; none where there is no workspace that can be read."""
    sql = f"SELECT source, at, {', '.join(COUNTS)}, max(id) FROM imports GROUP BY source"  # noqa: S608
    try:
        rows = peek(folder, sql)
    except sqlite3.Error:
        return []
    return [
        LastImport(source, at, dict(zip(COUNTS, counts, strict=True)))
        for source, at, *counts, _ in rows
    ]
