"""A version's document: how it is kept, what is wrong with it, what it is called."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from scoring.canonical import canonical_json, shown
from scoring.cases import run_cases
from scoring.errors import KompasError, RulesetError
from scoring.parse import ruleset_of
from scoring.rules import Ruleset
from service.publish.pipeline import check_grades

MAX_CHARACTERS = 2_000_000  # the shipped ones have 45,000
MOST_FAULTS = 100


def kept(document: Mapping[str, Any]) -> str:
    """Return a document as it is kept, valid or not: canonical JSON that TOML can say too.

    Raises:
        RulesetError: where it holds what neither can say, or is too large.
    """
    if not isinstance(document, Mapping):
        raise RulesetError("document", f"{shown(document)} is no table.", "Write keys with values.")
    _check_sayable(document, "")
    text = canonical_json(document)
    if len(text) > MAX_CHARACTERS:
        raise RulesetError(
            "document", f"has {len(text):,} characters.", f"Use {MAX_CHARACTERS:,} at most."
        )
    return text


def _check_sayable(value: Any, place: str) -> None:
    level = [(place, value)]
    while level:  # level by level, as a document must not exhaust the stack
        place, value = level.pop()
        if value is None:
            raise RulesetError(place, "has no value.", "Write one, or leave the key out.")
        if isinstance(value, Mapping):
            for key, inner in value.items():
                if not isinstance(key, str):
                    raise RulesetError(place, f"{shown(key)} is no key.", "Use texts as keys.")
                level.append((f"{place}.{key}" if place else key, inner))
        elif isinstance(value, list | tuple):
            level += [(f"{place}[{i}]", inner) for i, inner in enumerate(value)]
        elif isinstance(value, int) and abs(value) >= 2**63:
            raise RulesetError(place, f"{shown(value)} is too large.", "Use a smaller number.")


def table(text: str) -> dict[str, Any]:
    """Return a kept document as a table."""
    result: dict[str, Any] = json.loads(text)
    return result


def digest(text: str) -> str:
    """Return the hash of a document that is kept."""
    return hashlib.sha256(text.encode()).hexdigest()


def ruleset_in(text: str, day: date | None = None) -> Ruleset:
    """Return the ruleset of a kept document, on a day, today by default.

    Raises:
        RulesetError: where the document is not valid.
    """
    return ruleset_of(json.loads(text), day or date.today())


def faults(document: Mapping[str, Any], taken: Mapping[str, Collection[str]]) -> list[KompasError]:
    """Return what keeps a document from being submitted: the first fault of each product group.

    Args:
        taken: the version names the ruleset was published with -> the hashes they then had.
    """
    text = kept(document)
    try:
        ruleset = ruleset_in(text)
        check_grades(ruleset)
    except KompasError as error:
        return [error, *_faults_of_groups(document, error)][:MOST_FAULTS]
    others = set(taken.get(ruleset.version, ())) - {ruleset.hash}
    if others:
        return [
            RulesetError(
                "version",
                f"'{ruleset.version}' of {ruleset.id} was published with other rules.",
                f"Call it {next_name(ruleset.version, taken)}, for instance.",
            )
        ]
    return []


def _faults_of_groups(document: Mapping[str, Any], first: KompasError) -> list[KompasError]:
    """Return each other group's first fault: the parser stops at the first of all."""
    groups = document.get("groups")
    found: list[KompasError] = []
    if not isinstance(groups, Mapping):
        return found
    for name in groups:
        alone = {key: value for key, value in document.items() if key != "cases"}
        try:
            check_grades(ruleset_in(kept(alone | {"groups": {name: groups[name]}})))
        except KompasError as error:
            if str(error) != str(first):
                found.append(error)
    return list({str(error): error for error in found}.values())


def broken_cases(text: str) -> list[KompasError]:
    """Return the golden cases of a valid document that no longer come out; they bar nothing.

    A case is what somebody once agreed on; whoever reviews a change sees which it breaks.
    """
    document = json.loads(text)
    on_day: dict[str, Ruleset] = {}  # parsed once for each day, not for each case
    broken: list[KompasError] = []
    for case in document.get("cases", []):
        try:
            day = str(case["date"])
            if day not in on_day:
                on_day[day] = ruleset_in(text, date.fromisoformat(day))
            run_cases(on_day[day], document | {"cases": [case]})
        except (LookupError, TypeError, ValueError):
            place = f"cases[{shown(case)}]"
            broken.append(RulesetError(place, "has no date.", "Write date = YYYY-MM-DD."))
        except KompasError as error:
            broken.append(error)
    return broken


def called(document: Mapping[str, Any]) -> tuple[str, str]:
    """Return what a document calls itself, id and version; "" where it does not say."""
    names = (document.get("id"), document.get("version"))
    ruleset, version = (name[:200] if isinstance(name, str) else "" for name in names)
    return ruleset, version


def next_name(version: str, taken: Collection[str]) -> str:
    """Return the first version name after one that is not taken: its last number goes up."""
    found = re.fullmatch(r"(.*?)([0-9]{1,9})([^0-9]*)", version, re.DOTALL)
    head, number, tail = (found[1], int(found[2]), found[3]) if found else (f"{version}.", 0, "")
    while True:
        number += 1
        name = f"{head}{number}{tail}"
        if name not in taken:
            return name


def told(found: Collection[KompasError]) -> list[dict[str, str]]:
    """Return faults as they are kept."""
    return [{"place": e.place, "problem": e.problem, "remedy": e.remedy} for e in found]
