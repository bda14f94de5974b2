"""Tabs that tests use in turn: opening one for each costs a browser more than most tests do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import BrowserContext, Error, Page

SIZE = {"width": 1280, "height": 900}
FORGET = "try { sessionStorage.clear(); } catch {}"  # a page without an origin has none
_kept: dict[tuple[BrowserContext, str], Page] = {}


@contextmanager
def lent(context: BrowserContext, name: str) -> Iterator[Page]:
    """Lend a context's tab of a name, blank; an error thrown in it fails whoever has it.

    Its size, media and routes are put back, and what pages kept for the tab is forgotten. A tab
    that was closed meanwhile is opened anew.
    """
    page = _kept.get((context, name))
    if page is None or page.is_closed():
        page = _kept[context, name] = context.new_page()
        page.set_viewport_size(SIZE)  # type: ignore[arg-type]
    page.bring_to_front()
    errors: list[str] = []

    def note(error: Error) -> None:
        errors.append(str(error))

    page.on("pageerror", note)
    yield page
    if not page.is_closed():
        page.evaluate(FORGET)
        page.goto("about:blank")
        page.remove_listener("pageerror", note)
        page.unroute_all()
        page.set_viewport_size(SIZE)  # type: ignore[arg-type]
        page.emulate_media(
            media="null", color_scheme="null", reduced_motion="null", forced_colors="null"
        )
    assert not errors, errors
