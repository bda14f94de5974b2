"""Labels are found by code and name, and never by a near miss."""

from datetime import date

import pytest

from service.importers import labels
from service.importers.base import Certificate
from service.importers.numbers import FieldError


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("SVANEN", "SVANEN"),
        ("Svanemærket", "SVANEN"),
        ("svanemærke®", "SVANEN"),
        ("Nordic Swan Ecolabel", "SVANEN"),
        ("Nordischer Schwan", "SVANEN"),
        ("EU-Blomsten", "EU_ECO_LABEL"),
        ("EU Ecolabel", "EU_ECO_LABEL"),
        ("Blauer Engel", "BLUE_ANGEL"),
        ("Ø-mærket", "DK_ECO"),
        ("Ø", "DK_ECO"),
        ("Statskontrolleret økologisk", "DK_ECO"),
        ("TCO Certified", "TCO_DEVELOPMENT"),
        ("TCO Certified Generation 10", "TCO_DEVELOPMENT:10"),
        ("TCO Certified, generation 9", "TCO_DEVELOPMENT:9"),
        ("EPEAT Guld", "EPEAT_GOLD"),
        ("EPEAT Gold", "EPEAT_GOLD"),
        ("EPEAT Climate+", "EPEAT_CLIMATE_PLUS"),
        ("MSC", "MARINE_STEWARDSHIP_COUNCIL_LABEL"),
        ("Fairtrade-mærket", "FAIR_TRADE_MARK"),
        ("KRAV", "KRAV_MARK"),
        ("EU-økologi", "EU_ORGANIC_FARMING"),
        ("ENERGY STAR®", "ENERGY_STAR"),
    ],
)
def test_a_label_is_found_by_code_or_name(written, code):
    """Danish, English and German, with and without marks."""
    assert labels.find(written) == code


def test_every_shipped_label_is_found_by_code_and_both_names():
    """The template's drop-down offers the Danish names."""
    for name, code in labels.names().items():
        assert labels.find(name) == code


@pytest.mark.parametrize(
    ("written", "near"), [("Svanemærkedt", "SVANEN"), ("TCO Certified generation 8", "TCO")]
)
def test_an_unknown_label_is_refused_with_the_nearest_known(written, near):
    """It is proposed, never taken."""
    with pytest.raises(FieldError) as raised:
        labels.find(written)
    assert near in raised.value.remedy


@pytest.mark.parametrize(
    ("code", "others", "result"),
    [
        ("SVANEN", ("1",), ("SVANEN", "")),
        ("NA", ("Z04", "KRAV"), ("KRAV_MARK", "KRAV")),
        ("NA", ("Svanemærket", ""), ("SVANEN", "Svanemærket")),
        ("TCO_DEVELOPMENT", ("77", "TCO Certified, generation 10"), (
            "TCO_DEVELOPMENT:10", "TCO Certified, generation 10")),
        ("SVANEN", ("77", "TCO Certified, generation 10"), ("SVANEN", "")),
        ("", ("123", "TCO Certified Generation 10"), (
            "TCO_DEVELOPMENT:10", "TCO Certified Generation 10")),
    ],
)  # fmt: skip
def test_a_certificate_without_code_is_found_by_its_id_or_remarks(code, others, result):
    """Real files say NA and put the name elsewhere."""
    assert labels.declared(code, others) == result


def test_a_certificate_that_names_no_label_is_refused():
    """NEO with code NA names nothing."""
    with pytest.raises(FieldError, match="NEO"):
        labels.declared("NA", ("NEO", "", "Environment"))


def test_a_list_keeps_licences_dates_and_commas_in_names_apart():
    """Semicolons, commas and brackets, as people write them."""
    text = "Svanen (licens 5041 0001, til 31-12-2027); TCO Certified, generation 10, FSC"
    held, bad = labels.listed(text, "line 1", "labels")
    assert bad == []
    assert held == [
        Certificate("SVANEN", "5041 0001", valid_to=date(2027, 12, 31)),
        Certificate("TCO_DEVELOPMENT:10"),
        Certificate("FOREST_STEWARDSHIP_COUNCIL_LABEL"),
    ]


def test_one_unknown_label_of_a_list_does_not_spoil_the_others():
    """The rejection is of the entry, not of the row."""
    held, bad = labels.listed("Svanen; Fantasimærket; FSC", "line 7", "labels")
    assert [h.code for h in held] == ["SVANEN", "FOREST_STEWARDSHIP_COUNCIL_LABEL"]
    assert [(b.place, b.value, b.whole) for b in bad] == [("line 7", "Fantasimærket", False)]


def test_a_label_whose_last_day_is_unreadable_is_not_taken():
    """Without its last day it would count for ever."""
    held, bad = labels.listed("Svanen (til 31-31-2027)", "line 1", "labels")
    assert held == []
    assert "no date" in bad[0].reason
