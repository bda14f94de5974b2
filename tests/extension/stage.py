"""Where our parts stand for their pictures: one page, one font, one way of drawing text.

`STATES` is the table of what is pictured; a new state is one line in it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Literal

from PIL import Image
from playwright.sync_api import Page

from .conftest import ROOT, _scored

# Text is drawn alike on every machine: a font that comes with the tests, whole grey pixels, no
# hints. What is left of a difference is for the tolerance.
FLAGS = ("--font-render-hinting=none", "--disable-lcd-text", "--disable-font-subpixel-positioning")
FONT = ROOT / "node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2"
FACE = (
    "@font-face { font-family: 'Pinned'; font-weight: 100 900; src: url(data:font/woff2;base64,"
    f"{base64.b64encode(FONT.read_bytes()).decode()}); }}"
    ":root { --ik-font: 'Pinned' }"
)
SCRIPT = ROOT / "build" / "harness" / "looks.js"
# A state stands still: no caret, no running animation, our font, and what a test changes.
DRESS = """async css => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`.ik { --ik-font: "Pinned" } * { animation: none !important;
    transition: none !important; caret-color: transparent } ${css}`);
  const hosts = [...document.querySelectorAll("*")].filter(host => host.shadowRoot);
  for (const { shadowRoot } of hosts) shadowRoot.adoptedStyleSheets.push(sheet);
  document.adoptedStyleSheets.push(sheet);
  await document.fonts.load("16px Pinned");
  await document.fonts.ready;
}"""
MORE = """() => { for (const root of [document, ...[...document.querySelectorAll("*")]
  .flatMap(host => host.shadowRoot ?? [])]) {
    for (const part of root.querySelectorAll(":root, .ik")) part.dataset.contrast = "more"; } }"""


@dataclass(frozen=True)
class Variant:
    """How a state is looked at; widths and heights are the window's, in CSS pixels."""

    scheme: Literal["light", "dark"] = "light"
    more: bool = False
    forced: Literal["active", "none"] = "none"
    media: Literal["screen", "print"] = "screen"
    size: tuple[int, int] = (960, 1200)


VARIANTS = {
    "light": Variant(),
    "dark": Variant("dark"),
    "more": Variant(more=True),
    "more-dark": Variant("dark", more=True),
    "forced": Variant(forced="active"),
    "print": Variant(media="print"),
    "narrow": Variant(size=(390, 844)),
    "narrow-dark": Variant("dark", size=(390, 844)),
}

# Puts a state on the page and returns a selector of what to picture.
Show = Callable[[Page, str], str]

# Nothing answers there.
SERVICE = "http://127.0.0.1:9"

GROUP = {"rung": "group", "confidence": "low"}
LOW = {"rung": "family", "confidence": "low"}
NONE: dict[str, Any] = {
    "product": None,
    "grade": None,
    "match": {"rung": "none", "confidence": "none"},
    "score": None,
    "coverage": 0.0,
    "summary": "Varen kendes ikke.",
    "counterfactual": None,
    "reasons": [],
    "labels": [],
    "notes": [],
    "alternatives": [],
}
FACTS = {"kg": None, "co2e": None, "organic": None}


def scored(grade: str | None = "B", **changes: Any) -> dict[str, Any]:
    """Return an item as the worker hands it on: every property there."""
    item = _scored("1", grade, facts=FACTS, **changes)
    for better in item["alternatives"]:
        better["name"] = better.pop("product")["name"]
    return item


ROWS: tuple[tuple[list[dict[str, Any] | None], dict[str, bool]], ...] = (
    ([scored(grade) for grade in "ABCDE"], {}),
    ([scored(grade, match=LOW) for grade in "ABCDE"], {}),
    ([scored(None, range=two, match=GROUP) for two in (["A", "B"], ["B", "D"], ["C", "E"])], {}),
    ([scored("B"), scored("D", match=LOW), scored(None, range=["B", "D"])], {"stale": True}),
    ([scored(None), scored(**NONE), None], {}),
)
GROUNDS = {"page": "light-dark(#fff, #18201e)", "white": "#fff", "black": "#000", "photo": ""}
PHOTO = (
    "conic-gradient(from 30deg at 40% 60%, #7a5c3e, #c9b18a, #5f7d4f, #d9d4c8, #3c4a55, #b0413a,"
    " #e8c14a, #7a5c3e)"
)
BUILD = """([rows, size, ground]) => {
  document.body.innerHTML = `<div id="stage" style="display: inline-block; padding: 12px 20px;
    background: ${ground}; color-scheme: light dark"></div>`;
  for (const [items, options] of rows) {
    const line = document.createElement("div");
    line.style.cssText = "display: flex; gap: 16px; margin: 14px 0";
    document.querySelector("#stage").append(line);
    for (const item of items) window.kompasBadge(line, item, size, options);
  }
}"""


def _open(page: Page, base: str) -> None:
    page.goto("about:blank")
    page.set_content(f"<!doctype html><html lang=da><style>{FACE} body {{ margin: 0 }}</style>")
    page.add_script_tag(path=SCRIPT)


def badges(size: str, ground: str = "page") -> Show:
    """Every badge there is: grades sure and unsure, ranges, from before, and none."""

    def show(page: Page, base: str) -> str:
        _open(page, base)
        page.evaluate(BUILD, [ROWS, size, GROUNDS[ground] or PHOTO])
        return "#stage"

    return show


def panel(story: dict[str, Any]) -> Show:
    """The panel as it opens on this story."""

    def show(page: Page, base: str) -> str:
        _open(page, base)
        page.evaluate("story => { window.kompasPanel(story) }", story)
        page.evaluate("document.activeElement.shadowRoot?.activeElement?.blur()")
        return "indkobskompas-panel dialog"

    return show


def told(item: dict[str, Any], *, stale: bool = False) -> dict[str, Any]:
    """Return the story of an item, answered at a fixed time."""
    ruleset = {"id": "default", "version": "2026.1", "hash": "3f" * 32}
    response = {"ruleset": ruleset, "data_as_of": "2026-11-23", "items": [item]}
    return {"item": item, "response": response, "at": 1_795_000_000_000, "stale": stale}


def own(name: str, settings: dict[str, Any] | None = None) -> Show:
    """One of the extension's own pages, with these settings of the user's."""

    def show(page: Page, base: str) -> str:
        page.goto(f"{base}/options.html")
        # The test's service has another port at every run, which a picture must not show.
        kept = {"service": "https://score.eksempel.dk", **(settings or {})}
        page.evaluate(f"chrome.storage.local.set({{settings: {json.dumps(kept)}}})")
        page.goto(f"{base}/{name}.html")
        page.locator("h1").wait_for()
        page.add_style_tag(content=FACE)
        return "body"

    return show


ALL = ("light", "dark", "more", "more-dark", "forced", "print")
BOTH = ("light", "dark")
STATES: dict[str, tuple[Show, tuple[str, ...]]] = {
    "badges-small": (badges("small"), ALL),
    "badges-medium": (badges("medium"), ALL),
    "badges-large": (badges("large"), ALL),
    "badges-on-white": (badges("medium", "white"), BOTH),
    "badges-on-black": (badges("medium", "black"), BOTH),
    "badges-on-photo": (badges("medium", "photo"), BOTH),
    "panel": (panel(told(scored())), (*ALL, "narrow", "narrow-dark")),
    "panel-low": (panel(told(scored("D", match=LOW, low=30.0, high=52.0))), BOTH),
    "panel-range": (panel(told(scored(None, range=["B", "D"], match=GROUP))), BOTH),
    "panel-unknown": (panel(told(scored(**NONE))), BOTH),
    "panel-problem": (panel({"problem": "unreachable"}), BOTH),
    "panel-stale": (panel(told(scored("C"), stale=True)), BOTH),
    "popup": (own("popup"), (*BOTH, "more")),
    "popup-no-service": (own("popup", {"service": ""}), BOTH),
    "options": (own("options"), (*BOTH, "more", "narrow")),
}
PICTURES = [(state, variant) for state, (_, variants) in STATES.items() for variant in variants]


def picture(page: Page, base: str, state: str, variant: str, css: str = "") -> Image.Image:
    """Return what a state looks like, cropped to its element; `css` is laid over our own."""
    show, look = STATES[state][0], VARIANTS[variant]
    page.emulate_media(
        color_scheme=look.scheme,
        forced_colors=look.forced,
        media=look.media,
        reduced_motion="reduce",
    )
    page.set_viewport_size({"width": look.size[0], "height": look.size[1]})
    selector = show(page, base)
    if look.more:
        page.evaluate(MORE)
    page.evaluate(DRESS, css)
    png = page.locator(selector).screenshot(animations="disabled")
    return Image.open(BytesIO(png)).convert("RGB")
