"""Units are converted to ours, and unknown ones refused."""

import pytest

from service.importers.numbers import FieldError
from service.importers.units import content, convert, letter


@pytest.mark.parametrize(
    ("attribute", "value", "unit", "result"),
    [
        ("tec", 18500, "Wh", 18.5),
        ("tec", 18.5, "kWh/år", 18.5),
        ("tec", 18.5, "kWh / year", 18.5),
        ("gwp_total", 0.24, "t CO2e", 240),
        ("gwp_total", 240_000, "g", 240),
        ("gwp_total", 240, "kg CO₂e", 240),
        ("co2e_own", 410, "g CO2e/kg", 0.41),
        ("co2e_own", 41, "g CO2e/100 g", 0.41),
        ("co2e_own", 0.41, "", 0.41),
        ("warranty_years", 36, "mdr.", 3),
        ("warranty_years", 3, "", 3),
        ("gwp_use_ratio", 17, "%", 0.17),
        ("screen_size", 35.56, "cm", 14),
    ],
)
def test_a_figure_is_converted(attribute, value, unit, result):
    """Watt-hours, grams, months, percents and centimetres."""
    assert convert(attribute, value, unit) == pytest.approx(result)


@pytest.mark.parametrize(
    ("attribute", "value", "unit"),
    [
        ("tec", 65, "W"),
        ("tec", 18, "kWh/1000h"),
        ("tec", 18, ""),
        ("gwp_use_ratio", 17, ""),
        ("co2e_own", 0.4, "kg/l"),
        ("warranty_years", 36, ""),
        ("repair_index", 75, ""),
        ("gwp_total", -1, "kg"),
    ],
)
def test_an_unknown_unit_or_an_unbelievable_figure_is_refused(attribute, value, unit):
    """Watts are no energy a year, and 36 years of warranty are months."""
    with pytest.raises(FieldError) as raised:
        convert(attribute, value, unit)
    assert raised.value.remedy


def test_a_class_is_a_letter_of_the_scale_in_force():
    """A+ is of the old scale, and repair classes end at E."""
    assert letter("energy_class", "Klasse C") == 3
    with pytest.raises(FieldError, match="old scale"):
        letter("energy_class", "A+")
    with pytest.raises(FieldError, match="no class"):
        letter("repair_class", "F")


@pytest.mark.parametrize(
    ("value", "unit", "result"),
    [(500, "g", (0.5, "kg")), (33, "cl", (0.33, "l")), (10, "stk.", (10, "pcs")),
     (2, "KGM", (2, "kg"))],
)  # fmt: skip
def test_a_net_content_is_in_kilos_litres_or_pieces(value, unit, result):
    """UN codes and everyday units."""
    assert content(value, unit) == result


def test_a_content_in_another_unit_is_refused():
    """A pallet is no content."""
    with pytest.raises(FieldError):
        content(1, "palle")
