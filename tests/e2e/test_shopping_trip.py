"""A whole shopping trip, recorded: what reaches the service are identifiers and the shop's id."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from demo.page import Page
from tests.e2e.recorder import Sent, settled
from tests.e2e.test_single_page_shop import GOODS_BY_SKU, go
from tests.e2e.world import Shop, World

MAY_BE_SENT = {"ref", "gtin", "brand", "mpn", "sku", "path"}
# What a browser says of itself to everybody; none of it is about the buyer or the page.
HEADERS = {
    "host", "connection", "content-length", "content-type", "accept", "accept-encoding",
    "accept-language", "user-agent", "origin", "priority", "pragma", "cache-control", "te",
    "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest", "sec-fetch-storage-access",
    "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform", "if-none-match", "if-modified-since",
}  # fmt: skip
SEARCH, SECRET = "kaffe", "hemmelig"
COOKIE = f"document.cookie = 'bruger={SECRET}; path=/'"
BEEF = "OS-2007"


def in_oscar(page: Page, shop: Shop) -> Iterator[None]:
    """Listing, search, product, basket, in a shop of documents; every step is a page."""
    page.navigate(f"{shop.url}{shop.listing}?session={SECRET}")
    page.evaluate(COOKIE)
    yield
    page.navigate(f"{shop.url}/search/?q={SEARCH}")
    yield
    page.navigate(f"{shop.url}{shop.paths[BEEF]}?utm_source={SECRET}#{SECRET}")
    yield
    page.evaluate("document.querySelector('#add_to_basket_form button[type=submit]').click()")
    page.wait_for("document.querySelector('.alert-success, #messages .alert')")
    yield
    page.navigate(f"{shop.url}/basket/")
    page.wait_for("document.querySelector('#basket_formset .basket-items')")
    yield


def in_one_page(page: Page, shop: Shop) -> Iterator[None]:
    """Listing, search, product, variant, basket, in a shop of one document."""
    page.navigate(f"{shop.url}/?session={SECRET}")
    page.evaluate(COOKIE)
    page.wait_for("document.querySelectorAll('.cards .card').length >= 12")
    yield
    page.evaluate(f"document.querySelector('#q').value = '{SEARCH}'")
    page.evaluate("document.querySelector('.search').requestSubmit()")
    page.wait_for("document.querySelector('main').dataset.kind === 'search'")
    yield
    go(page, f"{shop.paths[BEEF]}?utm_source={SECRET}#{SECRET}")
    page.wait_for("document.querySelector('#variant')?.options.length === 2")
    yield
    page.evaluate(
        "(select => { select.value = 1; select.dispatchEvent(new Event('change')); })"
        "(document.querySelector('#variant'))"
    )
    yield
    page.evaluate("document.querySelector('.add').click()")
    page.wait_for("document.querySelector('#count').textContent !== '0'")
    yield
    go(page, "/kurv")
    page.wait_for("document.querySelector('tr.line')")
    yield


TRIPS = {"oscar": in_oscar, "vendure": in_one_page}


@pytest.mark.parametrize("trip", TRIPS)
def test_a_shopping_trip_sends_identifiers_and_the_shop_alone(
    page: Page, world: World, trip: str
) -> None:
    """In every byte sent: no name, word searched for, price, quantity, cookie, user or referrer."""
    shop = world.shops[trip]
    for _ in TRIPS[trip](page, shop):
        settled(world.recorder)
    everything = world.recorder.everything()
    asked = world.recorder.scores()
    assert len(asked) >= 3
    assert {one.method for one in everything} <= {"GET", "POST", "OPTIONS"}
    for one in asked:
        check_body(one, shop)
    for one in everything:
        check_rest(one, shop)
    paths = {item.get("path") for one in asked for item in one.json["items"]}
    assert shop.paths[BEEF] in paths


def check_body(sent: Sent, shop: Shop) -> None:
    """A question holds the shop's host and identifiers; each path is one of its products'."""
    body: dict[str, Any] = sent.json
    assert set(body) == {"shop", "items"}
    assert body["shop"] == shop.host
    for item in body["items"]:
        assert set(item) <= MAY_BE_SENT
        assert all(isinstance(value, str) for value in item.values())
        assert item["ref"].isdigit()
        assert not set("?#") & set(item.get("path", ""))
        assert item.get("path") is None or item["path"] in shop.paths.values()
    text = json.dumps(body, ensure_ascii=False).lower()
    names = [row["name_da"].lower() for row in GOODS_BY_SKU.values() if not row["mpn"]]
    assert [name for name in names if name in text] == []
    assert [row["price_dkk"] for row in GOODS_BY_SKU.values() if row["price_dkk"] in text] == []


def check_rest(sent: Sent, shop: Shop) -> None:
    """Address and headers name neither shop nor page nor buyer, and nothing is secret anywhere."""
    headers = {name.lower(): value for name, value in sent.headers.items()}
    preflight = {name for name in headers if name.startswith("access-control-request-")}
    assert set(headers) - preflight <= HEADERS
    said = " ".join([sent.path, *headers.values()])
    assert shop.host not in said
    assert "?" not in sent.path or sent.path.split("?")[1].replace("lang=", "") in ("da", "en")
    whole = (said + sent.body.decode()).lower()
    assert [word for word in (SECRET, "utm_", "session", "bruger") if word in whole] == []
    assert SEARCH not in said
    origin = headers.get("origin", "chrome-extension://")
    assert origin.startswith(("chrome-extension://", "moz-extension://"))
