"""Whose products get another grade: shops, suppliers and brands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from scoring.table import Kinds
from service.insight.preview import Preview
from service.publish.migration import RANGE
from service.publish.subjects import Index

Whose = Literal["shop", "supplier", "brand"]


@dataclass(frozen=True, slots=True)
class Touched:
    """One shop, supplier or brand ("" is unknown).

    Attributes:
        products: how many products it has.
        changed: how many of them get another outcome.
        better, worse: how many go from one letter to a better or a worse one.
    """

    name: str
    products: int
    changed: int
    better: int
    worse: int


def touched(preview: Preview, whose: Whose) -> tuple[Touched, ...]:
    """Return all whose products change, those with most such products first, then by name.

    A product that a shop offers twice counts once.

    Raises:
        KompasError: where the snapshot is an earlier release's, which stored no offers.
    """
    published = preview.published
    n = len(published.stored.ids)
    changed, better, worse = (np.zeros(n, dtype=np.bool_) for _ in range(3))
    for member in preview.members:
        before, after = member.before.outcome, member.after.outcome
        letters = (before < RANGE) & (after < RANGE)
        changed[member.rows] = before != after
        better[member.rows] = letters & (after < before)
        worse[member.rows] = letters & (after > before)
    owner, product = _owners(preview, whose)
    size = len(owner.kinds)
    counts = [np.bincount(owner.index, minlength=size)]
    counts += [
        np.bincount(owner.index[which[product]], minlength=size)
        for which in (changed, better, worse)
    ]
    found = [
        Touched(name, *(int(count[i]) for count in counts))
        for i, name in enumerate(owner.kinds)
        if counts[1][i]
    ]
    return tuple(sorted(found, key=lambda each: (-each.changed, each.name)))


def _owners(preview: Preview, whose: Whose) -> tuple[Kinds, Index]:
    """Return owners and the rows of their products: each pair once."""
    stored = preview.published.stored
    if whose == "brand":
        return stored.table.brands, np.arange(len(stored.ids))
    kept: dict[Whose, tuple[Kinds, Index]] = preview.published.kept.setdefault("owners", {})
    if whose not in kept:  # the same for every draft, and a second for a million offers
        offers = preview.published.offers
        owner = offers.shop if whose == "shop" else offers.supplier
        size = max(1, len(owner.kinds))
        pairs = np.unique(offers.product * size + owner.index)
        kept[whose] = Kinds(owner.kinds, (pairs % size).astype(np.int32)), pairs // size
    return kept[whose]
