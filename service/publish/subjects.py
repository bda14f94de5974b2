"""What is scored: products, and product groups as a fallback, in columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scoring.evidence import STATUSES, Status
from scoring.table import GROUP, Bools, Kinds, ProductTable
from scoring.values import Array, Interval
from service.publish.texts import Language

Index = NDArray[np.int64]
Origins = NDArray[np.int32]
Texts = NDArray[np.object_]
NO_ORIGIN = -1


class Label(NamedTuple):
    """A certificate of a product.

    Attributes:
        licence: its number; of an equivalent the document that proves the same.
        equivalent: whether it is other proof of what the label demands, see
            `service.curation.equivalents`.
    """

    code: str
    licence: str
    valid_from: date | None
    valid_to: date | None
    equivalent: bool = False

    @property
    def carried(self) -> Label:
        """The label itself, to be called by its own name."""
        return self._replace(equivalent=False)


class Origin(NamedTuple):
    """Where a figure comes from; `specific` is True for the product's own, not its group's."""

    source: str
    year: int
    status: Status
    specific: bool

    @property
    def own(self) -> bool:
        """Whether it is the product's own figure, measured or from its supplier."""
        return self.specific and STATUSES.index(self.status) <= STATUSES.index("supplier")


@dataclass(frozen=True, slots=True)
class Figures:
    """One attribute of n subjects: the intervals, and the number of each figure's origin."""

    interval: Interval
    origin: Origins

    def take(self, rows: Index) -> Figures:
        """Return some rows, in that order."""
        return Figures(self.interval.take(rows), self.origin[rows])


class Subject(NamedTuple):
    """One subject, for who looks at one at a time; evidence is attribute -> its origin."""

    row: int
    id: str
    names: Mapping[Language, str]
    brand: str
    group: str
    evidence: Mapping[str, Origin]
    labels: tuple[Label, ...]
    expired: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Subjects:
    """n things to score: products, products known by their family only, or groups.

    Attributes:
        rungs: EXACT for a product that has a GTIN or part number, FAMILY for one that a shop
            knows by its own number only or that was matched by its family, else GROUP.
        evidence: attribute -> the figures that count.
        origins: what the numbers in `Figures.origin` stand for.
        labels, expired: row -> certificates that count on the day, and that no longer do.
    """

    ids: Texts
    names: Mapping[Language, Texts]
    brands: Kinds
    groups: Kinds
    rungs: NDArray[np.int8]
    demo: Bools
    evidence: Mapping[str, Figures]
    origins: tuple[Origin, ...]
    labels: Mapping[int, tuple[Label, ...]]
    expired: Mapping[int, tuple[Label, ...]]

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, row: int) -> Subject:
        found = {a: int(f.origin[row]) for a, f in self.evidence.items()}
        return Subject(
            row,
            self.ids[row],
            {language: names[row] for language, names in self.names.items()},
            self.brands[row],
            self.groups[row],
            {a: self.origins[o] for a, o in found.items() if o != NO_ORIGIN},
            self.labels.get(row, ()),
            self.expired.get(row, ()),
        )

    def __iter__(self) -> Iterator[Subject]:
        return (self[row] for row in range(len(self)))

    def take(self, rows: Index) -> Subjects:
        """Return some rows, in that order."""
        return Subjects(
            self.ids[rows],
            {language: names[rows] for language, names in self.names.items()},
            self.brands.take(rows).compact(),
            self.groups.take(rows).compact(),
            self.rungs[rows],
            self.demo[rows],
            {name: figures.take(rows) for name, figures in self.evidence.items()},
            self.origins,
            *(
                {i: held[row] for i, row in enumerate(rows.tolist()) if row in held}
                for held in (self.labels, self.expired)
            ),
        )

    def known_as(self, rung: int) -> Subjects:
        """Return them as they are judged when they were recognised by another rung."""
        return replace(self, rungs=np.full(len(self), rung, dtype=np.int8))

    def table(self, fallback_factor: float = 1.0) -> ProductTable:
        """Return them as the scorer's columns.

        The figure of a mere group is widened by the factor, either way: that is how far a
        product of the group may lie from it.
        """
        factor = np.where(self.rungs == GROUP, fallback_factor, 1.0)
        held: dict[str, Bools] = {}
        for row, labels in self.labels.items():
            for label in labels:
                if label.code not in held:
                    held[label.code] = np.zeros(len(self), dtype=np.bool_)
                held[label.code][row] = True
        return ProductTable(
            self.groups,
            {
                name: _widened(figures.interval, factor)
                for name, figures in self.evidence.items()
                if (figures.origin != NO_ORIGIN).any()
            },
            held,
            self.brands,
            self.rungs,
        )


def _widened(interval: Interval, factor: Array) -> Interval:
    if (factor == 1).all():
        return interval
    return Interval.of(
        np.fmin(interval.low, interval.value / factor),
        interval.value,
        np.fmax(interval.high, interval.value * factor),
    )
