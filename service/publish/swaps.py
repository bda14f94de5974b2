"""Every offer's better alternatives in the same shop, and how they are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scoring.alternatives import NOBODY, Proposals, Why, alternatives
from scoring.score import Scores
from scoring.table import Bools, Kinds
from scoring.values import Array, Interval
from service.publish.catalogue import Catalogue, Row
from service.publish.facts import figure
from service.publish.judge import CONFIDENCE, Verdicts
from service.publish.pieces import Pieces
from service.publish.reasons import label_name
from service.publish.subjects import Index
from service.publish.textcolumns import (
    Texts,
    chosen,
    decimal,
    escaped,
    filled,
    quoted,
    texts,
    worded,
)
from service.publish.texts import TEXTS, Language, listed, number

PACK = "pack_"  # an offer's content by unit, for limits: pack_kg, pack_l, pack_pcs


def proposed(
    scores: Scores, row: Index, unit_price: Array, content: Array, unit: Kinds, shelf: Index
) -> Proposals:
    """Return the alternatives of n offers that share one set of group rules; shape (n,) each.

    Args:
        row: which of the scored products each offer is of.
        unit_price: per kg, litre or piece, the whole price without a content; NaN where unknown.
        content: kg, litres or pieces, NaN where unknown.
        unit: of the content, "" where unknown.
        shelf: equal for offers of one use group in one shop under one agreement.
    """
    packs = {
        f"{PACK}{kind}": Interval.exact(np.where(unit.index == i, content, np.nan))
        for i, kind in enumerate(unit.kinds)
        if kind
    }
    return alternatives(
        scores.rules.alternatives,
        scores.table.take(row).with_evidence(packs),
        scores.score.value[row],
        scores.grading.grade[row],
        unit_price,
        shelf,
    )


def per_unit(price: Array, content: Array) -> Array:
    """Return prices per kg, litre or piece, the whole price without a content; shape (n,)."""
    return price / np.where(np.isnan(content), 1.0, content)


def content_of(offers: Sequence[Row]) -> Array:
    """Return the contents of n offers: kg, litres or pieces, NaN where unknown; shape (n,)."""
    content = np.array([o["net_content"] for o in offers], dtype=np.float64)
    return np.where(content > 0, content, np.nan)


@dataclass(frozen=True)
class Shelves:
    """The offers of products that share one set of group rules, with their alternatives.

    Attributes:
        row: which of the verdicts each offer is of, shape (n,).
    """

    verdicts: Verdicts
    catalogue: Catalogue
    offers: Sequence[Row]
    row: Index

    @cached_property
    def price(self) -> Array:
        """Shape (n,), NaN where unknown."""
        return np.array([o["price"] for o in self.offers], dtype=np.float64)

    @cached_property
    def content(self) -> Array:
        """Shape (n,): kg, litres or pieces, NaN where unknown."""
        return content_of(self.offers)

    @cached_property
    def unit(self) -> Kinds:
        """The unit of the content, "" where unknown."""
        return Kinds.of([o["net_unit"] or "" for o in self.offers])

    @cached_property
    def unit_price(self) -> Array:
        """Price per kg, litre or piece, the whole price without a content; shape (n,)."""
        return per_unit(self.price, self.content)

    @cached_property
    def pieces(self) -> Pieces:
        """What one piece of each offer weighs and causes."""
        return Pieces(self.verdicts, self.row, self.content, self.unit, self.leading)

    @cached_property
    def proposals(self) -> Proposals:
        """The alternatives: in the same shop, under the same agreement, of the same use group."""
        groups, subjects = self.catalogue.groups, self.verdicts.subjects
        uses = Kinds.of([groups[g]["use_group"] or g for g in subjects.groups.kinds])
        use = uses.index[subjects.groups.index[self.row]].astype(np.int64)
        sold = Kinds.of([f"{o['shop_id']}\n{o['agreement']}" for o in self.offers])
        shelf = sold.index * np.int64(len(uses.kinds)) + use
        return proposed(
            self.verdicts.scores, self.row, self.unit_price, self.content, self.unit, shelf
        )

    @cached_property
    def leading(self) -> Bools:
        """Whether an offer is the first of its product in its shop; shape (n,)."""
        shops = Kinds.of([o["shop_id"] for o in self.offers])
        _, first = np.unique(self.row * len(shops.kinds) + shops.index, return_index=True)
        result = np.zeros(len(self.offers), dtype=np.bool_)
        result[first] = True
        return result

    def lines(self, offers: Index, language: Language) -> list[bytes]:
        """Return for some offers: the shop, a tab, the JSON list of alternatives; b"" for none."""
        n, place = np.nonzero(self.proposals.row[offers] != NOBODY)
        own = offers[n]
        told = Telling(self, language, own, self.proposals.row[own, place], place).texts
        lists: list[list[str]] = [[] for _ in offers]
        for i, text in zip(n.tolist(), told, strict=True):
            lists[i].append(text)
        return [
            f"{self.offers[offer]['shop_id']}\t[{','.join(each)}]".encode() if each else b""
            for offer, each in zip(offers.tolist(), lists, strict=True)
        ]


@dataclass(frozen=True)
class Telling:
    """Pairs of offers, put into words: instead of `own`, take `other`, its `place`-th proposal."""

    shelves: Shelves
    language: Language
    own: Index
    other: Index
    place: Index

    @cached_property
    def texts(self) -> Texts:
        """One JSON object for each pair."""
        shelves = self.shelves
        price = shelves.price[self.other] - shelves.price[self.own]
        same_unit = shelves.unit.index[self.own] == shelves.unit.index[self.other]
        with_content = ~np.isnan(shelves.content[self.own]) & ~np.isnan(shelves.content[self.other])
        per_unit = np.where(
            same_unit & with_content,
            shelves.unit_price[self.other] - shelves.unit_price[self.own],
            np.nan,
        )
        gain = shelves.proposals.gain[self.own, self.place]
        kinds, index = np.unique(self.other, return_inverse=True)
        offered: Texts = texts(self._offered(int(row)) for row in kinds)[index]
        result: Texts = (
            offered
            + ',"gain":' + worded(np.round(gain, 1), decimal)
            + ',"price_difference":' + worded(np.round(price, 2), decimal)
            + ',"price_difference_per_unit":' + worded(np.round(per_unit, 2), decimal)
            + ',"reason":"' + self._why() + '"}'
        )  # fmt: skip
        return result

    def _offered(self, row: int) -> str:
        shelves, offer = self.shelves, self.shelves.offers[row]
        verdicts, at = shelves.verdicts, int(shelves.row[row])
        subjects, grading = verdicts.subjects, verdicts.scores.grading
        name = subjects.names[self.language][at]
        price = decimal(offer["price"])
        return (
            f'{{"product":{{"id":{quoted(subjects.ids[at])},"name":{quoted(name)}}}'
            f',"path":{quoted(offer["path"])},"grade":"{grading.letters[grading.grade[at]]}"'
            f',"price":{price},"unit":{quoted(offer["net_unit"] or None)}'
            f',"currency":{quoted(offer["currency"])}'
            f',"confidence":"{CONFIDENCE[verdicts.confidence[at]]}"'
            f',"kg":{figure(shelves.pieces.kg.value[row])}'
            f',"co2e":{figure(shelves.pieces.co2e[row])}'
        )

    def _why(self) -> Texts:
        """Return why each is proposed, and whether we are less sure of it; escaped."""
        verdicts, n = self.shelves.verdicts, len(self.own)
        why = self.shelves.proposals.why[self.own, self.place]
        own, other = self.shelves.row[self.own], self.shelves.row[self.other]
        letters = texts(map(escaped, verdicts.scores.grading.letters))
        grade = verdicts.scores.grading.grade
        gain = self.shelves.proposals.gain[self.own, self.place]
        points = worded(np.round(gain), lambda x: number(x, self.language))
        result = filled(
            TEXTS["by_score"][self.language],
            n,
            grade=letters[grade[other]],
            own=letters[grade[own]],
            points=points,
        )
        result = self._by_figure(why == Why.FIGURE, own, other, result)
        for i in np.flatnonzero(why == Why.LABEL).tolist():
            result[i] = self._by_label(int(own[i]), int(other[i]))
        less_sure = verdicts.confidence[other] > verdicts.confidence[own]
        return chosen(less_sure, result + escaped(TEXTS["less_sure"][self.language]), result)

    def _by_figure(self, where: np.ndarray, own: Index, other: Index, otherwise: Texts) -> Texts:
        verdicts = self.shelves.verdicts
        attribute = verdicts.rules.alternatives.attribute
        if attribute is None:
            return otherwise
        figure = verdicts.scores.table.interval(attribute).value
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = np.round(figure[own] / figure[other], 1)
        said = worded(
            np.where(where & np.isfinite(factor), factor, np.nan),
            lambda x: "" if x is None else number(x, self.language),
        )
        by_figure = filled(TEXTS["by_figure"][self.language], len(own), factor=said)
        return chosen(where & (figure[other] > 0), by_figure, otherwise)

    def _by_label(self, own: int, other: int) -> str:
        labels, rules = self.shelves.verdicts.subjects.labels, self.shelves.verdicts.rules
        held = {label.code for label in labels.get(own, ())}
        gained = [
            label_name(self.shelves.catalogue, label, self.language)
            for label in labels.get(other, ())
            if label.code in rules.alternatives.labels and label.code not in held
        ]
        pattern = TEXTS["by_label"][self.language]
        return escaped(pattern.format(label=listed(gained, self.language)))
