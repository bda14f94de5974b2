"""Consent: a shop is not seen before it is granted, and is at once when it is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from demo.chromium import chromium, extension_id
from demo.extension import configured_copy

from .conftest import ROOT
from .inside import Inside

BADGE = "indkobskompas-badge"


@pytest.fixture
def ungranted(chromium_executable: Path, service, tmp_path: Path) -> Iterator[BrowserContext]:
    """A fresh browser whose extension knows its service and has been granted no shop."""
    package = configured_copy(tmp_path / "extension", service.origin, [])
    with chromium(chromium_executable, package, tmp_path / "profile") as context:
        yield context


def say_yes_beforehand(context: BrowserContext, *origins: str) -> None:
    """Answer the browser's own question in its settings: the prompt itself needs a person."""
    page = context.new_page()
    page.goto("chrome://extensions")
    page.evaluate(
        """async ([id, hosts]) => {
          const { developerPrivate } = chrome;
          await developerPrivate.updateExtensionConfiguration(
            { extensionId: id, hostAccess: "ON_SPECIFIC_SITES" });
          for (const host of hosts) await developerPrivate.addHostPermission(id, host);
        }""",
        [extension_id(context), [f"{origin}/*" for origin in origins]],
    )
    page.close()


def test_a_shop_is_read_only_while_it_is_granted(
    ungranted: BrowserContext, shop, service, listing_page
) -> None:
    """An open tab gets its badges when the shop is turned on; they go when it is removed."""
    shop.pages["/"] = listing_page
    page = ungranted.new_page()
    page.goto(shop.origin)
    options = ungranted.new_page()
    options.goto(f"chrome-extension://{extension_id(ungranted)}/options.html")
    expect(options.get_by_text("Ingen butikker er slået til endnu.")).to_be_visible()
    assert page.locator(BADGE).count() == 0
    assert service.seen == []

    say_yes_beforehand(ungranted, shop.origin, service.origin)
    options.get_by_label("Butikkens adresse").fill(shop.origin)
    options.get_by_role("button", name="Slå til").click()
    remove = options.get_by_role("button", name=f"Fjern {shop.host}")
    expect(remove).to_be_visible()
    expect(page.locator(BADGE)).to_have_count(12)
    page.reload()
    expect(page.locator(BADGE)).to_have_count(12)
    assert len(service.seen) == 2

    remove.click()
    expect(options.get_by_text("Ingen butikker er slået til endnu.")).to_be_visible()
    expect(page.locator(BADGE)).to_have_count(0)
    page.reload()
    page.wait_for_timeout(500)
    assert page.locator(BADGE).count() == 0
    assert len(service.seen) == 2


def test_a_shops_own_frames_are_read_and_strangers_are_not(
    ungranted: BrowserContext, shop, service, listing_page
) -> None:
    """A grant holds for the shop's own frames, also those that are open when it is given."""
    shop.pages["/varer"] = listing_page
    # The other name of this machine is another host, which nobody granted.
    stranger = shop.origin.replace("127.0.0.1", "localhost")
    shop.pages["/"] = (
        "<!doctype html><title>Butik</title><iframe width=900 height=700 src='/varer'></iframe>"
        f"<iframe src='{stranger}/varer'></iframe>"
    )
    page = ungranted.new_page()
    page.goto(shop.origin)
    world = Inside(page)
    assert world.count == 0
    say_yes_beforehand(ungranted, shop.origin, service.origin)
    options = ungranted.new_page()
    options.goto(f"chrome-extension://{extension_id(ungranted)}/options.html")
    options.get_by_label("Butikkens adresse").fill(shop.origin)
    options.get_by_role("button", name="Slå til").click()
    expect(page.frame_locator("iframe").first.locator(BADGE)).to_have_count(12)
    page.reload()
    own, other = page.frames[1], page.frames[2]
    assert (own.url, other.url) == (f"{shop.origin}/varer", f"{stranger}/varer")
    expect(page.frame_locator("iframe").first.locator(BADGE)).to_have_count(12)
    page.wait_for_timeout(300)
    assert other.locator(BADGE).count() == 0
    assert [seen["body"]["shop"] for seen in service.seen] == [shop.host, shop.host]


def test_policy_can_set_everything_that_the_options_can() -> None:
    """Every setting has its key in the managed schema, with a title and a description."""
    schema = json.loads((ROOT / "extension" / "managed-schema.json").read_text(encoding="utf-8"))
    source = (ROOT / "extension" / "src" / "settings.ts").read_text(encoding="utf-8")
    declared = source.split("export interface Settings {")[1].split("\n}")[0]
    keys = set(re.findall(r"^  (\w+):", declared, re.MULTILINE))
    assert len(keys) > 5
    assert set(schema["properties"]) == keys
    for entry in schema["properties"].values():
        assert entry["title"]
        assert entry["description"]
