"""What evidence is missing, ranked by the offers it concerns and the doubt it would remove."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from scoring.formulas import FORMULAS
from scoring.grades import grade_index
from scoring.rules import Criterion, GroupRules, Ruleset
from scoring.score import score
from scoring.table import GROUP, Bools
from scoring.values import Array
from service.publish.catalogue import Catalogue, Row
from service.publish.judge import rows_by_rules
from service.publish.subjects import NO_ORIGIN, Subject, Subjects

OUTCOMES = (0.0, 25.0, 50.0, 75.0, 100.0)  # points that an answer may bring, held equally likely
FOOTPRINTS = ("co2e_agribalyse", "co2e_concito")  # both are asked for as a footprint per kg


@dataclass(frozen=True, slots=True)
class Gap:
    """One criterion of one product that a supplier could document.

    Attributes:
        criterion, text: its id, and what it is called in Danish.
        columns: the workbook's columns that would answer it.
        offers: how many offers of the product the supplier has.
        grades: grades of doubt (0-4) that an answer removes on average.
        coverage: share of the weight (0-1) that becomes known.
    """

    supplier: str
    product: str
    name: str
    group: str
    criterion: str
    text: str
    columns: tuple[str, ...]
    offers: int
    grades: float
    coverage: float

    @property
    def weight(self) -> float:
        """What the list is ranked by: offers times doubt removed, full coverage being a grade."""
        return self.offers * (self.grades + self.coverage)


def gaps(ruleset: Ruleset, catalogue: Catalogue, supplier: str = "") -> list[Gap]:
    """Return the gaps of every product that is on offer, the weightiest first.

    Args:
        supplier: only this supplier's, in any case; "" is everybody's.
    """
    offered: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for offer in current(catalogue.offers):
        who = supplier_of(offer)
        if not supplier or who.casefold() == supplier.casefold():
            offered[offer["product_id"]][who] += 1
    sold = [row for row, product in enumerate(catalogue.products.ids) if product in offered]
    products = catalogue.products.take(np.array(sold, dtype=np.int64))
    found = [
        replace(gap, supplier=who, offers=count)
        for rules, rows in rows_by_rules(ruleset, products.groups)
        for gap in _of_group(rules, products.take(rows))
        for who, count in offered[gap.product].items()
        if gap.grades + gap.coverage > 0
    ]
    return sorted(found, key=lambda g: (-g.weight, g.supplier, g.product, g.criterion))


def current(offers: Iterable[Row]) -> Iterator[Row]:
    """Yield the offers that were not withdrawn."""
    return (offer for offer in offers if not offer.get("withdrawn_by"))


def supplier_of(offer: Row) -> str:
    """Return who sells an offer: its supplier, else its shop."""
    return str(offer.get("supplier") or offer["shop_id"])


def _of_group(rules: GroupRules, subjects: Subjects) -> Iterator[Gap]:
    if rules.base is not None:
        yield from _of_base(rules, rules.base, subjects)
        return
    # With every missing criterion anywhere from 0 to 100, the bounds are what is possible still.
    open_rules = replace(
        rules, criteria=tuple(replace(c, missing="pessimistic") for c in rules.criteria)
    )
    scores = score(open_rules, subjects.table(rules.fallback_factor))
    low = np.nan_to_num(scores.score.low, nan=0.0)
    high = np.nan_to_num(scores.score.high, nan=100.0)
    now, total = _spread(rules, low, high), sum(c.weight for c in rules.criteria)
    for criterion in rules.criteria:
        if criterion.weight <= 0:
            continue
        share = criterion.weight / total
        after = np.mean(
            [_spread(rules, low + share * p, high - share * (100 - p)) for p in OUTCOMES], axis=0
        )
        points = scores.points[criterion.id]
        missing = points.applies & ~points.known
        for i in map(int, np.flatnonzero(missing)):
            columns = columns_of(rules, criterion, subjects[i].evidence)
            yield _gap(subjects[i], criterion, columns, float(now[i] - after[i]), share)


def _of_base(rules: GroupRules, base: Criterion, subjects: Subjects) -> Iterator[Gap]:
    """Yield the products whose base figure is missing, or is only that of their kind of goods."""
    typical = _typical(base, subjects)
    wide = replace(subjects, rungs=np.where(typical, GROUP, subjects.rungs).astype(np.int8))
    own, possible = (score(rules, s.table(rules.fallback_factor)).score for s in (subjects, wide))
    known = own.known
    now = _spread(rules, np.nan_to_num(possible.low), np.nan_to_num(possible.high, nan=100.0))
    after = np.where(known, _spread(rules, np.nan_to_num(own.low), np.nan_to_num(own.high)), 0.0)
    for i in map(int, np.flatnonzero(~known | typical)):
        columns = columns_of(rules, base, {})
        removed = float(now[i] - after[i])
        yield _gap(subjects[i], base, columns, removed, 0.0 if known[i] else 1.0)


def _typical(base: Criterion, subjects: Subjects) -> Bools:
    """Return where the first known figure of the base is not the product's own."""
    specific = np.array([*(o.specific for o in subjects.origins), True])  # the last: unknown
    first = np.full(len(subjects), NO_ORIGIN)
    for reading in base.readings:
        figures = subjects.evidence.get(reading.attribute)
        if figures is not None:
            first = np.where(first == NO_ORIGIN, figures.origin, first)
    typical: Bools = ~specific[first]
    return typical


def _spread(rules: GroupRules, low: Array, high: Array) -> Array:
    """Return how many grades lie between the bounds, shape (n,)."""
    worst = grade_index(rules.cuts, np.clip(low, 0, 100))
    best = grade_index(rules.cuts, np.clip(np.maximum(low, high), 0, 100))
    return (worst - best).astype(np.float64)


def columns_of(
    rules: GroupRules, criterion: Criterion, held: Mapping[str, object]
) -> tuple[str, ...]:
    """Return the workbook's columns that answer a criterion, without what is held already."""
    if criterion.labels is not None:
        return ("labels_1", "licence_1", "valid_to_1")
    derived = {d.attribute: FORMULAS[d.formula].inputs for d in rules.derived}
    asked: list[str] = []
    for reading in criterion.readings:
        for attribute in derived.get(reading.attribute, (reading.attribute,)):
            if attribute in FOOTPRINTS:
                asked += ["co2e_kg", "co2e_source"]
            elif attribute not in held:
                asked.append(attribute)
    return tuple(dict.fromkeys(asked))


def _gap(
    subject: Subject, criterion: Criterion, columns: tuple[str, ...], grades: float, coverage: float
) -> Gap:
    return Gap(
        supplier="",
        product=subject.id,
        name=subject.names["da"],
        group=subject.group,
        criterion=criterion.id,
        text=criterion.text.da,
        columns=columns,
        offers=0,
        grades=max(0.0, grades),
        coverage=coverage,
    )
