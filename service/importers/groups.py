"""From what suppliers write about a product group to ours: id, name, UNSPSC, CPV."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from rapidfuzz import fuzz, process

from scoring.identifiers import visible
from service.importers.numbers import FieldError
from service.loading.catalogue import FOLDER
from service.loading.csvfile import lines

UNSPSC, CPV = "UNSPSC", "CPV"
# UNTDID 7143: TST is UNSPSC and STI is CPV; the official samples write MP for UNSPSC all the same.
SCHEMES = {"TST": UNSPSC, "MP": UNSPSC, "UNSPSC": UNSPSC, "": UNSPSC, "STI": CPV, "CPV": CPV}
SHORTEST = 2  # digits of a code's prefix that may name a group
_CODE = re.compile(r"(\d{8})(?:-\d)?")
_WITH_ID = re.compile(r".*[(\[]([a-z0-9/-]+)[)\]]\s*")
MORE_NAMES = {
    "laptop": "bærbar|bærbar computer|bærbar pc|laptops|laptop|notebook|notebooks|bærbare",
    "desktop": "stationær|stationær computer|stationær pc|desktop|desktops|desktop pc|stationære",
    "monitor": "skærm|skærme|monitor|monitors|computerskærm|computerskærme|pc-skærm|display",
    "smartphone": "mobil|mobiltelefon|mobiltelefoner|smartphone|telefon|mobile phone|smartphones",
    "tablet": "tablet|tablets|tavlecomputer|ipad",
}


@cache
def ids() -> Mapping[str, str]:
    """Return the id of every shipped group -> its Danish name."""
    found = {
        line.need("group"): line.need("name_da")
        for line in lines(FOLDER / "device_classes.csv", ("group", "name_da"))
    }
    for line in lines(FOLDER / "food_groups.csv", ("id", "name_da")):
        found[line.need("id")] = line.need("name_da")
    return found


@cache
def names() -> Mapping[str, str]:
    """Return the groups' names in lower case -> id; a name of two groups is left out."""
    found: dict[str, set[str]] = {}
    columns = ("id", "name_da", "name_en", "synonyms_da")
    for line in lines(FOLDER / "food_groups.csv", columns):
        for name in (line.need("name_da"), line.need("name_en"), *line.several("synonyms_da")):
            found.setdefault(_key(name), set()).add(line.need("id"))
    for line in lines(FOLDER / "device_classes.csv", ("group", "name_da", "name_en")):
        group = line.need("group")
        for name in (line.need("name_da"), line.need("name_en"), *MORE_NAMES[group].split("|")):
            found.setdefault(_key(name), set()).add(group)
    return {name: min(groups) for name, groups in found.items() if len(groups) == 1}


@cache
def _classes() -> Mapping[tuple[str, str], str]:
    rows = lines(FOLDER / "classifications.csv", ("scheme", "code", "group", "title"))
    known = set(ids())
    return {(r.need("scheme"), r.need("code")): r.known("group", known) for r in rows}


@lru_cache(4096)
def by_code(code: str, scheme: str = "") -> str:
    """Return the group of a UNSPSC or CPV code by its longest listed prefix, "" where none is.

    Args:
        scheme: UNTDID 7143 list id ("TST", "STI", "MP"), or "UNSPSC" or "CPV".
    """
    kind, found = SCHEMES.get(scheme.strip().upper()), _CODE.fullmatch(code.strip())
    if kind is None or found is None:
        return ""
    for length in range(len(found[1]), SHORTEST - 1, -1):
        group = _classes().get((kind, found[1][:length]))
        if group is not None:
            return group
    return ""


@lru_cache(4096)
def find(text: str) -> str:
    """Return the group that a cell names: id, Danish or English name, "name (id)" or UNSPSC.

    Raises:
        FieldError: naming the nearest group that is known.
    """
    wanted = visible(text[:200]).casefold()
    if wanted in ids():
        return wanted
    inside = _WITH_ID.fullmatch(wanted)
    if inside is not None and inside[1] in ids():
        return inside[1]
    group = names().get(_key(wanted)) or by_code(wanted)
    if group:
        return group
    raise FieldError("is no product group that is known.", _nearest(_key(wanted)[:60]))


@lru_cache(4096)
def _nearest(key: str) -> str:
    # Few misspell a first letter, and a file of 100,000 unknown names must not take minutes.
    alike = _by_letter().get(key[:1], [])
    near = process.extractOne(key, alike, scorer=fuzz.ratio, score_cutoff=65)
    return f"Did you mean '{near[0]}' ({names()[near[0]]})?" if near else "See the template's list."


@cache
def _by_letter() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name in names():
        found.setdefault(name[:1], []).append(name)
    return found


def _key(name: str) -> str:
    return " ".join(visible(name).casefold().replace(",", " ").split())
