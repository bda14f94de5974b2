"""Pages that attack, break or burden whoever reads them: nothing is thrown or asked for it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest

from demo import overlay
from demo.browsers import Kind
from demo.page import Page, PageError
from tests.e2e.conftest import SHOTS
from tests.e2e.recorder import gaps, settled
from tests.e2e.test_scores_in_shops import shown
from tests.e2e.world import World

BEEF = "OS-2007"
# Which products' badges a page must get: those of its cards, its own, or none.
CARDS = 12
EXPECTED: dict[str, set[str]] = {
    "plain": {"cards"},
    "policy": {"cards"},
    "polluted": {"cards"},
    "unset": {"cards"},
    "rtl": {"cards"},
    "rewriting": {"cards"},
    "removing": set(),
    "clobbering": {"own"},
    "cyclic": {"own"},
    "heavy": {"own"},
    "markup": {"own"},
    "links": {"own"},
    "long": set(),
}
# For a badge that is put in: its host in, perhaps once more after the page took it out.
PUT_IN = 5
LONGEST_TEXT = 500  # characters of any identifier


def visit(page: Page, world: World, name: str) -> dict[str, Any]:
    """Open a hostile page, wait until all is quiet, and return what the page saw of us."""
    page.errors()
    page.navigate(f"{world.hostile.url}/{name}")
    count = len(right(world, name))
    # A page that rewrites itself has none for a moment: what is waited for is what is returned.
    there = f"(report => report.badges.length >= {count} && report)(watched.report())"
    with suppress(PageError):  # Where none comes, the assertions say so.
        page.wait_for(there, 5)
    settled(world.recorder)
    report: dict[str, Any] = page.evaluate("watched.report()")
    with suppress(PageError):
        report = page.wait_for(there, 3)
    return report


def right(world: World, name: str) -> dict[str, str]:
    """Return what the service says of the products of a page, by the path that badges name."""
    shop = world.shops["hostile"]
    wanted = EXPECTED.get(name, set())
    found = {}
    if "cards" in wanted:
        paths = list(shop.paths.values())[:CARDS]
        found = {path: shown(item) for path, item in world.scores(shop, paths).items()}
    if "own" in wanted:
        found[f"/{name}"] = shown(world.scores(shop, [shop.paths[BEEF]])[shop.paths[BEEF]])
    return found


@pytest.mark.parametrize("name", EXPECTED)
def test_a_hostile_page_is_left_as_it_is(page: Page, kind: Kind, world: World, name: str) -> None:
    """No error, no wrong badge, no second question in a batch, few changes, and a usable page."""
    report = visit(page, world, name)
    page.screenshot(SHOTS / f"{kind}-hostile-{name}.png")
    sent = world.recorder.scores()
    assert (report["errors"], page.errors()) == ([], [])
    assert {badge["path"]: badge["shown"] for badge in report["badges"]} == right(world, name)
    assert all(badge["seen"] for badge in report["badges"])
    assert gaps(sent) == []
    assert all(
        len(value) <= LONGEST_TEXT
        for one in sent
        for item in one.json["items"]
        for value in item.values()
    )
    most = PUT_IN * max(len(right(world, name)), CARDS)
    assert (report["added"] <= most, report["attributes"] <= most) == (True, True), report
    page.evaluate("Document.prototype.getElementById.call(document, 'buy').click()")
    bought = "Document.prototype.getElementById.call(document, 'bought').value"
    assert page.evaluate(bought) == "1"


def test_a_page_that_rewrites_itself_keeps_its_badges(page: Page, world: World) -> None:
    """Its cards are made anew each second; badges come back, and nothing is asked anew."""
    visit(page, world, "rewriting")
    asked = len(world.recorder.scores())
    before = page.evaluate("watched.report()")
    page.evaluate("new Promise(done => setTimeout(done, 3000))")
    after = page.evaluate("watched.report()")
    assert len(world.recorder.scores()) == asked == 1
    assert CARDS <= after["added"] - before["added"] <= CARDS * 8
    page.wait_for(f"watched.report().badges.length === {CARDS}", 3)


def test_a_page_that_removes_badges_is_left_alone_in_the_end(page: Page, world: World) -> None:
    """Badges are put back a few times at most; after that nothing is done to the page any more."""
    visit(page, world, "removing")
    page.evaluate("new Promise(done => setTimeout(done, 2500))")
    before = page.evaluate("watched.report().added")
    page.evaluate("new Promise(done => setTimeout(done, 1500))")
    after = page.evaluate("watched.report().added")
    assert CARDS <= before <= CARDS * PUT_IN
    assert after == before


def test_what_is_removed_once_is_put_back(page: Page, world: World) -> None:
    """A shop that clears a card of what it did not make, once, has its badge again."""
    visit(page, world, "plain")
    hosts = "document.querySelectorAll('indkobskompas-badge')"
    page.evaluate(f"{hosts}.forEach(host => host.remove())")
    page.wait_for(f"{hosts}.length === {CARDS}", 4)
    assert len(world.recorder.scores()) == 1


def test_markup_in_a_name_is_text(page: Page, world: World) -> None:
    """A name that is markup is shown as it is written, and runs nothing, in badge and panel."""
    visit(page, world, "markup")
    overlay.open_panel(page, overlay.badges(page)[0])
    assert page.evaluate("[run, document.querySelectorAll('[onerror], [onload]').length]") == [0, 0]
    inside = f"{overlay.PANEL}.querySelectorAll('[onerror], [onload], [onmouseover], script')"
    assert page.evaluate(f"{inside}.length") == 0


def test_links_that_are_scripts_are_neither_sent_nor_shown(page: Page, world: World) -> None:
    """Only addresses of pages of this shop are product pages."""
    visit(page, world, "links")
    items = [item for sent in world.recorder.scores() for item in sent.json["items"]]
    assert {item.get("path") for item in items} <= {"/links", None}
    overlay.open_panel(page, overlay.badges(page)[0])
    links = f"[...{overlay.PANEL}.querySelectorAll('a[href]')].map(link => link.protocol)"
    assert (set(page.evaluate(links)) <= {"http:", "https:"}, page.evaluate("run")) == (True, 0)


def test_a_policy_leaves_the_badge_its_looks(page: Page, world: World) -> None:
    """A policy without inline styles, or styles that unset all, change nothing of ours."""
    box = """(() => { const root = document.querySelector('indkobskompas-badge').shadowRoot;
      const { width, height } = root.querySelector('button').getBoundingClientRect();
      const style = getComputedStyle(root.querySelector('.tile'));
      return [Math.round(width), Math.round(height), style.backgroundColor, style.color]; })()"""
    seen = []
    for name in ("plain", "policy", "unset"):
        visit(page, world, name)
        seen.append(page.evaluate(box))
    assert seen[1:] == [seen[0], seen[0]]


def test_from_right_to_left_badges_lie_within_their_cards(page: Page, world: World) -> None:
    """A page that is written from right to left has each badge on its own card."""
    visit(page, world, "rtl")
    outside = page.evaluate(
        """[...document.querySelectorAll('indkobskompas-badge')].filter(host => {
          const card = host.closest('.card').getBoundingClientRect();
          const badge = host.shadowRoot.querySelector('button').getBoundingClientRect();
          return badge.left < card.left || badge.right > card.right
            || badge.top < card.top || badge.bottom > card.bottom;
        }).length"""
    )
    assert outside == 0


def test_of_two_thousand_cards_a_hundred_at_most_are_asked_about_at_a_time(
    page: Page, world: World
) -> None:
    """What is far from the screen is not asked about; what it costs is measured by `make bench`."""
    visit(page, world, "many")
    sent = world.recorder.scores()
    assert gaps(sent) == []
    assert all(len(one.json["items"]) <= 100 for one in sent)
    assert sum(len(one.json["items"]) for one in sent) < 1_000
