"""The headless demo: look at the shop's front page and at one product, as a buyer would.

`python -m demo.tour --shop URL --extension FOLDER --out FOLDER [--browser firefox]` prints one
line per badge, saves screenshots, and exits non-zero where a badge is missing.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from demo import browsers, overlay
from demo.browsers import BrowserMissingError
from demo.chromium import ChromiumPage, chromium, service_worker
from demo.firefox import Firefox
from demo.page import Page, PageError

WIDE, NARROW = (1280, 900), (390, 844)
LEAST = 12  # badges on the listing
PATIENCE = 60.0  # seconds: a slow machine places fifty badges all the same


@contextmanager
def opened(
    kind: browsers.Kind, extension: Path, profile: Path, language: str, *, keeps: bool = False
) -> Iterator[Page]:
    """Yield a page of a headless browser in which the extension is loaded and has started.

    `keeps` is whether it keeps pages for going back as they were left; a Firefox always does.
    """
    executable = browsers.require(kind)
    if kind == "firefox":
        with Firefox(executable, language=language) as firefox:
            firefox.install(extension)
            yield firefox
        return
    with chromium(executable, extension, profile, language=language, keeps=keeps) as context:
        service_worker(context)
        yield ChromiumPage(context.pages[0])


def look(page: Page, shop: str, out: Path) -> list[overlay.Badge]:
    """Visit the front page and its poorest product; return the badges seen on both.

    Raises PageError where a card, or the product page, has no badge, or the panel stays shut.
    """
    page.set_viewport(*WIDE)
    page.navigate(f"{shop}/")
    cards = int(page.evaluate(overlay.CARDS))
    if cards < LEAST:
        raise PageError(f"the listing has {cards} cards, and {LEAST} were wanted")
    seen = overlay.wait_for_badges(page, cards, PATIENCE)
    _shoot(page, out, "listing")
    # The poorest grade makes the best example: it has reasons to read and something to swap to.
    poorest = max((b for b in seen if b.kind == "grade"), key=lambda b: b.shown, default=seen[0])
    page.navigate(shop + poorest.path)
    title = _title_badge(page)
    _shoot(page, out, "product")
    overlay.open_panel(page, _title_badge(page))
    _shoot(page, out, "panel")
    return [*seen, title]


def _title_badge(page: Page) -> overlay.Badge:
    own = [badge for badge in overlay.wait_for_badges(page, 1, PATIENCE) if not badge.on_card]
    if not own:
        raise PageError("the product page has no badge of its own")
    return own[0]


def _shoot(page: Page, out: Path, name: str) -> None:
    for size in (NARROW, WIDE):
        page.set_viewport(*size)
        # Two frames: the extension puts its badges in place in the first one after a resize.
        page.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done, 150)))")
        page.screenshot(out / f"{name}-{size[0]}.png")


def main() -> int:
    """Run the tour; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m demo.tour", description=__doc__)
    parser.add_argument("--shop", required=True, help="the shop's origin")
    parser.add_argument("--extension", type=Path, required=True, help="a configured copy of it")
    parser.add_argument("--out", type=Path, required=True, help="folder for the screenshots")
    parser.add_argument("--browser", choices=browsers.KINDS, default="chromium")
    parser.add_argument("--language", choices=("da", "en"), default="da")
    options = parser.parse_args()
    profile = options.out / "profile"
    try:
        with opened(options.browser, options.extension, profile, options.language) as page:
            seen = look(page, options.shop, options.out)
    except (BrowserMissingError, PageError) as error:
        print(f"The demo failed: {error}", file=sys.stderr)
        return 1
    width = max(len(badge.product) for badge in seen)
    for badge in seen:
        print(f"{badge.product:{width}}  |  {badge.shown:3}  |  {badge.confidence}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
