"""Shops that make it hard: strict policies, wild style sheets, right to left, broken globals."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

BADGE = "indkobskompas-badge"
WILD = """* { all: unset !important }
  indkobskompas-badge, div, button { display: none !important; font-size: 90px !important }"""
POLLUTED = """Object.prototype.grade = "A"; Object.prototype.product = {};
  Array.prototype.map = () => { throw new Error("ramt") };
  JSON.parse = () => { throw new Error("ramt") };
  Element.prototype.attachShadow = () => { throw new Error("ramt") };"""


def in_place(page: Page) -> None:
    """The badge is seen in its own size, and its panel opens."""
    button = page.locator(f"{BADGE} button").first
    expect(button).to_be_visible()
    box = button.bounding_box()
    assert box is not None
    assert 30 <= box["height"] <= 40
    button.click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_strict_content_policy_changes_nothing(page: Page, shop, service, product_page) -> None:
    """No inline style, script or connection is allowed by the page; the badge needs none."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    shop.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'nonce-x'; script-src 'nonce-x'; require-trusted-types-for"
        " 'script'; trusted-types 'none'"
    )
    shop.pages["/vare/1"] = product_page
    page.goto(f"{shop.origin}/vare/1")
    in_place(page)
    assert [text for text in complaints if "favicon" not in text and "404" not in text] == []


@pytest.mark.parametrize(
    "extra",
    [f"<style>{WILD}</style>", f"<script>{POLLUTED}</script>"],
    ids=["all unset", "polluted"],
)
def test_wild_styles_and_broken_globals_do_not_reach_the_badge(
    page: Page, shop, service, product_page, extra: str
) -> None:
    """What a page does to everything it does not do to us."""
    shop.pages["/vare/1"] = product_page.replace("<main>", f"{extra}<main>")
    page.goto(f"{shop.origin}/vare/1")
    in_place(page)


def test_a_right_to_left_page_has_its_badge_inside_the_window(
    page: Page, shop, service, product_page, listing_page
) -> None:
    """Mirrored pages get their badges on the pictures and beside the title."""
    shop.pages["/vare/1"] = product_page.replace("<html lang=da>", "<html lang=ar dir=rtl>")
    shop.pages["/"] = listing_page.replace("<html lang=da>", "<html lang=ar dir=rtl>")
    for path in ("/vare/1", "/"):
        page.goto(shop.origin + path)
        in_place(page)
        for badge in page.locator(f"{BADGE} button").all():
            box = badge.bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 1280


def test_a_page_that_removes_our_badge_gets_it_back_and_no_storm(
    page: Page, shop, service, listing_page
) -> None:
    """A framework that redraws its cards loses them for half a second, with no new request."""
    shop.pages["/"] = listing_page
    page.goto(shop.origin)
    expect(page.locator(BADGE)).to_have_count(12)
    page.evaluate(
        """() => { const list = document.querySelector("ul"); const copy = list.cloneNode(true);
          for (const badge of copy.querySelectorAll("indkobskompas-badge")) badge.remove();
          list.replaceWith(copy); }"""
    )
    expect(page.locator(BADGE)).to_have_count(12)
    assert len(service.seen) == 1


def test_a_page_without_products_is_left_alone(page: Page, shop, service) -> None:
    """No product, no request, no element of ours."""
    shop.pages["/om"] = "<!doctype html><title>Om</title><h1>Om butikken</h1><p>EAN: 5798000000018"
    page.goto(f"{shop.origin}/om")
    page.wait_for_timeout(500)
    assert service.seen == []
    assert page.locator(f"{BADGE}, indkobskompas-panel").count() == 0
