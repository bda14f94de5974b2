"""Alternatives on thousands of offers on many shelves, against every pair compared at once."""

from typing import NamedTuple

import numpy as np
import pytest

from scoring.alternatives import NOBODY, TIE, Why, alternatives, same_job
from scoring.grades import NO_GRADE
from scoring.rules import AlternativeRules, Limit
from scoring.table import ProductTable, table_of

OFFERS, SHELVES = 1_500, 20
FOOD = AlternativeRules("co2e", 2.1, 5, ("ORGANIC", "FISH"), None, False, {})
DEVICE = AlternativeRules(
    None, None, 0, (), 10, True, {"size": Limit(2, 2, False), "memory": Limit(0, np.inf, False)}
)
ALL = AlternativeRules(
    "co2e",
    1.5,
    2,
    ("ORGANIC",),
    12,
    True,
    {"size": Limit(1.5, 2, True), "memory": Limit(8, 64, False)},
)


class Offers(NamedTuple):
    """What `alternatives` is given."""

    table: ProductTable
    score: np.ndarray
    grade: np.ndarray
    price: np.ndarray
    shelf: np.ndarray


def offers(seed: int) -> Offers:
    """Return offers with many ties, unknown figures, unknown prices and missing grades."""
    random = np.random.default_rng(seed)
    score = np.round(random.uniform(0, 100, OFFERS) / 2) * 2
    score += random.choice([0, 0, 1e-9, -1e-9], OFFERS)
    score[random.random(OFFERS) < 0.05] = np.nan
    grade = np.clip((100 - np.nan_to_num(score)) // 20, 0, 4).astype(np.int8)
    grade[np.isnan(score) | (random.random(OFFERS) < 0.05)] = NO_GRADE
    price = random.integers(1, 6, OFFERS).astype(np.float64)
    price[random.random(OFFERS) < 0.2] = np.nan
    rows, labels = [], []
    for _ in range(OFFERS):
        figures = {
            "co2e": float(np.round(random.uniform(0.2, 9), 1)),
            "size": float(random.integers(10, 17)),
            "memory": float(random.choice([8, 16, 32, 64])),
        }
        rows.append({k: (v, v, v) for k, v in figures.items() if random.random() < 0.9})
        labels.append([code for code in ("ORGANIC", "FISH") if random.random() < 0.3])
    table = table_of(["g"] * OFFERS, rows, labels)
    return Offers(table, score, grade, price, random.integers(0, SHELVES, OFFERS))


def all_pairs(rules: AlternativeRules, some: Offers) -> tuple[np.ndarray, np.ndarray]:
    """Return who is better than whom by the words of AlternativeRules, and why; shape (n, n)."""
    with np.errstate(invalid="ignore"):
        gain = some.score[None, :] - some.score[:, None]
        graded = (some.grade != NO_GRADE) & ~np.isnan(some.score)
        pair = graded[:, None] & graded[None, :] & (some.shelf[:, None] == some.shelf[None, :])
        pair &= (gain >= 0) & ~np.eye(OFFERS, dtype=bool)
        for name, limit in rules.limits.items():
            figure = some.table.interval(name).value
            pair &= same_job(limit, figure[:, None], figure[None, :])
        by_figure = by_label = np.zeros((OFFERS, OFFERS), dtype=bool)
        if rules.attribute:
            figure = some.table.interval(rules.attribute).value
            own, other = figure[:, None], figure[None, :]
            by_figure = (other * rules.factor < own) & (gain >= rules.figure_gain)
            for code in rules.labels:
                held = some.table.any_label([code])
                by_label = by_label | (~held[:, None] & held[None, :] & (other <= own))
        reason = by_figure | by_label
        if rules.points is not None:
            reason |= gain >= rules.points
        if rules.grade:
            reason |= some.grade[None, :] < some.grade[:, None]
    why = np.where(by_figure, Why.FIGURE, np.where(by_label, Why.LABEL, Why.SCORE))
    return pair & reason, why


@pytest.mark.parametrize("rules", [FOOD, DEVICE, ALL], ids=["food", "device", "all"])
@pytest.mark.parametrize("most", [1, 3, 7])
def test_many_shelves_give_what_every_pair_compared_gives(rules: AlternativeRules, most: int):
    """By gain, then by price with the unknown last, then by row, and no more than asked for."""
    some = offers(most)
    able, why = all_pairs(rules, some)
    dearness = np.where(np.isnan(some.price), np.inf, some.price)
    rank = np.lexsort((np.arange(OFFERS), dearness, -np.round(some.score / TIE)))
    found = alternatives(rules, *some, most=most)
    assert found.row.shape == (OFFERS, most)
    assert (found.row != NOBODY).sum() > OFFERS / 2
    for i in range(OFFERS):
        wanted = rank[able[i][rank]][:most]
        rows = found.row[i][found.row[i] != NOBODY]
        assert rows.tolist() == wanted.tolist()
        assert (found.row[i][len(rows) :] == NOBODY).all()
        assert found.why[i][: len(rows)].tolist() == why[i][wanted].tolist()
        np.testing.assert_array_equal(
            found.gain[i][: len(rows)], some.score[wanted] - some.score[i]
        )


def test_no_shelf_at_all_is_one_shelf_and_three_are_the_most():
    """The defaults."""
    some = offers(9)
    one = alternatives(DEVICE, some.table, some.score, some.grade, some.price)
    same = np.zeros(OFFERS, dtype=np.int64)
    other = alternatives(DEVICE, some.table, some.score, some.grade, some.price, same, 3)
    np.testing.assert_array_equal(one.row, other.row)
    assert one.row.shape == (OFFERS, 3)
