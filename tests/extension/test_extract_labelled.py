"""Labelled text: the identifiers people read."""

from __future__ import annotations

import pytest

BUY = "<h1>Letmælk</h1><button>Læg i kurv</button>"
EAN, GTIN14 = "9521234567899", "09521234567899"


@pytest.mark.parametrize(
    "markup",
    [
        f"<table><tr><th>EAN</th><td>{EAN}</td></tr></table>",
        f"<table><tr><td>EAN-nummer:</td><td>{EAN}</td></tr></table>",
        f"<table><tr><td><b>GTIN</b></td><td><span>{EAN}</span></td></tr></table>",
        f"<table><tr><th>Varenr.</th><th>EAN</th></tr><tr><td>M-1</td><td>{EAN}</td></tr></table>",
        f"<dl><dt>Stregkode</dt><dd>{EAN}</dd></dl>",
        f"<dl><dt>GTIN-13</dt><dd>{EAN[:1]} {EAN[1:7]} {EAN[7:]}</dd></dl>",
        f"<p>EAN: {EAN}</p>",
        f"<p>EAN {EAN}</p>",
        f"<p><strong>EAN:</strong> {EAN}</p>",
        f"<p><span>EAN-kode</span><span>{EAN}</span></p>",
        f"<ul><li>EAN/GTIN: {EAN}</li></ul>",
        f"<p>EAN: \u200e{EAN}\u200e</p>",
        f"<p>UPC: {EAN}</p>",
    ],
)
def test_a_labelled_gtin_is_found_in_every_common_layout(extract, markup) -> None:
    """Tables by row and by column, definition lists, lines and neighbouring elements."""
    assert extract(BUY + markup)["main"]["gtin"] == GTIN14


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Varenr.", "sku"),
        ("Varenummer", "sku"),
        ("Vare nr.", "sku"),
        ("Artikelnr.", "sku"),
        ("SKU", "sku"),
        ("Produktnummer", "sku"),
        ("Item no.", "sku"),
        ("Item #", "sku"),
        ("Artikelnummer", "sku"),
        ("Hersteller-Nr.", "mpn"),
        ("Tillverkarens artikelnr", "mpn"),
        ("Produsentens varenr.", "mpn"),
        ("Producentens varenr.", "mpn"),
        ("Producentvarenr.", "mpn"),
        ("Fabrikantens varenummer", "mpn"),
        ("MPN", "mpn"),
        ("Part number", "mpn"),
        ("P/N", "mpn"),
        ("Modelnr.", "mpn"),
        ("Manufacturer part number", "mpn"),
    ],
)
def test_a_label_tells_which_number_follows(extract, label, kind) -> None:
    """The shop's number and the maker's number are told apart by their labels alone."""
    found = extract(f"{BUY}<table><tr><th>{label}</th><td>20XW-0026MX</td></tr></table>")["main"]
    assert found.get(kind) == "20XW-0026MX"
    assert not {"sku", "mpn"} - {kind} & found.keys()


@pytest.mark.parametrize("text", ["Item #: T9-432251", "Item # T9-432251", "Varenr. : T9-432251"])
def test_a_label_and_its_number_in_one_line(extract, text) -> None:
    """With a colon, a hash, or both."""
    assert extract(f"{BUY}<p>{text}</p>")["main"]["sku"] == "T9-432251"


def test_a_number_without_a_label_is_nothing(extract) -> None:
    """Random 13-digit ids pass the check digit too."""
    assert extract(f"{BUY}<p>{EAN}</p><div id='ad-{EAN}'>{EAN}</div>")["main"] is None


def test_labels_in_footers_and_menus_are_ignored(extract) -> None:
    """A footer's EAN is the shop's own electronic invoicing number."""
    footer = f"<footer><p>EAN: {EAN}</p></footer><nav><p>Varenr.: 1234</p></nav>"
    assert extract(BUY + footer)["main"] is None


def test_a_danish_location_number_is_no_product(extract) -> None:
    """Public buyers say "EAN-nummer" of their GLN, which passes the same check digit."""
    assert extract(f"{BUY}<p>EAN-nummer: 5798000000018</p>")["main"] is None


def test_an_in_store_number_is_no_gtin(extract) -> None:
    """Numbers from 20 to 29 mean something else in every shop."""
    assert extract(f"{BUY}<p>EAN: 2123456789010</p>")["main"] is None


def test_two_numbers_under_one_label_cancel_one_another(extract) -> None:
    """A value with two numbers, or two values, tells of no one product."""
    two = f"<p>EAN: {EAN}, 9521000000018</p>"
    assert extract(BUY + two)["main"] is None
    assert extract(f"{BUY}<p>EAN: {EAN}</p><p>EAN: 9521000000018</p>")["main"] is None


def test_labels_on_a_page_that_sells_nothing_are_ignored(extract) -> None:
    """An article that mentions a number is not a product page."""
    assert extract(f"<h1>Nyt om mælk</h1><p>EAN: {EAN}</p>")["main"] is None


def test_a_text_that_merely_mentions_a_label_gives_nothing(extract) -> None:
    """Running text is no label."""
    text = "<p>Skriv jeres EAN nummer i feltet ved bestilling, f.eks. 9521234567899</p>"
    assert extract(BUY + text)["main"] is None
