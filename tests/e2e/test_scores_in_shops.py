"""What a buyer sees in a real shop: badges, the panel, better alternatives."""

from __future__ import annotations

import pytest

from demo import overlay
from demo.browsers import Kind
from demo.page import Page
from demo.tour import NARROW, WIDE
from tests.e2e.conftest import SHOTS, Browsers
from tests.e2e.world import Shop, World

CARDS_IN_VIEW = 12
FOCUSED = "document.activeElement?.localName"


def shoot(page: Page, kind: Kind, shop: Shop, name: str) -> None:
    """Save what is seen, narrow and wide, for a person to judge."""
    for size in (NARROW, WIDE):
        page.set_viewport(*size)
        page.evaluate("new Promise(done => setTimeout(done, 150))")
        page.screenshot(SHOTS / f"{kind}-{shop.id}-{name}-{size[0]}.png")


def shown(item: dict[str, object]) -> str:
    """Return what a badge shows for an item of the service's answer."""
    spread = item["range"]
    return str(item["grade"] or ("–".join(spread) if isinstance(spread, list) else "?"))


def title_badge(page: Page) -> overlay.Badge:
    """Return the badge of the product that the page is about."""
    own = [badge for badge in overlay.wait_for_badges(page, 1) if not badge.on_card]
    assert len(own) == 1
    return own[0]


def focus_title_badge(page: Page) -> None:
    """Put the focus on the product's badge, as tabbing to it does."""
    page.evaluate(
        "[...document.querySelectorAll('indkobskompas-badge')]"
        ".find(host => !host.closest('li.card, .product_pod'))"
        ".shadowRoot.querySelector('button').focus()"
    )


def test_every_card_of_a_listing_gets_a_badge(page: Page, kind: Kind, shop: Shop) -> None:
    """No product that the service knows is left out on the first page of the catalogue."""
    page.navigate(shop.url + shop.listing)
    cards = page.evaluate(overlay.CARDS)
    found = overlay.wait_for_badges(page, cards)
    shoot(page, kind, shop, "listing")
    assert cards >= CARDS_IN_VIEW
    assert len({badge.path for badge in found}) == len(found) == cards


def test_badges_show_what_the_service_says(page: Page, shop: Shop, world: World) -> None:
    """Letter, range or question mark on each card is the service's own answer for that page."""
    page.navigate(shop.url + shop.listing)
    found = overlay.wait_for_badges(page, page.evaluate(overlay.CARDS))
    answers = world.scores(shop, [badge.path for badge in found])
    assert {b.path: b.shown for b in found} == {p: shown(i) for p, i in answers.items()}


def test_a_product_page_has_a_badge_of_its_own(
    page: Page, kind: Kind, shop: Shop, world: World
) -> None:
    """The product that the page is about has one badge with the service's grade."""
    page.navigate(shop.url + shop.poor)
    badge = title_badge(page)
    shoot(page, kind, shop, "product")
    assert badge.shown == shown(world.scores(shop, [shop.poor])[shop.poor])


def test_a_device_is_known_by_its_part_number(page: Page, shop: Shop, world: World) -> None:
    """A device's badge rests on brand and part number or bar code, and says how sure it is."""
    page.navigate(shop.url + shop.device)
    badge = title_badge(page)
    item = world.scores(shop, [shop.device])[shop.device]
    assert (badge.shown, badge.confidence) == (shown(item), "høj sikkerhed")


def test_a_click_opens_the_panel_with_figures_and_sources(
    page: Page, kind: Kind, shop: Shop, world: World
) -> None:
    """The panel names the product, the reasons with figure and source, and the rules' version."""
    page.navigate(shop.url + shop.poor)
    overlay.open_panel(page, title_badge(page))
    shoot(page, kind, shop, "panel")
    text = overlay.panel_text(page)
    item = world.scores(shop, [shop.poor])[shop.poor]
    wanted = [item["product"]["name"], item["summary"], "kg CO2e/kg", "Agribalyse 3.2", "2026.1"]
    assert [words for words in wanted if words not in text] == []


def test_a_shop_never_navigates_when_a_badge_on_a_card_is_clicked(page: Page, shop: Shop) -> None:
    """A badge lies on a card that is a link, and still opens the panel and nothing else."""
    page.navigate(shop.url + shop.listing)
    first = overlay.wait_for_badges(page, page.evaluate(overlay.CARDS))[0]
    overlay.open_panel(page, first)
    assert page.evaluate("location.pathname") == shop.listing


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_the_panel_opens_by_keyboard_and_escape_returns(page: Page, shop: Shop, key: str) -> None:
    """Enter and Space open the panel; Escape closes it with the focus back on the badge."""
    page.navigate(shop.url + shop.poor)
    title_badge(page)
    focus_title_badge(page)
    page.press(key)
    page.wait_for(f"{overlay.PANEL}?.open === true")
    inside = page.evaluate(FOCUSED)
    page.press("Escape")
    page.wait_for("!document.querySelector('indkobskompas-panel')")
    assert (inside, page.evaluate(FOCUSED)) == ("indkobskompas-panel", "indkobskompas-badge")


def test_an_alternative_shows_its_price_and_leads_to_its_page(
    page: Page, shop: Shop, world: World
) -> None:
    """A better alternative is named with the price difference; its link opens it in this shop."""
    page.navigate(shop.url + shop.poor)
    overlay.open_panel(page, title_badge(page))
    best = world.scores(shop, [shop.poor])[shop.poor]["alternatives"][0]
    text = overlay.panel_text(page)
    assert best["product"]["name"] in text
    assert any(word in text for word in ("billigere", "dyrere", "Samme pris"))
    page.evaluate(f"{overlay.PANEL}.querySelector('a[href=\"{best['path']}\"]').click()")
    page.wait_for(f"location.pathname === {best['path']!r}")
    page.wait_for("document.readyState === 'complete'")
    assert title_badge(page).shown == best["grade"]


def test_the_overlay_speaks_english(browsers: Browsers, kind: Kind, world: World) -> None:
    """With English chosen, badge and panel are English, the service's texts among them."""
    page, shop = browsers.page(kind, "en"), world.shops["oscar"]
    page.navigate(shop.url + shop.poor)
    badge = title_badge(page)
    overlay.open_panel(page, badge)
    shoot(page, kind, shop, "panel-english")
    text = overlay.panel_text(page)
    assert badge.label.startswith("The municipality's purchasing score E, ")
    wanted = ["Better alternatives in this shop", "carbon footprint", "How sure is it?"]
    assert [words for words in wanted if words.lower() not in text.lower()] == []
