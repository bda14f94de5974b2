"""What a page may ask of the background besides scores: its first word, swaps, trays, the panel."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext

from demo.chromium import chromium, service_worker
from demo.extension import configured_copy

from .conftest import ROOT
from .inside import BLANK, Inside, inside

SET = "settings => chrome.storage.local.set({ settings })"
ADAPTER = {
    "id": "butik",
    "name": "Butik",
    "hosts": ["127.0.0.1"],
    "pages": {"product": {"match": "main", "paths": ["/vare/{sku}"]}},
    "product": {"name": "h1", "labels": {"gtin": ["EAN"]}, "fields": {"sku": "b@data-sku"}},
    "listing": {"card": ".card", "fields": {"sku": "i"}},
}
SIGNED = {"id": "software", "name": "Software", "hosts": [], "detect": "meta[name=x]"}
ELSEWHERE = {"id": "anden", "name": "Anden", "hosts": ["butik.example"]}
SHOP = {"id": "butik", "name": "Butikken", "hosts": ["127.0.0.1"]}


def wait(world: Inside, seconds: float) -> None:
    """Let time pass for the browser too."""
    world.evaluate(f"new Promise((done) => setTimeout(done, {seconds * 1000}))")


def hello_with(world: Inside, context: BrowserContext, adapters: int) -> list[dict[str, Any]]:
    """Have the list fetched anew until as many adapters are known, and return them."""
    found: list[dict[str, Any]] = []
    for _ in range(30):
        service_worker(context).evaluate("() => chrome.storage.local.remove('shops')")
        world.send(type="hello")
        wait(world, 0.2)
        found = world.send(type="hello")["adapters"]
        if len(found) == adapters:
            break
    return found


def test_a_page_is_told_whether_to_look_and_how(
    shop_world: Inside, context: BrowserContext, shop
) -> None:
    """On, with the buyer's wishes; off where the shop is paused or there is no service."""
    plain = {"on": True, "language": "da", "contrast": "auto", "swaps": True, "adapters": []}
    plain["pending"] = False
    assert shop_world.send(type="hello") == plain
    worker = service_worker(context)
    worker.evaluate(SET, {"contrast": "more", "swaps": False, "language": "en"})
    assert shop_world.send(type="hello") == plain | {
        "contrast": "more",
        "swaps": False,
        "language": "en",
    }
    worker.evaluate(SET, {"paused": [shop.host]})
    assert shop_world.send(type="hello")["on"] is False
    worker.evaluate(SET, {"service": ""})
    assert shop_world.send(type="hello")["on"] is False
    worker.evaluate(SET, {"service": f"{shop.origin}/score"})
    assert shop_world.send(type="hello")["on"] is False


def test_the_services_adapters_come_with_the_answer(
    shop_world: Inside, context: BrowserContext, service
) -> None:
    """Those for the page's host and those that look for a sign; what is no adapter is left out."""
    bad = [7, {"id": "x"}, ADAPTER | {"hosts": "127.0.0.1"}]
    strange = ADAPTER | {"script": "alert(1)", "detect": "x" * 501}
    document = {"shops": [SHOP], "adapters": [*bad, strange, SIGNED, ELSEWHERE]}
    service.pages["/api/v1/shops"] = json.dumps(document)
    assert hello_with(shop_world, context, 2) == [ADAPTER, SIGNED]


AGE = """async () => {
  const shops = JSON.parse((await chrome.storage.local.get("shops")).shops);
  shops.asked -= 3_600_001;
  await chrome.storage.local.set({ shops: JSON.stringify(shops) });
}"""


def test_the_list_is_asked_for_once_an_hour_and_only_if_it_has_changed(
    shop_world: Inside, context: BrowserContext, service
) -> None:
    """A page never waits for it; a failure keeps what was there for another hour."""
    service.pages["/api/v1/shops"] = json.dumps({"shops": [], "adapters": [ADAPTER]})
    service.headers = {"ETag": '"one"', "Cache-Control": "private, no-cache"}
    worker = service_worker(context)
    assert hello_with(shop_world, context, 1) == [ADAPTER]
    asked = len(service.gets)
    for _ in range(5):
        shop_world.send(type="hello")
    wait(shop_world, 0.2)
    assert len(service.gets) == asked
    worker.evaluate(AGE)
    shop_world.send(type="hello")
    wait(shop_world, 0.3)
    assert len(service.gets) == asked + 1
    assert service.gets[-1]["path"] == "/api/v1/shops"
    assert service.gets[-1]["headers"]["If-None-Match"] == '"one"'
    assert shop_world.send(type="hello")["adapters"] == [ADAPTER]

    service.pages, service.headers = {}, {}
    for number in (2, 2, 3):
        if number == 3 or len(service.gets) == asked + 1:
            worker.evaluate(AGE)
        assert shop_world.send(type="hello")["adapters"] == [ADAPTER]
        wait(shop_world, 0.3)
        assert len(service.gets) == asked + number
    service.pages["/api/v1/shops"] = json.dumps({"shops": [], "adapters": "x" * 1_100_000})
    worker.evaluate(AGE)
    shop_world.send(type="hello")
    wait(shop_world, 0.5)
    assert shop_world.send(type="hello")["adapters"] == [ADAPTER]


def test_hello_does_not_wait_for_the_service(shop_world: Inside, context: BrowserContext) -> None:
    """With a service that answers nothing the first word is answered within a blink."""
    took = shop_world.evaluate(
        """(async () => {
          const times = [];
          for (let n = 0; n < 20; n += 1) {
            const began = performance.now();
            await chrome.runtime.sendMessage({ type: "hello" });
            times.push(performance.now() - began);
          }
          return times.sort((one, other) => one - other)[10];
        })()"""
    )
    assert took < 50


def test_a_swap_is_offered_once_for_a_line(shop_world: Inside, context: BrowserContext) -> None:
    """Two tabs that ask at once get one yes; a buyer who wants none gets none."""
    ask = "chrome.runtime.sendMessage({type: 'offer', line: '/vare/1'})"
    assert sorted(shop_world.evaluate(f"Promise.all([{ask}, {ask}, {ask}])")) == [
        False,
        False,
        True,
    ]
    assert shop_world.send(type="offer", line="/vare/2") is True
    session = service_worker(context).evaluate("() => chrome.storage.session.get('offers')")
    assert len(session["offers"]) == 2
    assert "vare" not in json.dumps(session)
    service_worker(context).evaluate(SET, {"swaps": False})
    assert shop_world.send(type="offer", line="/vare/3") is False


def scored_item(world: Inside, sku: str) -> dict[str, Any]:
    """Return an item as the background gives it to pages."""
    item: dict[str, Any] = world.score({"sku": sku})["response"]["items"][0]
    return item


def test_a_tray_follows_the_tab_and_goes_with_it(
    shop_world: Inside, context: BrowserContext, shop
) -> None:
    """What was picked is there on the next page of the tab, in no other tab, and then nowhere."""
    empty = {"compare": [], "added": None}
    assert shop_world.send(type="tray") == empty
    item = scored_item(shop_world, "S-1")
    assert item["alternatives"]
    tray = {"compare": [item] * 6 + [{"grade": "A"}], "added": item}
    kept = {"compare": [item] * 4, "added": item}
    other_page = context.new_page()
    other = inside(other_page, shop.origin)
    assert other.send(type="tray", tray=tray) == kept
    other_page.goto(f"{shop.origin}/?side=2")
    assert other.send(type="tray") == kept
    assert shop_world.send(type="tray") == empty
    for rubbish in (None, 7, [], {"compare": "x", "added": [item]}):
        assert shop_world.send(type="tray", tray=rubbish) == empty
    other_page.close()
    wait(shop_world, 0.2)
    keys = service_worker(context).evaluate(
        "async () => Object.keys(await chrome.storage.session.get(null))"
    )
    assert len([key for key in keys if key.startswith("tray:")]) == 1


@pytest.mark.parametrize("paused", [False, True], ids=["on", "paused"])
def test_a_shop_that_is_off_gets_nothing(
    shop_world: Inside, context: BrowserContext, shop, service, paused: bool
) -> None:
    """No offer, no tray, no panel, no score."""
    if paused:
        service_worker(context).evaluate(SET, {"paused": [shop.host]})
    answers = [
        shop_world.send(type="offer", line="/vare/1"),
        shop_world.send(type="tray"),
        shop_world.score({"sku": "S-1"})["ok"],
    ]
    off = [None, None, False]
    assert answers == (off if paused else [True, {"compare": [], "added": None}, True])
    assert len(service.seen) == (0 if paused else 1)


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"type": "scores"},
        {"type": "score", "items": "x"},
        {"type": "offer", "line": 7},
        {"type": "forget"},
        {"type": ["hello"]},
    ],
    ids=str,
)
def test_a_message_that_makes_no_sense_is_not_answered(shop_world: Inside, message) -> None:
    """Nothing is said, and nothing is thrown."""
    send = f"chrome.runtime.sendMessage({json.dumps(message)})"
    assert shop_world.evaluate(f"{send}.then((a) => a ?? null, () => 'threw')") is None


def test_items_that_make_no_sense_are_not_sent(shop_world: Inside, service) -> None:
    """Only known fields, as text, within bounds, and a path without a query."""
    odd = [None, 7, {"sku": "S-1", "ref": 3}, {"ref": ""}]
    good = {"ref": "a", "sku": "S-1", "gtin": 5, "url": "https://x", "user": "me", "name": "Mælk"}
    paths = [{"ref": "b", "path": path} for path in ("//x/y", "javascript:1", "/a?b=c", "/a#b")]
    shop_world.send(type="score", items=[*odd, good, *paths])
    items = service.seen[-1]["body"]["items"]
    assert items == [{"ref": "a", "sku": "S-1"}, *({"ref": "b"} for _ in paths)]


def test_the_second_bundle_is_put_into_the_frame_that_asks(
    chromium_executable: Path, shop, service, tmp_path: Path
) -> None:
    """The panel comes where the page wants it, in no other frame; a grant covers frames too."""
    package = configured_copy(tmp_path / "extension", service.origin, [shop.origin])
    (package / "dist" / "extras.js").write_text("globalThis.extras = (globalThis.extras ?? 0) + 1")
    shop.pages["/ramme"] = BLANK
    shop.pages["/"] = "<!doctype html><title>Butik</title><iframe src='/ramme'></iframe>"
    with chromium(chromium_executable, package, tmp_path / "profile") as context:
        service_worker(context)
        page = context.new_page()
        world = inside(page, shop.origin)
        for _ in range(100):
            if world.count == 2:
                break
            page.wait_for_timeout(20)
        assert world.count == 2
        assert [world.send(frame, type="hello")["on"] for frame in (0, 1)] == [True, True]
        assert world.send(1, type="load") is True
        assert [world.evaluate("globalThis.extras ?? 0", frame) for frame in (0, 1)] == [0, 1]
        assert world.send(0, type="load") is True
        assert [world.evaluate("globalThis.extras ?? 0", frame) for frame in (0, 1)] == [1, 1]


def known_shop(context: BrowserContext, host: str) -> Any:
    """Ask what the pop-up asks: which shop is at a host. Bundled as the pop-up's script is."""
    source = ROOT / "extension" / "src" / "background" / "shops.ts"
    command = [ROOT / "node_modules" / ".bin" / "esbuild", source, "--bundle", "--format=iife"]
    bundle = subprocess.run(
        [*command, "--global-name=shops"], check=True, capture_output=True, text=True
    ).stdout
    return service_worker(context).evaluate(
        f"async (host) => {{ {bundle}; return shops.knownShop(host); }}", host
    )


def test_the_pop_up_knows_the_shops_of_the_service_and_of_the_policy(
    shop_world: Inside, context: BrowserContext, service
) -> None:
    """By host and its subdomains, with or without a port; a stranger is none."""
    named = SHOP | {"hosts": ["Butik.example", "127.0.0.1:9", 7, "no host!"]}
    document = {"shops": [7, {"id": "x"}, named], "adapters": [SIGNED]}
    service.pages["/api/v1/shops"] = json.dumps(document)
    assert hello_with(shop_world, context, 1) == [SIGNED]
    service_worker(context).evaluate(SET, {"shops": ["indkob.example"]})
    ours = {"id": "butik", "name": "Butikken"}
    policy = {"id": "indkob.example", "name": "indkob.example"}
    hosts = {
        "butik.example": ours,
        "www.butik.example:8443": ours,
        "127.0.0.1:9": ours,
        "127.0.0.1:8": None,
        "nybutik.example": None,
        "butik.example.evil": None,
        "indkob.example": policy,
        "": None,
    }
    assert {host: known_shop(context, host) for host in hosts} == hosts
