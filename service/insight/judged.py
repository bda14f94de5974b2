"""What a ruleset gives n products, as columns that are compared with those of another ruleset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from scoring.grades import NO_GRADE, Grading, Ints
from scoring.rules import GRADES
from scoring.score import Scores
from scoring.table import Bools
from scoring.values import Array
from service.publish.migration import GONE, Outcomes, outcome
from service.publish.subjects import Index


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much is known of some products.

    Attributes:
        judged: products that a ruleset has rules for.
        known: the sum of their coverages, each 0-1.
        below: how many lie under their rules' minimum.
    """

    judged: int
    known: float
    below: int

    def __add__(self, other: Coverage) -> Coverage:
        return Coverage(
            self.judged + other.judged, self.known + other.known, self.below + other.below
        )

    @property
    def mean(self) -> float:
        """The mean coverage, 0-1; 0 of nothing."""
        return self.known / self.judged if self.judged else 0.0

    @property
    def share_below(self) -> float:
        """The share under the minimum, 0-1; 0 of nothing."""
        return self.below / self.judged if self.judged else 0.0


NO_COVERAGE = Coverage(0, 0.0, 0)


@dataclass(frozen=True)
class Judged:
    """What a ruleset gives n products; shape (n,) each.

    Attributes:
        score: 0-100, NaN where there is none.
        outcome: index into OUTCOMES.
        best, worst: index into GRADES of the ends of what is possible, NO_GRADE where none.
        coverage: 0-1, NaN where the ruleset has no rules for a product.
        below: where it lies under the minimum.
    """

    score: Array
    outcome: Outcomes
    best: Ints
    worst: Ints
    coverage: Array
    below: Bools

    @staticmethod
    def of(scores: Scores) -> Judged:
        """Return what scores say."""
        grading = scores.grading
        return Judged(
            scores.score.value,
            outcome(grading),
            _in_grades(grading, grading.best),
            _in_grades(grading, grading.worst),
            scores.coverage,
            scores.coverage < scores.rules.minimum_coverage,
        )

    @staticmethod
    def nothing(n: int) -> Judged:
        """Return what a ruleset without rules for n products gives them."""
        nan, none = np.full(n, np.nan), np.full(n, NO_GRADE, dtype=np.int8)
        gone = np.full(n, GONE, dtype=np.int8)
        return Judged(nan, gone, none, none, nan, np.zeros(n, dtype=np.bool_))

    @staticmethod
    def joined(n: int, parts: Sequence[tuple[Index, Judged]]) -> Judged:
        """Return n products of which some parts were judged, each with its rows."""
        whole = Judged.nothing(n)
        columns = [np.array(column) for column in whole._columns()]
        for rows, part in parts:
            for column, values in zip(columns, part._columns(), strict=True):
                column[rows] = values
        return Judged(*columns)

    def take(self, rows: Index) -> Judged:
        """Return some rows, in that order."""
        return Judged(*(column[rows] for column in self._columns()))

    @cached_property
    def known(self) -> Coverage:
        """How much is known of them all."""
        judged = int(len(self.coverage) - np.count_nonzero(np.isnan(self.coverage)))
        return Coverage(judged, float(np.nansum(self.coverage)), int(np.count_nonzero(self.below)))

    def text(self, row: int) -> str | None:
        """Return a product's grade "B", its range "B–D", or None for not enough data."""
        best, worst, letter = (int(x[row]) for x in (self.best, self.worst, self.outcome))
        if best == NO_GRADE:
            return None
        return GRADES[letter] if letter < len(GRADES) else f"{GRADES[best]}–{GRADES[worst]}"

    def _columns(self) -> tuple[NDArray, ...]:  # type: ignore[type-arg]
        return self.score, self.outcome, self.best, self.worst, self.coverage, self.below


def _in_grades(grading: Grading, index: Ints) -> Ints:
    """Return indices into the rules' letters as indices into GRADES."""
    if grading.letters == GRADES:
        return index
    names = np.array([*(GRADES.index(x) for x in grading.letters), NO_GRADE], dtype=np.int8)
    return np.asarray(names[index])
