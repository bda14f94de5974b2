"""Grades: cuts, ranges, matches by group, and caps that surely, possibly or never hold."""

import numpy as np
import pytest

from scoring.grades import NO_GRADE, Grading, grade_index
from tests.scoring.laws import Product, Variant, run
from tests.scoring.rules_for_tests import ruleset
from tests.scoring.test_score import exact
from tests.scoring.test_score import run as run_group

# tec earns 100 points at 10 kWh or less, 0 at 110 or more, so A, B, C, D, E at these figures.
A, B, C, D, E = ((x,) * 3 for x in (10.0, 22.0, 35.0, 50.0, 100.0))


def judged(caps: set[str], rung: int = 0, labels: tuple[str, ...] = (), **evidence):
    scores = run(Variant(caps=frozenset(caps)), [Product("device", evidence, labels, "", rung)])
    held = {name for name, where in scores.grading.held.items() if where[0]}
    return scores.grading.text(0), held


def test_a_score_on_a_cut_has_the_better_grade():
    """Cuts are lower bounds, and NaN has no grade."""
    scores = np.array([100, 75, 74.999, 60, 45, 30, 29.9, -5, np.nan])
    assert grade_index((75, 60, 45, 30), scores).tolist() == [0, 0, 1, 1, 2, 3, 4, 4, NO_GRADE]


@pytest.mark.parametrize(
    ("weight", "text", "held"),
    [
        ((10, 20, 49), "A", set()),
        ((10, 20, 50), "A–C", {"heavy"}),
        ((10, 50, 60), "A–C", {"heavy"}),
        ((50, 50, 50), "C", {"heavy"}),
        ((55, 60, 70), "C", {"heavy"}),
    ],
)
def test_a_cap_on_a_figure_holds_never_possibly_or_surely(weight, text, held):
    """Its threshold is included; where the interval lies across it, both outcomes stand."""
    assert judged({"heavy"}, tec=A, weight=weight) == (text, held)


@pytest.mark.parametrize(
    ("weight", "text", "held"),
    [
        ((10, 20, 79), "E", set()),
        ((70, 75, 90), "E", {"floor"}),
        ((70, 85, 90), "D", {"floor"}),
        ((80, 85, 90), "D", {"floor"}),
    ],
)
def test_a_floor_lifts_what_is_below_it(weight, text, held):
    """Two grades are possible where it only may hold, and the value decides the letter."""
    assert judged({"floor"}, tec=E, weight=weight) == (text, held)


def test_an_unknown_figure_meets_no_condition():
    """And neither does a cap change what is below it."""
    assert judged({"heavy"}, tec=A) == ("A", set())
    assert judged({"heavy"}, tec=D, weight=(60, 60, 60)) == ("D", set())


@pytest.mark.parametrize(
    ("used", "text", "held"),
    [((60, 60, 60), None, {"used"}), ((0, 59, 90), "A", set()), ((0, 60, 90), None, {"used"})],
)
def test_a_veto_goes_by_the_value(used, text, held):
    """Withholding a grade has no half."""
    assert judged({"used"}, tec=A, used=used) == (text, held)


@pytest.mark.parametrize(
    ("tec", "text", "held"),
    [
        (A, "A", set()),
        (B, "C", {"both"}),
        (C, "C", set()),
        ((12.0, 22.0, 22.0), "A–C", {"both"}),
        ((22.0, 22.0, 40.0), "B–D", {"both"}),
        ((12.0, 12.0, 40.0), "A–D", set()),
    ],
)
def test_a_cap_on_the_base_grade_reads_its_bounds(tec, text, held):
    """Together with a figure: all conditions must hold."""
    assert judged({"both"}, tec=tec, weight=(30, 30, 30)) == (text, held)
    assert judged({"both"}, tec=tec, weight=(29, 29, 29))[1] == set()


def test_both_conditions_may_be_in_doubt():
    """A figure across the threshold leaves B and C open."""
    scores = run(
        Variant(caps=frozenset({"both"})), [Product("device", {"tec": B, "weight": (0, 20, 40)})]
    )
    assert (scores.grading.best[0], scores.grading.worst[0]) == (1, 2)
    assert scores.grading.text(0) == "B"


@pytest.mark.parametrize(
    ("caps", "labels", "years", "text"),
    [
        ({"few"}, (), None, "B"),
        ({"few"}, ("GOOD",), None, "A"),
        ({"few"}, (), (100.0,) * 3, "A"),
        ({"alone"}, ("GOOD",), None, "B"),
        ({"alone"}, ("GOOD",), (100.0,) * 3, "A"),
        ({"few", "alone"}, (), None, "B"),
    ],
)
def test_caps_on_kinds_count_what_is_known(caps, labels, years, text):
    """Fewer than two kinds, or none but energy and labels, give B at best."""
    more = {} if years is None else {"years": years}
    assert judged(caps, 0, labels, tec=A, **more)[0] == text


@pytest.mark.parametrize(
    ("rung", "held"), [(0, set()), (1, {"unidentified"}), (2, {"unidentified"})]
)
def test_a_cap_on_identity_reads_how_the_product_was_recognised(rung, held):
    """Only a GTIN, a part number or the shop's number identifies."""
    assert judged({"unidentified"}, rung, tec=A)[1] == held


@pytest.mark.parametrize(
    ("policies", "held"),
    [(("exclude", "cap"), {"missing:warranty"}), (("exclude", "exclude"), set())],
)
def test_a_criterion_that_is_missing_caps_the_grade_where_the_rules_say_so(policies, held):
    """To B here, until it is known."""
    variant = Variant(missing=(*policies, *["exclude"] * 4))
    for evidence, text in (
        ({"tec": A}, "B" if held else "A"),
        ({"tec": A, "years": (100,) * 3}, "A"),
    ):
        grading = run(variant, [Product("device", evidence)]).grading
        assert grading.text(0) == text
        found = {name for name, where in grading.held.items() if where[0]}
        assert found == (held if "years" not in evidence else set())


@pytest.mark.parametrize(
    ("co2e", "text"),
    [
        (0.51, "A–B"),
        (0.7, "A–B"),
        (1.1, "A–B"),
        (1.6, "B–C"),
        (2.0, "B–C"),
        (3.5, "C–D"),
        (15, "D–E"),
    ],
)
def test_a_match_by_group_is_widened_to_the_nearer_neighbour(co2e, text):
    """By the distance of its score from the two cuts."""
    rules = ruleset(groups__food__caps=[])
    assert run_group("food", [exact(co2e=co2e)], rung=2, rules=rules).grading.text(0) == text


def test_too_little_weight_gives_no_grade_and_just_enough_does():
    """The demand for coverage includes its bound."""
    for least, text in ((0.5, "A"), (0.51, None)):
        rules = ruleset(groups__laptop__minimum_coverage=least)
        assert run_group("laptop", [exact(tec=10)], rules=rules).grading.text(0) == text


def test_gradings_are_joined_and_taken_by_rows():
    """What is joined is what the parts hold, in order."""
    variant = Variant(caps=frozenset({"heavy"}))
    some = [Product("device", {"tec": x, "weight": (60, 60, 60)}) for x in (A, D)]
    parts = [run(variant, [one]).grading for one in some]
    joined = Grading.joined(parts)
    assert [joined.text(i) for i in (0, 1)] == ["C", "D"]
    assert joined.held["heavy"].tolist() == [True, False]
    taken = joined.take(np.array([1, 1, 0]))
    assert [taken.text(i) for i in range(3)] == ["D", "D", "C"]
    assert taken.held["heavy"].tolist() == [False, False, True]
    assert taken.best.tolist() == taken.worst.tolist() == taken.grade.tolist() == [3, 3, 2]
