"""The options page and the pop-up."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from demo.chromium import chromium, extension_id
from demo.extension import configured_copy

from .conftest import ROOT, Local
from .tabs import lent

BADGE = "indkobskompas-badge"


@pytest.fixture
def base(context: BrowserContext) -> str:
    """The address of the extension's own pages."""
    return f"chrome-extension://{extension_id(context)}"


@pytest.fixture
def own(context: BrowserContext, base: str) -> Iterator[Page]:
    """A tab for our own pages; the user's settings are put back afterwards."""
    with lent(context, "own") as tab:
        yield tab
        tab.goto(f"{base}/options.html")
        tab.evaluate("chrome.storage.local.clear()")


def faults(page: Page) -> list[object]:
    """Return what axe finds in the whole page."""
    axe = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    page.evaluate(axe)
    found: list[object] = page.evaluate(
        "axe.run({resultTypes: ['violations']})"
        ".then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))"
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
    own.get_by_role("button", name="Save").click()
    expect(own.locator("#service-note")).to_have_text("Saved.")
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
    own.get_by_role("button", name="Gem", exact=True).click()
    expect(own.locator("#service-note")).to_contain_text("begynder med https://")
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


def grants(page: Page, shops: list[dict[str, object]]) -> None:
    """Store a list of shops as the background keeps it, for the service that is set."""
    page.evaluate(
        """async (shops) => {
          const { service } = await (await fetch("dist/defaults.json")).json();
          await chrome.storage.local.set(
            { shops: JSON.stringify({ service, asked: Date.now(), shops, adapters: [] }) });
        }""",
        shops,
    )


def in_popup(own: Page, base: str, page: Page, address: str) -> None:
    """Open the pop-up beside a page at this address, as if its button were pressed there."""
    page.goto(address)
    own.goto(f"{base}/popup.html")
    page.bring_to_front()
    own.reload()


def test_the_popup_shows_what_was_sent_and_when_and_turns_the_shop_off(
    own: Page, base: str, page: Page, shop, service, listing_page
) -> None:
    """Every item is listed with its time, and the switch takes the badges away at once."""
    shop.pages["/"] = listing_page
    page.goto(shop.origin)
    expect(page.locator(BADGE)).to_have_count(12)
    in_popup(own, base, page, shop.origin)
    expect(own.get_by_text("12 af 12 har fået en score")).to_be_visible()
    own.get_by_text("12 varer er spurgt om fra denne side").click()
    expect(own.locator(".sent li")).to_have_count(12)
    first = own.locator(".sent li").first
    assert re.fullmatch(r"Sendt kl\. \d\d\.\d\d", first.locator("time").inner_text())
    assert first.locator("dl").inner_text().split() == ["Sti", "/vare/1"]
    assert faults(own) == []
    switch = own.get_by_role("switch", name="Vis score i denne butik")
    expect(switch).to_be_checked()
    switch.focus()
    own.keyboard.press("Space")
    expect(switch).not_to_be_checked()
    expect(switch).to_be_focused()
    expect(page.locator(BADGE)).to_have_count(0)
    switch.click()
    expect(switch).to_be_checked()
    expect(page.locator(BADGE)).to_have_count(12)


def test_the_newest_item_stands_first(
    own: Page, base: str, page: Page, shop, service, listing_page
) -> None:
    """What the page asked about later is read without scrolling."""
    shop.pages["/"] = listing_page
    page.goto(shop.origin)
    expect(page.locator(BADGE)).to_have_count(12)
    page.evaluate(
        """() => { const copy = document.querySelector("li.card").cloneNode(true);
          copy.querySelector("indkobskompas-badge")?.remove();
          for (const link of copy.querySelectorAll("a")) link.href = "/vare/99";
          document.querySelector("ul").append(copy); }"""
    )
    expect(page.locator(BADGE)).to_have_count(13)
    own.goto(f"{base}/popup.html")
    page.bring_to_front()
    own.reload()
    own.get_by_text("13 varer er spurgt om fra denne side").click()
    assert own.locator(".sent li dl").first.inner_text().split() == ["Sti", "/vare/99"]


def test_the_popup_says_what_is_wrong_with_the_service(
    own: Page, base: str, page: Page, shop, service, product_page
) -> None:
    """The same words as in the page."""
    shop.pages["/vare/1"] = product_page
    service.answer = lambda _: (401, {"code": "token", "status": 401, "message": "", "errors": {}})
    in_popup(own, base, page, f"{shop.origin}/vare/1")
    expect(page.locator(BADGE)).to_have_count(1)
    own.reload()
    expect(own.get_by_role("heading", level=2)).to_contain_text("adgang")
    expect(own.get_by_text("0 af 1 har fået en score")).to_be_visible()
    assert faults(own) == []


def test_the_popup_tells_the_age_of_remembered_answers(
    own: Page, base: str, page: Page, shop, service, product_page
) -> None:
    """With the service gone the last answer is shown, and from when it is."""
    shop.pages["/vare/1"] = product_page
    page.goto(f"{shop.origin}/vare/1")
    expect(page.locator(BADGE)).to_have_count(1)
    service.answer = None
    page.reload()
    expect(page.locator(BADGE)).to_have_count(1)
    in_popup(own, base, page, f"{shop.origin}/vare/1")
    expect(page.locator(BADGE)).to_have_count(1)
    own.reload()
    said = own.locator(".warning")
    expect(said).to_have_text(
        re.compile(r"Tjenesten kan ikke nås\. Svarene er fra kl\. \d\d\.\d\d\.")
    )
    assert faults(own) == []


def test_a_shop_is_forgotten_at_a_click(
    own: Page, base: str, page: Page, shop, service, product_page
) -> None:
    """What its product pages have shown is gone from the browser; settings stay."""
    shop.pages["/vare/1"] = product_page
    page.goto(f"{shop.origin}/vare/1")
    expect(page.locator(BADGE)).to_have_count(1)
    own.goto(f"{base}/options.html")
    own.evaluate(
        "host => chrome.storage.local.set({[`paths:${host}`]: [['aftryk', '', '', '1', '']],"
        " pathShops: [host], settings: {token: 'abc'}})",
        shop.host,
    )
    in_popup(own, base, page, f"{shop.origin}/vare/1")
    own.get_by_role("button", name="Glem denne butik").click()
    expect(own.locator("#forget-note")).to_have_text("Glemt.")
    kept = own.evaluate("chrome.storage.local.get()")
    assert f"paths:{shop.host}" not in kept
    assert kept["settings"]["token"] == "abc"


def test_everything_is_forgotten_from_the_options(own: Page, base: str, shop) -> None:
    """One button clears what is remembered of all shops."""
    own.goto(f"{base}/options.html")
    own.evaluate(
        """chrome.storage.local.set({
          'paths:a.example': JSON.stringify([['x', '', '', '1', '']]),
          pathShops: JSON.stringify(['a.example']) })"""
    )
    own.get_by_role("button", name="Glem alt").click()
    expect(own.locator("#forget-note")).to_have_text("Glemt.")
    assert "paths:a.example" not in own.evaluate("chrome.storage.local.get()")


@pytest.fixture(scope="module")
def ungranted_browser(
    chromium_executable: Path, service_server: Local, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A browser in which no shop is granted.

    A pressed button shows its pop-up the page's address; a tab of our own is shown it by "tabs".
    """
    folder = tmp_path_factory.mktemp("ungranted")
    package = configured_copy(folder / "extension", service_server.origin, [])
    manifest = json.loads((package / "manifest.json").read_text(encoding="utf-8"))
    manifest["permissions"].append("tabs")
    (package / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    with chromium(chromium_executable, package, folder / "profile") as context:
        yield context


@pytest.fixture
def ungranted(ungranted_browser: BrowserContext, service: Local) -> Iterator[tuple[Page, Page]]:
    """A page of a shop that is not granted, and the pop-up's tab beside it."""
    shop_page, own = ungranted_browser.new_page(), ungranted_browser.new_page()
    shop_page.route("http://b.localhost/**", lambda route: route.fulfill(body="<h1>B</h1>"))
    own.goto(f"chrome-extension://{extension_id(ungranted_browser)}/options.html")
    yield shop_page, own
    shop_page.close()
    own.close()


@pytest.mark.parametrize("known", [True, False])
def test_a_shop_that_is_off_is_offered_as_what_it_is(
    ungranted: tuple[Page, Page], known: bool
) -> None:
    """A known shop has one plain way forward; of another it is said that nobody named it.

    Browsers take a request for a grant only within the click: nothing is awaited before it.
    """
    page, own = ungranted
    grants(own, [{"id": "b", "name": "Butik B", "hosts": ["b.localhost"]}] if known else [])
    in_popup(own, own.url.removesuffix("/options.html"), page, "http://b.localhost/")
    expect(own.get_by_role("heading", name="Ikke slået til her")).to_be_visible()
    button = own.get_by_role("button", name="Slå til her")
    assert ("primary" in (button.get_attribute("class") or "")) == known
    expect(own.get_by_text("Butik B")).to_have_count(1 if known else 0)
    said = "Kommunen kender butikken" if known else "står ikke på kommunens liste"
    expect(own.get_by_text(said)).to_be_visible()
    assert faults(own) == []
    own.evaluate(
        """() => { chrome.permissions.request = async ({ origins }) => {
          window.asked = [origins, navigator.userActivation.isActive]; return false; }; }"""
    )
    button.click()
    assert own.evaluate("window.asked") == [["http://b.localhost/*"], True]


def test_known_shops_are_listed_to_be_turned_on(own: Page, base: str) -> None:
    """By name and host, each with its own button; hosts stand for their subdomains."""
    own.goto(f"{base}/options.html")
    own.evaluate("chrome.storage.local.set({policy: {shops: ['c.example']}})")
    grants(own, [{"id": "b", "name": "Butik B", "hosts": ["b.example", "b2.example"]}])
    own.reload()
    own.evaluate(
        """() => { chrome.permissions.request = async ({ origins }) => {
          window.asked = origins; return false; }; }"""
    )
    expect(own.get_by_role("button", name="Slå til: c.example")).to_be_visible()
    own.get_by_role("button", name="Slå til: Butik B").click()
    expect(own.locator("#shop-note")).to_have_text("Butikken blev ikke slået til.")
    assert own.evaluate("window.asked") == ["https://*.b.example/*", "https://*.b2.example/*"]
    assert faults(own) == []


def test_language_and_contrast_are_switched_in_the_popup(own: Page, base: str) -> None:
    """Both take effect where one stands, and the focus stays."""
    own.goto(f"{base}/popup.html")
    language = own.locator("#language")
    language.focus()
    language.select_option("en")
    expect(own.get_by_role("button", name="Open settings")).to_be_visible()
    expect(language).to_be_focused()
    expect(own.locator("#looks-note")).to_have_text("Saved.")
    own.get_by_label("Contrast").select_option("more")
    expect(own.locator("html")).to_have_attribute("data-contrast", "more")
    assert faults(own) == []
    kept = own.evaluate("chrome.storage.local.get('settings')")["settings"]
    assert (kept["language"], kept["contrast"]) == ("en", "more")


def test_what_is_typed_survives_a_change_elsewhere(own: Page, base: str) -> None:
    """A token that was not saved yet is still there when the language is changed."""
    own.goto(f"{base}/options.html")
    own.get_by_label("Adgangsnøgle").fill("abc")
    own.get_by_label("Sprog").select_option("en")
    expect(own.get_by_label("Access token")).to_have_value("abc")


@pytest.mark.parametrize("key", ["service", "token", "language", "contrast", "sendNames", "swaps"])
def test_what_policy_fixes_is_shown_and_cannot_be_changed(own: Page, base: str, key: str) -> None:
    """The field is there with the municipality's value, disabled, with the reason beside it."""
    values = {"service": "https://score.example", "token": "t", "language": "en"}
    values |= {"contrast": "more", "sendNames": True, "swaps": False}
    own.goto(f"{base}/options.html")
    own.evaluate("policy => chrome.storage.local.set({policy})", {key: values[key]})
    field = own.locator(f"#{key}")
    expect(field).to_be_disabled()
    described = field.get_attribute("aria-describedby")
    expect(own.locator(f"#{described}")).to_contain_text(
        "Set by the municipality's IT" if key == "language" else "Bestemt af kommunens IT-afdeling"
    )
    enabled = own.locator("#service, #token, #language, #contrast, #sendNames, #swaps, #remember")
    assert enabled.evaluate_all("all => all.filter(one => !one.disabled).length") == 6
    assert faults(own) == []


CURRENT = {
    "id": "default",
    "version": "2026.1",
    "hash": "3f" * 32,
    "data_as_of": "2026-11-23",
    "published_at": "2026-11-24T04:00:00Z",
    "document": {},
}


def error(status: int, code: str) -> str:
    """Return an error in the service's one shape."""
    return json.dumps({"code": code, "status": status, "message": "", "errors": {}})


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (200, json.dumps(CURRENT), "Regelsættet er default 2026.1, udgivet 24. november 2026."),
        (401, error(401, "token"), "adgangsnøglen mangler eller er forkert"),
        (503, error(503, "snapshot_missing"), "ikke udgivet en score endnu"),
        (503, error(503, "snapshot_expired"), "for gammel"),
        (200, "<h1>Velkommen</h1>", "ikke en kompastjeneste"),
        (404, "{}", "ikke en kompastjeneste"),
        (200, "[1]", "ikke en kompastjeneste"),
    ],
)
def test_the_connection_is_tested_in_words(
    own: Page, base: str, status: int, body: str, said: str
) -> None:
    """What is typed is asked, with the token, and the answer is told as it is."""
    headers: list[dict[str, str]] = []

    def answer(route: Route) -> None:
        headers.append(route.request.headers)
        route.fulfill(status=status, body=body, headers={"Access-Control-Allow-Origin": "*"})

    own.route("http://tjeneste.localhost/**", answer)
    own.goto(f"{base}/options.html")
    own.get_by_label("Adresse", exact=True).fill("http://tjeneste.localhost/")
    own.get_by_role("button", name="Test forbindelsen").click()
    expect(own.locator("#service-note")).to_contain_text(said)
    assert headers
    assert own.evaluate("chrome.storage.local.get('settings')") == {}


def test_a_service_that_is_not_there_is_told_apart_from_one_that_refuses(
    own: Page, base: str, shop
) -> None:
    """No answer at all, and an answer from a server that lets nobody read it."""
    own.goto(f"{base}/options.html")
    address = own.get_by_label("Adresse", exact=True)
    test = own.get_by_role("button", name="Test forbindelsen")
    address.fill("http://localhost:9")
    test.click()
    expect(own.locator("#service-note")).to_contain_text("Intet svar")
    shop.pages["/"] = "<h1>En anden server</h1>"
    address.fill(shop.origin.replace("127.0.0.1", "localhost"))
    test.click()
    expect(own.locator("#service-note")).to_contain_text("ikke en kompastjeneste")
    address.fill("")
    test.click()
    expect(own.locator("#service-note")).to_have_text("Skriv tjenestens adresse først.")


def test_the_popup_says_when_no_service_is_chosen(own: Page, base: str) -> None:
    """A fresh installation without a service explains itself."""
    own.goto(f"{base}/options.html")
    own.evaluate("chrome.storage.local.set({settings: {service: ''}})")
    own.goto(f"{base}/popup.html")
    expect(own.get_by_role("heading", level=2)).to_have_text("Der er ikke valgt en tjeneste endnu.")
    expect(own.get_by_role("button", name="Åbn indstillinger")).to_be_visible()


@pytest.mark.parametrize("name", ["options", "popup"])
def test_our_pages_fit_at_twice_the_size_and_on_a_telephone(
    own: Page, base: str, name: str
) -> None:
    """200 % zoom of a small window is half its pixels: nothing runs out at the side."""
    own.set_viewport_size({"width": 320, "height": 480})
    own.goto(f"{base}/{name}.html")
    expect(own.get_by_role("heading", level=1)).to_be_visible()
    assert own.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_popup_is_worked_by_keyboard_alone(
    own: Page, base: str, page: Page, shop, service, product_page
) -> None:
    """Every control is reached by Tab, in the order it stands in, with a focus that is seen."""
    shop.pages["/vare/1"] = product_page
    in_popup(own, base, page, f"{shop.origin}/vare/1")
    expect(own.locator("#sent")).to_be_visible()
    reached = []
    for _ in range(6):
        own.keyboard.press("Tab")
        reached.append(own.evaluate("document.activeElement.id"))
        assert own.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert reached == ["switch", "sent", "forget", "language", "contrast", "options"]
