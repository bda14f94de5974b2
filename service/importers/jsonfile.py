"""JSON arrays, object by object, and JSON lines; one object is of bounded size."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import IO, Any

import ijson  # type: ignore[import-untyped]

from service.importers.safe import open_bytes, refuse, text_lines

Json = Mapping[str, Any]
MAX_OBJECT = 16_000_000  # bytes
DEEPEST = 200  # levels of nesting; real objects have under 10
BUFFER = 65_536
STEP = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
NO_BRACKETS = bytes(set(range(256)) - STEP.keys())


class _Metered:
    """A stream that refuses to go on where one object is too long or nested too deeply.

    ijson's memory grows with the square of the depth, so depth is bounded before it reads.
    Brackets in texts are counted too: that does no harm, for each object begins at 0 again.
    """

    def __init__(self, file: Path, stream: IO[bytes]) -> None:
        self._file, self._stream, self.since, self.depth = file, stream, 0, 0

    def again(self) -> None:
        """Begin a new object."""
        self.since = self.depth = 0

    def read(self, size: int = -1) -> bytes:
        self.since += max(size, 0)
        if self.since > MAX_OBJECT:
            raise refuse(
                self._file, f"holds an object of over {MAX_OBJECT:,} bytes.", "Split the file."
            )
        data = self._stream.read(size)
        marks = data.translate(None, NO_BRACKETS)
        for depth in accumulate((STEP[mark] for mark in marks), initial=self.depth):
            self.depth = depth
            if depth > DEEPEST:
                raise refuse(
                    self._file, f"nests deeper than {DEEPEST} levels.", "Download it again."
                )
        return data


def stream_objects(file: Path, stream: IO[bytes], prefix: str) -> Iterator[tuple[int, Any]]:
    """Yield (number from 1, value) of the array at an ijson prefix, such as "item"."""
    metered = _Metered(file, stream)
    try:
        found = ijson.items(metered, prefix, use_float=True, buf_size=BUFFER)
        for number, value in enumerate(found, 1):
            metered.again()
            yield number, value
    except (ijson.JSONError, UnicodeDecodeError, OverflowError, RecursionError, ValueError) as e:
        raise refuse(file, f"is no whole JSON: {str(e)[:120]}.", "Download it again.") from None


def objects(file: Path, prefixes: tuple[str, ...] = ("item",)) -> Iterator[tuple[int, Any]]:
    """Yield (number, value) of the first of the arrays that a JSON file has.

    Raises:
        KompasError: where the file is no whole JSON or one object is too large.
    """
    for prefix in prefixes:
        with open_bytes(file) as stream:
            empty = True
            for found in stream_objects(file, stream, prefix):
                empty = False
                yield found
        if not empty:
            return


def json_lines(file: Path) -> Iterator[tuple[int, Any]]:
    """Yield (line number, value) of a file that holds one JSON value a line.

    A line that is no JSON comes as the ValueError that tells why.

    Raises:
        KompasError: where the file cannot be read or a line is too long.
    """
    with open_bytes(file) as stream:
        for number, line in enumerate(text_lines(file, stream), 1):
            if not line.strip():
                continue
            try:
                value = json.loads(line)
            except (ValueError, RecursionError) as error:
                value = ValueError(str(error)[:120])
            yield number, value


def text(value: Any, key: str) -> str:
    """Return a field of a JSON object as text: "" for none, a list, an object."""
    found = value.get(key) if isinstance(value, Mapping) else None
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return ""
    return str(found).strip()


def texts(value: Any, key: str) -> list[str]:
    """Return a field that is a list of texts, or a text with commas, as a list."""
    found = value.get(key) if isinstance(value, Mapping) else None
    if isinstance(found, str):
        return [part.strip() for part in found.split(",") if part.strip()]
    if isinstance(found, list):
        return [part.strip() for part in found if isinstance(part, str) and part.strip()]
    return []
