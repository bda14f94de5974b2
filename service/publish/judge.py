"""Scores every subject of the catalogue, one product group's rules at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scoring.alternatives import Proposal, alternatives
from scoring.evidence import STATUSES, Evidence
from scoring.formulas import FORMULAS
from scoring.grades import NO_GRADE
from scoring.rules import Criterion, GroupRules, Reading, Ruleset
from scoring.score import Scores, score
from scoring.table import GROUP
from service.publish.subjects import Catalogue, Row, Subject, table

CONFIDENCE = ("high", "good", "medium", "low", "none")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one subject: row `row` of its group's scores."""

    subject: Subject
    rules: GroupRules
    scores: Scores
    row: int

    @property
    def grade(self) -> str | None:
        """The single grade, None where there is a range or not enough data."""
        index = int(self.scores.grading.grade[self.row])
        return None if index == NO_GRADE else self.rules.grades[index]

    @property
    def range(self) -> tuple[str, str] | None:
        """The best and the worst possible grade, where no single grade can be given."""
        grading = self.scores.grading
        best, worst = int(grading.best[self.row]), int(grading.worst[self.row])
        if best == NO_GRADE or self.grade is not None:
            return None
        return self.rules.grades[best], self.rules.grades[worst]

    @property
    def used(self) -> list[Criterion]:
        """The criteria that are known, in the rules' order."""
        return [c for c in self.rules.all_criteria() if self.scores.readings[c.id][self.row] >= 0]

    @property
    def missing(self) -> list[Criterion]:
        """The criteria whose evidence would count but is not there."""
        wanted = self.rules.criteria if self.rules.base is None else (self.rules.base,)
        return [c for c in wanted if self.scores.readings[c.id][self.row] < 0]

    def confidence(self) -> str:
        """Return how sure the match and the evidence are: high, good, medium, low or none.

        High needs the product's own figures (measured or from the supplier) and at least
        70 % of the weight; its group's own figure gives good; a range at most medium; a
        group is low (shared/field/food.md, rule 6). A match by family lowers it at look-up.
        """
        if self.grade is None and self.range is None:
            return "none"
        if self.subject.rung == GROUP:
            return "low"
        own = all(
            e.specific and STATUSES.index(e.status) <= STATUSES.index("supplier")
            for c in self.used
            for e in self.evidence_of(c)
        )
        level = 0 if own and self.scores.coverage[self.row] >= 0.7 else 1
        return CONFIDENCE[2 if self.range is not None else level]

    def evidence_of(self, criterion: Criterion) -> list[Evidence]:
        """Return the evidence that a known criterion rests on, derived figures unfolded."""
        if criterion.labels is not None:
            return []
        attribute = self.reading(criterion).attribute
        found = self.subject.evidence.get(attribute)
        if found is not None:
            return [found]
        inputs = {
            name
            for derived in self.rules.derived
            if derived.attribute == attribute
            for name in FORMULAS[derived.formula].inputs
        }
        return [e for name, e in self.subject.evidence.items() if name in inputs]

    def reading(self, criterion: Criterion) -> Reading:
        """Return the reading by which a known criterion was judged."""
        return criterion.readings[int(self.scores.readings[criterion.id][self.row])]

    def figure(self, criterion: Criterion) -> float:
        """Return the figure that a known criterion was judged by, in its reading's unit."""
        attribute = self.reading(criterion).attribute
        return float(self.scores.table.interval(attribute).value[self.row])


def judge(ruleset: Ruleset, subjects: Iterable[Subject]) -> list[Verdict]:
    """Return the verdicts of all subjects whose group the ruleset knows."""
    by_rules: dict[str, list[Subject]] = defaultdict(list)
    for subject in subjects:
        rules = ruleset.rules_for(subject.group)
        if rules is not None:
            by_rules[rules.group].append(subject)
    verdicts = []
    for group, members in by_rules.items():
        rules = ruleset.groups[group]
        scores = score(rules, table(rules, members))
        verdicts += [Verdict(s, rules, scores, i) for i, s in enumerate(members)]
    return verdicts


Swap = tuple[Proposal, Row]  # a proposal and the offer it proposes
Swaps = dict[tuple[str, str], list[Swap]]  # (shop, SKU) -> its swaps, best first


def swaps(catalogue: Catalogue, verdicts: Mapping[str, Verdict]) -> Swaps:
    """Return every offer's better alternatives in the same shop and use group."""
    shelves: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for offer in catalogue.offers:
        verdict = verdicts.get(offer["product_id"])
        if verdict is not None:
            group = catalogue.groups[verdict.subject.group]
            use = group["use_group"] or group["id"]
            shelves[offer["shop_id"], verdict.rules.group, use].append(offer)
    result: Swaps = {}
    for (shop, _, _), offers in shelves.items():
        for offer, proposals in zip(offers, _shelf(offers, verdicts), strict=True):
            result[shop, offer["sku"]] = [(p, offers[p.row]) for p in proposals]
    return result


def _shelf(offers: Sequence[Row], verdicts: Mapping[str, Verdict]) -> list[list[Proposal]]:
    """Return the proposals of one shelf's offers; all of them were scored by the same rules."""
    members = [verdicts[offer["product_id"]] for offer in offers]
    scores, rows = members[0].scores, np.array([m.row for m in members], dtype=np.int_)
    price = [np.nan if o["price"] is None else unit_price(o) for o in offers]
    return alternatives(
        members[0].rules.alternatives,
        scores.table.take(rows),
        scores.score.value[rows],
        scores.grading.grade[rows],
        np.array(price),
    )


def unit_price(offer: Row) -> float:
    """Return an offer's price per kg, litre or piece, or its whole price without a content."""
    return float(offer["price"]) / float(offer["net_content"] or 1)
