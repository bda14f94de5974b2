"""Which identifiers are read from product pages that state them in different ways."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from demo.shop.markup import STYLES
from tests.e2e.conftest import Browsers
from tests.e2e.world import CATALOGUE, OSCAR, World

KEYS = ("gtin", "mpn", "brand", "sku", "path")
# Oscar prints no item number of its own; only the warehouse knows it.
OSCAR_KEYS = ("gtin", "mpn", "brand")


def offer(file: Path, key: str, value: str) -> dict[str, str]:
    """Return the first offer of a CSV file with this value in this column."""
    with file.open(encoding="utf-8", newline="") as stream:
        return next(row for row in csv.DictReader(stream) if row[key] == value)


def stated(row: dict[str, str], keys: tuple[str, ...]) -> dict[str, str]:
    """Return what an offer's page says, a GTIN as 14 digits."""
    found = {key: row[key] for key in keys if row[key]}
    return found | ({"gtin": found["gtin"].zfill(14)} if "gtin" in found else {})


@pytest.mark.parametrize("category", STYLES)
def test_every_way_of_stating_identifiers_is_read(
    browsers: Browsers, world: World, category: str
) -> None:
    """On the demo shop's page of a product, GTIN, part number, brand and item number are found."""
    page, shop = browsers.page("chromium"), world.shops["demo"]
    row = offer(CATALOGUE / "demo_offers.csv", "category", category)
    page.navigate("about:blank")
    world.recorder.forget()
    page.navigate(shop.url + row["path"])
    # Its own badge: an answer to its own question. The page before may have asked late, too.
    page.wait_for(
        "[...document.querySelectorAll('indkobskompas-badge')].some(host => !host.closest('.card'))"
    )
    items = [item for sent in world.recorder.scores() for item in sent.json["items"]]
    own = next(item for item in items if item["path"] == row["path"])
    assert {key: own[key] for key in KEYS if key in own} == stated(row, KEYS)


@pytest.mark.parametrize("sku", ["OS-2001", "OS-3006", "OS-3010"])
def test_the_oscar_adapter_reads_its_table(browsers: Browsers, world: World, sku: str) -> None:
    """On a real Oscar page the UPC is the GTIN, and a device has brand and part number."""
    page, shop = browsers.page("chromium"), world.shops["oscar"]
    row = offer(OSCAR / "goods.csv", "sku", sku)
    page.navigate("about:blank")
    world.recorder.forget()
    page.navigate(shop.url + shop.paths[sku])
    page.wait_for("document.querySelector('indkobskompas-badge')")
    items = world.recorder.scores()[0].json["items"]
    own = next(item for item in items if item["path"] == shop.paths[sku])
    assert {key: own[key] for key in OSCAR_KEYS if key in own} == stated(row, OSCAR_KEYS)
