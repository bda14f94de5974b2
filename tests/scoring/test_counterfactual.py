"""What would lift a grade: the told change does, and where none is told no single one would."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import counterfactual
from scoring.counterfactual import NO_CHANGE, Changes, changes
from scoring.grades import NO_GRADE
from scoring.rules import Criterion, Reading
from scoring.values import Linear
from tests.scoring.laws import Product, Variant, products, rules_of, run, variants

BEST = {"tec": 0.0001, "years": 1e6, "share": 1e6, "palm": 0.0}
BY_BASE = {"base", "both"}  # caps that go by the base's own grade


def told(variant: Variant, product: Product) -> tuple[Criterion | None, Changes, int]:
    """Return the criterion to change, the whole answer, and the grade before."""
    scores = run(variant, [product])
    found = changes(scores)
    criterion = None
    if found.criterion[0] != NO_CHANGE:
        criterion = scores.rules.all_criteria()[found.criterion[0]]
    return criterion, found, int(scores.grading.grade[0])


def with_figure(product: Product, attribute: str, figure: float) -> Product:
    return product._replace(evidence={**product.evidence, attribute: (figure,) * 3})


def changed(product: Product, criterion: Criterion, found: Changes) -> Product:
    """Return the product as it is after the told change."""
    choice = int(found.choice[0])
    if criterion.labels is not None:
        assert np.isnan(found.figure[0])
        code = criterion.labels.classes[choice].codes[0]
        return product._replace(labels=[*product.labels, code])
    return with_figure(product, criterion.readings[choice].attribute, float(found.figure[0]))


@given(variants, products)
def test_the_told_change_lifts_the_grade_as_told(variant, product):
    """Applied as exact evidence or as a label, and scored again, it gives that grade or better."""
    criterion, found, before = told(variant, product)
    if criterion is None:
        assert found.grade[0] == NO_GRADE
        assert np.isnan(found.figure[0])
        return
    after = int(run(variant, [changed(product, criterion, found)]).grading.grade[0])
    assert NO_GRADE < after <= found.grade[0] < before


@given(variants, products)
def test_where_no_change_is_told_none_of_one_criterion_lifts_the_grade(variant, product):
    """Not the best figure of any attribute, and no single label, where no figure has width.

    With wide figures more may be needed than the value's cut: a letter needs a narrow range; and
    a cap that goes by the base's own grade may want more of the base than the score's cut does.
    """
    policies = tuple("cap" if policy == "cap" else "exclude" for policy in variant.missing)
    variant = variant._replace(missing=policies, caps=variant.caps - BY_BASE)
    product = product._replace(evidence={k: (x[1],) * 3 for k, x in product.evidence.items()})
    criterion, _, before = told(variant, product)
    if criterion is not None or before == NO_GRADE:
        return
    tries = []
    for c in rules_of(variant).all_criteria():
        tries += [with_figure(product, r.attribute, BEST[r.attribute]) for r in c.readings]
        for group in c.labels.classes if c.labels else ():
            tries.append(product._replace(labels=[*product.labels, group.codes[0]]))
    grades = run(variant, tries).grading.grade
    assert not ((grades != NO_GRADE) & (grades < before)).any()


@given(variants, st.lists(products, min_size=1, max_size=2))
def test_nothing_is_told_without_a_single_grade_or_above_the_best(variant, some):
    """A range, too little data and the best grade have no next better one."""
    scores = run(variant, some)
    found = changes(scores)
    for i, grade in enumerate(scores.grading.grade):
        if grade in (NO_GRADE, 0):
            assert (found.criterion[i], found.choice[i]) == (NO_CHANGE, 0)
            assert found.grade[i] == NO_GRADE
            assert np.isnan(found.figure[i])


@pytest.mark.parametrize(
    ("wanted", "objective", "asked"),
    [
        (14.2857, "min", 14.2),
        (14.2857, "max", 14.3),
        (0.0123456, "min", 0.0123),
        (0.0123456, "max", 0.0124),
        (98765, "min", 98700),
        (98765, "max", 98800),
        (15, "min", 15),
        (15, "max", 15),
        (0.3, "max", 0.3),
        (0, "max", 0),
        (-1.2345, "min", -1.24),
        (-1.2345, "max", -1.23),
    ],
)
def test_a_figure_that_is_asked_for_has_three_digits_and_still_suffices(wanted, objective, asked):
    """A buyer is not asked for 14.2857: rounded down where less is better, else up."""
    read = Reading("tec", "kWh", objective, Linear(10, 110))
    assert counterfactual._rounded(np.array([float(wanted)]), read)[0] == pytest.approx(asked)


@pytest.mark.parametrize(
    ("figures", "labels", "brand", "criterion", "choice", "figure", "letter"),
    [
        # (30 x 6 - 3 x 3.97 - 2 x 35) / 1 = 98.1 points, on the line from (60, 70) to (90, 100).
        ({"tec": 100}, ["FAIR"], "", "warranty", 0, 88.1, "D"),
        # (45 x 6.7 - 100 - 70 - 42) / 3 = 29.8 points, on a logarithm from 110 down to 10.
        ({"tec": 100, "years": 90}, ["BIO", "FAIR"], "", "energy", 2, 53.7, "C"),
        # The same of a brand whose typical figure is 50 kWh, of which 120 % earn 30 points.
        ({"tec": 100, "years": 90}, ["BIO", "FAIR"], "Acer", "energy", 1, 60.0, "C"),
        # A device with an external supply is read by steps, of which 80 kWh earn 10, 50 earn 60.
        ({"tec": 90, "external": 1, "years": 0}, ["BIO", "GOOD"], "", "energy", 0, 50.0, "C"),
        # A figure nobody knows is asked for as it would be read: by steps, by brand, by itself.
        ({"external": 1, "years": 0}, [], "", "energy", 0, 50.0, "C"),
        ({"years": 20}, [], "Acer", "energy", 1, 57.3, "D"),
        ({"years": 0}, [], "hp", "energy", 2, 42.1, "D"),
        # (60 x 6.7 - 3 x 100 - 10 - 42) / 2 = 25 points, which the class of 35 earns.
        ({"tec": 10, "years": 10}, ["BIO", "PLAIN"], "", "ecolabel", 1, np.nan, "B"),
    ],
)
def test_cases_of_changes(figures, labels, brand, criterion, choice, figure, letter):
    """Each product is told one change: of which criterion, to what, and to which grade."""
    product = Product("device", {k: (float(x),) * 3 for k, x in figures.items()}, labels, brand)
    found_criterion, found, _ = told(Variant(), product)
    assert found_criterion is not None
    assert (found_criterion.id, found.choice[0]) == (criterion, choice)
    assert found.figure[0] == pytest.approx(figure, nan_ok=True)
    assert rules_of(Variant()).grades[found.grade[0]] == letter
