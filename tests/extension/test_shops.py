"""Shop adapters: registry and files agree both ways, and each saved page reads as expected."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page

from .conftest import ROOT

SHOPS = ROOT / "extension" / "shops"
ADAPTERS = sorted(path.stem for path in SHOPS.glob("*.json") if "." not in path.stem)
PAGES = [
    (shop, kind)
    for shop in ADAPTERS
    for kind in json.loads((SHOPS / f"{shop}.expected.json").read_text(encoding="utf-8"))
]


def test_every_adapter_file_is_registered_and_every_registered_one_has_a_file(
    extract, harness: Page
) -> None:
    """The list in src/shops.ts and the files in shops/ are the same."""
    extract("<p>")
    assert sorted(harness.evaluate("() => window.kompasShops()")) == ADAPTERS


@pytest.mark.parametrize("shop", ADAPTERS)
def test_an_adapter_has_its_name_and_its_saved_pages(shop: str) -> None:
    """An adapter's id is its file's name, and every page it declares is saved beside it."""
    adapter = json.loads((SHOPS / f"{shop}.json").read_text(encoding="utf-8"))
    assert adapter["id"] == shop
    declared = {kind for kind in ("product", "listing") if kind in adapter}
    saved = {path.name.split(".")[1] for path in SHOPS.glob(f"{shop}.*.html")}
    assert declared == saved == {kind for name, kind in PAGES if name == shop}


@pytest.mark.parametrize(("shop", "kind"), PAGES)
def test_a_saved_page_gives_its_expected_result(extract, shop: str, kind: str) -> None:
    """What is read from the saved page is what the file beside it says."""
    expected = json.loads((SHOPS / f"{shop}.expected.json").read_text(encoding="utf-8"))[kind]
    found = extract((SHOPS / f"{shop}.{kind}.html").read_text(encoding="utf-8"), expected["url"])
    assert found == {"main": expected["main"], "cards": expected["cards"]}
