"""Reads the current snapshot: one immutable connection per worker, swapped when a new one comes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from service.errors import UnavailableError
from service.store.snapshot_file import CURRENT

MMAP_BYTES = 2_000_000_000  # Debian's SQLite caps it just under 2 GiB
Found = tuple[str, str, str, str, bytes]  # key, shop, rung, confidence, fragment


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One open snapshot.

    Attributes:
        head: the opening of every answer: ruleset and date, as JSON without braces.
        hosts: shop host -> shop id.
        expires: the last day on which it may be served.
        derived: what readers of this snapshot have built from it and want to keep.
    """

    connection: sqlite3.Connection
    meta: Mapping[str, str]
    head: bytes
    hosts: Mapping[str, str]
    expires: date
    derived: dict[str, Any] = field(default_factory=dict)

    def terms(self) -> list[tuple[str, str, str, str]]:
        """Return the rows of the index for matching texts; none in a snapshot of before it."""
        table = "SELECT 1 FROM sqlite_master WHERE name = 'terms'"
        if self.connection.execute(table).fetchone() is None:
            return []
        return self.connection.execute("SELECT kind, term, value, more FROM terms").fetchall()

    def find(self, keys: Sequence[str], shop: str, language: Literal["da", "en"]) -> list[Found]:
        """Return the rows of all keys that are known, of the shop or of any, in one query."""
        marks = ",".join("?" * len(keys))
        sql = (
            f"SELECT k.key, k.shop, k.rung, k.confidence, f.{language}"  # noqa: S608
            " FROM keys k JOIN fragments f ON f.id = k.fragment"
            f" WHERE k.key IN ({marks}) AND k.shop IN ('', ?)"
        )
        return self.connection.execute(sql, (*keys, shop)).fetchall()


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


def _open(path: Path) -> Snapshot:
    uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
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
        connection=connection,
        meta=meta,
        head=head[1:-1].encode(),
        hosts=json.loads(meta["hosts"]),
        expires=date.fromisoformat(meta["expires"]),
    )
