"""A product group's rules as fields of a form, and fields put back into the document.

A field is named by the place it stands for (see `service.governance.places`); the numbers of a list
of pairs are named by place, row and column: `groups.laptop…value.steps:0:1`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from scoring.errors import KompasError
from service.governance.places import value_at, with_value
from service.importers import numbers

CELL = re.compile(r"(.+):(\d{1,3}):([01])")
KEPT = ("csrf_token", "revision", "serial", "group")
LEADING = re.compile(r"(?<![\d.,])(?=[.,]\d)")  # where a zero is left out, as in ,5
LONGEST = 40
MISSING = ("exclude", "neutral", "pessimistic", "cap")


def applied(document: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, Any]:
    """Return a document with what a form's fields say. Fields that say nothing new change nothing.

    Raises:
        KompasError: where a field that stands for a number holds none; its place is the field.
        RulesetError: where a field names no place of the document.
    """
    changed = dict(document)
    lists: dict[str, Any] = {}
    for name, text in fields.items():
        if name in KEPT:
            continue
        cell = CELL.fullmatch(name)
        if cell:
            place, row, column = cell[1], int(cell[2]), int(cell[3])
            pairs = lists.setdefault(place, [list(pair) for pair in value_at(document, place)])
            if row < len(pairs):
                pairs[row][column] = _like(pairs[row][column], text, name)
            continue
        old = _at(document, name)
        new = _like(old, text, name)
        if new != old and not (old is None and text in ("", MISSING[0])):
            changed = with_value(changed, name, new)
    for place, pairs in lists.items():
        if pairs != [list(pair) for pair in value_at(document, place)]:
            changed = with_value(changed, place, pairs)
    return changed


def own(before: Mapping[str, Any], fields: Mapping[str, str]) -> dict[str, str]:
    """Return the fields that say something else than a document that was seen: what was typed."""
    found = {}
    for name, text in fields.items():
        if name in KEPT:
            continue
        try:
            typed = applied(before, {name: text}) != dict(before)
        except KompasError:
            typed = True
        if typed:
            found[name] = text
    return found


def _at(document: Mapping[str, Any], place: str) -> Any:
    if place.endswith((".missing", ".missing_best", ".best", ".worst", ".minimum_coverage")):
        try:
            return value_at(document, place)
        except KompasError:
            return None  # it is left out, and the parser has a value of its own
    return value_at(document, place)


def _like(old: Any, text: str, name: str) -> Any:
    """Return a field's text as what stood there: a number stays a number."""
    text = text.strip()
    if isinstance(old, bool):
        return text == "true"
    if isinstance(old, int | float) or name.endswith((".weight", ".minimum_coverage")):
        return number(text, name)
    return text[:200]


def number(text: str, name: str) -> int | float:
    """Return a number as people here write it, with a comma or a point; whole ones stay whole.

    The page itself writes 1.234 for one and some thousandths, so a single mark is a decimal one.

    Raises:
        KompasError: where it is none; its place is the field's name.
    """
    try:
        value, unit = numbers.number(LEADING.sub("0", text), "," if "," in text else ".")
        if unit:
            raise numbers.FieldError("is no number.", "Write one number, as 1.234,5 or 1234.5.")
    except numbers.FieldError as error:
        said = f"'{text[:LONGEST]}' {error.problem}"
        raise KompasError(name, said, error.remedy) from None
    return int(value) if re.fullmatch(r"[+-]?\d{1,15}", text) else value


def criteria_of(group: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    """Return (place within the group, criterion) of base, criteria and adjustments."""
    found: list[tuple[str, Mapping[str, Any]]] = []
    if isinstance(group.get("base"), Mapping):
        found.append(("base", group["base"]))
    for key in ("criteria", "adjustments"):
        found += [(f"{key}[{item['id']}]", item) for item in group.get(key, ())]
    return found
