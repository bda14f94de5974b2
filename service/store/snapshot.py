"""Reads the current snapshot: one immutable connection per worker, swapped when a new one comes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

from scoring.errors import KompasError
from service.errors import UnavailableError
from service.store.snapshot_file import CURRENT

MMAP_BYTES = 2_000_000_000  # Debian's SQLite caps it just under 2 GiB
Value = TypeVar("Value", str, int)
PADDED = 16  # key counts are rounded up to its multiples, so that few statements are prepared


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One open snapshot.

    Attributes:
        path: its file.
        head: the opening of every answer: ruleset and date, as JSON without braces.
        hosts: shop host -> shop id.
        matches: what the match numbers of keys stand for: {"rung", "confidence"} as JSON.
        expires: the last day on which it may be served.
        derived: what readers of this snapshot have built from it and want to keep.
    """

    path: Path
    connection: sqlite3.Connection
    meta: Mapping[str, str]
    head: bytes
    hosts: Mapping[str, str]
    matches: Sequence[bytes]
    expires: date
    derived: dict[str, Any] = field(default_factory=dict)

    def terms(self) -> list[tuple[str, str, str, str]]:
        """Return the rows of the index for matching texts; none in a snapshot of before it."""
        table = "SELECT 1 FROM sqlite_master WHERE name = 'terms'"
        if self.connection.execute(table).fetchone() is None:
            return []
        return self.connection.execute("SELECT kind, term, value, more FROM terms").fetchall()

    def find(self, keys: list[str]) -> dict[str, tuple[bytes, int]]:
        """Return key -> (match as JSON, number of the answer) of the keys that are known."""
        if not keys:
            return {}
        padded, marks = _padded(keys)
        sql = f"SELECT key, match, answer FROM keys WHERE key IN ({marks})"  # noqa: S608
        rows = self.connection.execute(sql, padded)
        return {key: (self.matches[match], answer) for key, match, answer in rows}

    def answers(
        self, numbers: list[int], language: Literal["da", "en"], shop: str
    ) -> dict[int, bytes]:
        """Return number -> the members of an answer's JSON object, alternatives included."""
        if not numbers:
            return {}
        padded, marks = _padded(numbers)
        sql = f"SELECT id, body, swaps FROM answers_{language} WHERE id IN ({marks})"  # noqa: S608
        line = f"{shop}\t".encode()
        return {
            number: body + _swaps(swaps, line)
            for number, body, swaps in self.connection.execute(sql, padded)
        }


def _padded(values: list[Value]) -> tuple[list[Value], str]:
    """Return values, the last repeated to a round count, and as many question marks."""
    padded = values + values[-1:] * (-len(values) % PADDED)
    return padded, ",".join("?" * len(padded))


def _swaps(swaps: bytes, line: bytes) -> bytes:
    """Return the JSON list of the line that starts with a shop and a tab."""
    for each in swaps.split(b"\n") if swaps else ():
        if each.startswith(line):
            return each[len(line) :]
    return b"[]"


class SnapshotReader:
    """Gives the current snapshot of a folder and notices a new one by inode and time."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / CURRENT
        self._seen: tuple[int, int] | None = None
        self._open: Snapshot | None = None

    def current(self) -> Snapshot:
        """Return the newest snapshot that can be opened.

        Raises:
            UnavailableError: `snapshot_missing` where there is none, `snapshot_expired`
                where it is past its last day.
        """
        try:
            status = self._path.stat()
            seen = (status.st_ino, status.st_mtime_ns)
            if seen != self._seen:
                self._open, self._seen = _open(self._path), seen
        except (OSError, sqlite3.Error, KeyError, ValueError) as error:
            if self._open is None:
                raise UnavailableError(
                    "snapshot_missing",
                    "Nothing is published yet. An administrator must run `kompas publish`.",
                ) from error
        assert self._open is not None  # set above, or the error was raised
        if date.today() > self._open.expires:
            raise UnavailableError(
                "snapshot_expired",
                f"The published scores were valid until {self._open.expires}. "
                "An administrator must run `kompas publish`.",
            )
        return self._open


def open_snapshot(folder: Path) -> Snapshot | None:
    """Return a folder's current snapshot, expired or not; None where there is none.

    Raises:
        KompasError: where its file cannot be read.
    """
    path = folder / CURRENT
    if not path.exists():
        return None
    try:
        return _open(path)
    except (OSError, sqlite3.Error, KeyError, ValueError) as error:
        raise KompasError(
            str(path), f"cannot be read: {error!r}.", "Publish once more with `kompas publish`."
        ) from None


def _open(link: Path) -> Snapshot:
    path = link.resolve()
    uri = f"{path.as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
    connection.execute(f"PRAGMA mmap_size={MMAP_BYTES}")
    meta: dict[str, str] = dict(connection.execute("SELECT name, value FROM meta"))
    head = json.dumps(
        {
            "ruleset": {
                "id": meta["ruleset_id"],
                "version": meta["ruleset_version"],
                "hash": meta["ruleset_hash"],
            },
            "data_as_of": meta["data_as_of"],
        },
        separators=(",", ":"),
    )
    return Snapshot(
        path=path,
        connection=connection,
        meta=meta,
        head=head[1:-1].encode(),
        hosts=json.loads(meta["hosts"]),
        matches=[match.encode() for match in json.loads(meta["matches"])],
        expires=date.fromisoformat(meta["expires"]),
    )
