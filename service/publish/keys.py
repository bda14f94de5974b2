"""Which keys lead to which answer; a key that leads to two subjects leads nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.identifiers import sku_key, url_key
from scoring.table import Kinds
from service.matching.text import GROUP
from service.publish.catalogue import Catalogue, Row
from service.publish.judge import CONFIDENCE
from service.publish.subjects import Index
from service.store.keys_file import Hashes, hashes_of, leads_of

RUNGS = ("gtin", "mpn", "sku", "url", "machine_type", "family", "group", "id")
FAMILY_RUNGS = ("machine_type", "family")
# How sure a match can be at most by each rung; the verdict may know less.
AT_MOST = {"machine_type": "medium", "family": "medium", "group": "low"}
MATCHES = [f'{{"rung":"{rung}","confidence":"{level}"}}' for rung in RUNGS for level in CONFIDENCE]
NO_ANSWER = -1


@dataclass(frozen=True, slots=True)
class Answers:
    """Where the answers of n subjects stand; shape (n,) each.

    Attributes:
        number: of the answer, NO_ANSWER where there is none.
        confidence: of the verdict, index into CONFIDENCE.
    """

    number: Index
    confidence: NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Keys:
    """n keys, each with its match, its answer and its subject; the arrays have shape (n,)."""

    keys: list[str]
    match: Index
    answer: Index
    subject: Index

    @staticmethod
    def of(
        keys: Sequence[str | None], rung: str, answers: Answers, row: Index, subject: Index
    ) -> Keys:
        """Return the keys that are there and whose subject, by its row, has an answer."""
        able = np.array([key is not None for key in keys], dtype=np.bool_)
        able &= answers.number[row] != NO_ANSWER
        kept = np.flatnonzero(able)
        return Keys(
            [key for i in kept.tolist() if (key := keys[i]) is not None],
            match_of(rung, answers.confidence[row[kept]].astype(np.int64)),
            answers.number[row[kept]],
            subject[kept],
        )


def match_of(rung: str, confidence: Index) -> Index:
    """Return the numbers in MATCHES of matches by a rung, CONFIDENCE[confidence] at best."""
    limit = CONFIDENCE.index(AT_MOST.get(rung, "high"))
    return np.asarray(RUNGS.index(rung) * len(CONFIDENCE) + np.maximum(confidence, limit))


def product_keys(catalogue: Catalogue, products: Answers, families: Answers) -> Iterator[Keys]:
    """Yield the keys that lead to a product in any shop; a product's subject is its row."""
    ids = catalogue.products.ids
    rows = np.arange(len(ids), dtype=np.int64)
    yield Keys.of([f"id:{product}" for product in ids], "id", products, rows, rows)
    row_of = {product: row for row, product in enumerate(ids)}
    same = np.array([row_of[other] for other in catalogue.same.values()], dtype=np.int64)
    yield Keys.of([f"id:{product}" for product in catalogue.same], "id", products, same, same)
    known = [found for found in catalogue.identifiers if found[1] in row_of]
    rungs = Kinds.of([rung for _, _, rung in known])
    owner = np.array([row_of[product] for _, product, _ in known], dtype=np.int64)
    for i, rung in enumerate(rungs.kinds):
        ours = np.flatnonzero(rungs.index == i)
        answers = families if rung in FAMILY_RUNGS else products
        keys = [known[j][0] for j in ours.tolist()]
        yield Keys.of(keys, rung, answers, owner[ours], owner[ours])


def class_keys(catalogue: Catalogue, classes: Answers) -> Keys:
    """Return the names of product groups, where the group's figures say anything."""
    keys: list[str] = []
    rows: list[int] = []
    for subject in catalogue.classes:
        if subject.evidence:
            names = [*catalogue.groups[subject.group]["names"].split("\n"), GROUP + subject.group]
            keys += names
            rows += [subject.row] * len(names)
    row = np.array(rows, dtype=np.int64)
    return Keys.of(keys, "group", classes, row, len(catalogue.products) + row)


def offer_keys(
    offers: Sequence[Row], number: Index, products: Answers, row: Index
) -> Iterator[Keys]:
    """Yield the shops' own keys of offers, given each offer's answer and product."""
    answers = Answers(number, products.confidence[row])
    place = np.arange(len(offers), dtype=np.int64)
    skus = [sku_key(offer["shop_id"], offer["sku"]) for offer in offers]
    yield Keys.of(skus, "sku", answers, place, row)
    urls = [url_key(offer["shop_id"], offer["path"]) for offer in offers]
    yield Keys.of(urls, "url", answers, place, row)


def said_key(shop: str, name_key: str) -> str:
    """Return the key of a name that a person has confirmed for one shop."""
    return f"said:{shop}|{name_key}"


@dataclass(frozen=True, slots=True)
class KeyTable:
    """All keys by the order of their hashes, those of several subjects left out and counted."""

    hashes: Hashes
    match: Index
    answer: Index
    ambiguous: int

    @staticmethod
    def of(parts: Iterable[Keys]) -> KeyTable:
        """Return the table; of several of one subject the first stays."""
        every = list(parts)
        hashes = np.concatenate([hashes_of(part.keys) for part in every])
        subject = np.concatenate([part.subject for part in every])
        order = np.argsort(hashes, kind="stable")
        sorted_, owner = hashes[order], subject[order]
        first = np.flatnonzero(np.r_[True, sorted_[1:] != sorted_[:-1]][: len(order)])
        one = np.ones(len(first), dtype=np.bool_)
        if len(first):
            one = np.minimum.reduceat(owner, first) == np.maximum.reduceat(owner, first)
        kept = order[first[one]]
        return KeyTable(
            hashes[kept],
            np.concatenate([part.match for part in every])[kept],
            np.concatenate([part.answer for part in every])[kept],
            int((~one).sum()),
        )

    def with_said(self, confirmed: Sequence[Row]) -> KeyTable:
        """Add what people have confirmed for a shop's SKU or name, where no key knows it yet."""
        found: list[tuple[str, int, int]] = []
        for row in confirmed:
            named, of_group = row["key"].startswith("name:"), row["about"] == "group"
            key = said_key(row["shop_id"], row["key"]) if named else row["key"]
            subject = f"{GROUP}{row['subject']}" if of_group else f"id:{row['subject']}"
            known, at = self._place(key), self._place(subject)
            if known is None and at is not None:
                rung = "group" if of_group else "family" if named else "sku"
                confidence = self.match[at : at + 1] % len(CONFIDENCE)
                found.append((key, int(match_of(rung, confidence)[0]), int(self.answer[at])))
        if not found:
            return self
        keys, match, answer = zip(*found, strict=True)
        hashes = np.concatenate([self.hashes, hashes_of(keys)])
        order = np.argsort(hashes, kind="stable")
        return KeyTable(
            hashes[order],
            np.concatenate([self.match, np.array(match, dtype=np.int64)])[order],
            np.concatenate([self.answer, np.array(answer, dtype=np.int64)])[order],
            self.ambiguous,
        )

    def _place(self, key: str) -> int | None:
        wanted = hashes_of([key])[0]
        at = int(np.searchsorted(self.hashes, wanted))
        return at if at < len(self.hashes) and self.hashes[at] == wanted else None

    @property
    def leads(self) -> Hashes:
        """Where each key leads, as it is stored."""
        return leads_of(self.match, self.answer)
