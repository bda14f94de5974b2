"""One piece of each offer, as it is sold: what it weighs, and what it causes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from scoring.table import Bools, Kinds
from scoring.values import Array, Interval
from service.publish.facts import footing, is_food
from service.publish.judge import Verdicts
from service.publish.subjects import Index
from service.publish.weights import kilograms, stated_drained, without_liquid

SAME = 1e-6  # weights that differ by less, as a share, are one
KNOWN = ("kg", "l")  # evidence net_content_kg and net_content_l: a product's own


@dataclass(frozen=True)
class Pieces:
    """One piece of each of n offers.

    Attributes:
        verdicts: of the products.
        row: which of the verdicts each offer is of, shape (n,).
        content, unit: kg, litres or pieces of an offer, NaN and "" where unknown.
        leading: whether an offer is the first of its product in its shop.
    """

    verdicts: Verdicts
    row: Index
    content: Array
    unit: Kinds
    leading: Bools

    @cached_property
    def kg(self) -> Interval:
        """What each offer weighs: its content, else the product's; unknown of all but food."""
        verdicts = self.verdicts
        if not is_food(verdicts.rules):
            return Interval.unknown(len(self.row))
        groups = verdicts.subjects.groups.take(self.row)
        found = kilograms(self.content, self.unit, groups)
        for own in self._evidence(groups):
            found = _filled(found, own)
        dry = stated_drained(verdicts.subjects.names["da"])[self.row]
        return without_liquid(found, dry)

    def _evidence(self, groups: Kinds) -> Iterator[Interval]:
        for unit in KNOWN:
            content = self.verdicts.scores.table.interval(f"net_content_{unit}").value[self.row]
            yield kilograms(content, Kinds((unit,), np.zeros(len(content), np.int32)), groups)

    @cached_property
    def kg_of_product(self) -> Interval:
        """What a piece of each verdict's product weighs: unknown where its shops differ."""
        row, kg = self.row[self.leading], self.kg.take(np.flatnonzero(self.leading))
        low, least, most, high = (np.full(len(self.verdicts), np.nan) for _ in range(4))
        np.fmin.at(low, row, kg.low)
        np.fmin.at(least, row, kg.value)
        np.fmax.at(most, row, kg.value)
        np.fmax.at(high, row, kg.high)
        one = most - least <= SAME * most
        return Interval.of(*(np.where(one, x, np.nan) for x in (low, least, high)))

    @cached_property
    def co2e(self) -> Array:
        """The footprint of each offer in kg CO2e; shape (n,)."""
        found = footing(self.verdicts)
        return replace(found, figure=found.figure.take(self.row)).of_piece(self.kg).value


def _filled(found: Interval, other: Interval) -> Interval:
    known = found.known
    pairs = ((found.low, other.low), (found.value, other.value), (found.high, other.high))
    return Interval.of(*(np.where(known, a, b) for a, b in pairs))
