"""What can go wrong in the browser itself: a worker that is ended, a full store, an update."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from demo.chromium import extension_id, service_worker

from .conftest import Local, browser
from .inside import BLANK, Inside, inside

BADGE = "indkobskompas-badge"


@pytest.fixture(scope="module")
def disturbed(
    chromium_executable: Path,
    shop_server: Local,
    service_server: Local,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[BrowserContext]:
    """A browser for what would disturb the tests of other files."""
    folder = tmp_path_factory.mktemp("disturbed")
    with browser(chromium_executable, folder, shop_server, service_server) as context:
        yield context


@pytest.fixture
def to_update(
    chromium_executable: Path, shop: Local, service: Local, tmp_path: Path
) -> Iterator[BrowserContext]:
    """A browser whose extension, in `tmp_path`, is going to be another one."""
    with browser(chromium_executable, tmp_path, shop, service) as context:
        yield context


@pytest.fixture
def own_browser(disturbed: BrowserContext, shop, service) -> Iterator[BrowserContext]:
    """That browser, with nothing open and nothing kept."""
    options = own_page(disturbed)
    for area in ("local", "session"):
        options.evaluate(f"chrome.storage.{area}.clear()")
        assert options.evaluate(f"chrome.storage.{area}.get(null)") == {}
    for page in disturbed.pages[:-1]:
        page.close()
    yield disturbed
    disturbed.new_page()  # Without any a browser ends.
    for page in disturbed.pages[:-1]:
        page.close()


def own_page(context: BrowserContext) -> Page:
    """Open a page of the extension itself."""
    page = context.new_page()
    page.goto(f"chrome-extension://{extension_id(context)}/options.html")
    return page


def stop_worker(options: Page) -> None:
    """End the worker as the browser does when it has been idle; wait until it is gone."""
    states: list[str] = []
    devtools = options.context.new_cdp_session(options)
    devtools.on(
        "ServiceWorker.workerVersionUpdated",
        lambda event: states.extend(version["runningStatus"] for version in event["versions"]),
    )
    devtools.send("ServiceWorker.enable")
    devtools.send("ServiceWorker.stopAllWorkers")
    for _ in range(100):
        if "stopped" in states:  # A page that still waits for an answer may start it anew at once.
            break
        options.wait_for_timeout(20)
    assert "stopped" in states
    devtools.detach()


def test_a_worker_that_was_ended_answers_the_next_page(
    own_browser: BrowserContext, shop, service, listing_page
) -> None:
    """Badges come, and what was kept for the session is still there."""
    shop.pages["/"], shop.pages["/tom"] = listing_page, BLANK
    options = own_page(own_browser)
    world = inside(own_browser.new_page(), f"{shop.origin}/tom")
    assert world.send(type="offer", line="/vare/1") is True
    page = own_browser.new_page()
    for _ in range(3):
        stop_worker(options)
        page.goto(shop.origin)
        expect(page.locator(BADGE)).to_have_count(12)
    stop_worker(options)
    assert world.send(type="offer", line="/vare/1") is False
    assert len(service.seen) == 3


def test_a_worker_that_is_ended_while_it_asks_is_asked_again(
    own_browser: BrowserContext, shop, service, product_page
) -> None:
    """The page asks once more, throws nothing, and gets its badge."""
    shop.pages["/vare/1"] = product_page
    options = own_page(own_browser)
    page = own_browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    service.delay = 1
    page.goto(f"{shop.origin}/vare/1")
    page.wait_for_timeout(300)
    assert len(service.seen) == 1
    stop_worker(options)
    service.delay = 0
    expect(page.locator(BADGE)).to_have_count(1)
    assert len(service.seen) == 2
    assert errors == []


def test_a_wait_outlives_the_worker(own_browser: BrowserContext, shop, service) -> None:
    """A worker that was started anew does not trouble the dead service either."""
    shop.pages["/tom"] = BLANK
    options = own_page(own_browser)
    world = inside(own_browser.new_page(), f"{shop.origin}/tom")
    service.answer = None
    assert world.score({"sku": "S-1"})["problem"] == "unreachable"
    stop_worker(options)
    assert world.score({"sku": "S-2"})["problem"] == "unreachable"
    assert len(service.seen) == 1


FILL = """async (under) => {
  const { settings } = await chrome.storage.local.get("settings");
  const room = () => chrome.storage.local.getBytesInUse(null)
    .then((used) => chrome.storage.local.QUOTA_BYTES - used);
  // As many letters as there is room for, less what their name and quotes take; the worker may
  // have kept something meanwhile, and then there is less.
  for (;;) {
    const filler = "x".repeat((await room()) - 90);
    const values =
      under === "settings" ? { settings: { ...settings, filler } } : { [under]: filler };
    try {
      await chrome.storage.local.set(values);
      return room();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}"""


@pytest.mark.parametrize("by", ["paths:butik.example", "settings"])
def test_a_full_store_never_costs_an_answer(
    own_browser: BrowserContext, shop, service, by: str
) -> None:
    """Where caches fill it they are cleared and begun anew; where they do not, nothing is kept."""
    shop.pages["/tom"] = BLANK
    world = inside(own_browser.new_page(), f"{shop.origin}/tom")
    worker = service_worker(own_browser)
    left = worker.evaluate(FILL, by)
    assert left < 200
    for number in range(3):
        answer = world.score({"path": "/vare/1", "sku": f"S-{number}"}, main="1")
        assert (answer["ok"], answer["stale"]) == (True, False)
    world.evaluate("new Promise((done) => setTimeout(done, 500))")
    stored = worker.evaluate("() => chrome.storage.local.get(null)")
    assert "paths:butik.example" not in stored
    kept = [key for key in stored if key.startswith("answer:")]
    assert bool(kept) == (by != "settings")
    service.answer = None
    again = world.score({"path": "/vare/1", "sku": "S-2"})
    assert again["ok"] == (by != "settings")


def test_settings_are_saved_though_the_caches_had_filled_the_store(
    own_browser: BrowserContext, shop, service
) -> None:
    """What a person decides comes before what was only remembered."""
    service_worker(own_browser).evaluate(FILL, "paths:butik.example")
    options = own_page(own_browser)
    options.get_by_label("Adresse", exact=True).fill(service.origin)
    options.get_by_label("Adgangsnøgle").fill("t" * 300)
    options.get_by_role("button", name="Gem", exact=True).click()
    expect(options.get_by_text("Gemt.")).to_be_visible()
    stored = service_worker(own_browser).evaluate("() => chrome.storage.local.get('settings')")
    assert stored["settings"]["token"] == "t" * 300


def test_an_update_reaches_the_pages_that_are_open(
    to_update: BrowserContext, shop, service, listing_page, tmp_path: Path
) -> None:
    """The new script is started in them at once, and on every page after that, without an error."""
    shop.pages["/"] = listing_page
    page = to_update.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(shop.origin)
    expect(page.locator(BADGE)).to_have_count(12)
    with (tmp_path / "extension" / "dist" / "content.js").open("a") as script:
        script.write("\nglobalThis.newer = 1;")
    browser_settings = to_update.new_page()
    browser_settings.goto("chrome://extensions")
    browser_settings.evaluate(
        "id => chrome.developerPrivate.reload(id, { failQuietly: true })", extension_id(to_update)
    )
    for _ in range(150):
        if len(service.seen) == 2:
            break
        page.wait_for_timeout(100)
    assert len(service.seen) == 2
    world = Inside(page)
    marks = [world.evaluate("globalThis.newer ?? 0", index) for index in range(world.count)]
    assert 1 in marks
    # What the old copy had put on the page is gone with it.
    expect(page.locator(BADGE)).to_have_count(12)
    # Other goods, for the same question in flight would be shared with it.
    shop.pages["/ting"] = listing_page.replace("/vare/", "/ting/")
    page.goto(f"{shop.origin}/ting")
    expect(page.locator(BADGE)).to_have_count(12)
    assert len(service.seen) == 3
    assert errors == []
