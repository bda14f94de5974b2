"""Every state looks as its reference picture does; `make looks` writes the references anew.

A state that differs leaves what it looked like and where it differs in build/looks.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext, Page

from demo.chromium import chromium, extension_id
from demo.extension import configured_copy

from . import stage
from .conftest import ROOT
from .pictures import compare, keep

REFERENCES = Path(__file__).parent / "looks"
OUTCOME = ROOT / "build" / "looks"
WRITE = os.environ.get("KOMPAS_LOOKS") == "write"


def opened(executable: Path, folder: Path, flags: tuple[str, ...]) -> Iterator[BrowserContext]:
    """A browser with the extension and these flags."""
    package = configured_copy(folder / "extension", stage.SERVICE, [])
    with chromium(executable, package, folder / "profile", more_flags=flags) as context:
        yield context


@pytest.fixture(scope="module")
def studio(
    chromium_executable: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """The browser that every reference was taken in."""
    yield from opened(chromium_executable, tmp_path_factory.mktemp("studio"), stage.FLAGS)


@pytest.fixture(scope="module")
def elsewhere(
    chromium_executable: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """A browser that sets letters between pixels, as another machine may."""
    yield from opened(chromium_executable, tmp_path_factory.mktemp("elsewhere"), ())


def taken(context: BrowserContext, state: str, variant: str, css: str = "") -> Image.Image:
    """Picture a state in the browser's first tab."""
    base = f"chrome-extension://{extension_id(context)}"
    return stage.picture(context.pages[0], base, state, variant, css)


def reference(state: str, variant: str) -> Image.Image:
    """Return the reference picture of a state."""
    return Image.open(REFERENCES / f"{state}-{variant}.png").convert("RGB")


@pytest.mark.parametrize(("state", "variant"), stage.PICTURES)
def test_a_state_looks_as_its_reference(studio: BrowserContext, state: str, variant: str) -> None:
    """Within a tolerance for other machines' text, nothing has changed."""
    actual = taken(studio, state, variant)
    name = f"{state}-{variant}"
    if WRITE:
        keep(actual, REFERENCES / f"{name}.png")
    assert (REFERENCES / f"{name}.png").exists(), f"no reference of {name}: make looks"
    found = compare(actual, reference(state, variant))
    if not found.forgiven:
        OUTCOME.mkdir(parents=True, exist_ok=True)
        actual.save(OUTCOME / f"{name}.png")
        found.image.save(OUTCOME / f"{name}-difference.png")
        pytest.fail(f"{name}: {found}. See {OUTCOME}/{name}*.png; if it is meant: make looks")


def test_the_references_are_these_states_and_small() -> None:
    """No picture of a state that is gone, and all of them under 1.5 MB."""
    files = sorted(REFERENCES.glob("*.png"))
    if WRITE:
        for left in files:
            if left.stem not in {f"{state}-{variant}" for state, variant in stage.PICTURES}:
                left.unlink()
        files = sorted(REFERENCES.glob("*.png"))
    assert sorted(file.stem for file in files) == sorted(
        "-".join(names) for names in stage.PICTURES
    )
    assert sum(file.stat().st_size for file in files) < 1_500_000


@pytest.mark.parametrize(
    ("state", "css"),
    [
        ("badges-small", ".ik { --ik-b: #597f23 }"),
        ("badges-medium", ".ik { --ik-c: #eecd4c }"),
        ("badges-large", ".ik { --ik-ring: #626d68 }"),
        ("panel", ".ik { --ik-line: #d3d9d5 }"),
        ("options", ":root { --ik-raised: #edefed }"),
    ],
)
def test_a_token_a_few_steps_off_is_noticed(studio: BrowserContext, state: str, css: str) -> None:
    """4 to 12 of 255 in one colour fail, whether it fills a tile or draws a line."""
    found = compare(taken(studio, state, "light", css), reference(state, "light"))
    assert not found.forgiven, str(found)


@pytest.mark.parametrize(
    ("state", "css"),
    [
        ("badges-small", ".tile { padding-inline-start: 5px }"),
        ("badges-medium", ".tile { border-radius: 4px }"),
        ("badges-large", ".words { padding-inline-start: 13px }"),
        ("panel", "section { padding-block: 15px }"),
        ("options", "section { padding-block-start: 26px !important }"),
    ],
)
def test_a_pixel_of_padding_or_another_corner_is_noticed(
    studio: BrowserContext, state: str, css: str
) -> None:
    """A layout that moved by a pixel or two fails."""
    found = compare(taken(studio, state, "light", css), reference(state, "light"))
    assert not found.forgiven, str(found)


LETTER = '.tile[data-grade="E"]:not([data-unsure]) { text-transform: lowercase }'
STEP = '.tile[data-grade="D"]:not([data-unsure]) { --level: 3 }'
EDGE = '.tile[data-grade="B"][data-unsure] { border-style: solid }'


@pytest.mark.parametrize(
    ("size", "css"),
    # One step of the smallest size is no more than the smoothing of a letter; the others show it.
    [
        *((size, css) for size in ("medium", "large") for css in (LETTER, STEP, EDGE)),
        *(("small", css) for css in (LETTER, EDGE)),
    ],
)
def test_one_badge_of_twenty_that_says_another_thing_is_noticed(
    studio: BrowserContext, size: str, css: str
) -> None:
    """Another letter, a step too many, or a whole edge for a broken one."""
    state = f"badges-{size}"
    found = compare(taken(studio, state, "light", css), reference(state, "light"))
    assert not found.forgiven, str(found)


@pytest.mark.parametrize(
    ("state", "variant"),
    [("badges-small", "light"), ("badges-large", "dark"), ("panel", "dark"), ("options", "light")],
)
def test_text_set_as_on_another_machine_is_forgiven(
    studio: BrowserContext, elsewhere: BrowserContext, state: str, variant: str
) -> None:
    """Letters that stand between pixels differ from ours, and pass all the same."""
    there = taken(elsewhere, state, variant)
    assert there.tobytes() != taken(studio, state, variant).tobytes()
    found = compare(there, reference(state, variant))
    assert found.forgiven, str(found)
    ImageDraw.Draw(there).rectangle((40, 40, 46, 46), fill="#c06")
    assert not compare(there, reference(state, variant)).forgiven


@pytest.fixture
def bench(studio: BrowserContext) -> Iterator[Page]:
    """A page on which badges are made and measured."""
    page = studio.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("size", ["small", "medium", "large"])
def test_a_badge_is_small_in_the_page_and_large_enough_to_hit(bench: Page, size: str) -> None:
    """At most ten nodes a badge, and never under 24 by 24 pixels."""
    stage.STATES[f"badges-{size}"][0](bench, "")
    counts = bench.evaluate(
        """() => [...document.querySelectorAll("indkobskompas-badge")].map(host => {
          const walker = document.createTreeWalker(host.shadowRoot);
          let nodes = 1;
          while (walker.nextNode()) nodes += 1;
          const { width, height } = host.shadowRoot.querySelector("button")
            .getBoundingClientRect();
          return [nodes, width, height]; })"""
    )
    assert len(counts) == sum(len(items) for items, _ in stage.ROWS)
    for nodes, width, height in counts:
        assert nodes <= 10
        assert min(width, height) >= 24


@pytest.mark.parametrize("size", ["small", "medium", "large"])
def test_a_badges_name_holds_what_is_seen_on_it(bench: Page, size: str) -> None:
    """In the same words and order, so that it can be called by them (WCAG 2.5.3)."""
    stage.STATES[f"badges-{size}"][0](bench, "")
    for button in bench.locator("indkobskompas-badge button").all():
        seen, name = button.text_content(), button.get_attribute("aria-label")
        plain = [" ".join(re.findall(r"\w+", text or "")).lower() for text in (seen, name)]
        assert plain[0] in plain[1]


@pytest.mark.parametrize("size", ["small", "medium", "large"])
def test_a_printed_badge_is_black_on_white_with_a_border(bench: Page, size: str) -> None:
    """Paper takes no backgrounds, so letter and border carry the grade, in dark mode too."""
    bench.emulate_media(media="print", color_scheme="dark")
    stage.STATES[f"badges-{size}"][0](bench, "")
    looks = bench.evaluate(
        """() => [...document.querySelectorAll("indkobskompas-badge")].map(host => {
          const style = getComputedStyle(host.shadowRoot.querySelector(".tile"));
          return [style.color, style.backgroundColor, style.borderTopColor,
            parseFloat(style.borderTopWidth)]; })"""
    )
    for letter, ground, border, width in looks:
        assert letter in ("rgb(0, 0, 0)", "rgb(85, 98, 93)")
        assert ground == "rgb(255, 255, 255)"
        assert border == "rgb(0, 0, 0)"
        assert width >= 2


def test_the_printed_panel_holds_all_of_its_content(bench: Page) -> None:
    """It grows to its whole length instead of scrolling, and the shop behind it is covered."""
    bench.set_viewport_size({"width": 600, "height": 400})
    stage.STATES["panel"][0](bench, "")
    bench.emulate_media(media="print", color_scheme="dark")
    dialog = bench.locator("indkobskompas-panel dialog")
    assert dialog.evaluate("d => [d.scrollHeight - d.clientHeight, d.clientHeight > 900]") == [
        0,
        True,
    ]
    cover = "d => getComputedStyle(d, '::backdrop').backgroundColor"
    assert dialog.evaluate(cover) == "rgb(255, 255, 255)"
    on = "d => getComputedStyle(d.querySelector('.step[data-on]')).color"
    assert dialog.evaluate(on) == "rgb(0, 0, 0)"
