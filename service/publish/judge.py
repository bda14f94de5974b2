"""Scores every subject of the catalogue, one product group's rules at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.formulas import FORMULAS
from scoring.grades import NO_GRADE
from scoring.rules import Criterion, GroupRules, Reading, Ruleset
from scoring.score import Scores, score
from scoring.table import GROUP, Bools, Kinds
from service.publish.subjects import NO_ORIGIN, Index, Origins, Subjects

CONFIDENCE = ("high", "good", "medium", "low", "none")
HIGH, GOOD, MEDIUM, LOW, NONE = range(5)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The judgement of n subjects that share one set of group rules.

    Attributes:
        rows: which rows of all subjects they are, shape (n,).
        confidence: how sure match and evidence are, index into CONFIDENCE, shape (n,).
    """

    rows: Index
    subjects: Subjects
    scores: Scores
    confidence: NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def rules(self) -> GroupRules:
        """What they were judged by."""
        return self.scores.rules

    def take(self, rows: Index) -> Verdicts:
        """Return some of them, in that order."""
        return Verdicts(
            self.rows[rows], self.subjects.take(rows), self.scores.take(rows), self.confidence[rows]
        )

    def shown(self, criterion: Criterion) -> Bools:
        """Return where a criterion explains something: an adjustment of 0 does not."""
        known = self.scores.points[criterion.id].known
        if self.rules.base is None or criterion is self.rules.base:
            return known
        shown: Bools = known & (self.scores.contributions[criterion.id] != 0)
        return shown

    def origin(self, reading: Reading) -> Origins:
        """Return the number of the origin of a reading's figures; of derived, the first input's."""
        return next(_origins(self.rules, self.subjects, reading))


def judge(ruleset: Ruleset, subjects: Subjects) -> list[Verdicts]:
    """Return the verdicts of all subjects whose group the ruleset knows, rules by rules."""
    found = []
    for rules, rows in rows_by_rules(ruleset, subjects.groups):
        members = subjects.take(rows)
        scores = score(rules, members.table(rules.fallback_factor))
        found.append(Verdicts(rows, members, scores, _confidence(members, scores)))
    return found


def rows_by_rules(ruleset: Ruleset, groups: Kinds) -> Iterator[tuple[GroupRules, Index]]:
    """Yield for each set of rules that some of n product groups have: it and their rows."""
    rules_of = [ruleset.rules_for(group) for group in groups.kinds]
    for rules in ruleset.groups.values():
        ours = np.array([each is rules for each in rules_of], dtype=np.bool_)
        rows = np.flatnonzero(ours[groups.index])
        if len(rows):
            yield rules, rows


def _confidence(subjects: Subjects, scores: Scores) -> NDArray[np.int8]:
    """Return how sure the match and the evidence are.

    High needs the product's own figures (measured or from the supplier) and at least 70 % of
    the weight; its group's own figure gives good; a range at most medium; a group is low
    (shared/field/food.md, rule 6). A match by family lowers it further at publishing.
    """
    own = np.ones(len(subjects), dtype=np.bool_)
    for criterion in scores.rules.all_criteria():
        for i, reading in enumerate(criterion.readings):
            read = scores.points[criterion.id].reading == i
            own &= ~read | _all_own(scores.rules, subjects, reading)
    level = np.where(own & (scores.coverage >= 0.7), HIGH, GOOD)
    level = np.where(scores.grading.grade == NO_GRADE, MEDIUM, level)
    level = np.where(subjects.rungs == GROUP, LOW, level)
    return np.where(scores.grading.best == NO_GRADE, NONE, level).astype(np.int8)


def _all_own(rules: GroupRules, subjects: Subjects, reading: Reading) -> Bools:
    good = np.array([*(origin.own for origin in subjects.origins), True])  # the last: no origin
    result = np.ones(len(subjects), dtype=np.bool_)
    for origin in list(_origins(rules, subjects, reading))[1:]:
        result &= good[origin]
    return result


def _origins(rules: GroupRules, subjects: Subjects, reading: Reading) -> Iterator[Origins]:
    """Yield the first origin of a reading's figures, then each one that they rest on.

    A derived figure rests on its formula's inputs where there is none of its own.
    """
    nothing = np.full(len(subjects), NO_ORIGIN, dtype=np.int32)
    own = _origin(subjects, reading.attribute, nothing)
    inputs = [
        np.where(own == NO_ORIGIN, _origin(subjects, name, nothing), NO_ORIGIN).astype(np.int32)
        for derived in rules.derived
        if derived.attribute == reading.attribute
        for name in FORMULAS[derived.formula].inputs
    ]
    first = own
    for origin in inputs:
        first = np.where(first == NO_ORIGIN, origin, first).astype(np.int32)
    yield from (first, own, *inputs)


def _origin(subjects: Subjects, attribute: str, nothing: Origins) -> Origins:
    figures = subjects.evidence.get(attribute)
    return nothing if figures is None else figures.origin
