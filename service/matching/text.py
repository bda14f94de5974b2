"""What a text alone may mean: keys to look up, best first, from the index in the snapshot.

The index is rows of (kind, term, value, more), built at publish and read once per snapshot, at the
first item that no key matched: requests that match by key never pay for it.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from scoring.identifiers import name_key
from service.matching.devices import CERTAIN, DeviceMatcher, Family
from service.matching.food import FoodMatcher

CATALOGUE = Path(__file__).parent.parent / "catalogue"
ACCEPTED = 88.0  # points from which a match counts; chosen on the dev half of tests/matching/cases
PLAUSIBLE = 55.0  # points from which a person is asked
SHOWN = 5
GROUP = "group:"  # the key of a product group in the snapshot
TermRow = tuple[str, str, str, str]
_BRACKETS = re.compile(r"\([^)]*\)")
_FAT_CLASS = re.compile(r"\d\d\s?\+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A key of the snapshot that a text may mean, with 0 to 100 points."""

    key: str
    score: float

    @property
    def accepted(self) -> bool:
        """Tell whether it counts as a match without a person's word."""
        return self.score >= ACCEPTED


def shipped_terms() -> Iterator[TermRow]:
    """Yield the index's rows that come with the program: words, phrases and states."""
    for row in _rows("words_food.csv"):
        yield "word", row["word"], row["kind"], row["means"]
    for row in _rows("synonyms_food.csv"):
        yield "phrase", row["phrase"], row["group"], "1"
    for row in _rows("food_groups.csv"):
        if row["state"]:
            yield "state", row["id"], row["state"], ""
    for row in _rows("synonyms_devices.csv"):
        yield "device", row["phrase"], row["means"], ""


def group_terms(groups: Iterable[Mapping[str, str]]) -> Iterator[TermRow]:
    """Yield the Danish names of food groups, without what stands in brackets."""
    for group in groups:
        if not group["id"].startswith("food/") or group["id"].count("/") < 2:
            continue
        english = name_key(group["name_en"])
        for key in group["names"].split("\n"):
            name = _BRACKETS.sub(" ", key.removeprefix("name:"))
            if key and key != english and not _FAT_CLASS.search(name):
                yield "phrase", name, group["id"], "0"


def family_term(family: Family) -> TermRow:
    """Return the index's row of a model's family name."""
    more = {"brand": family.brand, "year": family.year, "screen": family.screen}
    return "family", family.key, family.product, json.dumps(more, ensure_ascii=False)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (CATALOGUE / name).open(encoding="utf-8-sig", newline="") as handle:
        yield from csv.DictReader(handle, strict=True)


class TextMatcher:
    """Finds keys for names of goods and devices."""

    def __init__(self, rows: Iterable[TermRow]) -> None:
        """Build the matchers from the index's rows."""
        kinds: dict[str, list[tuple[str, str, str]]] = {}
        for kind, term, value, more in rows:
            kinds.setdefault(kind, []).append((term, value, more))
        self.refused = {term for term, _, _ in kinds.get("refused", ())}
        self._food = FoodMatcher(
            kinds.get("word", []),
            [(phrase, group, int(rank)) for phrase, group, rank in kinds.get("phrase", ())],
            {group: state for group, state, _ in kinds.get("state", ())},
        )
        self._devices = DeviceMatcher(
            (_family(*row) for row in kinds.get("family", ())),
            [(phrase, means) for phrase, means, _ in kinds.get("device", ())],
        )
        self._devices.know(brand for brand, _, _ in kinds.get("brand", ()))
        self.hits = lru_cache(maxsize=10_000)(self._hits)

    def accepts(self, score: float) -> bool:
        """Tell whether points are enough for a match without a person's word."""
        return score >= ACCEPTED

    def names_a_maker(self, name: str, brand: str) -> bool:
        """Tell whether a maker of devices is named."""
        return self._devices.named(name, brand)

    def _hits(self, name: str, brand: str = "") -> tuple[Hit, ...]:
        """Return the keys that a name may mean, best first; () for nothing plausible.

        A hit on goods that are known to have no group ends the list: what follows is worse.
        """
        codes = [Hit(key, CERTAIN) for key in self._devices.codes(name, brand)]
        device = self._devices.match(name, brand)
        if device is not None:
            return (*codes, Hit(device.key, device.score))
        if codes and self._devices.named(name, brand):
            return tuple(codes)
        groups = []
        for found in self._food.match(name, brand)[:SHOWN]:
            if not found.subject or found.score < PLAUSIBLE:
                break
            groups.append(Hit(f"{GROUP}{found.subject}", found.score))
        return (*codes, *groups)


def _family(key: str, product: str, more: str) -> Family:
    data = json.loads(more)
    return Family(key, product, data["brand"], data["year"], data["screen"])
