"""What differs between two versions of a ruleset, in words."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any, NamedTuple

from scoring.diff import Change, changes
from scoring.errors import KompasError
from service.governance.nouns import CAP, CRITERION, DERIVED, EVIDENCE, GROUP, TOP, Noun
from service.governance.phrases import Phrases
from service.governance.places import Step, steps_to
from service.publish.texts import Language

Document = Mapping[str, Any]
ITEMS = {"criteria": CRITERION, "adjustments": CRITERION, "caps": CAP, "derived": DERIVED}
NAMED_BY_PEOPLE = ("references", "parameters", "cuts", "limits", "medians")  # their keys are


class Named(NamedTuple):
    """What a change is about, and whether that is a whole thing of a list."""

    what: str
    whole: bool


def told(old: Document, new: Document, language: Language) -> list[str]:
    """Return what differs from an old document to a new one, a sentence each.

    Raises:
        RulesetError: where one of them is no document.
    """
    return [words(change, old, new, language) for change in changes(old, new)]


def words(change: Change, old: Document, new: Document, language: Language) -> str:
    """Return one change as a sentence; what has no words is told as "place: old → new"."""
    document = old if change.kind == "removed" else new
    try:
        steps = steps_to(document, change.place)
        named = _named(document, steps, language)
    except (KompasError, LookupError, TypeError, ValueError, AttributeError):
        named = None  # a draft may be of any shape
    if named is None:
        return change.text()
    phrases = Phrases(language)
    if steps[-1] == "weight":
        return phrases.weight(named.what, change, _sum(old, steps), _sum(new, steps))
    if named.whole and change.kind != "changed":
        return phrases.whole(named.what, change)
    return phrases.sentence(named.what, change, percent=steps[-1] == "minimum_coverage")


def _named(document: Document, steps: list[Step], language: Language) -> Named | None:
    if steps[-1] == "parameter":  # {parameter = "…"} stands for the number itself
        steps = steps[:-1]
    if steps[0] != "groups" or len(steps) == 1:
        return _of_top(steps, document, language)
    group = document["groups"][steps[1]]
    name = _lower(str(group["name"][language]))
    rest = steps[2:]
    if not rest:
        what = {"da": f"Varegruppen {name}", "en": f"The product group {name}"}
        return Named(what[language], whole=True)
    listed = str(rest[0])
    if listed == "base" and len(rest) > 1:
        return _of_item(group["base"], CRITERION, rest[1:], name, language)
    if listed not in ITEMS or len(rest) == 1:
        noun = _noun(GROUP, rest)
        return Named(f"{_filled(noun, rest, language)} {name}", whole=False) if noun else None
    item = group[listed][rest[1]]
    if len(rest) == 2:
        return Named(f"{_KINDS[listed][language]} {_item(item, name, language)}", whole=True)
    return _of_item(item, ITEMS[listed], rest[2:], name, language)


_KINDS: Mapping[str, Noun] = {
    "criteria": {"da": "Kriteriet", "en": "The criterion"},
    "adjustments": {"da": "Tillægget", "en": "The adjustment"},
    "caps": {"da": "Loftet", "en": "The cap"},
    "derived": {"da": "Det beregnede tal", "en": "The derived figure"},
}


def _of_top(steps: list[Step], document: Document, language: Language) -> Named | None:
    if steps[0] == "cases" and len(steps) > 1:
        key = str(document["cases"][steps[1]]["name"])
        if len(steps) > 3:
            last = ".".join(str(step) for step in steps[3:])
            return Named(EVIDENCE[language].format(key=key, last=last), whole=False)
        noun = TOP.get(".".join(("cases", "*", *map(str, steps[2:]))))
    else:
        noun, key = _noun(TOP, steps), str(steps[1]) if len(steps) > 1 else ""
    return Named(noun[language].format(key=key), whole=len(steps) == 2) if noun else None


def _of_item(
    item: Document, nouns: Mapping[str, Noun], rest: list[Step], group: str, language: Language
) -> Named | None:
    noun = _noun(nouns, rest)
    if noun is None:
        return None
    more = ""
    if rest[0] == "readings" and len(rest) > 1 and len(item["readings"]) > 1:
        assert isinstance(rest[1], int)  # readings have no ids
        more = f" ({item['readings'][rest[1]]['attribute']}, {rest[1] + 1})"
    filled = _filled(noun, rest, language, item)
    whole = isinstance(rest[-1], int) or (len(rest) == 1 and rest[0] in ("labels", "readings"))
    return Named(f"{filled} {_item(item, group, language)}{more}", whole=whole)


def _item(item: Document, group: str, language: Language) -> str:
    inside = {"da": "i", "en": "in"}[language]
    if "text" not in item:
        return f"{item['attribute']} {inside} {group}"
    name = str(item["text"][language])
    if "when" in item:  # a cap, whose text is a sentence
        return f"„{name}“ {inside} {group}" if language == "da" else f"“{name}” {inside} {group}"
    return f"{_lower(name)} {inside} {group}"


def _noun(nouns: Mapping[str, Noun], steps: list[Step]) -> Noun | None:
    """Return what a place is called: by its keys, "*" for numbers and what people name."""
    keys: list[str] = []
    for step in steps:
        named = bool(keys) and (keys[-1] in NAMED_BY_PEOPLE)
        keys.append("*" if isinstance(step, int) or named else str(step))
    return nouns.get(".".join(keys))


def _filled(noun: Noun, steps: list[Step], language: Language, item: Document | None = None) -> str:
    values = {"key": "", "codes": "", "points": ""}
    for before, step in pairwise(steps):
        if before in NAMED_BY_PEOPLE:
            values["key"] = str(step)
        if item and before in ("classes", "extras") and isinstance(step, int):
            of = item["labels"][before][step]
            values["codes"] = ", ".join(map(str, of["codes"]))
            values["points"] = Phrases(language).value(of["points"])
    return noun[language].format(**values)


def _sum(document: Document, steps: list[Step]) -> float:
    """Return the sum of the weights beside the one at a place, 0 where it cannot be told."""
    try:
        return float(sum(item["weight"] for item in document["groups"][steps[1]]["criteria"]))
    except (LookupError, TypeError, ValueError):
        return 0.0


def _lower(name: str) -> str:
    """Return a name as it stands in a sentence; an abbreviation stays as it is."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]
