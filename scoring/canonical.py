"""A document's canonical form, which is hashed, and the bounds that every document keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scoring.errors import RulesetError

MAX_DEPTH = 30


def canonical_json(document: Mapping[str, Any]) -> str:
    """Return a document as JSON with sorted keys and no spaces; dates as YYYY-MM-DD.

    Raises:
        RulesetError: where a value has no JSON form, NaN and infinities included.
    """
    check_depth(document, "ruleset")
    try:
        text = json.dumps(
            document,
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
            allow_nan=False,
            default=lambda value: value.isoformat(),
        )
        text.encode()  # refuses half characters, which no file could hold
    except (ValueError, TypeError, AttributeError) as error:
        raise RulesetError("ruleset", f"{error}.", "Use finite numbers, texts and dates.") from None
    return text


def check_depth(document: Any, place: str) -> None:
    """Raise RulesetError where tables and lists stand in each other too deep to be read.

    It goes level by level: a document must not be able to exhaust the stack.
    """
    level = [document]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, Mapping) else outer)
            if isinstance(inner, Mapping | list | tuple)
        ]
        if not level:
            return
    raise RulesetError(
        place, f"is nested over {MAX_DEPTH} deep.", "Use the tables of docs/adding-a-criterion.md."
    )


def shown(value: object) -> str:
    """Return a value for an error message, shortened where it is long."""
    if isinstance(value, str) and len(value) > 60:
        return repr(f"{value[:60]}…")
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # a whole number of thousands of digits; a deep list
        return f"a {type(value).__name__} too large to show"
    return text if len(text) <= 90 else f"{text[:90]}…"
