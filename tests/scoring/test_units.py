"""A written figure is converted to the unit in which the rules read it, or refused."""

import pytest

from scoring.errors import EvidenceError, RulesetError
from scoring.products import product_of
from scoring.units import factor, taken
from tests.scoring.rules_for_tests import document, ruleset, short


@pytest.mark.parametrize(
    ("unit", "expected", "by"),
    [
        ("Wh/år", "kWh/år", 0.001),
        ("MWh", "kWh/år", 1000),
        ("kWh/year", "Wh/år", 1000),
        ("g", "kg CO2e", 0.001),
        ("t CO₂e", "kg CO2e", 1000),
        ("mdr.", "år", 1 / 12),
        ("years", "måneder", 12),
        ("cm", "in", 1 / 2.54),
        ("″", "cm", 2.54),
        ("%", "1", 0.01),
        ("andel", "%", 100),
        ("Pt/kg", "mPt/kg", 1000),
        ("µPt/kg", "mPt/kg", 0.001),
        ("g CO2e/100 g", "kg CO2e/kg", 0.01),
        ("furlong", "Furlong", 1),
    ],
)
def test_units_of_one_quantity_convert(unit: str, expected: str, by: float):
    """Energy, mass, time, length, shares, footprints per kilo."""
    assert factor(unit, expected) == pytest.approx(by)


@pytest.mark.parametrize(
    ("unit", "expected"), [("W", "kWh/år"), ("kg", "år"), ("kWh", ""), ("", "kWh/år"), ("l", "kg")]
)
def test_units_of_different_quantities_do_not(unit: str, expected: str):
    """A watt is no energy a year."""
    assert factor(unit, expected) is None


def tec(figure: object) -> tuple[float, float, float]:
    data = {"id": 1, "group": "laptop", "evidence": {"tec": figure}}
    return product_of(data, "line 1", ruleset()).evidence["tec"]


def test_a_figure_with_a_unit_is_converted_with_its_bounds():
    """A bare number is taken in the rules' own unit."""
    wide = {"value": 15000, "low": 14000, "high": 16000, "unit": "Wh/år"}
    assert tec(wide) == pytest.approx((14, 15, 16))
    assert tec({"value": 15}) == tec(15) == (15, 15, 15)


@pytest.mark.parametrize("unit", ["W", 7, None, "", "x" * 100_000], ids=short)
def test_a_unit_that_cannot_be_converted_is_refused_with_those_that_can(unit: object):
    """By place, value and remedy."""
    with pytest.raises(EvidenceError) as caught:
        tec({"value": 15, "unit": unit})
    assert caught.value.place == "line 1, tec, unit"
    assert "kwh/år" in caught.value.remedy
    assert len(str(caught.value)) < 1000


def test_a_unit_where_the_rules_have_none_is_refused():
    """Uncertified palm oil is 0 or 1."""
    data = {"id": 1, "group": "food", "evidence": {"palm": {"value": 1, "unit": "kg"}}}
    with pytest.raises(EvidenceError, match="without a unit"):
        product_of(data, "line 1", ruleset())


def test_what_formulas_and_size_classes_read_has_units_too():
    """A device's footprint in tonnes, its screen in centimetres."""
    evidence = {
        "gwp_total": {"value": 0.3, "unit": "t"},
        "gwp_use_ratio": {"value": 17, "unit": "%"},
        "screen_size": {"value": 35.56, "unit": "cm"},
    }
    product = product_of({"id": 1, "group": "laptop", "evidence": evidence}, "line 1", ruleset())
    assert [figure[1] for figure in product.evidence.values()] == pytest.approx([300, 0.17, 14])


def test_an_attribute_read_in_two_units_is_refused():
    """A figure would be right for one reading alone."""
    rules = document()
    first = rules["groups"]["laptop"]["criteria"][0]["readings"][0]
    with pytest.raises(RulesetError, match="Read an attribute in one unit") as caught:
        ruleset(groups__laptop__criteria__0__readings=[first, first | {"unit": "Wh"}])
    assert caught.value.place == "groups.laptop.criteria[0].readings[1].unit"


def test_the_units_that_are_taken_begin_with_the_expected_one():
    """So that the remedy does."""
    assert taken("mPt/kg")[0] == "mPt/kg"
    assert taken("") == []
