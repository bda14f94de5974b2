"""The options page and the pop-up."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from demo.chromium import extension_id

from .conftest import ROOT

BADGE = "indkobskompas-badge"


@pytest.fixture
def base(context: BrowserContext) -> str:
    """The address of the extension's own pages."""
    return f"chrome-extension://{extension_id(context)}"


@pytest.fixture
def own(context: BrowserContext, base: str) -> Iterator[Page]:
    """A tab for our own pages; the user's settings are put back afterwards."""
    page = context.new_page()
    yield page
    page.goto(f"{base}/options.html")
    page.evaluate("chrome.storage.local.clear()")
    page.close()


def faults(page: Page) -> list[object]:
    """Return what axe finds in the whole page."""
    axe = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    page.evaluate(axe)
    found: list[object] = page.evaluate(
        "axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
    )
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["options", "popup"])
def test_our_own_pages_pass_axe(own: Page, base: str, name: str, scheme: str) -> None:
    """No accessibility fault, light and dark."""
    own.emulate_media(color_scheme=scheme)
    own.goto(f"{base}/{name}.html")
    expect(own.get_by_role("heading", level=1)).to_have_text("Indkøbskompas")
    assert faults(own) == []


def test_the_options_are_kept_and_used(
    own: Page, base: str, page: Page, shop, service, product_page
) -> None:
    """A language and a token that are saved go out with the next request."""
    shop.pages["/vare/1"] = product_page
    own.goto(f"{base}/options.html")
    own.get_by_label("Adgangsnøgle").fill("abc123")
    own.get_by_label("Sprog").select_option("en")
    own.get_by_role("button", name="Gem").click()
    expect(own.get_by_role("status").first).to_have_text("Gemt.")
    page.goto(f"{shop.origin}/vare/1")
    expect(page.locator(f"{BADGE} button")).to_have_attribute(
        "aria-label",
        "The municipality's purchasing score B, good confidence. "
        "Show the reasons for Økologisk letmælk 1 l",
    )
    headers = service.seen[-1]["headers"]
    assert (headers["Authorization"], headers["Accept-Language"]) == ("Bearer abc123", "en")


def test_an_address_that_is_none_is_refused(own: Page, base: str) -> None:
    """The field says what it wants, and nothing is saved."""
    own.goto(f"{base}/options.html")
    own.get_by_label("Adresse", exact=True).fill("javascript:alert(1)")
    own.get_by_role("button", name="Gem").click()
    expect(own.get_by_role("status").first).to_contain_text("begynder med https://")
    assert own.evaluate("chrome.storage.local.get('settings')") == {}


def test_names_are_sent_only_when_the_user_says_so(
    own: Page, base: str, page: Page, shop, service, product_page
) -> None:
    """The one field that is off by default, and what turns it on."""
    shop.pages["/vare/1"] = product_page.replace(
        "<main>", '<meta property="og:title" content="Letmælk"><main>'
    ).replace("<main>", '<meta property="og:type" content="product"><main>')
    own.goto(f"{base}/options.html")
    own.get_by_label("Send også varernes navne").check()
    page.goto(f"{shop.origin}/vare/1")
    expect(page.locator(BADGE)).to_have_count(1)
    assert service.seen[-1]["body"]["items"][0]["name"] == "Letmælk"


def test_the_token_is_out_of_reach_for_content_scripts(own: Page, base: str, context) -> None:
    """Settings are open to the extension's own pages alone."""
    own.goto(f"{base}/options.html")
    level = "chrome.storage.local.setAccessLevel({accessLevel: 'TRUSTED_CONTEXTS'})"
    assert own.evaluate(f"{level}.then(() => true)") is True


def test_the_popup_shows_what_was_sent_and_turns_the_shop_off(
    own: Page, base: str, page: Page, shop, service, listing_page
) -> None:
    """Every item is listed with its identifiers, and the switch takes the badges away at once."""
    shop.pages["/"] = listing_page
    page.goto(shop.origin)
    expect(page.locator(BADGE)).to_have_count(12)
    page.bring_to_front()
    own.goto(f"{base}/popup.html")
    page.bring_to_front()
    own.reload()
    own.get_by_text("12 varer er spurgt om fra denne side").click()
    expect(own.locator(".sent li")).to_have_count(12)
    assert own.locator(".sent li").first.inner_text().split() == ["Sti", "/vare/1"]
    assert faults(own) == []
    switch = own.get_by_role("switch", name="Vis score i denne butik")
    expect(switch).to_be_checked()
    switch.click()
    expect(switch).not_to_be_checked()
    expect(page.locator(BADGE)).to_have_count(0)
    switch.click()
    expect(page.locator(BADGE)).to_have_count(12)


def test_the_popup_says_when_no_service_is_chosen(own: Page, base: str) -> None:
    """A fresh installation without a service explains itself."""
    own.goto(f"{base}/options.html")
    own.evaluate("chrome.storage.local.set({settings: {service: ''}})")
    own.goto(f"{base}/popup.html")
    expect(own.get_by_role("heading", level=2)).to_have_text("Der er ikke valgt en tjeneste endnu.")
    expect(own.get_by_role("button", name="Åbn indstillinger")).to_be_visible()
