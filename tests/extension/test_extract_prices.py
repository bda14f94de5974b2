"""Prices in the odd forms of real shops: one amount, or none where it is in doubt."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

SETTINGS = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def tab(extract: Any, harness: Page) -> Page:
    """A page with the extraction code in it."""
    extract("<p>")
    return harness


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("1.234,50 kr.", 1234.5, None),
        ("kr. 12,-", 12, None),
        ("12,-", 12, None),
        ("1.299,-", 1299, None),
        ("12,00,-", 12, None),
        ("DKK 99.95", 99.95, "DKK"),
        ("99.95 DKK", 99.95, "DKK"),
        ("12,95 kr./stk", 12.95, None),
        ("12,95 kr. pr. stk.", 12.95, None),
        ("kr 1 234,50", 1234.5, None),
        ("kr 1\u00a0234,50", 1234.5, None),
        ("€ 1.234", 1234, "EUR"),
        ("1,234.50 €", 1234.5, "EUR"),
        ("£12.5", 12.5, "GBP"),
        ("Pris: 45 kr", 45, None),
        ("45,- kr.", 45, None),
        ("1.234.567,00 kr.", 1234567, None),
        ("SEK 49:-", 49, "SEK"),
    ],
)
def test_a_price_is_read_in_the_forms_that_shops_write(tab, text, amount, currency) -> None:
    """Marks of thousands and decimals of both kinds, dashes, and the currency on either side."""
    found = tab.evaluate("t => window.kompasPrices([t], false)[0]", text)
    assert found == {"amount": amount, "currency": currency}


@pytest.mark.parametrize(
    "text",
    [
        "fra 99 kr",
        "Fra kr. 99,-",
        "from €12",
        "2 for 30,-",
        "3 stk. 50 kr.",
        "99 - 149 kr.",
        "99,00 kr. – 149,00 kr.",
        "24,50 kr./kg",
        "24,50 kr. pr. kg",
        "12 kr/100 g",
        "199 kr./md.",
        "spar 20 kr.",
        "før 99 kr.",
        "-20 kr.",
        "-20 %",
        "20% rabat 80 kr",
        "12 95 kr.",
        "1.2345 kr.",
        "1.234.50 kr.",
        "0 kr.",
        "kr.",
        "gratis",
        "",
        "12,95",
        "99 kr. 49 kr.",
        "9" * 5000 + " kr.",
    ],
)
def test_what_is_no_price_of_one_piece_gives_none(tab, text) -> None:
    """Starting prices, offers on several, unit prices, savings, ranges and riddles."""
    assert tab.evaluate("t => window.kompasPrices([t], false)[0]", text) is None


def danish(ore: int) -> str:
    """Return an amount as Danes write it."""
    return f"{ore / 100:,.2f}".translate(str.maketrans(",.", ".,"))


@SETTINGS
@given(ores=st.lists(st.integers(1, 999_999_999), min_size=50, max_size=80))
def test_every_danish_and_english_amount_is_read_back(tab, ores: list[int]) -> None:
    """Whatever the amount, both ways of writing it give it again."""
    texts = [f"{danish(n)} kr." for n in ores] + [f"£{n / 100:,.2f}" for n in ores]
    found = tab.evaluate("t => window.kompasPrices(t, false)", texts)
    assert [price["amount"] for price in found] == pytest.approx([n / 100 for n in ores] * 2)


@SETTINGS
@given(texts=st.lists(st.text("0123456789.,- krfa/€\u00a0'", max_size=24), min_size=100))
def test_no_text_gives_an_amount_that_is_none_or_breaks_the_reader(tab, texts) -> None:
    """What is read is a positive, finite amount, or nothing."""
    for price in tab.evaluate("t => window.kompasPrices(t, true)", texts):
        assert price is None or 0 < price["amount"] < 10_000_000


def shown(extract: Any, tab: Page, price: str) -> Any:
    """Return the price of the second of three cards whose price is this markup."""
    card = '<li class="card"><a href="/vare/{n}"><img alt="">Vare {n}</a>{price}</li>'
    extract("<ul>" + "".join(card.format(n=n, price=price) for n in range(3)) + "</ul>")
    found = tab.evaluate("() => window.kompasRead('https://butik.dk/varer')")["cards"]
    return found[1]["price"] and found[1]["price"]["amount"]


@pytest.mark.parametrize(
    ("markup", "amount"),
    [
        ("<p>12,95 kr.</p>", 12.95),
        ("<p><del>20,00 kr.</del> <ins>15,00 kr.</ins></p>", 15),
        ('<p><span class="old-price">20 kr.</span><span class="price">15 kr.</span></p>', 15),
        ('<p class="price"><s>kr. 20,-</s> kr. 15,-</p>', 15),
        ('<p><span class="price-regular">20 kr.</span></p>', 20),
        ("<p>Pris: <b>12,95 kr.</b> <small>12,95 kr./kg</small></p>", 12.95),
        ('<p class="price">12<sup>95</sup> kr.</p>', 12.95),
        ('<p class="price"><span>kr.</span> <span>12,95</span></p>', 12.95),
        ('<p class="price"><i>€</i><b>12<i>,</i></b><i class="price-fraction">95</i></p>', 12.95),
        ('<p class="price"><i>kr.</i><b>12</b><sup>,95</sup></p>', 12.95),
        ('<p class="price"><span>12,95</span><span>kr.</span></p>', 12.95),
        ("<p>fra <b>12 kr.</b></p>", None),
        ("<p>Spar <b>12 kr.</b> på 99,00</p>", None),
        ("<p>2 for <b>30 kr.</b></p>", None),
        ("<p><b>24 kr.</b> pr. kg</p>", None),
        ("<p>24 kr.</p><p>30 kr.</p>", None),
        ('<p class="price">12 kr.</p><p>fragt 39 kr.</p>', 12),
    ],
)
def test_a_cards_price_is_what_it_costs_now(extract, tab, markup, amount) -> None:
    """Struck-through, unit and starting prices are told from it; two amounts are none."""
    assert shown(extract, tab, markup) == amount


@pytest.mark.parametrize(
    ("url", "language", "currency"),
    [
        ("https://butik.dk/vare/1", "en", "DKK"),
        ("https://butik.example/vare/1", "da", "DKK"),
        ("https://butik.no/vare/1", "nb", "NOK"),
        ("https://butik.se/vare/1", "sv-SE", "SEK"),
        ("https://butik.example/vare/1", "de", None),
    ],
)
def test_kr_is_the_crown_of_the_shops_country(extract, tab, url, language, currency) -> None:
    """ "kr." alone names no currency; the shop's host and language do."""
    extract(
        f"<!doctype html><html lang={language}><div><h1>Vare</h1><p>20 kr.</p>"
        "<button>Læg i kurv</button><p>Varenr.: R-1</p></div>"
    )
    found = tab.evaluate("url => window.kompasRead(url)", url)["main"]
    assert found["price"] == {"amount": 20, "currency": currency}


@pytest.mark.parametrize(
    ("offers", "price"),
    [
        ({"price": "12.95", "priceCurrency": "DKK"}, {"amount": 12.95, "currency": "DKK"}),
        ({"price": 12.95, "priceCurrency": "DKK"}, {"amount": 12.95, "currency": "DKK"}),
        ({"price": "12,95", "priceCurrency": "DKK"}, {"amount": 12.95, "currency": "DKK"}),
        ({"lowPrice": "10", "highPrice": "20", "priceCurrency": "DKK"}, None),
        ({"price": "0", "priceCurrency": "DKK"}, None),
        ({"price": "javascript:alert(1)", "priceCurrency": "DKK"}, None),
        ([{"price": "10"}, {"price": "20"}], None),
    ],
)
def test_a_products_price_comes_from_its_offer(extract, tab, offers, price) -> None:
    """One offer with one price tells it; a range and several offers do not."""
    data = json.dumps({"@type": "Product", "name": "Vare", "sku": "R-1", "offers": offers})
    extract(f'<script type="application/ld+json">{data}</script><h1>Vare</h1>')
    found = tab.evaluate("() => window.kompasRead('https://butik.example/vare/1')")["main"]
    assert found["price"] == price
