"""A sample of each group's products, scored again and again by rules that differ in weights.

What a criterion gives is computed once; a trial then costs a weighted sum and the grades.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from scoring.criteria import Points, points, with_derived
from scoring.rules import Criterion, GroupRules
from scoring.score import score_derived
from scoring.table import ProductTable
from service.insight.published import Published
from service.publish.migration import Outcomes, outcome
from service.publish.subjects import Index

SAMPLE = 20_000
SEED = 6


def sample(rows: Index, most: int | None, seed: int = SEED) -> Index:
    """Return all rows, or so many drawn without repetition, rising: the same for the same seed."""
    if most is None or len(rows) <= most:
        return rows
    drawn = np.random.default_rng(seed).choice(len(rows), most, replace=False)
    return rows[np.sort(drawn)]


class Trials:
    """Some products of one set of rules.

    Attributes:
        rules: what they are compared with.
        base: their outcomes by these rules.
    """

    def __init__(self, published: Published, rules: GroupRules, rows: Index) -> None:
        self.rules, self.rows = rules, rows
        self._table = with_derived(rules, published.stored.table.take(rows))
        self._points = {c.id: points(c, self._table) for c in rules.all_criteria()}
        self.base = self.outcomes(rules)

    def outcomes(self, rules: GroupRules) -> Outcomes:
        """Return the outcomes by rules that differ in weights or cuts."""
        return self._outcomes(rules, self._points)

    def scaled(self, factors: Mapping[str, float]) -> Outcomes:
        """Return the outcomes with each criterion's weight times a factor.

        An adjustment has no weight: its points are taken times the factor, also those for missing
        data. The base is never scaled.
        """
        if self.rules.base is None:
            criteria = tuple(
                replace(c, weight=c.weight * factors.get(c.id, 1.0)) for c in self.rules.criteria
            )
            return self.outcomes(replace(self.rules, criteria=criteria))
        factors = {name: f for name, f in factors.items() if name != self.rules.base.id}
        criteria = tuple(
            replace(c, missing_points=c.missing_points * factors.get(c.id, 1.0))
            if c.missing_points
            else c
            for c in self.rules.criteria
        )
        found = {name: _times(p, factors.get(name, 1.0)) for name, p in self._points.items()}
        return self._outcomes(replace(self.rules, criteria=criteria), found)

    def _outcomes(self, rules: GroupRules, found: Mapping[str, Points]) -> Outcomes:
        def known(criterion: Criterion, _: ProductTable) -> Points:
            return found[criterion.id]

        return outcome(score_derived(rules, self._table, known).grading)


def _times(found: Points, factor: float) -> Points:
    if factor == 1.0:
        return found
    return replace(found, points=found.points.each(lambda x: x * factor))
