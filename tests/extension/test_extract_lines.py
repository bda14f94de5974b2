"""Baskets and lists to order from: what, how many, at what price, and what kind of page it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

Read = Callable[..., dict[str, Any]]
BASKET = "https://butik.dk/kurv"


@pytest.fixture
def read(extract: Any, harness: Page) -> Read:
    """Read a page's HTML as if it stood at `url`, with kind, cards and lines."""

    def reader(html: str, url: str = BASKET) -> dict[str, Any]:
        extract(html)
        found: dict[str, Any] = harness.evaluate("url => window.kompasRead(url)", url)
        return found

    return reader


def row(n: int, quantity: str = "2", price: str = "10,00 kr.", total: str = "20,00 kr.") -> str:
    """Return a row of a plain basket table."""
    return (
        f'<tr><td><a href="/vare/{n}">Vare {n}</a></td>'
        f'<td><input type="number" name="antal-{n}" value="{quantity}"></td>'
        f"<td>{price}</td><td>{total}</td></tr>"
    )


def table(*rows: str) -> str:
    """Return a plain basket table with headings."""
    head = "<tr><th>Vare</th><th>Antal</th><th>Pris</th><th>I alt</th></tr>"
    return f"<h1>Din kurv</h1><table>{head}{''.join(rows)}</table>"


def test_a_table_with_quantities_is_read_line_by_line(read: Read) -> None:
    """Identity from the link, amounts from the columns that the headings name."""
    found = read(table(row(1), row(2, "3", "5,00 kr.", "15,00 kr.")))
    assert found["kind"] == "basket"
    assert (found["main"], found["cards"]) == (None, [])
    assert found["lines"][1] == {
        "identity": {"path": "/vare/2", "name": "Vare 2"},
        "quantity": 3,
        "price": {"amount": 5, "currency": "DKK"},
        "total": {"amount": 15, "currency": "DKK"},
    }


@pytest.mark.parametrize(
    "control",
    [
        '<input name="qty[1]" value="4">',
        '<input type="text" class="cart-qty" value=" 4 stk. ">',
        '<input type="text" aria-label="Antal" value="4">',
        '<select name="quantity"><option>1</option><option selected>4</option></select>',
        '<div role="spinbutton" aria-valuenow="4" tabindex="0">4</div>',
        '<button>-</button><input name="updates[]" value="4"><button>+</button>',
    ],
)
def test_every_usual_quantity_control_is_understood(read: Read, control: str) -> None:
    """Fields, lists and steppers, with and without a type."""
    item = '<li><a href="/vare/{n}">Vare {n}</a>{control}<span>10 kr.</span></li>'
    html = "<ul>" + "".join(item.format(n=n, control=control) for n in (1, 2)) + "</ul>"
    lines = read(html)["lines"]
    assert [(line["identity"]["path"], line["quantity"]) for line in lines] == [
        ("/vare/1", 4),
        ("/vare/2", 4),
    ]


def test_a_quantity_as_it_stands_now_counts(extract: Any, harness: Page) -> None:
    """What the buyer has typed is the value, not what the page came with."""
    extract(table(row(1)))
    harness.locator("input").fill("7")
    found = harness.evaluate("url => window.kompasRead(url)", BASKET)
    assert found["lines"][0]["quantity"] == 7


@pytest.mark.parametrize("quantity", ["", "mange", "-1", "0"])
def test_a_basket_line_without_a_number_of_pieces_is_none(read: Read, quantity: str) -> None:
    """Nothing is summed that is not in the basket."""
    assert [n["identity"]["path"] for n in read(table(row(1, quantity), row(2)))["lines"]] == [
        "/vare/2"
    ]


def test_an_order_list_keeps_lines_of_nothing(read: Read) -> None:
    """In a list to order from, zero is what nothing has been chosen of yet."""
    found = read(
        table(row(1, "0"), row(2, "0")).replace("Din kurv", "Bestillingsliste"),
        "https://butik.dk/konto/bestillingsliste/12",
    )
    assert found["kind"] == "list"
    assert [line["quantity"] for line in found["lines"]] == [0, 0]


def test_a_line_may_be_known_by_its_labelled_number_alone(read: Read) -> None:
    """Quick-order rows often hold a number and no link."""
    item = '<li class="line">Varenr.: M-{n} <input type="number" value="1"></li>'
    html = "<h1>Hurtigbestilling</h1><ul>" + "".join(item.format(n=n) for n in (11, 12)) + "</ul>"
    lines = read(html, "https://butik.dk/konto/side")["lines"]
    assert [line["identity"] for line in lines] == [{"sku": "M-11"}, {"sku": "M-12"}]


def test_links_that_remove_or_save_a_line_are_not_its_product(read: Read) -> None:
    """The product's link is the one that leads to it."""
    item = (
        '<li class="item"><a href="/kurv/remove/{n}">Fjern</a><a href="/favoritter/add/{n}">Gem</a>'
        '<a href="/vare/{n}">Vare {n}</a><input type="number" value="1"><b>10 kr.</b></li>'
    )
    lines = read("<ul>" + "".join(item.format(n=n) for n in (1, 2)) + "</ul>")["lines"]
    assert [line["identity"]["path"] for line in lines] == ["/vare/1", "/vare/2"]


@pytest.mark.parametrize(
    ("cells", "quantity", "price", "total"),
    [
        ("<td>10 kr.</td>", 1, 10, 10),
        ("<td>10 kr.</td>", 3, None, None),
        ("<td>10 kr.</td><td>30 kr.</td>", 3, 10, 30),
        ("<td>30 kr.</td><td>10 kr.</td>", 3, 10, 30),
        ("<td>10 kr.</td><td>25 kr.</td>", 3, None, None),
        ('<td class="line-total">30 kr.</td>', 3, None, 30),
        ('<td class="unit-price">10 kr.</td><td class="subtotal">30 kr.</td>', 3, 10, 30),
        ('<td data-title="Pris">10 kr.</td><td data-title="I alt">30 kr.</td>', 3, 10, 30),
        ('<td data-title="Pris">10 kr.</td><td data-title="I alt">99 kr.</td>', 3, None, None),
    ],
)
def test_unit_price_and_total_are_told_apart_or_left_out(
    read: Read, cells: str, quantity: int, price: float | None, total: float | None
) -> None:
    """By name, by heading, or by arithmetic; an amount that could be either is neither."""
    html = (
        f'<table><tr><td><a href="/vare/1">Vare</a></td>'
        f'<td><input type="number" value="{quantity}"></td>{cells}</tr></table>'
    )
    [line] = read(html)["lines"]
    assert line["price"] == (price and {"amount": price, "currency": "DKK"})
    assert line["total"] == (total and {"amount": total, "currency": "DKK"})


def test_a_mini_basket_on_another_page_is_left_alone(read: Read) -> None:
    """Lines are read where the page says that it is a basket or a list."""
    mini = (
        f"<aside class='mini-cart'>{table(row(1), row(2)).replace('<h1>Din kurv</h1>', '')}</aside>"
    )
    found = read(f"<h1>Velkommen</h1>{mini}", "https://butik.dk/om-os")
    assert (found["kind"], found["lines"]) == ("other", [])


def test_products_recommended_in_a_basket_are_cards_and_not_lines(read: Read) -> None:
    """What lies under the lines can still be badged."""
    card = '<li class="product"><a href="/vare/{n}"><img alt="">Vare {n}</a><p>9 kr.</p></li>'
    html = table(row(1)) + "<ul>" + "".join(card.format(n=n) for n in (7, 8, 9)) + "</ul>"
    found = read(html)
    assert [line["identity"]["path"] for line in found["lines"]] == ["/vare/1"]
    assert [c["identity"]["path"] for c in found["cards"]] == ["/vare/7", "/vare/8", "/vare/9"]


PRODUCT = (
    '<script type="application/ld+json">{"@type":"Product","name":"Vare","sku":"R-1"}</script>'
    "<h1>Vare</h1><button>Læg i kurv</button>"
)
CARDS = (
    "<ul>"
    + "".join(
        f'<li class="product"><a href="/vare/{n}"><img alt="">Vare {n}</a><p>9 kr.</p></li>'
        for n in (7, 8, 9)
    )
    + "</ul>"
)


@pytest.mark.parametrize(
    ("html", "path", "kind"),
    [
        (PRODUCT, "/vare/1", "product"),
        (CARDS, "/mejeri", "listing"),
        (CARDS, "/soeg?q=havre", "search"),
        (CARDS, "/catalogsearch/result/?q=havre", "search"),
        (PRODUCT, "/vare/1?q=havre", "product"),
        ("<h1>Indkøbskurv</h1><p>Kurven er tom.</p>", "/checkout/cart/", "basket"),
        ("<h1>Min kurv (3)</h1>", "/side/17", "basket"),
        ("<h1>Bestillingslister</h1>", "/konto/lister", "list"),
        ("<h1>Quick order</h1>", "/quick-order", "list"),
        ("<h1>Om os</h1><p>Kurvemøbler siden 1920.</p>", "/om", "other"),
        (PRODUCT, "/kurvemoebler/kurv-i-pil", "product"),
        ("<h1>Søg</h1><p>Ingen varer fundet.</p>", "/search?q=xyz", "other"),
    ],
)
def test_a_page_is_of_the_kind_it_says(read: Read, html: str, path: str, kind: str) -> None:
    """Address, heading and contents tell; a basket made of wicker is a product."""
    assert read(html, f"https://butik.dk{path}")["kind"] == kind
