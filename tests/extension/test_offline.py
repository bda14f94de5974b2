"""A service that cannot be had: the last answers with their age, and a service left in peace."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from demo import browsers
from demo.chromium import service_worker
from demo.extension import configured_copy
from demo.firefox import Firefox

from .inside import Inside, inside

MILK, BREAD = {"sku": "M-1001"}, {"sku": "B-2001"}
EXPIRED = (503, {"code": "snapshot_expired", "message": "", "errors": {}})


def wait(world: Inside, seconds: float) -> None:
    """Let time pass for the browser too."""
    world.evaluate(f"new Promise((done) => setTimeout(done, {seconds * 1000}))")


def kept(world: Inside, context: BrowserContext, count: int) -> dict[str, Any]:
    """Wait until `count` answers are listed, and return all entries by their names."""
    everything: dict[str, Any] = {}
    for _ in range(100):
        stored = service_worker(context).evaluate("() => chrome.storage.local.get(null)")
        everything = {key: json.loads(text) for key, text in stored.items() if type(text) is str}
        if len(everything.get("answers", {}).get("rows", [])) == count:
            break
        wait(world, 0.02)
    entries = {key: value for key, value in everything.items() if key.startswith("answer:")}
    assert len(everything.get("answers", {}).get("rows", [])) == len(entries) == count
    return entries


def test_the_last_answer_is_given_again_with_its_time(
    shop_world: Inside, context: BrowserContext, service
) -> None:
    """Only what was answered before is there, and it says when; refs are the new question's."""
    first = shop_world.score(BREAD, MILK)
    assert (first["ok"], first["stale"]) == (True, False)
    kept(shop_world, context, 2)
    service.answer = None
    again = shop_world.score({"sku": "X-1"}, MILK)
    assert (again["ok"], again["stale"], again["at"]) == (True, True, first["at"])
    assert [item["ref"] for item in again["response"]["items"]] == ["2"]
    remembered = again["response"]["items"][0] | {"ref": ""}
    assert remembered == first["response"]["items"][1] | {"ref": ""}
    assert again["response"]["ruleset"] == first["response"]["ruleset"]
    assert shop_world.score({"sku": "X-1"})["problem"] == "unreachable"


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ((500, "<h1>Internal Server Error</h1>"), "stale"),
        ((429, {"code": "busy"}), "stale"),
        (EXPIRED, "snapshot_expired"),
        ((503, {"code": "snapshot_missing"}), "snapshot_missing"),
        ((401, {"code": "unauthorized"}), "refused"),
        ((422, {"code": "unprocessable"}), "rejected"),
        ((200, "<!doctype html>"), "nonsense"),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_service_that_says_no_is_heard(
    shop_world: Inside, context: BrowserContext, service, answer, outcome: str
) -> None:
    """An old score in place of its answer would hide what somebody has to mend."""
    shop_world.score(MILK)
    kept(shop_world, context, 1)
    service.answer = lambda body: answer
    found = shop_world.score(MILK)
    assert ("stale" if found["ok"] and found["stale"] else found.get("problem")) == outcome


def test_an_answer_of_the_service_always_wins(
    shop_world: Inside, context: BrowserContext, service, answer_to
) -> None:
    """When it is back, its new grade is shown and remembered in place of the old."""
    shop_world.score(MILK)
    kept(shop_world, context, 1)
    service.answer = None
    assert shop_world.score(MILK)["stale"]
    service.answer = lambda body: (200, answer_to(body, grade="D"))
    wait(shop_world, 2)
    fresh = shop_world.score(MILK)
    assert (fresh["stale"], fresh["response"]["items"][0]["grade"]) == (False, "D")
    wait(shop_world, 0.2)
    service.answer = None
    assert shop_world.score(MILK)["response"]["items"][0]["grade"] == "D"


AGE = """async (days) => {
  const stored = await chrome.storage.local.get(null);
  for (const [key, entry] of Object.entries(stored)) {
    if (!key.startsWith("answer:")) continue;
    const { at, ...rest } = JSON.parse(entry);
    const older = { ...rest, at: at - days * 86_400_000 };
    await chrome.storage.local.set({ [key]: JSON.stringify(older) });
  }
}"""


@pytest.mark.parametrize(
    ("days", "remembered"), [(6.9, True), (7.1, False), (-1, False)], ids=["young", "old", "future"]
)
def test_an_answer_lasts_a_week(
    shop_world: Inside, context: BrowserContext, service, days: float, remembered: bool
) -> None:
    """After that it is not shown; nor where the clock was set back since."""
    shop_world.score(MILK)
    kept(shop_world, context, 1)
    service_worker(context).evaluate(AGE, days)
    service.answer = None
    assert shop_world.score(MILK)["ok"] == remembered


SPOIL = """async (values) => {
  const stored = await chrome.storage.local.get(null);
  for (const key of Object.keys(stored).filter((key) => key.startsWith("answer:"))) {
    await chrome.storage.local.set({ [key]: JSON.stringify(values) });
  }
}"""


@pytest.mark.parametrize(
    "entry",
    [
        7,
        {"at": "yesterday", "item": {}},
        {"at": 1},
        {"at": 4e12, "item": {"match": {}}},
        {"item": {"ref": "1"}},
    ],
    ids=["number", "time", "no item", "future", "no time"],
)
def test_a_remembered_answer_is_read_as_warily_as_the_services(
    shop_world: Inside, context: BrowserContext, service, entry
) -> None:
    """What was spoilt on disk is left out, and the page is told the problem instead."""
    shop_world.score(MILK)
    kept(shop_world, context, 1)
    service_worker(context).evaluate(SPOIL, entry)
    service.answer = None
    assert shop_world.score(MILK)["problem"] == "unreachable"


def test_an_odd_field_on_disk_is_left_out(
    shop_world: Inside, context: BrowserContext, service
) -> None:
    """The guard reads it once more: a grade that is none is null, a link that leads out is gone."""
    shop_world.score(MILK)
    kept(shop_world, context, 1)
    bad = {"grade": "Z", "alternatives": [{"product": {"name": "X"}, "path": "javascript:1"}]}
    item = {"match": {"rung": "gtin", "confidence": "good"}} | bad
    at = int(time.time() * 1000)
    service_worker(context).evaluate(SPOIL, {"at": at, "item": item})
    service.answer = None
    found = shop_world.score(MILK)["response"]["items"][0]
    assert (found["grade"], found["alternatives"]) == (None, [])


def test_no_more_than_five_hundred_answers_are_kept(
    shop_world: Inside, context: BrowserContext, service
) -> None:
    """The oldest make room."""
    for start in range(0, 600, 100):
        shop_world.score(*({"sku": f"S-{start + n}"} for n in range(100)))
    wait(shop_world, 0.5)
    kept(shop_world, context, 500)
    service.answer = None
    assert shop_world.score({"sku": "S-99"})["ok"] is False
    assert shop_world.score({"sku": "S-100"}, {"sku": "S-599"})["ok"] is True


def test_an_answer_by_older_rules_is_forgotten(
    shop_world: Inside, context: BrowserContext, service, answer_to
) -> None:
    """Grades by two rulesets are not shown side by side."""
    shop_world.score(MILK)
    kept(shop_world, context, 1)
    newer = {"ruleset": {"id": "default", "version": "2027.1", "hash": "aa" * 32}}
    service.answer = lambda body: (200, answer_to(body) | newer)
    shop_world.score(BREAD)
    wait(shop_world, 0.2)
    kept(shop_world, context, 1)
    service.answer = None
    old = shop_world.score(MILK, BREAD)["response"]
    assert ([item["ref"] for item in old["items"]], old["ruleset"]["version"]) == (["2"], "2027.1")


@pytest.mark.parametrize(
    ("settings", "cleared"),
    [({"token": "ny"}, True), ({"language": "en"}, False)],
    ids=["token", "language"],
)
def test_answers_belong_to_one_token_and_one_language(
    shop_world: Inside, context: BrowserContext, service, settings, cleared: bool
) -> None:
    """Another municipality's token clears them; in another language they are not shown."""
    shop_world.score(MILK)
    kept(shop_world, context, 1)
    worker = service_worker(context)
    try:
        worker.evaluate("settings => chrome.storage.local.set({ settings })", settings)
        kept(shop_world, context, 0 if cleared else 1)
        service.answer = None
        assert shop_world.score(MILK)["problem"] == "unreachable"
    finally:
        worker.evaluate("() => chrome.storage.local.remove('settings')")
    wait(shop_world, 0.2)


def test_a_dead_service_costs_one_request_a_wait(
    shop_world: Inside, context: BrowserContext, service
) -> None:
    """Two seconds, then four; whoever asks meanwhile is answered at once."""
    service.answer = lambda body: (500, "")
    began = time.monotonic()
    counts = []
    for second in (0, 0.5, 1.0, 2.2, 3.0, 5.5, 6.6):
        wait(shop_world, max(0.0, began + second - time.monotonic()))
        assert shop_world.score({"sku": f"S-{second}"})["problem"] == "unreachable"
        counts.append(len(service.seen))
    assert counts == [1, 1, 1, 2, 2, 2, 3]


def test_when_the_wait_is_over_one_page_tries_and_the_others_wait(
    shop_world: Inside, context: BrowserContext, service
) -> None:
    """Ten pages that ask at once are one request to a service that may still be down."""
    service.answer = None
    shop_world.score(MILK)
    wait(shop_world, 2.1)
    service.delay = 0.3
    ask = ", ".join(
        f"chrome.runtime.sendMessage({{type: 'score', items: [{{ref: '1', sku: 'S-{n}'}}]}})"
        for n in range(10)
    )
    answers = shop_world.evaluate(f"Promise.all([{ask}])")
    assert [answer["problem"] for answer in answers] == ["unreachable"] * 10
    assert len(service.seen) == 2


def test_failures_at_the_same_time_are_one(
    shop_world: Inside, context: BrowserContext, service
) -> None:
    """Three pages that fail together make a wait of two seconds, not of eight."""
    service.answer, service.delay = None, 0.3
    ask = ", ".join(
        f"chrome.runtime.sendMessage({{type: 'score', items: [{{ref: '1', sku: 'S-{n}'}}]}})"
        for n in range(3)
    )
    shop_world.evaluate(f"Promise.all([{ask}])")
    wait(shop_world, 2.2)
    shop_world.score(MILK)
    assert len(service.seen) == 4


def test_the_same_question_at_the_same_time_is_sent_once(
    shop_world: Inside, context: BrowserContext, shop, service
) -> None:
    """Two tabs that open the same page together share one request and get the same answer."""
    service.delay = 0.5
    other_page = context.new_page()
    other = inside(other_page, shop.origin)
    ask = "chrome.runtime.sendMessage({type: 'score', items: [{ref: '1', sku: 'M-1001'}]})"
    for world in (shop_world, other):
        world.evaluate(f"void (globalThis.asked = {ask})")
    one, two = (world.evaluate("globalThis.asked") for world in (shop_world, other))
    assert one == two
    assert one["ok"]
    assert len(service.seen) == 1
    shop_world.score(MILK)
    assert len(service.seen) == 2
    other_page.close()


def test_a_listing_keeps_its_badges_when_the_service_goes(
    page: Page, context: BrowserContext, shop, service, listing_page
) -> None:
    """What a buyer saw an hour ago is still there, without a request that fails."""
    shop.pages["/"] = listing_page
    page.goto(shop.origin)
    expect(page.locator("indkobskompas-badge")).to_have_count(12)
    page.wait_for_timeout(200)
    service.answer = None
    page.reload()
    expect(page.locator("indkobskompas-badge")).to_have_count(12)
    page.reload()
    expect(page.locator("indkobskompas-badge")).to_have_count(12)
    assert len(service.seen) == 2


def test_firefox_remembers_the_last_answers_too(
    shop, service, listing_page, tmp_path: Path
) -> None:
    """The same in the other browser: badges, then badges without the service."""
    shop.pages["/"] = listing_page
    package = configured_copy(tmp_path / "extension", service.origin, [shop.origin], ports=False)
    badges = "document.querySelectorAll('indkobskompas-badge').length"
    with Firefox(browsers.require("firefox")) as firefox:
        firefox.install(package)
        counts = []
        for state in ("up", "down", "left alone"):
            if state != "up":
                service.answer = None
            firefox.navigate(shop.origin)
            deadline = time.monotonic() + 8
            while firefox.evaluate(badges) < 12 and time.monotonic() < deadline:
                time.sleep(0.05)
            counts.append((state, firefox.evaluate(badges)))
            time.sleep(0.3)
    assert counts == [("up", 12), ("down", 12), ("left alone", 12)]
    assert len(service.seen) == 2
