"""What product pages have shown is remembered: per shop, bounded, and forgotten when told to."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from demo.chromium import extension_id, service_worker

from .inside import Inside

PATH = "/vare/1"
GTIN, OTHER = "09521234567899", "05712345000012"


def stored(context: BrowserContext, key: str | None = None) -> dict[str, Any]:
    """Return the caches that the extension keeps on disk, under one key or all."""
    found: dict[str, Any] = service_worker(context).evaluate(
        "key => chrome.storage.local.get(key)", key
    )
    return {name: json.loads(text) for name, text in found.items() if isinstance(text, str)}


def settled(world: Inside, context: BrowserContext, key: str, count: int) -> list[Any]:
    """Wait until a stored list holds `count` entries, and return it."""
    for _ in range(100):
        entries = stored(context, key).get(key, [])
        if len(entries) == count:
            break
        world.evaluate("new Promise((done) => setTimeout(done, 20))")
    assert len(entries) == count
    found: list[Any] = entries
    return found


def asked(service) -> list[dict[str, Any]]:
    """Return the items of the last request, without their refs."""
    items = service.seen[-1]["body"]["items"]
    return [{key: value for key, value in item.items() if key != "ref"} for item in items]


def test_a_link_is_sent_with_what_its_page_showed(
    shop_world: Inside, context: BrowserContext, shop, service
) -> None:
    """A product seen on its own page is known by its numbers in a listing of links."""
    main = {"path": PATH, "gtin": GTIN, "brand": "Engsø", "mpn": "LM-1000", "sku": "M-1001"}
    shop_world.score(main, {"path": "/vare/2", "sku": "M-2"}, main="1")
    settled(shop_world, context, f"paths:{shop.host}", 1)
    answer = shop_world.score({"path": PATH}, {"path": "/vare/2"})
    assert asked(service) == [main, {"path": "/vare/2"}]
    assert [item.get("gtin") for item in answer["sent"]] == [GTIN, None]


def test_the_paths_themselves_are_not_written_down(
    shop_world: Inside, context: BrowserContext, shop
) -> None:
    """On disk stands a hash in place of the page's path."""
    shop_world.score({"path": "/vare/hemmelig-gave", "sku": "M-1001"}, main="1")
    settled(shop_world, context, f"paths:{shop.host}", 1)
    assert "hemmelig" not in json.dumps(stored(context, f"paths:{shop.host}"))


@pytest.mark.parametrize(
    ("own", "sent"),
    [
        ({"sku": "M-9"}, {"sku": "M-9"}),
        ({"mpn": "LM-9", "sku": "M-1001"}, {"mpn": "LM-9", "sku": "M-1001"}),
        ({"gtin": OTHER}, {"gtin": OTHER}),
        ({"brand": "Thise"}, {"brand": "Thise"}),
        ({"sku": "m-1001"}, {"sku": "m-1001", "gtin": GTIN, "brand": "Engsø", "mpn": "LM-1000"}),
    ],
    ids=["other sku", "other mpn", "other gtin", "other brand", "the same sku"],
)
def test_what_an_item_says_itself_is_never_overruled(
    shop_world: Inside, context: BrowserContext, shop, service, own, sent
) -> None:
    """Numbers that contradict the remembered ones leave the item as the page shows it."""
    main = {"path": PATH, "gtin": GTIN, "brand": "Engsø", "mpn": "LM-1000", "sku": "M-1001"}
    shop_world.score(main, main="1")
    settled(shop_world, context, f"paths:{shop.host}", 1)
    shop_world.score({"path": PATH} | own)
    assert asked(service) == [{"path": PATH} | sent]


@pytest.mark.parametrize(
    ("item", "main"),
    [
        ({"path": PATH, "sku": "M-1001"}, None),
        ({"path": PATH, "sku": "M-1001"}, "2"),
        ({"path": PATH, "brand": "Engsø"}, "1"),
        ({"path": PATH, "mpn": "LM-1000"}, "1"),
        ({"sku": "M-1001"}, "1"),
        ({"path": f"{PATH}?pos=3", "sku": "M-1001"}, "1"),
    ],
    ids=["a card", "another's ref", "brand alone", "part number alone", "no path", "a query"],
)
def test_only_a_pages_own_product_with_its_numbers_teaches(
    shop_world: Inside, context: BrowserContext, shop, item, main: str | None
) -> None:
    """A card's numbers may be another product's; half a name is none."""
    shop_world.score(item, main=main)
    shop_world.score({"path": "/sidst", "sku": "M-2"}, main="1")
    settled(shop_world, context, f"paths:{shop.host}", 1)


def test_a_path_that_has_shown_two_products_says_nothing_any_more(
    shop_world: Inside, context: BrowserContext, shop, service
) -> None:
    """Variants share a path, and a listing does not tell which is meant; a partial look adds."""
    looks = [
        {"gtin": GTIN, "sku": "M-1001"},
        {"sku": "M-1001"},
        {"path": "/anden", "sku": "M-2"},
        {"gtin": OTHER},
        {"gtin": OTHER},
    ]
    sent = []
    for number, look in enumerate(looks):
        shop_world.score({"path": PATH} | look, main="1")
        settled(shop_world, context, f"paths:{shop.host}", 1 if number < 2 else 2)
        shop_world.score({"path": PATH})
        sent.append(asked(service)[0])
    both = {"path": PATH, "gtin": GTIN, "sku": "M-1001"}
    assert sent == [both, both, both, {"path": PATH}, {"path": PATH}]


FILL = """async ([shops, count]) => {
  const row = (_, n) => [String(n).padStart(24, "0"), "", "", "S1", ""];
  const rows = JSON.stringify(Array.from({ length: count }, row));
  await chrome.storage.local.set({ pathShops: JSON.stringify(shops) });
  for (const shop of shops) await chrome.storage.local.set({ [`paths:${shop}`]: rows });
}"""


def test_the_memory_is_bounded_and_the_oldest_goes_first(
    shop_world: Inside, context: BrowserContext, shop
) -> None:
    """Two thousand products in a shop, and fifty shops."""
    shops = [shop.host, *(f"butik{n}.example" for n in range(49))]
    service_worker(context).evaluate(FILL, [shops, 2_000])
    shop_world.score({"path": PATH, "sku": "M-1001"}, main="1")
    shop_world.evaluate("new Promise((done) => setTimeout(done, 300))")
    rows = stored(context, f"paths:{shop.host}")[f"paths:{shop.host}"]
    assert len(rows) == 2_000
    assert (rows[0][0], rows[-1][3]) == ("1".rjust(24, "0"), "M-1001")
    assert stored(context, "pathShops")["pathShops"][-1] == shop.host

    service_worker(context).evaluate(FILL, [[f"butik{n}.example" for n in range(50)], 1])
    shop_world.score({"path": PATH, "sku": "M-1001"}, main="1")
    kept = settled(shop_world, context, "pathShops", 50)
    assert (kept[0], kept[-1]) == ("butik1.example", shop.host)
    assert "paths:butik0.example" not in stored(context)


@pytest.mark.parametrize("which", ["the shop", "another", "all"])
def test_a_buyer_can_have_it_forgotten(
    shop_world: Inside, context: BrowserContext, shop, service, which: str
) -> None:
    """Of one shop or of all, paths and answers alike; a page may not ask for that."""
    shop_world.score({"path": PATH, "gtin": GTIN}, main="1")
    settled(shop_world, context, f"paths:{shop.host}", 1)
    target = {"the shop": shop.host, "another": "butik.example", "all": None}[which]
    shop_world.send(type="forget", shop=target)
    assert len(stored(context, f"paths:{shop.host}")) == 1
    options = context.new_page()
    options.goto(f"chrome-extension://{extension_id(context)}/options.html")
    options.evaluate("shop => chrome.runtime.sendMessage({type: 'forget', shop})", target)
    options.close()
    gone = which != "another"
    assert bool(stored(context).get(f"paths:{shop.host}")) != gone
    assert any(key.startswith("answer:") for key in stored(context)) != gone
    shop_world.score({"path": PATH})
    assert asked(service) == [{"path": PATH} if gone else {"path": PATH, "gtin": GTIN}]


def test_nothing_is_remembered_where_that_is_not_wanted(
    shop_world: Inside, context: BrowserContext, shop, service
) -> None:
    """Turning it off clears what there was, and nothing is added."""
    shop_world.score({"path": PATH, "gtin": GTIN}, main="1")
    settled(shop_world, context, f"paths:{shop.host}", 1)
    worker = service_worker(context)
    try:
        worker.evaluate("() => chrome.storage.local.set({ settings: { remember: false } })")
        settled(shop_world, context, "pathShops", 0)
        shop_world.score({"path": PATH, "gtin": GTIN}, main="1")
        shop_world.score({"path": PATH})
        assert asked(service) == [{"path": PATH}]
        left = [key for key in stored(context) if key.startswith(("paths:", "answer:"))]
        assert left == []
    finally:
        worker.evaluate("() => chrome.storage.local.remove('settings')")


def test_a_spoilt_memory_is_no_memory(
    shop_world: Inside, context: BrowserContext, shop, service
) -> None:
    """Whatever stands in the store, items are sent as the page shows them."""
    values = ({"a": 1}, [[1, 2], None, ["h", {}]], [["x" * 24, "y" * 5_000]])
    for rubbish in (7, {"a": 1}, "x", *map(json.dumps, values)):
        service_worker(context).evaluate(
            "([key, value]) => chrome.storage.local.set({ [key]: value, pathShops: value })",
            [f"paths:{shop.host}", rubbish],
        )
        assert shop_world.score({"path": PATH}, {"path": "/2", "sku": "S-1"}, main="2")["ok"]
        assert asked(service)[0] == {"path": PATH}
