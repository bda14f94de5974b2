"""Reading an adapter's file as the stranger's work it may be, with every fault at its place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from scoring.canonical import shown
from scoring.errors import KompasError
from service.shops.schema import ShopAdapter

MAX_BYTES = 32 * 1024
_ADAPTER = ShopAdapter()
_ABSENT = object()


class AdapterError(KompasError):
    """An adapter that cannot be used, with all of its faults."""

    def __init__(self, faults: Sequence[KompasError]) -> None:
        super().__init__(faults[0].place, faults[0].problem, faults[0].remedy)
        self.faults = faults


def read_adapter(file: Path) -> dict[str, Any]:
    """Return the document of an adapter's file.

    Raises:
        AdapterError: with every fault: file and place in it, the value, and the remedy.
    """
    name = str(file)
    try:
        with file.open("rb") as handle:
            data = handle.read(MAX_BYTES + 1)
    except OSError as error:
        raise _one(name, f"cannot be read: {error}.", "Check the path.") from None
    return parsed(data, name)


def parsed(data: bytes, name: str) -> dict[str, Any]:
    """Return the document of an adapter's bytes.

    Raises:
        AdapterError: with every fault; places begin with `name`.
    """
    if len(data) > MAX_BYTES:
        raise _one(name, f"is over {MAX_BYTES:,} bytes.", "Keep to one shop and short lists.")
    try:
        document = json.loads(data.decode("utf-8"), object_pairs_hook=partial(_each_once, name))
    except (ValueError, RecursionError) as error:
        raise _one(name, f"is not JSON in UTF-8: {error}.", "Correct that line.") from None
    return checked(document, name)


def checked(document: Any, name: str) -> dict[str, Any]:
    """Return a document that is an adapter.

    Raises:
        AdapterError: where it is none; places begin with `name`.
    """
    try:
        _ADAPTER.load(document)
    except ValidationError as error:
        raise AdapterError(list(_faults(name, error.messages, document))) from None
    result: dict[str, Any] = document
    return result


def _one(place: str, problem: str, remedy: str) -> AdapterError:
    return AdapterError([KompasError(place, problem, remedy)])


def _each_once(place: str, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _one(
            place, f"the key {shown(twice)} stands twice in one object.", "Keep one of them."
        )
    return found


def _faults(
    name: str, messages: Any, value: Any, path: tuple[Any, ...] = ()
) -> Iterator[KompasError]:
    """Yield a fault for every message in marshmallow's tree, which has the document's shape."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            if key == "_schema":
                yield from _faults(name, inner, value, path)
            else:
                yield from _faults(name, inner, _inside(value, key), (*path, key))
        return
    steps = (f"[{key}]" if isinstance(key, int) else f".{_plain(key)}" for key in path)
    place = f"{name}: {''.join(steps).removeprefix('.')}" if path else name
    said = "" if value is _ABSENT or not path else f"{shown(value)} "
    for message in messages:
        problem, _, remedy = str(message).partition(". ")
        yield KompasError(place, f"{said}{problem}.", remedy)


def _inside(value: Any, key: Any) -> Any:
    if isinstance(value, Mapping):
        return value.get(key, _ABSENT)
    return value[key] if isinstance(value, list) else _ABSENT


def _plain(key: object) -> str:
    """Return a key, which may hold anything, as a terminal can show it."""
    return "".join(c if c.isprintable() else "?" for c in str(key))[:60]
