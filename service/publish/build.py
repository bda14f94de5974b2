"""What a snapshot is built from: all verdicts, the numbers of their answers, the answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from scoring.rules import Ruleset
from scoring.table import FAMILY
from scoring.values import Interval
from service.publish.answers import bodies
from service.publish.catalogue import Catalogue, Row
from service.publish.changes import Lifts, lifts
from service.publish.judge import Verdicts, judge
from service.publish.keys import (
    FAMILY_RUNGS,
    NO_ANSWER,
    Answers,
    KeyTable,
    class_keys,
    offer_keys,
    product_keys,
)
from service.publish.subjects import Index
from service.publish.swaps import Shelves
from service.publish.textcolumns import Texts
from service.publish.texts import Language
from service.store.answers_file import AnswerRow

BLOCK = 20_000  # answers worded at a time, so that memory stays flat
NO_SWAPS = b""


@dataclass(frozen=True)
class Section:
    """Some verdicts whose answers are numbered one after the other.

    Attributes:
        first: the number of the first answer.
        shelves: their offers; None where their answers hold no alternatives.
        further: the number of the first answer of a product's second or later offer in a shop.
        kg: what a piece of each product weighs; None of what no shop sells.
    """

    verdicts: Verdicts
    first: int
    shelves: Shelves | None = None
    further: int = 0
    kg: Interval | None = None

    @cached_property
    def lifts(self) -> Lifts:
        """What would lift the verdicts' grades."""
        return lifts(self.verdicts)

    @cached_property
    def offer_numbers(self) -> Index:
        """The number of each offer's answer, in the shelves' order."""
        assert self.shelves is not None  # asked for sections of products only
        further = ~self.shelves.leading
        count = np.cumsum(further) - 1
        return np.where(further, self.further + count, self.first + self.shelves.row)


@dataclass(frozen=True)
class Build:
    """The sections of a catalogue's verdicts.

    Answers are numbered from 0 in this order: products, products as judged by their family alone,
    product groups, then further offers of a product in one shop, which differ in their swaps.

    Attributes:
        total: how many answers there are.
    """

    catalogue: Catalogue
    products: list[Section]
    families: list[Section]
    classes: list[Section]
    total: int

    @staticmethod
    def of(catalogue: Catalogue, ruleset: Ruleset) -> Build:
        """Score everything, and put the offers on their shelves."""
        families = {product for _, product, rung in catalogue.identifiers if rung in FAMILY_RUNGS}
        rows = [i for i, product in enumerate(catalogue.products.ids) if product in families]
        by_family_rows = np.array(rows, dtype=np.int64)
        by_family = catalogue.products.take(by_family_rows).known_as(FAMILY)
        of_family = [replace(v, rows=by_family_rows[v.rows]) for v in judge(ruleset, by_family)]
        found = [judge(ruleset, catalogue.products), of_family, judge(ruleset, catalogue.classes)]
        sections: list[list[Section]] = []
        number = 0
        for verdicts in found:
            sections.append([])
            for each in verdicts:
                sections[-1].append(Section(each, number))
                number += len(each)
        shelved = []
        for section, shelves in zip(sections[0], _shelves(catalogue, found[0]), strict=True):
            kg = shelves.pieces.kg_of_product  # now, for both languages
            shelved.append(Section(section.verdicts, section.first, shelves, number, kg))
            number += int((~shelves.leading).sum())
        build = Build(catalogue, shelved, sections[1], sections[2], number)
        for section in build.every:
            _ = section.lifts  # now, for both languages
        return build

    @property
    def every(self) -> list[Section]:
        """All sections, as their answers are numbered."""
        return [*self.products, *self.families, *self.classes]

    @property
    def graded(self) -> int:
        """How many products have a single grade."""
        return sum(int((s.verdicts.scores.grading.grade >= 0).sum()) for s in self.products)

    def keys(self) -> KeyTable:
        """Return every key with its match and its answer."""
        n = len(self.catalogue.products)
        products, families = _numbered(self.products, n), _numbered(self.families, n)
        classes = _numbered(self.classes, len(self.catalogue.classes))
        parts = [*product_keys(self.catalogue, products, families)]
        parts.append(class_keys(self.catalogue, classes))
        for section in self.products:
            shelves = section.shelves
            assert shelves is not None  # every section of products has them
            row = section.verdicts.rows[shelves.row]
            parts += offer_keys(shelves.offers, section.offer_numbers, products, row)
        return KeyTable.of(parts)

    def answers(self, language: Language) -> Iterator[list[AnswerRow]]:
        """Yield the answers of one language by number, in blocks."""
        changes = [section.lifts.texts(self.catalogue, language) for section in self.every]
        for section, change in zip(self.every, changes, strict=True):
            weights = section.kg or Interval.unknown(len(section.verdicts))
            for start in range(0, len(section.verdicts), BLOCK):
                rows = np.arange(start, min(start + BLOCK, len(section.verdicts)))
                told = bodies(
                    section.verdicts.take(rows),
                    self.catalogue,
                    language,
                    change[rows],
                    weights.take(rows),
                )
                yield [*zip(told, _swaps(section, rows, language), strict=True)]
        for section, change in zip(self.products, changes, strict=False):
            yield self._further(section, change, language)

    def _further(self, section: Section, change: Texts, language: Language) -> list[AnswerRow]:
        shelves = section.shelves
        assert shelves is not None  # every section of products has them
        offers = np.flatnonzero(~shelves.leading)
        rows = shelves.row[offers]
        verdicts, kg = section.verdicts.take(rows), shelves.pieces.kg.take(offers)
        told = bodies(verdicts, self.catalogue, language, change[rows], kg)
        swaps = shelves.lines(offers, language)
        return [*zip(told, swaps, strict=True)]


def _swaps(section: Section, rows: Index, language: Language) -> list[bytes]:
    """Return for each row the lines of its leading offers, one for each shop."""
    found = [NO_SWAPS] * len(rows)
    shelves = section.shelves
    if shelves is None or not len(rows):
        return found
    start, end = np.searchsorted(shelves.row, [rows[0], rows[-1] + 1])
    offers = np.arange(start, end)[shelves.leading[start:end]]
    places = (shelves.row[offers] - rows[0]).tolist()
    for place, line in zip(places, shelves.lines(offers, language), strict=True):
        found[place] = (
            found[place] + b"\n" + line if found[place] and line else found[place] or line
        )
    return found


def _shelves(catalogue: Catalogue, verdicts: Sequence[Verdicts]) -> Iterator[Shelves]:
    for each in verdicts:
        place = np.full(len(catalogue.products) + 1, -1, dtype=np.int64)  # the last: a product gone
        place[each.rows] = np.arange(len(each))
        row = place[catalogue.sold]
        ours = np.flatnonzero(row >= 0)
        ours = ours[np.argsort(row[ours], kind="stable")]
        offers: list[Row] = [catalogue.offers[i] for i in ours.tolist()]
        yield Shelves(each, catalogue, offers, row[ours])


def _numbered(sections: Sequence[Section], n: int) -> Answers:
    number = np.full(n, NO_ANSWER, dtype=np.int64)
    confidence = np.zeros(n, dtype=np.int8)
    for section in sections:
        rows = section.verdicts.rows
        number[rows] = section.first + np.arange(len(rows))
        confidence[rows] = section.verdicts.confidence
    return Answers(number, confidence)
