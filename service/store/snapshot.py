"""Reads the current snapshot: its files mapped into memory, swapped when a new one comes."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from scoring.errors import KompasError
from service.errors import UnavailableError
from service.store.answers_file import AnswersReader
from service.store.keys_file import KeysReader
from service.store.snapshot_folder import (
    CURRENT,
    KEYS,
    META,
    NO_SHOPS,
    SHOPS,
    TERMS,
    answers_of,
)

Language = Literal["da", "en"]


Hit = tuple[bytes, int]  # what a key leads to: how it matches, as JSON; the answer's number


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One open snapshot.

    Attributes:
        path: its folder.
        head: the opening of every answer: ruleset and date, as JSON without braces.
        hosts: shop host -> shop id.
        texts: language -> its answers, by number.
        matches: what the match numbers of keys stand for: {"rung", "confidence"} as JSON.
        expires: the last day on which it may be served.
        shops: the answer of /api/v1/shops.
        derived: what readers of this snapshot have built from it and want to keep.
    """

    path: Path
    keys: KeysReader
    meta: Mapping[str, str]
    head: bytes
    hosts: Mapping[str, str]
    texts: Mapping[str, AnswersReader]
    matches: Sequence[bytes]
    expires: date
    shops: bytes = NO_SHOPS
    derived: dict[str, Any] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """The hash of all that it holds."""
        return self.path.name.removeprefix("snapshot-")

    def terms(self) -> list[tuple[str, str, str, str]]:
        """Return the rows of the index for matching texts."""
        rows = json.loads((self.path / TERMS).read_text("utf-8"))
        return [(kind, term, value, more) for kind, term, value, more in rows]

    def find(self, keys: list[str]) -> dict[str, Hit]:
        """Return key -> what it leads to, of the keys that are known."""
        found = self.keys.find(keys)
        return {key: (self.matches[match], answer) for key, (match, answer) in found.items()}

    def answer(self, number: int, language: Language, line: bytes) -> tuple[bytes, bytes]:
        """Return an answer's JSON members up to "alternatives", and the list of these.

        Args:
            line: how the alternatives of the shop that asks begin, see `line_of`.
        """
        body, swaps = self.texts[language][number]
        return body, _swaps(swaps, line)


def line_of(shop: str) -> bytes:
    """Return how the line of a shop's alternatives begins."""
    return f"{shop}\t".encode()


def _swaps(swaps: bytes, line: bytes) -> bytes:
    """Return the JSON list of the line that starts with a shop and a tab."""
    if swaps.startswith(line) and b"\n" not in swaps:  # nearly always: one shop, which asks
        return swaps[len(line) :]
    for each in swaps.split(b"\n"):
        if each.startswith(line):
            return each[len(line) :]
    return b"[]"


class SnapshotReader:
    """Gives the current snapshot of a folder and notices a new one by inode and time."""

    def __init__(self, folder: Path) -> None:
        self._path = str(folder / CURRENT)  # os.stat of a text takes half as long
        self._seen: tuple[int, int] | None = None
        self._open: Snapshot | None = None

    def current(self) -> Snapshot:
        """Return the newest snapshot that can be opened.

        Raises:
            UnavailableError: `snapshot_missing` where there is none, `snapshot_expired`
                where it is past its last day.
        """
        try:
            status = os.stat(self._path)
            seen = (status.st_ino, status.st_mtime_ns)
            if seen != self._seen:
                self._open, self._seen = _open(Path(self._path)), seen
        except (OSError, KeyError, ValueError) as error:
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
    except (OSError, KeyError, ValueError) as error:
        raise KompasError(
            str(path), f"cannot be read: {error!r}.", "Publish once more with `kompas publish`."
        ) from None


def _open(link: Path) -> Snapshot:
    path = link.resolve()
    meta: dict[str, str] = json.loads((path / META).read_text("utf-8"))
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
        keys=KeysReader(path / KEYS),
        meta=meta,
        head=head[1:-1].encode(),
        hosts=json.loads(meta["hosts"]),
        texts={name: AnswersReader(answers_of(path, name)) for name in ("da", "en")},
        matches=[match.encode() for match in json.loads(meta["matches"])],
        expires=date.fromisoformat(meta["expires"]),
        shops=_shops(path / SHOPS),
    )


def _shops(file: Path) -> bytes:
    """Return a snapshot's shops; one of an earlier release has none."""
    return file.read_bytes() if file.exists() else NO_SHOPS
