"""Laws of direction: what is better never costs anything."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scoring.grades import NO_GRADE
from tests.scoring.laws import Product, products, run, variants

DIRECTION = {"tec": -1, "years": 1, "share": 1, "palm": -1}
OF_KINDS_OR_FIGURES = frozenset({"unidentified", "used", "heavy", "floor"})


def moved(product: Product, name: str, shift: float) -> Product:
    """Return the product with one figure, known or not before, better by so much."""
    low, value, high = (max(0.0, x + shift * DIRECTION[name]) for x in product.evidence[name])
    return product._replace(evidence={**product.evidence, name: (low, value, high)})


@given(variants, products, st.sampled_from(sorted(DIRECTION)), st.floats(0, 60))
def test_a_better_figure_lowers_no_score_and_no_grade(variant, product, name, shift):
    """Nor a bound of the score, nor an end of the range; caps do not read it here."""
    variant = variant._replace(caps=variant.caps & OF_KINDS_OR_FIGURES)
    known = {name: (30.0, 50.0, 70.0), **product.evidence}
    product = product._replace(rung=product.rung % 2, evidence=known)
    scores = run(variant, [product, moved(product, name, shift)])
    assert np.isnan(scores.score.value[0]) == np.isnan(scores.score.value[1])
    for bound in (scores.score.low, scores.score.value, scores.score.high):
        assert np.isnan(bound[0]) or bound[1] >= bound[0] - 1e-9
    grading = scores.grading
    assert (grading.best[0] == NO_GRADE) == (grading.best[1] == NO_GRADE)
    for end in (grading.best, grading.worst):
        assert end[1] <= end[0]
    if (grading.grade != NO_GRADE).all():
        assert grading.grade[1] <= grading.grade[0]


@given(variants, products, st.sampled_from(["GOOD", "FAIR", "PLAIN", "SMALL", "PLUS", "BIO"]))
def test_a_further_label_lowers_no_points(variant, product, code):
    """Labels only add: best, sum, family and extras alike."""
    more = product._replace(labels=[*product.labels, code])
    scores = run(variant, [product, more])
    for name in ("ecolabel", "organic"):
        found = scores.points[name]
        assert found.points.value[1] >= found.points.value[0]
        assert found.known[1] >= found.known[0]


@given(variants, products)
def test_what_is_missing_lies_within_what_the_policies_say(variant, product):
    """exclude, neutral and pessimistic of one criterion: the last is never the highest."""
    variant = variant._replace(weighted=True, caps=frozenset())
    rest = variant.missing[1:]
    low, middle = (
        run(variant._replace(missing=(policy, *rest)), [product]).score
        for policy in ("pessimistic", "neutral")
    )
    if np.isnan(low.value[0]):
        assert np.isnan(middle.value[0])
        return
    assert low.value[0] <= middle.value[0] + 1e-9
    assert (low.low[0], low.high[0]) == (middle.low[0], middle.high[0])
