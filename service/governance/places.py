"""Single values of a document by their place, such as groups.laptop.criteria[energy].weight."""

from __future__ import annotations

import copy
import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scoring.canonical import check_depth, shown
from scoring.diff import ITEM_KEYS
from scoring.errors import RulesetError

NEW_KEY = re.compile(r"[\w-]{1,200}")
LONGEST = 2000  # characters of a place
Step = str | int


def value_at(document: Mapping[str, Any], place: str) -> Any:
    """Return what stands at a place.

    Raises:
        RulesetError: where the document has no such place.
    """
    value: Any = document
    for step in steps_to(document, place):
        value = value[step]
    return value


def with_value(document: Mapping[str, Any], place: str, value: Any) -> dict[str, Any]:
    """Return a document with another value at a place, which may be a key not there yet.

    The given one stays as it is; both share what does not hold the place.

    Whether the value is any good is for the parser to say, as for a draft that is saved.

    Args:
        place: as `scoring.diff` writes them; items of lists by id or name, else by number from 0.

    Raises:
        RulesetError: where the document has no such place, or the value cannot be written.
    """
    if value is None:
        raise RulesetError(place, "has no value.", "Write one.")
    check_depth([value], place)
    steps = steps_to(document, place, new=True)
    changed, table = _opened(document, steps)
    table[steps[-1]] = value
    return changed


def without(document: Mapping[str, Any], place: str) -> dict[str, Any]:
    """Return a document without what stands at a place; the given one stays as it is.

    Raises:
        RulesetError: where the document has no such place.
    """
    steps = steps_to(document, place)
    changed, table = _opened(document, steps)
    del table[steps[-1]]
    return changed


def _opened(document: Mapping[str, Any], steps: Sequence[Step]) -> tuple[dict[str, Any], Any]:
    """Return a document with copies of all that holds a place, and the table or list around it."""
    changed: dict[str, Any] = dict(document)
    table: Any = changed
    for step in steps[:-1]:
        table[step] = copy.copy(table[step])
        table = table[step]
    return changed, table


def steps_to(document: Mapping[str, Any], place: str, *, new: bool = False) -> list[Step]:
    """Return the keys and numbers that lead to a place; a key may hold dots and brackets itself."""
    if not isinstance(place, str) or not 0 < len(place) <= LONGEST:
        raise RulesetError("place", f"{shown(place)} is no place.", "Write groups.laptop.cuts.A.")
    at: Any = document
    steps: list[Step] = []
    rest = place
    while rest:
        found = max(_ways(at, rest), key=lambda way: len(way[1]), default=None)
        if found is None:
            key = rest.removeprefix(".") if steps else rest
            if new and isinstance(at, Mapping) and NEW_KEY.fullmatch(key):
                return [*steps, key]
            raise _missing(at, place, rest)
        step, text = found
        steps.append(step)
        at, rest = at[step], rest[len(text) :]
    return steps


def _ways(at: Any, rest: str) -> Iterator[tuple[Step, str]]:
    """Yield the members of a value with which the rest of a place can begin."""
    for step, text in _members(at):
        for written in (text, f".{text}"):
            after = rest[len(written) : len(written) + 1]
            if rest.startswith(written) and after in ("", ".", "["):
                yield step, written


def _members(at: Any) -> list[tuple[Step, str]]:
    if isinstance(at, Mapping):
        return [(key, key) for key in at]
    if not isinstance(at, Sequence) or isinstance(at, str):
        return []
    numbered: list[tuple[Step, str]] = [(i, f"[{i}]") for i in range(len(at))]
    for key in ITEM_KEYS:
        names = [item.get(key) if isinstance(item, Mapping) else None for item in at]
        if names and all(isinstance(name, str) for name in names) and len(set(names)) == len(names):
            return [*((i, f"[{name}]") for i, name in enumerate(names)), *numbered]
    return numbered


def _missing(at: Any, place: str, rest: str) -> RulesetError:
    members = _members(at)
    names = [text for _, text in members][: len({step for step, _ in members})]
    head = re.split(r"[.\[]", rest.removeprefix(".").removeprefix("["))[0].rstrip("]")
    near = difflib.get_close_matches(head, [name.strip("[]") for name in names], n=1)
    there = ", ".join(names[:8]) + (", …" if len(names) > 8 else "")
    return RulesetError(
        place[:200],
        f"is not in the ruleset from {shown(rest)} on.",
        f"Did you mean '{near[0]}'?" if near else f"There is: {there or 'nothing'}.",
    )
