"""Without a mouse, at 200 % zoom, and to axe: the overlay on each kind of page in both browsers."""

from __future__ import annotations

import pytest

from demo import overlay
from demo.browsers import Kind
from demo.page import Page
from demo.tour import WIDE
from tests.e2e.conftest import SHOTS
from tests.e2e.test_manners_in_shops import axe_faults
from tests.e2e.world import World

ZOOMED = (WIDE[0] // 2, WIDE[1] // 2)  # CSS pixels: what a window of WIDE is at 200 %
STEPS = 80  # presses of Tab that must be enough to reach two badges of a listing
FOCUSED = "document.activeElement?.localName ?? ''"
# Which product the badge that has the focus belongs to.
FOCUSED_LABEL = "document.activeElement?.shadowRoot?.activeElement?.getAttribute('aria-label')"
# Whether what has the focus can be seen: in the viewport once scrolling has ended, with a ring.
FOCUS_SEEN = """new Promise(done => setTimeout(done, 300)).then(() => {
  const host = document.activeElement;
  const element = host.shadowRoot?.activeElement ?? host;
  const box = element.getBoundingClientRect();
  return {
    sized: box.width > 0 && box.height > 0,
    inView: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    // A headless Firefox loses its window's focus now and then, and no ring is drawn there then.
    ringed: element.matches(':focus-visible') || !document.hasFocus(),
  };
})"""
SEEN = {"sized": True, "inView": True, "ringed": True}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# What the page scrolls by itself, with our badges taken out for the moment of measuring.
OWN_OVERFLOW = f"""(() => {{
  const ours = [...document.querySelectorAll('indkobskompas-badge, indkobskompas-dock')]
    .map(host => [host, host.parentNode, host.nextSibling]);
  for (const [host] of ours) host.remove();
  const own = {OVERFLOW};
  for (const [host, parent, next] of ours.reverse()) parent.insertBefore(host, next);
  return own;
}})()"""
OURS = (
    "{include: [...new Set([...document.querySelectorAll('*')].map(e => e.localName)"
    ".filter(name => name.startsWith('indkobskompas-')))].map(name => [name])}"
)
PAGES = {  # kinds of page, by shop
    "oscar-listing": ("oscar", "/catalogue/"),
    "oscar-search": ("oscar", "/search/?q=Havredrik"),
    "oscar-product": ("oscar", "product"),
    "vendure-front": ("vendure", "/"),
    "vendure-search": ("vendure", "/soeg?q=ost"),
    "vendure-product": ("vendure", "product"),
    "demo-listing": ("demo", "/"),
    "demo-product": ("demo", "product"),
}


def tab_to_badge(page: Page) -> str:
    """Press Tab until a badge has the focus; return its label."""
    for _ in range(STEPS):
        page.press("Tab")
        if page.evaluate(FOCUSED) == "indkobskompas-badge":
            return str(page.evaluate(FOCUSED_LABEL))
    pytest.fail(f"no badge has the focus after {STEPS} presses of Tab")


@pytest.mark.parametrize("at", ["oscar-listing", "vendure-front", "demo-listing"])
def test_a_keyboard_leads_from_badge_to_panel_and_on(
    page: Page, kind: Kind, world: World, at: str
) -> None:
    """At 200 % zoom: shop, badge, panel, close, next badge, with Tab, Enter and Escape alone."""
    name, path = PAGES[at]
    page.set_viewport(*ZOOMED)
    page.navigate(world.shops[name].url + path)
    overlay.wait_for_badges(page, 4)
    page.evaluate("new Promise(done => setTimeout(done, 1200))")  # What mounts late has mounted.
    first = tab_to_badge(page)
    assert page.evaluate(FOCUS_SEEN) == SEEN
    page.press("Enter")
    page.wait_for(f"{overlay.PANEL}?.open === true")
    page.evaluate("new Promise(done => setTimeout(done, 300))")
    page.screenshot(SHOTS / f"{kind}-{at}-zoomed-panel.png")
    assert page.evaluate(FOCUSED) == "indkobskompas-panel"
    for _ in range(4):  # The focus stays in the dialog, or goes to the browser's own window.
        page.press("Tab")
        assert page.evaluate(FOCUSED) in ("indkobskompas-panel", "body", "html")
    page.press("Escape")
    # It closes at once, and gives the focus back a moment later, when it goes: Tab must wait.
    page.wait_for("!document.querySelector('indkobskompas-panel')")
    assert page.evaluate(FOCUSED_LABEL) == first
    second = tab_to_badge(page)
    assert second != first
    assert page.evaluate(FOCUS_SEEN) == SEEN


@pytest.mark.parametrize("at", ["oscar-product", "vendure-product", "demo-product"])
def test_at_double_size_nothing_of_ours_runs_out_of_the_window(
    page: Page, kind: Kind, world: World, at: str
) -> None:
    """At 200 % zoom badge and panel lie within the window, which scrolls no more than before."""
    name, _ = PAGES[at]
    shop = world.shops[name]
    page.set_viewport(*ZOOMED)
    page.navigate(shop.url + shop.poor)
    overlay.wait_for_badges(page, 1)
    page.evaluate("scrollTo(0, 0)")
    badge = next(b for b in overlay.badges(page) if not b.on_card)
    page.wait_for(f"{OVERFLOW} <= {OWN_OVERFLOW}", 3)  # A picture that loads late moves badges.
    assert (0 < badge.x < ZOOMED[0], badge.y > 0) == (True, True)
    page.evaluate(
        "[...document.querySelectorAll('indkobskompas-badge')].find(h => !h.closest('.card,"
        " .product_pod')).shadowRoot.querySelector('button').click()"
    )
    page.wait_for(f"{overlay.PANEL}?.open === true")
    page.evaluate("new Promise(done => setTimeout(done, 300))")
    page.screenshot(SHOTS / f"{kind}-{at}-zoomed-panel.png")
    inside = page.evaluate(
        f"(panel => {{ const box = panel.getBoundingClientRect(); return box.left >= 0"
        f" && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight"
        f" && panel.scrollWidth <= panel.clientWidth; }})({overlay.PANEL})"
    )
    assert inside


@pytest.mark.both
@pytest.mark.parametrize("at", PAGES)
def test_axe_finds_nothing_in_our_parts(page: Page, world: World, at: str) -> None:
    """On each kind of page of each shop: badges first, then the open panel."""
    name, path = PAGES[at]
    shop = world.shops[name]
    page.navigate(shop.url + (shop.poor if path == "product" else path))
    overlay.wait_for_badges(page, 1)
    page.evaluate("new Promise(done => setTimeout(done, 300))")
    faults = axe_faults(page, OURS)
    page.evaluate(
        "document.querySelector('indkobskompas-badge').shadowRoot.querySelector('button').click()"
    )
    page.wait_for(f"{overlay.PANEL}?.open === true")
    page.evaluate("new Promise(done => setTimeout(done, 400))")
    assert faults + axe_faults(page, OURS) == []
