"""Writes a snapshot: a fresh file aside, rows sorted by key, synced, then renamed into place."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from scoring.errors import KompasError

CURRENT = "snapshot.db"  # a symbolic link to the newest snapshot-<hash>.db
KEPT = 3
SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;
CREATE TABLE fragments (id INTEGER PRIMARY KEY, da BLOB NOT NULL, en BLOB NOT NULL) STRICT;
CREATE TABLE keys (
  key TEXT, shop TEXT, rung TEXT NOT NULL, confidence TEXT NOT NULL, fragment INTEGER NOT NULL,
  PRIMARY KEY (key, shop)
) WITHOUT ROWID, STRICT;
CREATE TABLE terms (
  kind TEXT NOT NULL, term TEXT NOT NULL, value TEXT NOT NULL, more TEXT NOT NULL
) STRICT;
"""

KeyRow = tuple[str, str, str, str, int]  # key, shop ("" for any), rung, confidence, fragment
TermRow = tuple[str, str, str, str]  # kind, term, value, more: the index for matching texts
FragmentRow = tuple[int, bytes, bytes]  # id, Danish, English


def write_snapshot(
    folder: Path,
    meta: Mapping[str, str],
    fragments: Iterable[FragmentRow],
    keys: Iterable[KeyRow],
    terms: Iterable[TermRow] = (),
) -> Path:
    """Build a snapshot in a folder and make it the current one; return its path.

    Until the last rename the old snapshot goes on serving, whatever goes wrong.

    Raises:
        KompasError: where the disk is full or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".building-", suffix=".db")
        os.close(handle)
        building = Path(name)
        try:
            _fill(building, meta, fragments, keys, terms)
            digest = _digest(building)
            final = folder / f"snapshot-{digest[:16]}.db"
            building.chmod(0o644)
            building.replace(final)
        finally:
            building.unlink(missing_ok=True)
        _point_at(folder, final)
        _tidy(folder, final)
    except (OSError, sqlite3.Error) as error:
        raise KompasError(
            str(folder),
            f"the snapshot was not published: {error}.",
            "Free some disk space or correct the folder's rights; the old snapshot still serves.",
        ) from None
    return final


def _fill(
    path: Path,
    meta: Mapping[str, str],
    fragments: Iterable[FragmentRow],
    keys: Iterable[KeyRow],
    terms: Iterable[TermRow],
) -> None:
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")  # one fsync at the end instead
        connection.executescript(SCHEMA)
        connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
        connection.executemany("INSERT INTO fragments VALUES (?, ?, ?)", fragments)
        connection.executemany("INSERT INTO keys VALUES (?, ?, ?, ?, ?)", sorted(keys))
        connection.executemany("INSERT INTO terms VALUES (?, ?, ?, ?)", sorted(set(terms)))
        connection.commit()
    finally:
        connection.close()
    with path.open("rb") as handle:
        os.fsync(handle.fileno())


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _point_at(folder: Path, final: Path) -> None:
    link = folder / f".link-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(final.name)
    link.replace(folder / CURRENT)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _tidy(folder: Path, final: Path) -> None:
    """Keep the current snapshot and the newest before it, KEPT in all."""
    old = [p for p in folder.glob("snapshot-*.db") if p != final]
    old.sort(key=lambda p: p.stat().st_mtime_ns, reverse=True)
    for path in old[KEPT - 1 :]:
        path.unlink(missing_ok=True)
