"""Which keys lead to which answer; a key that leads to two products leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from scoring.identifiers import sku_key, url_key
from service.matching.text import GROUP
from service.publish.catalogue import Catalogue, Row
from service.publish.judge import CONFIDENCE
from service.store.snapshot_file import KeyRow

RUNGS = ("gtin", "mpn", "sku", "url", "machine_type", "family", "group", "id")
FAMILY_RUNGS = ("machine_type", "family")
# How sure a match can be at most by each rung; the verdict may know less.
AT_MOST = {"machine_type": "medium", "family": "medium", "group": "low"}
MATCHES = [f'{{"rung":"{rung}","confidence":"{level}"}}' for rung in RUNGS for level in CONFIDENCE]


def match_of(rung: str, confidence: int) -> int:
    """Return the number in MATCHES of a match by a rung, CONFIDENCE[confidence] at best."""
    limit = CONFIDENCE.index(AT_MOST.get(rung, "high"))
    return RUNGS.index(rung) * len(CONFIDENCE) + max(confidence, limit)


@dataclass(slots=True)
class Answers:
    """Where each subject's answer stands: its number, its confidence, both by subject id."""

    number: dict[str, int] = field(default_factory=dict)
    confidence: dict[str, int] = field(default_factory=dict)

    def add(self, ids: Iterable[str], confidence: Iterable[int], first: int) -> None:
        """Add subjects whose answers are numbered one after the other."""
        ids = list(ids)
        self.number.update(zip(ids, range(first, first + len(ids)), strict=True))
        self.confidence.update(zip(ids, confidence, strict=True))


Entry = tuple[str, int, int, str]  # key, match, answer, subject


def product_keys(catalogue: Catalogue, products: Answers, families: Answers) -> Iterator[Entry]:
    """Yield the keys that lead to a product in any shop."""
    for subject, number in products.number.items():
        yield f"id:{subject}", match_of("id", products.confidence[subject]), number, subject
    for key, subject, rung in catalogue.identifiers:
        answers = families if rung in FAMILY_RUNGS else products
        if subject in answers.number:
            match = match_of(rung, answers.confidence[subject])
            yield key, match, answers.number[subject], subject


def class_keys(catalogue: Catalogue, classes: Answers) -> Iterator[Entry]:
    """Yield the names of product groups, where the group's figures say anything."""
    for subject in catalogue.classes:
        if subject.id not in classes.number or not subject.evidence:
            continue
        names = catalogue.groups[subject.group]["names"].split("\n")
        match = match_of("group", classes.confidence[subject.id])
        for key in (*names, f"{GROUP}{subject.group}"):
            yield key, match, classes.number[subject.id], subject.id


def offer_keys(offers: Sequence[Row], numbers: Iterable[int], products: Answers) -> Iterator[Entry]:
    """Yield the shops' own keys of offers, given the number of each offer's answer."""
    for offer, number in zip(offers, numbers, strict=True):
        shop, subject = offer["shop_id"], offer["product_id"]
        confidence = products.confidence[subject]
        for key, rung in (
            (sku_key(shop, offer["sku"]), "sku"),
            (url_key(shop, offer["path"]), "url"),
        ):
            if key:
                yield key, match_of(rung, confidence), number, subject


def said_key(shop: str, name_key: str) -> str:
    """Return the key of a name that a person has confirmed for one shop."""
    return f"said:{shop}|{name_key}"


def said_keys(confirmed: Iterable[Row], known: dict[str, Entry]) -> Iterator[Entry]:
    """Yield what people have confirmed for a shop's SKU or name, where no key knows it yet.

    Args:
        known: the entries of all other keys that lead to one subject.
    """
    for row in confirmed:
        named = row["key"].startswith("name:")
        key = said_key(row["shop_id"], row["key"]) if named else row["key"]
        of_group = row["about"] == "group"
        entry = known.get(f"{GROUP}{row['subject']}" if of_group else f"id:{row['subject']}")
        if key in known or entry is None:
            continue
        rung = "group" if of_group else "family" if named else "sku"
        _, match, answer, _ = entry
        yield key, match_of(rung, match % len(CONFIDENCE)), answer, row["subject"]


@dataclass(slots=True)
class KeyTable:
    """All keys in order, those of several subjects left out and counted."""

    entries: dict[str, Entry]
    ambiguous: int

    @staticmethod
    def of(entries: Iterable[Entry], confirmed: Iterable[Row]) -> KeyTable:
        """Return the table; of entries of one subject the first stays."""
        known: dict[str, Entry] = {}
        twice: set[str] = set()
        for entry in entries:
            if known.setdefault(entry[0], entry)[3] != entry[3]:
                twice.add(entry[0])
        for key in twice:
            del known[key]
        for entry in said_keys(confirmed, known):
            known.setdefault(entry[0], entry)
        return KeyTable(known, len(twice))

    def rows(self) -> list[KeyRow]:
        """Return the rows, sorted by key."""
        return [self.entries[key][:3] for key in sorted(self.entries)]
