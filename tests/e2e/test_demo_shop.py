"""The demo shop itself: an ordinary shop that works without the extension."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from demo.shop import create_app
from tests.e2e.world import CATALOGUE

MILK, SKU = "/vare/oekologisk-letmaelk", "FI-10102"


@pytest.fixture
def client() -> FlaskClient:
    """A visitor of the Danish shop."""
    return create_app(CATALOGUE).test_client()


def test_the_front_page_has_goods_of_every_category(client: FlaskClient) -> None:
    """All twelve categories have a shelf on the front page."""
    assert client.get("/").text.count('<section class="shelf"') == 12


def test_search_finds_words_in_any_order(client: FlaskClient) -> None:
    """Both words must occur, in whichever field and order."""
    page = client.get("/", query_string={"q": "kaffe sydvind økologisk"}).text
    assert ("Økologisk kaffe" in page, "Formalet kaffe" in page) == (True, False)


def test_a_listing_can_be_filtered_and_sorted(client: FlaskClient) -> None:
    """Brand narrows the list, and the cheapest comes first."""
    query = {"category": "Mejeri", "brand": "Engsø", "order": "price"}
    page = client.get("/", query_string=query).text
    assert page.index("Letmælk 1,5 %") < page.index("Skæreost")
    assert "Havredrik" not in page


def test_the_basket_adds_changes_and_removes(client: FlaskClient) -> None:
    """Quantities add up, can be changed, and a removed line is gone."""
    for quantity in ("2", "1"):
        client.post("/kurv/tilfoej", data={"sku": SKU, "quantity": quantity})
    assert "37,50 kr." in client.get("/kurv").text
    client.post("/kurv/ret", data={f"quantity-{SKU}": "4"})
    assert "50,00 kr." in client.get("/kurv").text
    client.post("/kurv/ret", data={f"quantity-{SKU}": "4", "remove": SKU})
    assert "Kurven er tom" in client.get("/kurv").text


@pytest.mark.parametrize("quantity", ["-1", "1.5", "1000", "x", "²"])
def test_a_bad_quantity_is_refused_in_words(client: FlaskClient, quantity: str) -> None:
    """What is no whole number from 0 to 999 is answered with a page that says so."""
    answer = client.post("/kurv/tilfoej", data={"sku": SKU, "quantity": quantity})
    assert (answer.status_code, "helt tal" in answer.text) == (400, True)


@pytest.mark.parametrize("path", ["/vare/findes-ikke", "/?category=Ingen", "/kurv/andet"])
def test_a_missing_page_is_a_page_of_the_shop(client: FlaskClient, path: str) -> None:
    """An unknown address gets a 404 that looks like the shop."""
    answer = client.get(path)
    assert (answer.status_code, "Siden findes ikke" in answer.text) == (404, True)


@pytest.mark.parametrize("path", ["/", MILK, "/kurv", "/om", "/static/shop.css"])
def test_every_answer_carries_a_strict_content_policy(client: FlaskClient, path: str) -> None:
    """Scripts are allowed from nowhere, and styles from the shop alone."""
    with client.get(path) as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'")


def test_what_is_searched_for_is_shown_as_text(client: FlaskClient) -> None:
    """A search for markup is not markup in the answer."""
    page = client.get("/", query_string={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page


def test_the_shop_speaks_english_when_asked_to() -> None:
    """Goods, prices and words are English in the English shop."""
    page = create_app(CATALOGUE, "en").test_client().get(MILK).text
    assert all(words in page for words in ("Organic semi-skimmed milk", "DKK 12.50", 'lang="en"'))
