"""Peppol and BMEcat catalogues: what a line gives, and that nothing of a file is guessed."""

import re
from datetime import date

import pytest

from scoring.errors import KompasError
from service.importers.base import Certificate, Reading
from service.importers.bmecat import Bmecat
from service.importers.peppol_catalogue import PeppolCatalogue
from tests.suppliers.conftest import FIXTURES

LINE = re.compile(rb"<cac:CatalogueLine[ >]")
PEPPOL = (FIXTURES / "catalogue.xml").read_bytes()
DELETED = {"catalogue-use-case-2.xml": 1, "catalogue-use-case-4.xml": 1}


def test_a_peppol_line_gives_identity_price_content_figures_and_labels(read):
    """ISO-8859-1; the price for the smallest quantity; GTIN with leading zero; labels in ID."""
    apples = read(PEPPOL, "peppol").records[0]
    assert (apples.name_da, apples.brand, apples.group) == (
        "Æbler, økologiske", "Smørkær", "food/fruit"
    )  # fmt: skip
    assert apples.gtins == ("09524000000019",)
    assert (apples.offer.price, apples.offer.currency) == (100, "DKK")
    assert (apples.offer.net_content, apples.offer.net_unit) == (2.5, "kg")
    assert apples.offer.supplier == "Smørkærgård Engros"
    assert [(f.attribute, f.value) for f in apples.figures] == [("co2e_concito", 0.41)]
    assert apples.certificates == (
        Certificate("DK_ECO", "DK-ØKO-100"), Certificate("KRAV_MARK", "Z04"), Certificate("SVANEN"),
    )  # fmt: skip


def test_a_peppol_device_gives_figures_in_our_units(read):
    """Watt-hours, months, and a footprint per piece; a GTIN without scheme; CPV."""
    laptop = read(PEPPOL, "peppol").records[1]
    assert (laptop.group, laptop.gtins, laptop.part_numbers, laptop.brand) == (
        "laptop", ("9524000000019",), ("21HM-004",), "Fjeldbyte"
    )  # fmt: skip
    assert {f.attribute: f.value for f in laptop.figures} == {
        "tec": 18.5, "warranty_years": 3, "gwp_total": 240
    }  # fmt: skip


def test_what_a_peppol_catalogue_cannot_give_is_reported(read):
    """A label that nothing names, a line to delete, a line without numbers."""
    found = read(PEPPOL, "peppol")
    assert [(r.column, r.whole) for r in found.rejections] == [
        ("Certificate", False), ("ActionCode", True), ("sku", True)
    ]  # fmt: skip
    assert "NEO" in found.rejections[0].value


def test_the_origin_of_a_peppol_catalogue_is_read_from_its_head():
    """Not from a contract's or a party's ID."""
    about = PeppolCatalogue().about(FIXTURES / "catalogue.xml", Reading())
    assert about.version == "smørkærgård-engros-k-77-3-2026-11-02"
    assert (about.publisher, about.year, about.complete) == ("Smørkærgård Engros", 2026, True)


@pytest.mark.parametrize(
    ("encoding", "declared"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16")]
)
def test_a_catalogue_in_another_encoding_reads_the_same(read, encoding, declared):
    """With a byte-order mark too."""
    text = PEPPOL.decode("iso-8859-1").replace("ISO-8859-1", declared)
    assert read(text.encode(encoding), "peppol").records == read(PEPPOL, "peppol").records


@pytest.mark.parametrize(
    "name",
    ["Catalogue_Example.xml", "PunchOut_Example.xml"]
    + [f"catalogue-use-case-{n}.xml" for n in range(1, 6)],
)
def test_the_official_examples_give_a_record_per_line(read, original, name):
    """Every CatalogueLine is a record, or is to be deleted."""
    file = original(f"procurement/peppol-catalogue/{name}")
    found = read(file, "peppol")
    whole = [r for r in found.rejections if r.whole]
    assert len(found.records) + len(whole) == len(LINE.findall(file.read_bytes()))
    assert len(whole) == DELETED.get(name, 0)
    assert all(r.offer.price and r.name_da for r in found.records)


def test_the_official_examples_labels_are_found_where_they_are_named(read, original):
    """SVANEN by code, KRAV by code and by remark; NEO names none."""
    found = read(original("procurement/peppol-catalogue/catalogue-use-case-3.xml"), "peppol")
    assert {c.code for r in found.records for c in r.certificates} == {"KRAV_MARK"}
    assert {r.column for r in found.rejections} == {"Certificate"}


def test_another_ubl_document_is_no_catalogue(read, original):
    """An order has items, too."""
    with pytest.raises(KompasError, match="no UBL catalogue"):
        read(original("procurement/peppol-order/Order_Example.xml"), "peppol")


@pytest.mark.parametrize("source", ["peppol", "bmecat"])
def test_a_document_type_is_refused(read, source):
    """Entities come from it: the billion laughs, and files of the machine."""
    root = {"peppol": PEPPOL, "bmecat": (FIXTURES / "bmecat.xml").read_bytes()}[source]
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(KompasError, match="document type"):
        read(root.replace(b"?>\n", b"?>\n" + bomb, 1), source)


def test_a_truncated_catalogue_is_refused_as_a_whole(read):
    """The engine then takes nothing of it."""
    with pytest.raises(KompasError, match="well-formed"):
        read(PEPPOL[:-400], "peppol")


def test_a_bmecat_product_gives_identity_price_figures_and_labels(read):
    """The customer's net price for one, features with their units, Danish name first."""
    monitor = read(FIXTURES / "bmecat.xml", "bmecat").records[0]
    assert (monitor.name_da, monitor.name_en) == ('Skærm 24"', 'Monitor 24"')
    assert (monitor.brand, monitor.part_numbers, monitor.gtins, monitor.group) == (
        "Lumivik", ("LM-24-B",), ("9524000000019",), "monitor"
    )  # fmt: skip
    assert (monitor.offer.price, monitor.offer.currency) == (1390.5, "DKK")
    assert {f.attribute: f.value for f in monitor.figures} == {
        "energy_class": 4, "tec": 38.4, "warranty_years": 3
    }  # fmt: skip
    assert [c.code for c in monitor.certificates] == ["TCO_DEVELOPMENT:10", "ENERGY_STAR"]


def test_a_bmecat_of_the_older_names_reads_the_same(read):
    """ARTICLE of version 1.2 became PRODUCT in 2005."""
    text = (FIXTURES / "bmecat.xml").read_text("utf-8")
    older = text.replace("PRODUCT", "ARTICLE").replace("SUPPLIER_PID", "SUPPLIER_AID")
    older = older.replace("MANUFACTURER_PID", "MANUFACTURER_AID")
    older = re.sub(r"<INTERNATIONAL_PID[^>]*>(\d+)</INTERNATIONAL_PID>", r"<EAN>\1</EAN>", older)
    new = read(text, "bmecat").one
    old = read(older, "bmecat").one
    assert (old.gtins, old.offer, old.figures) == (new.gtins, new.offer, new.figures)


def test_the_origin_of_a_bmecat_is_read_from_its_head():
    """A new catalogue is complete, an update is not."""
    about = Bmecat().about(FIXTURES / "bmecat.xml", Reading())
    assert about.version == "fjeldbyte-danmark-kontor-7-1-2026-10-05"
    assert (about.complete, about.year) == (True, date(2026, 10, 5).year)
