"""Reading what the extension has put on a page: its badges and its panel."""

from __future__ import annotations

import re
from dataclasses import dataclass

from demo.page import Page

PANEL = "document.querySelector('indkobskompas-panel')?.shadowRoot?.querySelector('dialog')"
# A badge on a card belongs to that card's product link; any other belongs to the page's title.
BADGES = """[...document.querySelectorAll('indkobskompas-badge')].map(host => {
  const button = host.shadowRoot.querySelector('button');
  const tile = host.shadowRoot.querySelector('.tile');
  const box = button.getBoundingClientRect();
  const card = host.closest('li.card, .product_pod');
  const name = card ? card.querySelector('h2 a, h3 a') : document.querySelector('h1');
  return {
    product: (name.getAttribute('title') || name.textContent).trim(),
    path: card ? new URL(name.href).pathname : location.pathname,
    on_card: card !== null,
    kind: tile.dataset.kind,
    shown: tile.querySelector('span')?.textContent ?? tile.textContent,
    label: button.getAttribute('aria-label'),
    x: box.left + box.width / 2,
    y: box.top + box.height / 2,
  };
})"""
# A badge is in its place a moment after it is in the page.
PLACED = """[...document.querySelectorAll('indkobskompas-badge')]
  .filter(host => host.shadowRoot?.querySelector('[data-placed]')).length"""
CARDS = "document.querySelectorAll('li.card, .product_pod').length"
# "Kommunens indkøbsscore B, god sikkerhed. Vis begrundelse": what is between comma and full stop.
CONFIDENCE = re.compile(r", ([^,.]+)\. ")


@dataclass(frozen=True)
class Badge:
    """One badge: `shown` is "B", "B–D" or "?"; `x`, `y` its middle in CSS pixels."""

    product: str
    path: str
    on_card: bool
    kind: str
    shown: str
    label: str
    x: float
    y: float

    @property
    def confidence(self) -> str:
        """How sure the score is, in the words of the badge's label; "–" where it says nothing."""
        found = CONFIDENCE.search(self.label)
        return found[1] if found else "–"


def badges(page: Page) -> list[Badge]:
    """Return all badges on the page, in the page's order."""
    return [Badge(**found) for found in page.evaluate(BADGES)]


def wait_for_badges(page: Page, count: int, patience: float = 10.0) -> list[Badge]:
    """Return the badges once `count` have their places. PageError after `patience` seconds."""
    page.wait_for(f"{PLACED} >= {count}", patience)
    return badges(page)


def open_panel(page: Page, badge: Badge) -> None:
    """Click a badge that is in the viewport and wait for its panel."""
    page.click(badge.x, badge.y)
    page.wait_for(f"{PANEL}?.open === true")


def panel_text(page: Page) -> str:
    """Return all text of the open panel."""
    return str(page.evaluate(f"{PANEL}.innerText"))
