"""A single-page shop: a real Vendure server with a storefront that loads one document only."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator

import pytest

from demo import overlay
from demo.browsers import Kind
from demo.page import Page
from tests.e2e.conftest import SHOTS, Browsers
from tests.e2e.recorder import gaps, settled
from tests.e2e.test_scores_in_shops import shown
from tests.e2e.world import GOODS, Shop, World

with GOODS.open(encoding="utf-8", newline="") as stream:
    GOODS_BY_SKU = {row["sku"]: row for row in csv.DictReader(stream)}
MILK, OATS, BEEF, PORK = "OS-2001", "OS-2003", "OS-2007", "OS-2008"
SCREENS = ("OS-3006", "OS-3007", "OS-3008")
FRAMES_LATE = 2  # frames in which the badge of the variant that was left may still stand
CARDS = "document.querySelectorAll('.cards .card').length"
ON_CARDS = "document.querySelectorAll('.cards indkobskompas-badge').length"
# Whatever a badge beside the title says in any frame of the browser, with the title it stood by
# and the item number that the page showed then.
WATCH = """(() => {
  window.frames_seen = [];
  const look = () => {
    const hosts = [...document.querySelectorAll('indkobskompas-badge')];
    const own = hosts.find(host => !host.closest('.card, .line') && host.isConnected);
    const tile = own?.shadowRoot?.querySelector('.tile');
    if (tile) window.frames_seen.push([
      document.querySelector('h1').textContent,
      document.querySelector('.facts dd')?.textContent ?? '',
      tile.querySelector('span')?.textContent ?? tile.textContent,
    ].join('|'));
    window.frames_watched = requestAnimationFrame(look);
  };
  look();
})()"""
WATCHED = "[...new Set(window.frames_seen)]"

EMPTY = """fetch('/shop-api', {method: 'POST', headers: {'Content-Type': 'application/json'},
  body: JSON.stringify({query: 'mutation { removeAllOrderLines { __typename } }'})})
  .then(answer => answer.ok)"""


@pytest.fixture
def shop(world: World) -> Shop:
    """The single-page shop."""
    return world.shops["vendure"]


@pytest.fixture
def front(page: Page, shop: Shop) -> Iterator[Page]:
    """Its front page, with the first cards in place; what was thrown in it fails the test."""
    page.errors()
    page.navigate(shop.url)
    page.wait_for(f"{CARDS} >= 12")
    yield page
    assert page.errors() == []


def grade(world: World, shop: Shop, sku: str) -> str:
    """Return what the badge of an item number must show."""
    return shown(world.ask(shop, [{"sku": sku}])[0])


def name(sku: str) -> str:
    """Return the name of an item."""
    return GOODS_BY_SKU[sku]["name_da"]


def go(page: Page, path: str) -> None:
    """Follow a link of the shop, as a click on it does, wherever on the page it stands."""
    page.evaluate(
        f"(() => {{ const link = document.createElement('a'); link.href = {path!r};"
        " document.body.append(link); link.click(); link.remove(); })()"
    )


def shows(page: Page, letter: str) -> None:
    """Wait until the one badge beside the title shows this."""
    own = "[...document.querySelectorAll('indkobskompas-badge')].filter(h => !h.closest('.card'))"
    tile = "h.shadowRoot.querySelector('.tile')"
    page.wait_for(
        f"(hosts => hosts.length === 1 && hosts.every(h => ({tile}.querySelector('span') ?? {tile})"
        f".textContent === {letter!r}))({own})"
    )


def test_cards_that_mount_late_get_badges(
    front: Page, kind: Kind, shop: Shop, world: World
) -> None:
    """The first cards come after the document, a carousel after them; each gets its badge."""
    front.wait_for("document.querySelectorAll('.strip .card').length === 5")
    front.wait_for("document.querySelectorAll('.strip indkobskompas-badge').length === 5")
    front.wait_for(f"{ON_CARDS} >= 12")
    found = overlay.badges(front)
    told = {b.path: b.shown for b in found}
    answers = world.scores(shop, list(told))
    # Of what has variants a path alone tells nothing; an earlier visit's choice is remembered.
    known = {p: letter for p, i in answers.items() if (letter := shown(i)) != "?"}
    assert len(known) >= 12
    assert known.items() <= told.items()
    assert gaps(settled(world.recorder)) == []
    front.screenshot(SHOTS / f"{kind}-vendure-front.png")


def test_scrolling_on_gives_new_cards_their_badges(front: Page, world: World) -> None:
    """Each batch of cards that scrolling brings is asked about once, and all have badges."""
    front.wait_for(f"{ON_CARDS} >= 12")
    for _ in range(2):
        had = front.evaluate(CARDS)
        front.evaluate("document.querySelector('.end').scrollIntoView()")
        front.wait_for(f"{CARDS} > {had}")
        front.wait_for(f"{ON_CARDS} === {CARDS}")
    sent = settled(world.recorder)
    asked = [item.get("path") for one in sent for item in one.json["items"]]
    assert len(asked) == len(set(asked))
    assert gaps(sent) == []


def test_cards_that_show_other_goods_show_other_badges(
    front: Page, shop: Shop, world: World
) -> None:
    """A filter fills the same elements with other goods; no badge of the old ones stays."""
    front.wait_for(f"{ON_CARDS} >= 12")
    front.evaluate(
        "[...document.querySelectorAll('.filters button')]"
        ".find(button => button.textContent === 'Fisk').click()"
    )
    front.wait_for(f"{CARDS} < 12 && {ON_CARDS} === {CARDS}")
    right = {path: shown(item) for path, item in world.scores(shop, fish(shop)).items()}
    # The elements hold old badges until the change is read, however long a busy machine takes.
    deadline = time.monotonic() + 10
    while on_fish(front, shop) != right and time.monotonic() < deadline:
        time.sleep(0.05)
    assert on_fish(front, shop) == right


def on_fish(page: Page, shop: Shop) -> dict[str, str]:
    """Return what the badges of all fish on the page show, by path."""
    return {badge.path: badge.shown for badge in overlay.badges(page) if badge.path in fish(shop)}


def fish(shop: Shop) -> list[str]:
    """Return the paths of all fish."""
    return [shop.paths[sku] for sku in ("OS-2013", "OS-2014", "OS-2015")]


def test_the_badge_follows_from_product_to_product(
    front: Page, kind: Kind, shop: Shop, world: World
) -> None:
    """The old product's badge goes with it, the new one's comes, and in no frame is one wrong."""
    front.evaluate(WATCH)
    for sku in (MILK, OATS, "OS-2005", MILK):
        go(front, shop.paths[sku])
        front.wait_for(f"document.querySelector('h1').textContent === {name(sku)!r}")
        shows(front, grade(world, shop, sku))
    front.screenshot(SHOTS / f"{kind}-vendure-product.png")
    right = {f"{name(s)}|{s}|{grade(world, shop, s)}" for s in (MILK, OATS, "OS-2005")}
    assert set(front.evaluate(WATCHED)) <= right


def test_the_badge_follows_the_back_button(front: Page, shop: Shop, world: World) -> None:
    """Back and forward within the shop show the badge of the product that is shown."""
    for sku in (MILK, OATS):
        go(front, shop.paths[sku])
        shows(front, grade(world, shop, sku))
    front.evaluate(WATCH)
    front.evaluate("history.back()")
    front.wait_for(f"document.querySelector('h1').textContent === {name(MILK)!r}")
    shows(front, grade(world, shop, MILK))
    front.evaluate("history.forward()")
    front.wait_for(f"document.querySelector('h1').textContent === {name(OATS)!r}")
    shows(front, grade(world, shop, OATS))
    right = {f"{name(s)}|{s}|{grade(world, shop, s)}" for s in (MILK, OATS)}
    assert set(front.evaluate(WATCHED)) <= right


@pytest.mark.parametrize("family", [(BEEF, PORK), SCREENS])
def test_the_badge_follows_the_chosen_variant(
    front: Page, shop: Shop, world: World, family: tuple[str, ...]
) -> None:
    """Choosing a variant changes neither address nor elements, and the badge is the variant's."""
    go(front, shop.paths[family[0]])
    shows(front, grade(world, shop, family[0]))
    front.evaluate(WATCH)
    for number in (1, 0):
        front.evaluate(
            f"(select => {{ select.value = {number}; select.dispatchEvent(new Event('change')); }})"
            "(document.querySelector('#variant'))"
        )
        shows(front, grade(world, shop, family[number]))
    assert len({grade(world, shop, sku) for sku in family}) > 1
    seen = [line.split("|")[1:] for line in front.evaluate("window.frames_seen")]
    wrong = [line for line in seen if line[1] != grade(world, shop, line[0])]
    # The page changes in one frame, and the badge of the old variant goes in the next.
    assert len(wrong) <= FRAMES_LATE * 2, wrong


def test_search_results_get_badges(front: Page, shop: Shop, world: World) -> None:
    """A search shows cards with badges, and its words are sent to nobody."""
    world.recorder.forget()
    front.evaluate("document.querySelector('#q').value = 'mælk'")
    front.evaluate("document.querySelector('.search').requestSubmit()")
    front.wait_for("document.querySelector('h1').textContent === 'Søgning: mælk'")
    front.wait_for(f"{CARDS} >= 1 && {ON_CARDS} === {CARDS}")
    assert all("mælk" not in one.body.decode() for one in settled(world.recorder))


def test_basket_lines_have_badges(front: Page, kind: Kind, shop: Shop, world: World) -> None:
    """Goods put in the basket by the shop's own button have their badges on its lines."""
    front.evaluate(EMPTY)
    for count, sku in enumerate((MILK, "OS-2013"), start=1):
        go(front, shop.paths[sku])
        shows(front, grade(world, shop, sku))
        front.evaluate("document.querySelector('.add').click()")
        front.wait_for(f"document.querySelector('#count').textContent === '{count}'")
    go(front, "/kurv")
    front.wait_for("document.querySelectorAll('tr.line').length === 2")
    front.wait_for("document.querySelectorAll('tr.line indkobskompas-badge').length === 2")
    lines = front.evaluate(
        "[...document.querySelectorAll('tr.line')].map(line => [line.querySelector('.number')"
        ".textContent, line.querySelector('indkobskompas-badge').shadowRoot"
        ".querySelector('.tile').textContent.trim()])"
    )
    front.screenshot(SHOTS / f"{kind}-vendure-basket.png")
    assert sorted(lines) == sorted([sku, grade(world, shop, sku)] for sku in (MILK, "OS-2013"))


def test_a_frame_of_the_same_shop_has_its_badge(page: Page, shop: Shop, world: World) -> None:
    """A product page within a page of the shop has the badge of its product, in the frame."""
    page.navigate(f"{shop.url}/ugens/{shop.paths[MILK].rsplit('/', 1)[-1]}")
    inner = "document.querySelector('iframe').contentDocument"
    page.wait_for(f"{inner}.querySelector('h1 ~ indkobskompas-badge, main indkobskompas-badge')")
    letter = f"{inner}.querySelector('indkobskompas-badge').shadowRoot.querySelector('.tile')"
    page.wait_for(f"{letter}.textContent.includes({grade(world, shop, MILK)!r})")
    assert page.evaluate("document.querySelectorAll('indkobskompas-badge').length") == 0


def test_a_page_that_the_browser_kept_still_has_its_badge(
    browsers: Browsers, kind: Kind, shop: Shop, world: World
) -> None:
    """Coming back from another site shows the page as it was left, with its badge."""
    page = browsers.page(kind, keeps=True)
    page.navigate(shop.url + shop.paths[MILK])
    shows(page, grade(world, shop, MILK))
    page.evaluate("addEventListener('pageshow', event => { window.kept = event.persisted; })")
    page.navigate(world.shops["demo"].url + "/om")
    page.evaluate("history.back()")
    page.wait_for(f"location.href === {(shop.url + shop.paths[MILK])!r}")
    shows(page, grade(world, shop, MILK))
    assert page.evaluate("window.kept") is True
