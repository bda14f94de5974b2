"""From a document (a table as TOML or JSON gives it) to a checked Ruleset."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from scoring.canonical import canonical_json
from scoring.errors import RulesetError
from scoring.parse_criteria import text_of
from scoring.parse_group import group_of
from scoring.reader import Reader
from scoring.rules import Parameter, Reference, Ruleset


def ruleset_of(document: Mapping[str, Any], day: date | None = None) -> Ruleset:
    """Return the ruleset that a document describes, as it is on a day.

    Args:
        document: with what it extends merged in.
        day: for which dated parameters are resolved; None is the ruleset's own valid_from.

    Raises:
        RulesetError: naming the place and key of the first fault.
    """
    head = Reader(document, "")
    canonical = canonical_json(document)
    valid_from = head.day("valid_from")
    valid_to = head.day("valid_to") if head.has("valid_to") else None
    if valid_to is not None and valid_to < valid_from:
        raise head.fail(
            "valid_to", f"{valid_to} is before {valid_from}.", "Let it be valid_from or later."
        )
    listed = head.table("references", {})
    references = {key: _reference(listed.table(key)) for key in listed.data}
    day = day or valid_from
    parameters = _parameters(head.table("parameters", {}), references)
    top = Reader(document, "", _values_on(day, parameters))
    groups = top.table("groups")
    parsed = {key: group_of(groups.table(key), key, references) for key in groups.data}
    if not parsed:
        raise top.fail("groups", "is empty.", "Add the rules of at least one product group.")
    ruleset = Ruleset(
        id=top.text("id"),
        version=top.text("version"),
        name=text_of(top, "name"),
        valid_from=valid_from,
        valid_to=valid_to,
        day=day,
        parameters=parameters,
        references=references,
        groups=parsed,
        canonical=canonical,
        hash=hashlib.sha256(canonical.encode()).hexdigest(),
    )
    for key in ("valid_from", "valid_to", "references", "parameters"):
        top.has(key)  # read above, before there were values to read the rest with
    top.has("cases")  # read by scoring.cases, which needs the finished ruleset
    top.close()
    return ruleset


def _reference(reader: Reader) -> Reference:
    reference = Reference(reader.text("text"), reader.text("url", ""))
    reader.close()
    return reference


def _parameters(reader: Reader, references: Mapping[str, Reference]) -> dict[str, Parameter]:
    return {key: _parameter(reader.table(key), references) for key in reader.data}


def _parameter(reader: Reader, references: Mapping[str, Reference]) -> Parameter:
    values = []
    for row in reader.tables("values"):
        values.append((row.day("from"), row.number("value")))
        row.close()
    days = [first for first, _ in values]
    if not values or days != sorted(set(days)):
        written = ", ".join(str(first) for first in days) or "nothing"
        raise reader.fail(
            "values", f"{written} does not rise.", "List at least one, the earliest date first."
        )
    parameter = Parameter(
        text=text_of(reader, "text"),
        unit=reader.text("unit"),
        reference=reader.text("reference"),
        values=tuple(values),
    )
    if parameter.reference not in references:
        raise reader.fail(
            "reference", f"'{parameter.reference}' is unknown.", "Add it under references."
        )
    reader.close()
    return parameter


def _values_on(day: date, parameters: Mapping[str, Parameter]) -> dict[str, float]:
    found = {}
    for name, parameter in parameters.items():
        value = parameter.on(day)
        if value is None:
            first, _ = parameter.values[0]
            raise RulesetError(
                f"parameters.{name}.values",
                f"begin on {first}, and {day} is before that.",
                "Add the earlier value, or choose a later day.",
            )
        found[name] = value
    return found
