"""Shop adapters: registry and files agree both ways, and each saved page reads as expected."""

from __future__ import annotations

import json
from typing import Any

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
PARTS = {"product": "product", "listing": "listing", "basket": "lines"}


def load(name: str) -> Any:
    """Return one of the JSON files beside the adapters."""
    return json.loads((SHOPS / name).read_text(encoding="utf-8"))


def test_every_adapter_file_is_registered_and_every_registered_one_has_a_file(
    extract, harness: Page
) -> None:
    """The list in src/shops.ts and the files in shops/ are the same."""
    extract("<p>")
    assert sorted(harness.evaluate("() => window.kompasShops()")) == ADAPTERS


@pytest.mark.parametrize("shop", ADAPTERS)
def test_an_adapter_has_its_name_and_its_saved_pages(shop: str) -> None:
    """An adapter's id is its file's name, and every kind it declares has a page and a result."""
    adapter = load(f"{shop}.json")
    assert adapter["id"] == shop
    declared = {kind for kind, part in PARTS.items() if part in adapter}
    saved = {path.name.split(".")[1] for path in SHOPS.glob(f"{shop}.*.html")}
    expected = {kind for name, kind in PAGES if name == shop}
    assert saved == expected
    assert declared <= saved


def test_every_saved_page_and_result_belongs_to_an_adapter() -> None:
    """Nothing is left in the folder that no adapter speaks of."""
    names = {path.name.split(".")[0] for path in SHOPS.glob("*.*") if path.suffix != ".md"}
    assert names == set(ADAPTERS)


@pytest.mark.parametrize("shop", ADAPTERS)
def test_a_packaged_adapter_passes_the_guard_unchanged(extract, harness: Page, shop: str) -> None:
    """What ships is as well-formed as what the service must send."""
    extract("<p>")
    adapter = load(f"{shop}.json")
    assert harness.evaluate("a => window.kompasAdapter(a)", adapter) == adapter


@pytest.mark.parametrize(("shop", "kind"), PAGES)
def test_a_saved_page_gives_its_expected_result(
    extract, harness: Page, shop: str, kind: str
) -> None:
    """What is read from the saved page, by this shop's adapter, is what the file says."""
    expected = load(f"{shop}.expected.json")[kind]
    url = expected.pop("url")
    extract((SHOPS / f"{shop}.{kind}.html").read_text(encoding="utf-8"), url)
    found = harness.evaluate("url => window.kompasRead(url)", url)
    assert found == {**expected, "adapter": shop}
