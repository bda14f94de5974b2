"""A ruleset as text: TOML out, TOML in; there and back it is the same document and hash."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import tomli_w

from scoring.canonical import shown
from scoring.errors import RulesetError
from scoring.inherit import inherit
from service import rulesets

MAX_CHARACTERS = 1_000_000
PLACE = "text"
LINE = 100  # characters, for what may stand on one line
ORDER = (  # of keys in one table; others follow in the order of the alphabet
    *("id", "kind", "version", "valid_from", "valid_to", "name", "date", "from", "text", "url"),
    *("method", "grades", "cuts", "clamp", "minimum_coverage", "fallback_factor", "sum_limits"),
    *("not_graded", "attribute", "unit", "weight", "reference", "only", "unless", "missing"),
    *("missing_best", "missing_points", "fact", "objective", "value", "values", "when", "within"),
    *("best", "worst", "no_grade", "points", "codes", "references", "parameters", "derived"),
    *("base", "criteria", "adjustments", "readings", "labels", "caps", "alternatives", "groups"),
    *("cases",),
)
RANK = {key: i for i, key in enumerate(ORDER)}
DATES = ("valid_from", "valid_to", "from", "date")  # keys whose value is a date wherever they stand
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def written(document: Mapping[str, Any]) -> str:
    """Return a kept document as TOML text."""
    return tomli_w.dumps(_ordered(document))


def read(text: str) -> dict[str, Any]:
    """Return the document of a TOML text, what it `extends` merged in: a shipped ruleset.

    Raises:
        RulesetError: where it is no TOML, too long, or extends something else.
    """
    if len(text) > MAX_CHARACTERS:
        raise RulesetError(
            PLACE, f"has {len(text):,} characters.", f"Use {MAX_CHARACTERS:,} at most."
        )
    own = rulesets.table_of(text.removeprefix("\ufeff"), PLACE)
    if "extends" not in own:
        return own
    parent = own.pop("extends")
    if parent not in rulesets.shipped():  # never a file: the text comes from outside
        raise RulesetError(
            "extends",
            f"{shown(parent)} is no shipped ruleset.",
            f"Extend one of {', '.join(rulesets.shipped())}, or write all of it.",
        )
    return inherit(rulesets.document(parent), own)


class _OneLine(int):
    """A short array as the writer shall write it; by itself it puts every item on its own line."""

    text: str

    def __str__(self) -> str:
        return self.text


def _array(items: list[Any]) -> Any:
    if not items or not all(isinstance(x, str | int | float) for x in items):
        return items
    one_line = _OneLine()
    # the writer's own form of each, without "x = " and the end of the line
    one_line.text = f"[{', '.join(tomli_w.dumps({'x': item})[4:-1] for item in items)}]"
    return one_line if len(one_line.text) <= LINE else items


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: (RANK.get(key, len(ORDER)), key))
        return {key: _dated(key, _ordered(value[key])) for key in keys}
    return _array([_ordered(item) for item in value]) if isinstance(value, list) else value


def _dated(key: str, value: Any) -> Any:
    if key in DATES and isinstance(value, str) and ISO_DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass  # such as 2026-02-30, which stays a text
    return value
