"""Writes a snapshot: a fresh file aside, rows sorted by key, synced, then renamed into place."""

from __future__ import annotations

import fcntl
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from scoring.errors import KompasError
from service.store.columns_file import Arrays, columns_of, write_columns

CURRENT = "snapshot.db"  # a symbolic link to the newest snapshot-<hash>.db
KEPT = 3
BUILDING = ".building-"
LOCK = ".publishing"
SCHEMA = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;
CREATE TABLE answers_da (id INTEGER PRIMARY KEY, body BLOB NOT NULL, swaps BLOB NOT NULL) STRICT;
CREATE TABLE answers_en (id INTEGER PRIMARY KEY, body BLOB NOT NULL, swaps BLOB NOT NULL) STRICT;
CREATE TABLE keys (
  key TEXT PRIMARY KEY, match INTEGER NOT NULL, answer INTEGER NOT NULL
) WITHOUT ROWID, STRICT;
CREATE TABLE terms (
  kind TEXT NOT NULL, term TEXT NOT NULL, value TEXT NOT NULL, more TEXT NOT NULL
) STRICT;
"""
PRAGMAS = (  # nobody reads the file before it is whole; one fsync at the end instead
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA cache_size=-65536",
)

KeyRow = tuple[str, int, int]  # key, number of the match (see SnapshotContent), answer
TermRow = tuple[str, str, str, str]  # kind, term, value, more: the index for matching texts
AnswerRow = tuple[int, bytes, bytes]  # id, JSON members up to the alternatives, swaps by shop


@dataclass(frozen=True, slots=True)
class SnapshotContent:
    """What a snapshot holds.

    Attributes:
        meta: name -> value; "matches" is the JSON list that KeyRow's match counts in.
        answers: language -> its rows by id, in blocks, as many for each language. `swaps`
            holds a line per shop: the shop's id, a tab, the JSON list of the alternatives there.
        keys: in the order of their keys, each key once.
        columns: what the scores were computed from; see `columns_file`.
    """

    meta: Mapping[str, str]
    answers: Mapping[str, Iterable[Sequence[AnswerRow]]]
    keys: Iterable[KeyRow]
    terms: Iterable[TermRow] = ()
    columns: Arrays = field(default_factory=dict)


def write_snapshot(folder: Path, content: SnapshotContent) -> Path:
    """Build a snapshot in a folder and make it the current one; return its path.

    Until the last rename the old snapshot goes on serving, whatever goes wrong.

    Raises:
        KompasError: where the disk is full or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(folder):
            return _write(folder, content)
    except (OSError, sqlite3.Error) as error:
        raise KompasError(
            str(folder),
            f"the snapshot was not published: {error}.",
            "Free some disk space or correct the folder's rights; the old snapshot still serves.",
        ) from None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, and clear away what a publish that was killed left behind."""
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise KompasError(
                str(folder), "another publish is running here.", "Wait until it has ended."
            ) from None
        for left in folder.glob(f"{BUILDING}*"):
            left.unlink(missing_ok=True)
        yield


def _write(folder: Path, content: SnapshotContent) -> Path:
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=BUILDING, suffix=".db")
    os.close(handle)
    building = Path(temporary)
    try:
        _fill(building, content)
        final = folder / f"snapshot-{_digest(building)[:16]}.db"
        beside = columns_of(building)
        write_columns(beside, content.columns)
        for made, name in ((beside, columns_of(final)), (building, final)):
            made.chmod(0o644)
            made.replace(name)
    finally:
        building.unlink(missing_ok=True)
        columns_of(building).unlink(missing_ok=True)
    _point_at(folder, final)
    _tidy(folder, final)
    return final


def _fill(path: Path, content: SnapshotContent) -> None:
    connection = sqlite3.connect(path)
    try:
        for pragma in PRAGMAS:
            connection.execute(pragma)
        connection.executescript(SCHEMA)
        connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(content.meta.items()))
        for blocks in zip(*content.answers.values(), strict=True):
            for language, rows in zip(content.answers, blocks, strict=True):
                insert = f"INSERT INTO answers_{language} VALUES (?, ?, ?)"  # noqa: S608
                connection.executemany(insert, rows)
        connection.executemany("INSERT INTO keys VALUES (?, ?, ?)", content.keys)
        connection.executemany("INSERT INTO terms VALUES (?, ?, ?, ?)", sorted(set(content.terms)))
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
        columns_of(path).unlink(missing_ok=True)
