"""Pointing out a shop's parts in its page, and an adapter that reads them again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from demo.chromium import extension_id

from .conftest import PICTURE, ROOT
from .tabs import lent

PICKER = "indkobskompas-picker"
HARNESS = (ROOT / "build" / "harness" / "extract.js").read_text(encoding="utf-8")
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def product(number: int, name: str, ean: str) -> str:
    """Return a product page whose markup tells nobody what is what."""
    return (
        f"<!doctype html><html lang=da><meta charset=utf-8><title>{name}</title><main>"
        f'<div class="css-1x8{number} top"><div class="product-headline">{name}</div>'
        f'<span class="css-9k2 amount-now">{number}9,95 kr.</span></div>'
        f'<div class="info"><p class="css-4f{number} item-number">B-100{number}</p>'
        f"<table class=facts><tr><td>Vægt</td><td>1 kg</td></tr>"
        f"<tr><td>Stregkode</td><td>{ean}</td></tr></table></div></main>"
    )


def listing() -> str:
    """Return a listing of six cards, with other links around them."""
    cards = "".join(
        f'<div class="x{n} tile-item"><div class=media><a href="/p/{n}0/vare-{n}">{PICTURE}</a>'
        f'</div><div class=body><a class=caption href="/p/{n}0/vare-{n}?fra=liste">Vare {n}</a>'
        f"<span>{n},95 kr.</span></div></div>"
        for n in range(1, 7)
    )
    return (
        "<!doctype html><html lang=da><meta charset=utf-8><title>Varer</title>"
        "<style>.grid{display:grid;grid-template-columns:repeat(3,1fr)}</style>"
        '<nav><a href="/a">A</a><a href="/b">B</a></nav>'
        f"<main><h1>Varer</h1><div class=grid>{cards}</div></main>"
    )


@pytest.fixture
def options(context: BrowserContext) -> Iterator[Page]:
    """The options page; what was pointed at is forgotten afterwards."""
    with lent(context, "own") as tab:
        tab.goto(f"chrome-extension://{extension_id(context)}/options.html")
        yield tab
        tab.evaluate("Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear()])")


@pytest.fixture
def pages(shop) -> None:
    """Two product pages of one shop, and its listing."""
    shop.pages["/p/10/pasta"] = product(1, "Pasta 1 kg", "9521234567899")
    shop.pages["/p/20/ris"] = product(2, "Ris 1 kg", "9521234567806")
    shop.pages["/p"] = listing()


def begin(page: Page, options: Page, address: str) -> Locator:
    """Open a page of the shop, begin to point at it from the options, and return the bar."""
    page.goto(address)
    options.reload()
    options.locator("#pick-tab").select_option(index=0)
    options.get_by_role("button", name="Begynd at pege").click()
    page.bring_to_front()
    bar = page.locator(f"{PICKER} .bar")
    expect(bar).to_be_visible()
    return bar


def on(page: Page, text: str) -> Locator:
    """Return what says this in the shop's own page."""
    return page.locator("main").get_by_text(text)


def adapter_in(bar: Locator) -> dict[str, Any]:
    """Return the adapter that the bar shows at the end."""
    found: dict[str, Any] = json.loads(bar.locator("pre").inner_text())
    return found


def faults(page: Page) -> list[object]:
    """Return what axe finds in the picker, and in nothing of the shop's."""
    page.evaluate(AXE)
    found: list[object] = page.evaluate(
        f"axe.run('{PICKER}').then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
    )
    return found


def reads(harness: Page, html: str, address: str, adapter: dict[str, Any]) -> dict[str, Any]:
    """Return what the extractor reads of a page with the adapter, as it comes from the service."""
    harness.set_content(html)
    harness.add_script_tag(content=HARNESS)
    found: dict[str, Any] = harness.evaluate(
        "([url, adapter]) => window.kompasRead(url, [adapter])", [address, adapter]
    )
    return found


def test_a_product_page_is_pointed_out_by_mouse_and_read_on_another(
    page: Page, options: Page, pages: None, shop, harness: Page
) -> None:
    """Name, two kinds of number and price; each step says what is read; axe finds nothing."""
    bar = begin(page, options, f"{shop.origin}/p/10/pasta")
    assert faults(page) == []
    bar.get_by_role("button", name="En vareside").click()
    on(page, "Pasta 1 kg").hover()
    expect(bar.locator("#reading")).to_contain_text("Læses som: Pasta 1 kg")
    expect(bar.locator("#reading code")).to_have_text(".product-headline")
    assert faults(page) == []
    on(page, "Pasta 1 kg").click()
    expect(bar.get_by_role("heading")).to_have_text("Peg på et nummer på varen")
    expect(bar.get_by_role("button", name="Videre")).to_have_count(0)
    on(page, "9521234567899").click()
    expect(bar.locator("dl")).to_contain_text("09521234567899")
    bar.get_by_label("Butikkens varenr.").check()
    on(page, "B-1001").click()
    assert faults(page) == []
    bar.get_by_role("button", name="Videre").click()
    on(page, "19,95 kr.").click()
    expect(bar.get_by_role("heading")).to_contain_text("Færdig")
    assert faults(page) == []
    adapter = adapter_in(bar)
    assert adapter["product"] == {
        "name": ".product-headline",
        "price": ".amount-now",
        "labels": {"gtin": ["Stregkode"]},
        "fields": {"sku": ".item-number"},
    }
    main = reads(harness, shop.pages["/p/20/ris"], f"{shop.origin}/p/20/ris", adapter)["main"]
    assert main["identity"] == {
        "gtin": "09521234567806",
        "sku": "B-1002",
        "name": "Ris 1 kg",
        "path": "/p/20/ris",
    }
    assert main["price"] == {"amount": 29.95, "currency": "DKK"}
    assert page.url == f"{shop.origin}/p/10/pasta"


def test_a_listing_is_pointed_out_by_keyboard_alone(
    page: Page, options: Page, pages: None, shop, harness: Page
) -> None:
    """Arrows walk the page's tree, Enter chooses; the product pages' paths come with the links."""
    bar = begin(page, options, f"{shop.origin}/p")
    press = page.keyboard.press
    press("Tab")
    press("Enter")
    expect(bar.get_by_role("heading")).to_have_text("Peg på et kort i listen")
    press("ArrowDown")  # begins at the heading
    press("Enter")
    expect(bar.locator(".fault")).to_contain_text("ikke noget, der gentager sig")
    for key in ("ArrowRight", "ArrowDown", "ArrowRight"):
        press(key)
    expect(bar.locator("#reading")).to_contain_text("6 kort")
    expect(page.locator(f"{PICKER} [data-kind=alike]")).to_have_count(6)
    press("Enter")
    expect(bar.get_by_role("heading")).to_have_text("Peg på linket til varen i kortet")
    for key in ("ArrowDown", "ArrowDown", "ArrowRight", "ArrowDown"):
        press(key)
    expect(bar.locator("#reading")).to_contain_text("/p/20/vare-2")
    press("Enter")
    press("Tab")
    press("Enter")  # "Spring over"
    adapter = adapter_in(bar)
    assert adapter["listing"] == {"card": ".tile-item", "link": ".caption"}
    assert adapter["pages"]["product"] == {"paths": ["/p/*/*"]}
    found = reads(harness, shop.pages["/p"], f"{shop.origin}/p", adapter)
    assert found["kind"] == "listing"
    paths = [card["identity"]["path"] for card in found["cards"]]
    assert paths == [f"/p/{n}0/vare-{n}" for n in range(1, 7)]
    names = [card["identity"]["name"] for card in found["cards"]]
    assert names == [f"Vare {n}" for n in range(1, 7)]


def test_both_kinds_of_page_end_in_one_file(
    page: Page, options: Page, pages: None, shop, harness: Page
) -> None:
    """What was pointed at first is kept by the options page, and given along to the next."""
    bar = begin(page, options, f"{shop.origin}/p")
    bar.get_by_role("button", name="En liste med varer").click()
    on(page, "Vare 3").click()
    on(page, "Vare 3").click()
    page.locator("svg").nth(2).click()
    adapter = adapter_in(bar)
    assert adapter["listing"] == {"card": ".tile-item", "link": ".caption", "image": "svg"}
    bar.get_by_role("button", name="Luk").click()
    bar = begin(page, options, f"{shop.origin}/p/10/pasta")
    bar.get_by_role("button", name="En vareside").click()
    on(page, "Pasta 1 kg").click()
    on(page, "9521234567899").click()
    bar.get_by_role("button", name="Videre").click()
    bar.get_by_role("button", name="Spring over").click()
    whole = adapter_in(bar)
    assert whole["listing"] == adapter["listing"]
    assert whole["pages"].keys() == {"product", "listing"}
    for path, kind in {"/p/20/ris": "product", "/p": "listing"}.items():
        html = shop.pages[path]
        assert reads(harness, html, shop.origin + path, whole)["kind"] == kind
    with page.expect_download() as saved:
        bar.get_by_role("button", name="Hent filen").click()
    assert saved.value.suggested_filename == f"{whole['id']}.json"
    assert json.loads(saved.value.path().read_text(encoding="utf-8")) == whole
    shown = options.locator(".draft pre")
    expect(shown).to_contain_text('"listing"')
    assert json.loads(shown.inner_text()) == whole
    options.get_by_role("button", name="Kassér").click()
    expect(shown).to_have_count(0)


def test_what_cannot_be_read_is_said_and_not_chosen(
    page: Page, options: Page, pages: None, shop
) -> None:
    """A weight is no bar code, a heading is no price: the step stays until it fits or is left."""
    bar = begin(page, options, f"{shop.origin}/p/10/pasta")
    bar.get_by_role("button", name="En vareside").click()
    on(page, "Pasta 1 kg").click()
    page.locator("main").get_by_text("1 kg", exact=True).click()
    expect(bar.locator(".fault")).to_contain_text("ikke en gyldig EAN/GTIN")
    expect(bar.get_by_role("heading")).to_have_text("Peg på et nummer på varen")
    assert faults(page) == []
    on(page, "9521234567899").click()
    bar.get_by_role("button", name="Videre").click()
    on(page, "Stregkode").click()
    expect(bar.locator(".fault")).to_contain_text("Der er ingen pris her")


def test_a_step_is_undone_and_all_is_left_by_escape(
    page: Page, options: Page, pages: None, shop
) -> None:
    """Back one by one to the first question; Escape leaves the page as it was."""
    bar = begin(page, options, f"{shop.origin}/p/10/pasta")
    before = page.evaluate("document.documentElement.outerHTML.length")
    bar.get_by_role("button", name="En vareside").click()
    on(page, "Pasta 1 kg").click()
    on(page, "9521234567899").click()
    undo = bar.get_by_role("button", name="Fortryd")
    undo.click()
    expect(bar.locator("dl")).not_to_contain_text("09521234567899")
    undo.click()
    expect(bar.get_by_role("heading")).to_have_text("Peg på varens navn")
    undo.click()
    expect(bar.get_by_role("heading")).to_have_text("Hvilken slags side er det her?")
    assert page.evaluate("document.documentElement.outerHTML.length") == before
    page.keyboard.press("Escape")
    expect(page.locator(PICKER)).to_have_count(0)
    on(page, "Pasta 1 kg").click()


def test_the_page_takes_no_part_while_it_is_pointed_at(
    page: Page, options: Page, pages: None, shop
) -> None:
    """A click on a link chooses it and leads nowhere, and the page's own listeners hear nothing."""
    bar = begin(page, options, f"{shop.origin}/p")
    page.evaluate("document.addEventListener('click', () => { window.heard = true; }, true)")
    bar.get_by_role("button", name="En liste med varer").click()
    page.evaluate("window.heard = false")
    on(page, "Vare 2").click()
    expect(bar.get_by_role("heading")).to_have_text("Peg på linket til varen i kortet")
    assert page.url == f"{shop.origin}/p"
    assert page.evaluate("window.heard") is False
    page.keyboard.press("Escape")
    shop.pages["/p/20/vare-2"] = product(2, "Ris 1 kg", "9521234567806")
    on(page, "Vare 2").click()
    expect(page).to_have_url(f"{shop.origin}/p/20/vare-2?fra=liste")
