"""What evidence is missing, ranked by the offers it concerns and the doubt it would remove."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from scoring.formulas import FORMULAS
from scoring.grades import grade_index
from scoring.rules import Criterion, GroupRules, Ruleset
from scoring.score import score, score_derived
from scoring.table import GROUP, Bools, Kinds
from scoring.values import Array
from service.publish.catalogue import Catalogue, Row
from service.publish.gap_list import Gaps, Question
from service.publish.judge import Verdicts, judge
from service.publish.subjects import NO_ORIGIN, Index, Subjects

OUTCOMES = (0.0, 25.0, 50.0, 75.0, 100.0)  # points that an answer may bring, held equally likely
FOOTPRINTS = ("co2e_agribalyse", "co2e_concito")  # both are asked for as a footprint per kg


def gaps(ruleset: Ruleset, catalogue: Catalogue, supplier: str = "") -> Gaps:
    """Return the gaps of every product that is on offer, the weightiest first.

    Args:
        supplier: only this supplier's, in any case; "" is everybody's.
    """
    return gaps_of(judge(ruleset, catalogue.products), catalogue, supplier)


def gaps_of(verdicts: Iterable[Verdicts], catalogue: Catalogue, supplier: str = "") -> Gaps:
    """Return the gaps of a catalogue whose products were judged; see `gaps`."""
    sold, who, offers = _sold(catalogue, supplier)
    number: dict[Question, int] = {}
    products = [np.zeros(0, dtype=np.int64)]
    asked, removed = [np.zeros(0, dtype=np.int32)], [np.zeros(0)]
    for each in verdicts:
        for rows, question, grades in _missing(each):
            worth = np.flatnonzero(grades + question.coverage > 0)
            products.append(each.rows[rows[worth]])
            code = number.setdefault(question, len(number))
            asked.append(np.full(len(worth), code, dtype=np.int32))
            removed.append(grades[worth])
    product = np.concatenate(products)
    # Every gap of a product is one of each supplier that offers it.
    first, end = (np.searchsorted(sold, product, side) for side in ("left", "right"))
    gap = np.repeat(np.arange(len(product)), end - first)
    pair = np.arange(len(gap)) + np.repeat(end - np.cumsum(end - first), end - first)
    found = Gaps(
        product[gap].astype(np.int32),
        who.take(pair),
        tuple(number),
        np.concatenate(asked)[gap],
        offers[pair],
        np.concatenate(removed)[gap],
    )
    _, by_name = np.unique([q.criterion for q in number], return_inverse=True)
    criterion = by_name[found.question]
    # Products stand by id, and suppliers by name.
    keys = (criterion, found.product, found.supplier.index, -found.weight)
    return found.take(np.lexsort(keys))


def current(offers: Iterable[Row]) -> Iterator[Row]:
    """Yield the offers that were not withdrawn."""
    return (offer for offer in offers if not offer.get("withdrawn_by"))


def supplier_of(offer: Row) -> str:
    """Return who sells an offer: its supplier, else its shop."""
    return str(offer.get("supplier") or offer["shop_id"])


def _sold(catalogue: Catalogue, supplier: str) -> tuple[Index, Kinds, NDArray[np.int32]]:
    """Return who offers what, product by product, suppliers by name: (row, who, how many offers).

    Args:
        supplier: see `gaps`.
    """
    row = catalogue.sold
    who = Kinds.of([supplier_of(o) for o in catalogue.offers])
    names = sorted(who.kinds)
    place = {name: number for number, name in enumerate(names)}
    rank = np.array([place[name] for name in who.kinds], dtype=np.int64)
    stands = [not offer.get("withdrawn_by") for offer in catalogue.offers]
    wanted = (row >= 0) & np.array(stands, dtype=np.bool_)
    if supplier:
        wanted &= who.where(lambda name: name.casefold() == supplier.casefold())
    pairs, counts = np.unique(
        row[wanted] * len(names) + rank[who.index[wanted]], return_counts=True
    )
    rows, codes = np.divmod(pairs, max(1, len(names)))
    return rows, Kinds(tuple(names), codes.astype(np.int32)), counts.astype(np.int32)


def _missing(verdicts: Verdicts) -> Iterator[tuple[Index, Question, Array]]:
    """Yield rows of the verdicts, what is asked of them, and the grades an answer removes."""
    rules = verdicts.rules
    if rules.base is not None:
        yield from _of_base(verdicts, rules.base)
        return
    # With every missing criterion anywhere from 0 to 100, the bounds are what is possible still.
    open_rules = replace(
        rules, criteria=tuple(replace(c, missing="pessimistic") for c in rules.criteria)
    )
    known = verdicts.scores.points  # which do not depend on what is done about missing ones
    scores = score_derived(open_rules, verdicts.scores.table, lambda c, _: known[c.id])
    low = np.nan_to_num(scores.score.low, nan=0.0)
    high = np.nan_to_num(scores.score.high, nan=100.0)
    now, total = _spread(rules, low, high), sum(c.weight for c in rules.criteria)
    for criterion in rules.criteria:
        if criterion.weight <= 0:
            continue
        share = criterion.weight / total
        rows = np.flatnonzero(known[criterion.id].applies & ~known[criterion.id].known)
        least, most = low[rows], high[rows]
        after = np.mean(
            [_spread(rules, least + share * p, most - share * (100 - p)) for p in OUTCOMES], axis=0
        )
        removed = np.maximum(0.0, now[rows] - after)
        for some, columns in _by_columns(rules, criterion, verdicts.subjects, rows):
            yield rows[some], Question(criterion.id, criterion.text, columns, share), removed[some]


def _of_base(verdicts: Verdicts, base: Criterion) -> Iterator[tuple[Index, Question, Array]]:
    """Yield the products whose base figure is missing, or is only that of their kind of goods."""
    rules, subjects, own = verdicts.rules, verdicts.subjects, verdicts.scores.score
    typical = _typical(base, subjects)
    wide = replace(subjects, rungs=np.where(typical, GROUP, subjects.rungs).astype(np.int8))
    possible = score(rules, wide.table(rules.fallback_factor)).score
    now = _spread(rules, np.nan_to_num(possible.low), np.nan_to_num(possible.high, nan=100.0))
    after = _spread(rules, np.nan_to_num(own.low), np.nan_to_num(own.high))
    removed = np.maximum(0.0, now - np.where(own.known, after, 0.0))
    columns = columns_of(rules, base, {})
    for rows, coverage in ((~own.known, 1.0), (own.known & typical, 0.0)):
        yield np.flatnonzero(rows), Question(base.id, base.text, columns, coverage), removed[rows]


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


def _by_columns(
    rules: GroupRules, criterion: Criterion, subjects: Subjects, rows: Index
) -> Iterator[tuple[Index, tuple[str, ...]]]:
    """Yield which of some rows are asked for the same columns, and these."""
    names = [name for name in columns_of(rules, criterion, {}) if name in subjects.evidence]
    held = np.zeros(len(rows), dtype=np.int64)  # a bit for each name
    for bit, name in enumerate(names):
        held |= (subjects.evidence[name].origin[rows] != NO_ORIGIN).astype(np.int64) << bit
    for each in np.unique(held).tolist():
        have = {name: True for bit, name in enumerate(names) if each >> bit & 1}
        yield np.flatnonzero(held == each), columns_of(rules, criterion, have)


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
