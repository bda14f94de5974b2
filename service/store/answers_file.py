"""The answers of one language: one file of bytes, and one that says where each part begins.

Answer n's JSON members, then its alternatives by shop, lie between the 64-bit offsets 2n, 2n + 1
and 2n + 2 of the index. Both files are mapped into memory, so that an answer is two slices:
SQLite takes ten times as long for rows of this size, and maps no more than 2 GiB.
"""

from __future__ import annotations

import mmap
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import numpy as np

AnswerRow = tuple[bytes, bytes]  # JSON members up to the alternatives; swaps by shop
OFFSET: Literal["Q"] = "Q"
END = b"\n"  # lest the file be empty, which cannot be mapped


def index_of(path: Path) -> Path:
    """Return where the index of a file of answers lies."""
    return path.with_name(f"{path.name}.index")


class AnswersWriter:
    """Writes answers in the order of their numbers, from 0; the index when it is left."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = path.open("wb")
        self._lengths: list[np.ndarray[tuple[int], np.dtype[np.uint64]]] = []

    def add(self, rows: Sequence[AnswerRow]) -> None:
        """Write the next answers."""
        lengths = [len(part) for row in rows for part in row]
        self._lengths.append(np.array(lengths, dtype=np.uint64))
        self._file.write(b"".join([part for row in rows for part in row]))

    def __enter__(self) -> AnswersWriter:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        with self._file:
            if kind is not None:
                return
            self._file.write(END)
        ends = np.cumsum(np.concatenate([np.zeros(1, dtype=np.uint64), *self._lengths]))
        ends.astype(np.uint64).tofile(index_of(self._path))


class AnswersReader:
    """The answers of a file, by their numbers."""

    def __init__(self, path: Path) -> None:
        """Map a file and its index.

        Raises:
            OSError, ValueError: where they are missing, empty or cut short.
        """
        if sys.byteorder != "little":
            raise ValueError("a snapshot is read on little-endian machines only")
        with path.open("rb") as data, index_of(path).open("rb") as index:
            self._data = mmap.mmap(data.fileno(), 0, access=mmap.ACCESS_READ)
            offsets = mmap.mmap(index.fileno(), 0, access=mmap.ACCESS_READ)
        if len(offsets) % 8:
            raise ValueError(f"{index_of(path)} is cut short")
        self._offsets = memoryview(offsets).cast(OFFSET)
        if self._offsets[len(self._offsets) - 1] + len(END) != len(self._data):
            raise ValueError(f"{path} does not fit its index")

    def __len__(self) -> int:
        return len(self._offsets) // 2

    def __getitem__(self, number: int) -> AnswerRow:
        at, offsets, data = 2 * number, self._offsets, self._data
        middle = offsets[at + 1]
        return data[offsets[at] : middle], data[middle : offsets[at + 2]]
