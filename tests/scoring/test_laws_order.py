"""Laws of indifference: company, order, scale and storage change no score."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.score import BLOCK, Scores, score
from scoring.table import ProductTable
from scoring.values import Interval
from tests.scoring.laws import CAPS, Product, Variant, products, rules_of, run, table, variants

EVERYTHING = [
    Variant(True, ("exclude", "neutral", "pessimistic", "cap") * 2, "sum", frozenset(CAPS)),
    Variant(False, ("exclude", "cap", "neutral", "pessimistic") * 2, "best", frozenset(CAPS)),
]


def equal(a: np.ndarray, b: np.ndarray) -> None:
    assert np.array_equal(a, b, equal_nan=True)


def same_rows(a: Scores, rows: list[int], b: Scores) -> None:
    """Check that some rows of a are the rows of b, bit for bit."""
    for x, y in ((a.score, b.score), (a.base, b.base)):
        equal(x.low[rows], y.low)
        equal(x.value[rows], y.value)
        equal(x.high[rows], y.high)
    equal(a.coverage[rows], b.coverage)
    taken = a.grading.take(np.array(rows))
    for name in ("best", "worst", "grade"):
        equal(getattr(taken, name), getattr(b.grading, name))
    assert taken.held.keys() == b.grading.held.keys()
    for cap, held in taken.held.items():
        equal(held, b.grading.held[cap])
    assert a.contributions.keys() == b.contributions.keys()
    for name, part in a.contributions.items():
        equal(part[rows], b.contributions[name])
    for name, found in a.points.items():
        other, some = b.points[name], found.take(np.array(rows))
        equal(some.points.value, other.points.value)
        equal(some.reading, other.reading)
        equal(some.applies, other.applies)


@given(variants, st.lists(products, min_size=2, max_size=3), st.randoms(use_true_random=False))
def test_a_product_scores_the_same_alone_and_among_others_in_any_order(variant, some, random):
    """There is one function, and no product sees another."""
    order = list(range(len(some)))
    random.shuffle(order)
    together = run(variant, [some[i] for i in order])
    for place, i in enumerate(order):
        same_rows(together, [place], run(variant, [some[i]]))


def catalogue(n: int) -> ProductTable:
    """Return n products of every sort, the same at every run, with wide and exact figures."""
    random = np.random.default_rng(7)
    some = []
    names = ("tec", "years", "share", "palm", "weight", "used", "screen_size")
    for _ in range(400):
        evidence = {}
        for name in names:
            if random.random() < 0.7:
                low, value, high = np.sort(random.uniform(0, 130, 3)).tolist()
                wide = random.random() < 0.5
                evidence[name] = (low, value, high) if wide else (value, value, value)
        codes = ["GOOD", "FAIR", "PLAIN", "SMALL", "PLUS", "BIO"]
        some.append(
            Product(
                ["device", "device/small", "food/fish"][int(random.integers(3))],
                evidence,
                [code for code in codes if random.random() < 0.3],
                ["", "Dell", "acer"][int(random.integers(3))],
                int(random.integers(3)),
            )
        )
    return table(some).take(random.integers(0, len(some), n))


@pytest.mark.parametrize("variant", EVERYTHING)
def test_a_product_scores_the_same_among_three_blocks_of_others(variant: Variant):
    """Bit for bit, in the first, the second and the last block, and on their borders."""
    n = 2 * BLOCK + 8_000
    variant = variant._replace(missing=variant.missing[:6])
    crowd = catalogue(n)
    together = score(rules_of(variant), crowd)
    assert len(together.coverage) == len(together.grading.best) == n
    for row in (0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK - 1, 2 * BLOCK, n - 2, n - 1):
        same_rows(together, [row], score(rules_of(variant), crowd.take(np.array([row]))))
    rows = list(range(5, n, 97))
    same_rows(together, rows, together.take(np.array(rows)))
    same_rows(together, rows, score(rules_of(variant), crowd.take(np.array(rows))))


@pytest.mark.parametrize("variant", EVERYTHING)
def test_exact_figures_stay_exact_through_all_blocks(variant: Variant):
    """Two blocks without any width are joined to one array, and score as each row does."""
    variant = variant._replace(missing=("exclude",) * 6)
    crowd = catalogue(BLOCK + 10)
    narrow = {name: Interval.exact(x.value) for name, x in crowd.evidence.items()}
    crowd = crowd.with_evidence(narrow)
    together = score(rules_of(variant), crowd)
    assert together.score.is_exact
    rows = [0, BLOCK - 1, BLOCK, BLOCK + 9]
    same_rows(together, rows, score(rules_of(variant), crowd.take(np.array(rows))))


def test_no_products_have_no_scores():
    """A table of no rows is scored, too."""
    for variant in (Variant(), Variant(weighted=False)):
        scores = score(rules_of(variant), catalogue(3).take(slice(0, 0)))
        assert len(scores.score.value) == len(scores.coverage) == len(scores.grading.best) == 0


@given(variants, st.lists(products, min_size=1, max_size=2))
def test_storing_exact_figures_as_three_arrays_changes_nothing(variant, some):
    """Sharing one array saves work and nothing else."""
    narrow = [p._replace(evidence={k: (x[1],) * 3 for k, x in p.evidence.items()}) for p in some]
    shared = table(narrow)
    assert all(x.is_exact for x in shared.evidence.values())
    apart = shared.with_evidence(
        {k: Interval(x.value.copy(), x.value, x.value.copy()) for k, x in shared.evidence.items()}
    )
    one, other = (score(rules_of(variant), t) for t in (shared, apart))
    same_rows(one, list(range(len(some))), other)


@given(variants, products, st.sampled_from([0.001, 0.3, 7.0, 999.0]))
def test_scaling_all_weights_changes_nothing(variant, product, factor):
    """Only the shares of the weights matter."""
    variant = variant._replace(weighted=True)
    one = run(variant, [product])
    other = run(variant._replace(scale=factor), [product])
    for x, y in ((one.score, other.score), (one.base, other.base)):
        bounds = [x.low[0], x.value[0], x.high[0]]
        assert [y.low[0], y.value[0], y.high[0]] == pytest.approx(bounds, nan_ok=True)
    assert other.coverage[0] == pytest.approx(one.coverage[0])
    for name, part in one.contributions.items():
        assert other.contributions[name][0] == pytest.approx(part[0], nan_ok=True)


@given(variants, products)
def test_the_order_of_criteria_changes_nothing(variant, product):
    """A ruleset written in another order is the same ruleset."""
    variant = variant._replace(weighted=True)
    one, other = run(variant, [product]), run(variant._replace(turned=True), [product])
    bounds = [one.score.low[0], one.score.value[0], one.score.high[0]]
    found = [other.score.low[0], other.score.value[0], other.score.high[0]]
    assert found == pytest.approx(bounds, nan_ok=True)
    assert other.coverage[0] == pytest.approx(one.coverage[0])
