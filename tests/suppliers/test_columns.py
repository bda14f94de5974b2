"""Headers are recognised in Danish and English, with the units they name."""

import pytest

from service.importers.columns import NUMBERED, SYNONYMS, all_columns, guess, header_key, recognise


@pytest.mark.parametrize(
    ("header", "column", "unit"),
    [
        ("Varenr.", "sku", ""),
        ("VARENUMMER", "sku", ""),
        ("EAN-nr.", "gtin", ""),
        ("Stregkode", "gtin", ""),
        ("Producentens varenr.", "mpn", ""),
        ("Part Number", "mpn", ""),
        ("Mærke", "brand", ""),
        ("Varenavn *", "name", ""),
        ("Varegruppe:", "group", ""),
        ("Pris ekskl. moms (DKK)", "price", "DKK"),
        ("Pris inkl. moms", "price_vat", ""),
        ("Indhold [g]", "content", "g"),
        ("Garanti (mdr.)", "warranty_years", "mdr."),
        ("Garanti i måneder", "warranty_years", "måneder"),
        ("Garanti år", "warranty_years", "år"),
        ("Strømforbrug (Wh)", "tec", "Wh"),
        ("TEC (kWh/år)", "tec", "kWh/år"),
        ("kWh/år", "tec", "kwh/år"),
        ("CO2e pr. kg", "co2e_kg", ""),
        ("CO₂ (kg CO2e/kg)", "co2e", "kg CO2e/kg"),
        ("g CO2e/kg", "co2e_kg", "g co2e/kg"),
        ("EmissionFactor", "co2e", ""),
        ("Skærmstørrelse (cm)", "screen_size", "cm"),
        ("Svanemærket (ja/nej)", "label:SVANEN", ""),
        ("Økologisk", "label:EU_ORGANIC_FARMING", ""),
        ("Mærkninger", "labels", ""),
        ("Mærkning 2", "labels_2", ""),
        ("Licensnr. 2", "licence_2", ""),
        ("Gyldig til nr. 3", "valid_to_3", ""),
        ("Farve", "", ""),
        ("Vægt", "", ""),
        ("Strøm (W)", "", ""),
        ("", "", ""),
    ],
)
def test_a_header_is_recognised_with_its_unit(header, column, unit):
    """What could mean two things, such as a weight, is left to a person."""
    found = recognise(header)
    assert (found.column, found.unit) == (column, unit)


def test_no_synonym_stands_for_two_columns():
    """Else the order of a table would decide what a column is."""
    seen: dict[str, str] = {}
    for column, names in SYNONYMS.items():
        for name in names.split("|"):
            assert seen.setdefault(header_key(name), column) == column, name


def test_a_guess_tells_the_certain_from_the_unsure_and_the_unknown():
    """A misspelt header is proposed, not taken."""
    found = guess(["Varenr", "Varenavnn", "Farve", ""])
    assert found.mapping == {"sku": "Varenr"}
    assert found.unsure == {"name": "Varenavnn"}
    assert found.unknown == ("Farve",)


def test_of_two_headers_for_a_column_the_plainer_gets_it():
    """ "Varenavn" is a better name than "Beskrivelse", whichever comes first."""
    found = guess(["Beskrivelse", "Varenavn"])
    assert found.mapping == {"name": "Varenavn"}
    assert found.unknown == ("Beskrivelse",)


def test_a_mapping_may_name_every_column_that_is_recognised():
    """Numbered and label columns too."""
    assert {"sku", "labels_3", "label:SVANEN", *NUMBERED} <= all_columns()
