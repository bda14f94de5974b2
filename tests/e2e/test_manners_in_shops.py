"""How the extension behaves in a shop: what it sends, what it moves, and when the service fails."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from demo import overlay
from demo.browsers import Kind
from demo.page import Page
from tests.e2e.conftest import SHOTS, Browsers
from tests.e2e.recorder import settled
from tests.e2e.test_scores_in_shops import title_badge
from tests.e2e.world import Shop, World

ROOT = Path(__file__).parents[2]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
MAY_BE_SENT = {"ref", "gtin", "brand", "mpn", "sku", "path"}
# Where every element of the shop is; the extension's own hosts take no part.
LAYOUT = """[...document.body.querySelectorAll('*')]
  .filter(e => !e.localName.startsWith('indkobskompas-'))
  .map(e => { const r = e.getBoundingClientRect(); return [r.x, r.y, r.width, r.height]; })"""
SHIFTS = """new Promise(done => {
  new PerformanceObserver(list => done(list.getEntries().map(entry => entry.value)))
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => done([]), 300);
})"""


def axe_faults(page: Page, where: str) -> list[str]:
    """Run axe on what `where`, a JavaScript value, names; return its findings.

    All rules are tried; what passes them is not described, which takes as long as trying.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(f"(() => {{ {AXE}\n }})()")
    found: dict[str, Any] = page.evaluate(f"axe.run({where}, {{resultTypes: ['violations']}})")
    return [
        f"{fault['id']}: {node['html'][:150]}"
        for fault in found["violations"]
        for node in fault["nodes"][:3]
    ]


@pytest.mark.parametrize("at", ["listing", "poor"])
def test_one_page_view_asks_once_and_sends_identifiers_alone(
    page: Page, shop: Shop, world: World, at: str
) -> None:
    """One request with the shop and identifiers: no price, no query, no name, no cookie."""
    page.navigate(f"{shop.url}{getattr(shop, at)}?utm_source=mail&session=hemmelig")
    overlay.wait_for_badges(page, 1)
    sent = settled(world.recorder)
    assert len(sent) == 1
    body = sent[0].json
    assert set(body) == {"shop", "items"}
    assert body["shop"] == shop.host
    assert {key for item in body["items"] for key in item} <= MAY_BE_SENT
    assert all(isinstance(value, str) for item in body["items"] for value in item.values())
    assert all(not set("?#") & set(item.get("path", "")) for item in body["items"])
    assert b"hemmelig" not in sent[0].body
    headers = {name.lower(): value for name, value in sent[0].headers.items()}
    assert not {"cookie", "referer", "authorization"} & set(headers)
    assert [value for value in headers.values() if shop.host in value or "hemmelig" in value] == []


def test_badges_move_nothing_in_the_shop(page: Page, shop: Shop, world: World) -> None:
    """Every element of the listing is where it was before the service answered."""
    with world.recorder.holding():
        page.navigate(shop.url + shop.listing)
        before = page.evaluate(LAYOUT)
        cards = page.evaluate(overlay.CARDS)
        unpainted = len(overlay.badges(page))
    overlay.wait_for_badges(page, cards)
    page.evaluate("new Promise(done => setTimeout(done, 100))")
    assert (unpainted, page.evaluate(LAYOUT)) == (0, before)


@pytest.mark.parametrize("at", ["listing", "poor"])
def test_chromium_measures_no_layout_shift(
    browsers: Browsers, shop: Shop, world: World, at: str
) -> None:
    """The browser's own measure of layout shift stays at nothing while badges are painted."""
    page = browsers.page("chromium")
    with world.recorder.holding():
        page.navigate(shop.url + getattr(shop, at))
        own = page.evaluate(SHIFTS)
    overlay.wait_for_badges(page, 1)
    assert sum(page.evaluate(SHIFTS)) == sum(own)


def test_no_badge_lies_on_a_price_or_a_button(page: Page, shop: Shop) -> None:
    """What the buyer needs stays free: price, links in words, and basket buttons."""
    page.navigate(shop.url + shop.listing)
    overlay.wait_for_badges(page, page.evaluate(overlay.CARDS))
    covered = page.evaluate(
        """(() => {
          const box = element => element.getBoundingClientRect();
          const hosts = [...document.querySelectorAll('indkobskompas-badge')];
          const badges = hosts.map(host => box(host.shadowRoot.querySelector('button')));
          const kept = 'main button, .price b, .price_color, .name a, .product_pod h3 a, .btn';
          return [...document.querySelectorAll(kept)].filter(element => badges.some(badge => {
            const at = box(element);
            return at.width && badge.left < at.right && badge.right > at.left
              && badge.top < at.bottom && badge.bottom > at.top;
          })).map(element => element.textContent.trim());
        })()"""
    )
    assert covered == []


def test_without_the_service_the_last_scores_are_shown(
    page: Page, kind: Kind, shop: Shop, world: World
) -> None:
    """A service that is down takes no badge away from pages that were seen before."""
    page.navigate(shop.url + shop.poor)
    before = title_badge(page)
    page.navigate(shop.url + shop.listing)
    cards = page.evaluate(overlay.CARDS)
    overlay.wait_for_badges(page, cards)
    page.evaluate("new Promise(done => setTimeout(done, 400))")
    with world.recorder.down():
        page.navigate(shop.url + shop.listing)
        assert len(overlay.wait_for_badges(page, cards)) == cards
        page.navigate(shop.url + shop.poor)
        badge = title_badge(page)
        page.screenshot(SHOTS / f"{kind}-{shop.id}-down.png")
    assert badge.kind == before.kind != "problem"


def test_badges_come_back_with_the_service(page: Page, shop: Shop, world: World) -> None:
    """After the service was away, the next page has its badges again."""
    with world.recorder.down():
        page.navigate(shop.url + shop.listing)
    page.navigate(shop.url + shop.listing)
    cards = page.evaluate(overlay.CARDS)
    assert len(overlay.wait_for_badges(page, cards)) == cards


def test_the_overlay_has_no_accessibility_faults(page: Page, shop: Shop) -> None:
    """Axe finds nothing in badges or in the open panel."""
    page.navigate(shop.url + shop.poor)
    badge = title_badge(page)
    faults = axe_faults(page, "{include: [['indkobskompas-badge']]}")
    overlay.open_panel(page, badge)
    faults += axe_faults(page, "{include: [['indkobskompas-panel']]}")
    assert faults == []


@pytest.mark.parametrize(
    "path", ["/", "/?category=Fisk", "/?q=intet+passer", "/kurv", "/om", "/findes-ikke", "product"]
)
def test_the_demo_shop_has_no_accessibility_faults(
    browsers: Browsers, world: World, path: str
) -> None:
    """Axe finds nothing on any kind of page of the demo shop, in Chromium, overlay included."""
    page = browsers.page("chromium")
    shop = world.shops["demo"]
    page.navigate(shop.url + (shop.poor if path == "product" else path))
    assert axe_faults(page, "document") == []


def test_the_services_api_page_has_no_accessibility_faults(
    browsers: Browsers, kind: Kind, world: World
) -> None:
    """The page to read the API on is ours, so it must be fit to read for everybody."""
    page = browsers.page(kind)
    page.navigate(f"{world.service}/api/")
    assert axe_faults(page, "document") == []
    page.screenshot(SHOTS / f"{kind}-api.png")
