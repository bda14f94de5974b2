"""A supplier's own file gives offers, figures and labels, and says what it could not use."""

from datetime import date
from pathlib import Path

import pytest

from scoring.errors import KompasError
from service.importers import groups, supplier_record
from service.importers.base import Certificate, Reading
from service.importers.looks import sample
from service.importers.mapping_guess import write_mapping
from service.importers.settings import read_mapping
from service.importers.supplier_file import SupplierFile
from tests.suppliers.conftest import FIXTURES, found_in

HEADER = "Varenr;Varenavn;Varegruppe;"
ROW = "1;Vare;Bærbare computere;"


def test_a_price_list_is_read_without_a_mapping(read):
    """Titles above, Danish headers and numbers, Windows-1252, a totals row below."""
    found = read(FIXTURES / "prisliste.csv")
    assert [r.offer.sku for r in found.records] == ["1001", "1002", "2001"]
    milk, oats, laptop = found.records
    assert (milk.key, milk.group, milk.gtins) == (
        "shop/1001", "food/dairy/milk-semi", ("9524000000019",)
    )  # fmt: skip
    assert milk.certificates == (Certificate("DK_ECO", "DK-ØKO-100", valid_to=date(2027, 12, 31)),)
    assert [(f.attribute, f.value, f.status) for f in milk.figures] == [
        ("co2e_concito", 0.41, "supplier")
    ]
    assert (oats.offer.net_content, oats.offer.net_unit) == (1, "kg")
    assert [f.attribute for f in oats.figures] == ["co2e_own"]
    assert {f.attribute: f.value for f in laptop.figures} == {"warranty_years": 3, "tec": 18.5}
    assert [c.code for c in laptop.certificates] == ["TCO_DEVELOPMENT:10"]
    assert (laptop.offer.price, laptop.offer.supplier) == (1234.5, "shop")


def test_the_rows_that_could_not_be_used_are_named(read):
    """The same item twice, and a row without any number."""
    found = read(FIXTURES / "prisliste.csv")
    assert [(r.place, r.column, r.value, r.whole) for r in found.rejections] == [
        ("line 7", "sku", "2001", True),
        ("line 8", "sku", "Ingen numre", True),
    ]
    assert all(r.reason and r.remedy for r in found.rejections)


@pytest.mark.parametrize(
    ("header", "cell", "column"),
    [
        ("Pris", "gratis", "price"),
        ("Pris", "0,00", "price"),
        ("Pris", "-5", "price"),
        ("Valuta;Pris", "bitcoin;5", "price"),
        ("Valuta;Pris inkl. moms", "EUR;5", "price_vat"),
        ("Indhold;Enhed", "1;palle", "content"),
        ("Indhold", "0,8-1,2 kg", "content"),
        ("Indhold", "ca. 2 kg", "content"),
        ("TEC", "18,5", "tec"),
        ("TEC (W)", "18,5", "tec"),
        ("Garanti", "36", "warranty_years"),
        ("Energiklasse", "A++", "energy_class"),
        ("Reparationsindeks", "75", "repair_index"),
        ("Istandsat", "måske", "refurbished"),
        ("Mærkninger", "Fantasimærket", "labels"),
        ("Mærkning 1;Gyldig til 1", "Svanen;snart", "valid_to_1"),
        ("URL", "javascript:alert(1)", "path"),
        ("EAN", "5,7E+12", "gtin"),
        ("UNSPSC;Varegruppe 2", "43211503;", ""),
    ],
)
def test_a_field_that_cannot_be_used_is_left_out_and_reported(read, header, cell, column):
    """The row is taken all the same, and the rejection names column, value and remedy."""
    found = read(f"{HEADER}{header}\n{ROW}{cell}\n")
    assert found.one.offer.sku == "1"
    named = [(r.column, r.whole) for r in found.rejections]
    assert named == ([(column, False)] if column else [])
    assert all(r.value and r.reason and r.remedy for r in found.rejections)
    assert not found.one.figures
    assert not found.one.certificates


@pytest.mark.parametrize(
    ("group", "header", "cell", "attribute"),
    [
        ("Letmælk", "CO2", "0,4", "co2e_own"),
        ("laptop", "CO2", "240", "gwp_total"),
        ("laptop", "CO2e i alt (g)", "240000", "gwp_total"),
        ("", "CO2e (kg CO2e/kg)", "0,4", "co2e_own"),
        ("", "CO2e pr. kg;Kilde", "0,4;Agribalyse 3.2", "co2e_agribalyse"),
        ("", "CO2e pr. kg;Kilde", "0,4;Den Store Klimadatabase", "co2e_concito"),
    ],
)
def test_a_footprint_goes_where_its_unit_and_its_source_belong(
    read, group, header, cell, attribute
):
    """The databases never share a scale, and a device's footprint is per piece."""
    found = read(f"Varenr;Varenavn;Varegruppe;{header}\n1;Vare;{group};{cell}\n")
    assert list(found.figures()) == [attribute]


def test_a_footprint_of_neither_kind_is_rejected(read):
    """Per kg or per piece is a factor of hundreds."""
    assert "per kg or per piece" in read("Varenr;Varenavn;CO2\n1;Vare;3\n").refusal.reason


@pytest.mark.parametrize(
    ("written", "group"),
    [
        ("laptop", "laptop"),
        ("Bærbare computere", "laptop"),
        ("Laptops", "laptop"),
        ("Letmælk (food/dairy/milk-semi)", "food/dairy/milk-semi"),
        ("43211503", "laptop"),
        ("LETMÆLK", "food/dairy/milk-semi"),
    ],
)
def test_a_product_group_is_found_by_id_name_or_unspsc(read, written, group):
    """As the template offers it, or as people write it."""
    assert read(f"Varenr;Varenavn;Varegruppe\n1;x;{written}\n").one.group == group


@pytest.mark.parametrize(
    ("code", "scheme", "group"),
    [
        ("43211503", "TST", "laptop"),
        ("43211902", "MP", "monitor"),
        ("50301500", "", "food/fruit"),
        ("30213100-6", "STI", "laptop"),
        ("44121701", "TST", ""),
        ("43211503", "XYZ", ""),
        ("4321", "TST", ""),
    ],
)
def test_a_classification_code_leads_to_the_group_of_its_longest_listed_prefix(code, scheme, group):
    """UNSPSC and CPV, by the list ids of UNTDID 7143; what is not listed has no group."""
    assert groups.by_code(code, scheme) == group


def test_an_unknown_group_is_reported_with_the_nearest_and_the_row_is_taken(read):
    """The product is not scored, but its offer is there."""
    found = read("Varenr;Varenavn;Varegruppe\n1;x;Letmælkk\n")
    assert found.one.group == ""
    assert "food/dairy/milk-semi" in found.refusal.remedy


@pytest.mark.parametrize(("answer", "codes"), [("ja", 1), ("x", 1), ("nej", 0), ("", 0)])
def test_a_column_named_for_a_label_holds_yes_or_no(read, answer, codes):
    """One column per label is how many price lists do it."""
    found = read(f"Varenr;Varenavn;Svanemærket\n1;x;{answer}\n")
    assert len(found.one.certificates) == codes


def test_a_column_named_for_a_label_may_hold_its_licence(read):
    """A licence number is a yes."""
    found = read("Varenr;Varenavn;Svanemærket\n1;x;5041 0001\n")
    assert found.one.certificates == (Certificate("SVANEN", "5041 0001"),)


def test_a_licence_beside_several_labels_belongs_to_none(read):
    """It is reported, and the labels are taken without."""
    found = read("Varenr;Varenavn;Mærkninger;Licensnr\n1;x;Svanen; FSC\n".replace("; F", " | F"))
    assert found.codes() == ["SVANEN", "FOREST_STEWARDSHIP_COUNCIL_LABEL"]


def test_a_product_that_stands_twice_is_found_however_far_apart(monkeypatch):
    """Hashes are packed in batches, so that memory stays small on millions of rows."""
    monkeypatch.setattr(supplier_record, "BATCH", 7)
    once = supplier_record.Once()
    assert [once.stood(str(n % 100)) for n in range(200)] == [False] * 100 + [True] * 100


def test_a_content_may_be_written_as_a_title_writes_it(read):
    """Six packets in a case, as a wholesaler says it."""
    offer = read("Varenr;Varenavn;Indhold\n1;x;6 x 500 g\n").one.offer
    assert (offer.net_content, offer.net_unit) == (3, "kg")


def test_a_price_with_vat_is_brought_to_one_without(read):
    """Danish VAT is one rate."""
    assert read("Varenr;Varenavn;Pris inkl. moms\n1;x;125\n").one.offer.price == 100


def test_a_whole_address_keeps_its_path_only(read):
    """Query and host are no part of an offer."""
    found = read("Varenr;Varenavn;URL\n1;x;https://shop.dk/vare/1?ref=mail#top\n")
    assert found.one.offer.path == "/vare/1"


def test_several_gtins_in_a_cell_are_all_kept_for_the_engine_to_check(read):
    """Unit and case, zero-padded or not; wrong check digits are the engine's to reject."""
    found = read('Varenr,Varenavn,EAN\n1,x,"EAN: 09524000000019; 5701234567890"\n')
    assert found.one.gtins == ("09524000000019", "5701234567890")


def test_without_a_shop_there_are_no_offers(read):
    """Figures and labels are of the product."""
    found = read("Varenr;Varenavn;Pris\n1;x;5\n", shop="")
    assert found.one.offer is None


def test_a_product_is_known_by_gtin_or_part_number_where_it_has_no_item_number(read):
    """And is then no offer."""
    found = read("Varenavn;EAN;Mærke;MPN\na;9524000000019;;\nb;;Dell;AB-123\nc;;;AB-123\n")
    assert [r.key for r in found.records] == ["shop/9524000000019", "shop/dell ab-123"]
    assert "nothing tells" in found.refusal.reason


def test_a_mapping_file_names_columns_that_nobody_could_guess(read, tmp_path):
    """And the guess, corrected, is read back as a mapping."""
    (tmp_path / "m.toml").write_text(
        '[columns]\nsku = "K1"\nname = "K2"\ntec = "K3"\n[options]\ndecimal = ","\n', "utf-8"
    )
    mapped = read_mapping(tmp_path / "m.toml")
    found = read("K1;K2;K3\n1;x;18,5 kWh\n", mapping=mapped.mapping, **mapped.options)
    assert found.figures() == {"tec": 18.5}


def test_the_guess_is_written_as_a_mapping_that_reads_the_same(tmp_path):
    """What is unsure stands as a comment."""
    file = FIXTURES / "prisliste.csv"
    text = write_mapping(file)
    (tmp_path / "m.toml").write_text(text, "utf-8")
    mapped = read_mapping(tmp_path / "m.toml")
    guessed = found_in(SupplierFile(), file, Reading(shop="s"))
    assert found_in(SupplierFile(), file, Reading(mapped.mapping, "s", mapped.options)) == guessed
    (tmp_path / "u.csv").write_text('Varenr;Varenavnn;"Far""ve\\"\n1;x;y\nEAN;1;2\n', "utf-8")
    assert '# name = "Varenavnn"' in write_mapping(tmp_path / "u.csv")


@pytest.mark.parametrize(
    ("mapping", "place"), [({"sku": "Findes ikke"}, "sku"), ({"farve": "Varenr"}, "columns.farve")]
)
def test_a_mapping_that_does_not_fit_is_refused(read, mapping, place):
    """It names the column."""
    with pytest.raises(KompasError) as raised:
        read("Varenr;Varenavn\n1;x\n", mapping=mapping)
    assert place in str(raised.value)


def test_any_table_may_be_a_suppliers_but_not_an_official_sources(tmp_path, original):
    """Columns may all be mapped, so only the form is asked for."""
    source = SupplierFile()
    assert source.recognises(sample(FIXTURES / "prisliste.csv"))
    assert not source.recognises(sample(FIXTURES / "catalogue.xml"))
    assert not source.recognises(sample(original("food/agribalyse-3.2-synthese.csv")))
    assert not source.recognises(sample(original("food/concito-1.2.xlsx")))


def test_the_origin_names_the_supplier_and_only_a_full_list_withdraws(tmp_path):
    """A returned data request holds a few products."""
    part = SupplierFile().about(Path("x"), Reading(shop="s", options={"supplier": "Engsø A/S"}))
    assert (part.part, part.complete, part.version[:9]) == ("Engsø A/S", False, "engsø-a-s")
    full = SupplierFile().about(Path("x"), Reading(options={"complete": "ja", "version": "2027.1"}))
    assert (full.complete, full.version) == (True, "2027-1")
