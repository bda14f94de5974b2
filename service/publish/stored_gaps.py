"""Gaps as they are stored beside a snapshot: what was missing when it was published."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.rules import Text, inside
from scoring.table import Kinds
from service.publish.gap_list import Gaps, Question
from service.publish.subjects import Index
from service.store.columns_file import mapped_columns, picked, unpacked

PREFIX = "gap:"
PRODUCTS = ("ids", "group")  # ids, groups and which each product has: see `service.publish.stored`
TOLD = "told"  # suppliers, questions and groups, as JSON


def arrays_of_gaps(found: Gaps, groups: Kinds) -> dict[str, NDArray[Any]]:
    """Return what is stored of gaps, given the product groups of the catalogue's products."""
    told = {
        "suppliers": _totals(found),
        "questions": [(q.criterion, q.text.da, q.text.en, q.columns, q.coverage)
                      for q in found.questions],
        "groups": sorted(groups.kinds[g] for g in np.unique(groups.index[found.product]).tolist()),
    }  # fmt: skip
    arrays: dict[str, NDArray[Any]] = {
        "product": found.product,
        "supplier": found.supplier.index,
        "question": found.question,
        "offers": found.offers,
        "grades": found.grades,
        TOLD: np.frombuffer(json.dumps(told).encode(), dtype=np.uint8),
    }
    return {f"{PREFIX}{name}": array for name, array in arrays.items()}


def _totals(found: Gaps) -> list[tuple[str, int, int, float]]:
    """Return (supplier, how many gaps, of how many products, with what weight together)."""
    names, of = found.supplier.kinds, found.supplier.index
    weights = np.bincount(of, found.weight, len(names))
    goods = np.unique(found.product * np.int64(len(names)) + of)
    products = np.bincount(goods % max(1, len(names)), minlength=len(names))
    counts = np.bincount(of, minlength=len(names))
    return list(zip(names, counts.tolist(), products.tolist(), weights.tolist(), strict=True))


@dataclass(frozen=True, slots=True)
class StoredGaps:
    """The gaps of a published catalogue, mapped.

    Attributes:
        suppliers: who has gaps -> how many, of how many products, with what weight together;
            the weightiest first.
        groups: the product groups that have gaps.
        group: each product's group.
    """

    gaps: Gaps
    suppliers: dict[str, tuple[int, int, float]]
    groups: list[str]
    group: Kinds
    packed_ids: NDArray[np.uint8]

    @staticmethod
    def beside(snapshot: Path) -> StoredGaps | None:
        """Return the gaps stored beside a snapshot; None where an earlier release stored none.

        Raises:
            KompasError: where they cannot be read.
        """
        of = mapped_columns(snapshot, (PREFIX, *PRODUCTS))
        if f"{PREFIX}{TOLD}" not in of:
            return None
        told = json.loads(of[f"{PREFIX}{TOLD}"].tobytes())
        questions = tuple(
            Question(criterion, Text(da, en), tuple(columns), coverage)
            for criterion, da, en, columns, coverage in told["questions"]
        )
        found = Gaps(
            of[f"{PREFIX}product"],
            Kinds(tuple(name for name, *_ in told["suppliers"]), of[f"{PREFIX}supplier"]),
            questions,
            of[f"{PREFIX}question"],
            of[f"{PREFIX}offers"],
            of[f"{PREFIX}grades"],
        )
        weightiest = sorted(told["suppliers"], key=lambda one: (-one[3], one[0]))
        return StoredGaps(
            found,
            {name: (count, goods, weight) for name, count, goods, weight in weightiest if count},
            told["groups"],
            Kinds(tuple(unpacked(of["groups"])), of["group"]),
            of["ids"],
        )

    def rows(self, supplier: str = "", group: str = "") -> Index:
        """Return which gaps are a supplier's and of a group or below it; "" is any."""
        rows = self.gaps.of(supplier) if supplier else np.arange(len(self.gaps))
        if not group:
            return rows
        wanted = self.group.where(lambda name: inside(name, (group,)))
        return rows[wanted[self.gaps.product[rows]]]

    def ids(self, products: NDArray[np.integer[Any]]) -> list[str]:
        """Return the ids of products by their rows."""
        return picked(self.packed_ids, products)

    def goods_of(self, supplier: str, most: int) -> list[str]:
        """Return the ids of a supplier's goods that have gaps, the weightiest first."""
        products, first = np.unique(self.gaps.product[self.gaps.of(supplier)], return_index=True)
        return self.ids(products[np.argsort(first)[:most]])
