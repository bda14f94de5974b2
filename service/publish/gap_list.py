"""Gaps as columns of numbers, for millions of them, and one by one for who reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scoring.rules import Text
from scoring.table import Kinds
from scoring.values import Array
from service.publish.subjects import Index, Subjects


class Question(NamedTuple):
    """What a supplier could document of a product.

    Attributes:
        criterion, text: its id, and what it is called.
        columns: the workbook's columns that would answer it.
        coverage: share of the weight (0-1) that becomes known.
    """

    criterion: str
    text: Text
    columns: tuple[str, ...]
    coverage: float


class Goods(NamedTuple):
    """A product as a list names it."""

    id: str
    name: str
    group: str


@dataclass(frozen=True, slots=True)
class Gap:
    """One question about one product to one supplier.

    Attributes:
        offers: how many offers of the product the supplier has.
        grades: grades of doubt (0-4) that an answer removes on average.
    """

    supplier: str
    product: str
    name: str
    group: str
    criterion: str
    text: Text
    columns: tuple[str, ...]
    offers: int
    grades: float
    coverage: float
    weight: float


@dataclass(frozen=True, slots=True)
class Gaps:
    """n gaps, the weightiest first; shape (n,) each. See `Gap`.

    Attributes:
        product: the row of the product among those that were judged.
        question: index into questions.
    """

    product: NDArray[np.int32]
    supplier: Kinds
    questions: tuple[Question, ...]
    question: NDArray[np.int32]
    offers: NDArray[np.int32]
    grades: Array

    def __len__(self) -> int:
        return len(self.product)

    @property
    def weight(self) -> Array:
        """What the list is ranked by: offers times doubt removed, full coverage being a grade."""
        coverage = np.array([question.coverage for question in self.questions], dtype=np.float64)
        weight: Array = self.offers * (self.grades + coverage[self.question])
        return weight

    def of(self, supplier: str) -> Index:
        """Return which are one supplier's."""
        if supplier not in self.supplier.kinds:
            return np.zeros(0, dtype=np.int64)
        return np.flatnonzero(self.supplier.index == self.supplier.kinds.index(supplier))

    def take(self, rows: Index | slice) -> Gaps:
        """Return some of them, in that order."""
        return Gaps(
            self.product[rows],
            Kinds(self.supplier.kinds, self.supplier.index[rows]),
            self.questions,
            self.question[rows],
            self.offers[rows],
            self.grades[rows],
        )

    def listed(self, goods: Callable[[int], Goods]) -> list[Gap]:
        """Return them one by one; `goods` names the product of a row."""
        columns = (self.product, self.supplier.index, self.question, self.offers, self.grades)
        rows = zip(*(column.tolist() for column in columns), self.weight.tolist(), strict=True)
        found = []
        for product, supplier, question, offers, grades, weight in rows:
            named, asked = goods(product), self.questions[question]
            found.append(
                Gap(
                    supplier=self.supplier.kinds[supplier],
                    product=named.id,
                    name=named.name,
                    group=named.group,
                    criterion=asked.criterion,
                    text=asked.text,
                    columns=asked.columns,
                    offers=offers,
                    grades=grades,
                    coverage=asked.coverage,
                    weight=weight,
                )
            )
        return found


def goods_of(products: Subjects) -> Callable[[int], Goods]:
    """Return what names the product of a row."""
    return lambda row: Goods(products.ids[row], products.names["da"][row], products.groups[row])
