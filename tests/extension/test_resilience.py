"""What can go wrong in the browser itself: a worker that is ended, a full disk, an update."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from demo.chromium import chromium, extension_id, service_worker
from demo.extension import configured_copy

from .inside import Inside, inside

BADGE = "indkobskompas-badge"
BLANK = "<!doctype html><title>Butik</title><p>Her er ingen varer."


@pytest.fixture
def own_browser(chromium_executable: Path, shop, service, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser of the test's own, for what would disturb the others."""
    package = configured_copy(tmp_path / "extension", service.origin, [shop.origin])
    with chromium(chromium_executable, package, tmp_path / "profile") as context:
        service_worker(context)
        yield context


def own_page(context: BrowserContext) -> Page:
    """Open a page of the extension itself."""
    page = context.new_page()
    page.goto(f"chrome-extension://{extension_id(context)}/options.html")
    return page


def stop_worker(context: BrowserContext, page: Page) -> None:
    """End the worker as the browser does when it has been idle."""
    session = context.browser.new_browser_cdp_session() if context.browser else None
    del session
    devtools = context.new_cdp_session(page)
    devtools.send("ServiceWorker.enable")
    devtools.send("ServiceWorker.stopAllWorkers")


def test_a_worker_that_was_ended_answers_the_next_page(
    own_browser: BrowserContext, shop, service, listing_page
) -> None:
    """Badges come, and what was kept for the session is still there."""
    shop.pages["/"], shop.pages["/tom"] = listing_page, BLANK
    options = own_page(own_browser)
    blank, world = inside(own_browser, f"{shop.origin}/tom")
    assert world.send(type="offer", line="/vare/1") is True
    world.evaluate("globalThis.here = true")
    stop_worker(own_browser, options)
    page = own_browser.new_page()
    page.goto(shop.origin)
    expect(page.locator(BADGE)).to_have_count(12)
    stop_worker(own_browser, options)
    assert world.send(type="offer", line="/vare/1") is False
    stop_worker(own_browser, options)
    page.reload()
    expect(page.locator(BADGE)).to_have_count(12)
