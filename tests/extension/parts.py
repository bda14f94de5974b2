"""The parts of the second bundle on pages of a shop that has no extension in it but theirs."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

from .conftest import ROOT, Local, _scored

SCRIPT = ROOT / "build" / "harness" / "extras.js"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
DOCK = "indkobskompas-dock"
NAMES = ("Letmælk", "Havredrik", "Hakket oksekød", "Torskefilet", "Røde linser", "Smør")
HEAD = (
    "<!doctype html><html lang=da><meta charset=utf-8><title>Butik</title>"
    "<meta name=viewport content='width=device-width'>"
    "<style>body{font-family:serif}li,tr{padding:8px}ul.grid{display:grid;gap:16px;list-style:none;"
    "grid-template-columns:repeat(auto-fill,minmax(200px,1fr));padding:0}</style>"
)
HOSTILE = "<style>* {all: unset !important; color: red !important; display: block}</style>"


def better(grade: str = "B", gain: float = 21.0, **changes: Any) -> dict[str, Any]:
    """Return an alternative; changes replace fields."""
    return {
        "product": {"id": "bedre", "name": "Kærnemælk 1 l"},
        "path": "/vare/kaernemaelk",
        "grade": grade,
        "gain": gain,
        "price": 10.0,
        "price_difference": -1.5,
        "price_difference_per_unit": None,
        "unit": None,
        "currency": "DKK",
        "reason": None,
    } | changes


def item(name: str, grade: str | None, **changes: Any) -> dict[str, Any]:
    """Return a scored item named `name`, its facts and alternatives empty unless given."""
    product = {"id": f"id-{name}", "name": name, "brand": None, "group_name": None, "demo": False}
    nothing = {"kg": None, "co2e": None, "co2e_basis": None, "organic": None}
    return _scored(name, grade, product=product, facts=nothing, alternatives=[]) | changes


def facts(
    kg: float | None, co2e: float | None, organic: bool | None, basis: str = "food"
) -> dict[str, Any]:
    """Return facts of one piece; the footprint's bounds are 20 % to either side."""
    bounds = co2e and {"low": co2e * 0.8, "value": co2e, "high": co2e * 1.2}
    return {"kg": kg, "co2e": bounds, "co2e_basis": bounds and basis, "organic": organic}


def listing(names: tuple[str, ...] = NAMES, extra: str = "") -> str:
    """Return a listing of cards, each a `<li class=card id=c0...>` with an add button."""
    cards = "".join(
        f'<li class=card id=c{n}><h2><a href="/vare/{n}">{name}</a></h2><p>1{n},95 kr.</p>'
        f"<button onclick='window.added=(window.added||0)+1'>Læg i kurv</button></li>"
        for n, name in enumerate(names)
    )
    return f"{HEAD}{extra}<main><h1>Varer</h1><ul class=grid>{cards}</ul></main></html>"


def basket(names: tuple[str, ...] = NAMES, extra: str = "") -> str:
    """Return a basket whose lines are `<tr id=l0...>`."""
    rows = "".join(
        f"<tr id=l{n}><td>{name}<td><input value=2 aria-label=Antal><td>20,00 kr."
        for n, name in enumerate(names)
    )
    return f"{HEAD}{extra}<main><h1>Kurv</h1><table>{rows}</table><button>Bestil</button></main>"


class Parts:
    """A page with the parts in it, driven by what a test says of its products."""

    def __init__(self, page: Page, server: Local) -> None:
        """Drive `page`, whose shop is `server`."""
        self.page = page
        self.server = server
        self.dock = page.locator(DOCK)

    def open(self, html: str, path: str = "/", **options: Any) -> None:
        """Go to a page of the shop and start the parts there."""
        self.server.pages[path] = html
        self.page.goto(f"{self.server.origin}{path}")
        self.start(**options)

    def start(self, **options: Any) -> None:
        """Put the parts into the page that is open."""
        self.page.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))
        self.page.evaluate("options => kompas.start(options)", options)

    def show(self, **scene: Any) -> None:
        """Tell the parts what is on the page."""
        self.page.evaluate("scene => kompas.show(scene)", scene)

    def cards(self, grades: str, **changes: Any) -> list[dict[str, Any]]:
        """Return cards for a listing: one letter each, "?" for one that is not known."""
        known = [None if grade == "?" else grade for grade in grades]
        return [
            {
                "selector": f"#c{n}",
                "item": item(NAMES[n % 6], grade, score=90.0 - n, **changes) if grade else None,
                "price": {"amount": 10 + n, "currency": "DKK"},
            }
            for n, grade in enumerate(known)
        ]

    def button(self, name: str) -> Locator:
        """Return a button of the dock by its exact name."""
        return self.dock.get_by_role("button", name=name, exact=True)

    def text(self) -> str:
        """Return what the dock shows, with plain blanks."""
        return self.dock.locator(".dock").inner_text().replace("\u00a0", " ")

    def faults(self, tag: str = DOCK) -> list[list[str]]:
        """Return what axe finds on our part alone."""
        self.page.add_script_tag(path=AXE)
        run = (
            "t => axe.run({include: [t]}, {resultTypes: ['violations']})"
            ".then(r => r.violations.map(v => [v.id, v.nodes[0].html]))"
        )
        found: list[list[str]] = self.page.evaluate(run, tag)
        return found
