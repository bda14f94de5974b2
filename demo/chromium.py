"""Chromium with the extension loaded, driven through Playwright."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Playwright, Worker, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page as PlaywrightPage

from demo import processes
from demo.browsers import BrowserMissingError
from demo.page import Cookie, Page, PageError

WINDOW = "--window-size=1320,960"
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-features=Translate",
    "--disable-sync",
    "--no-default-browser-check",
    "--no-first-run",
)

# Chromium refuses to sandbox itself for root; for anybody else the sandbox stays.
SANDBOX = ["--no-sandbox"] if os.geteuid() == 0 else []
# What a browser is started with that shall fetch the extensions its policy names.
BY_POLICY = ["--disable-sync", "--no-default-browser-check", "--no-first-run", *SANDBOX]
# Nobody watches: painting as a graphics card would, without one, costs a tenth more.
NO_GPU = "--disable-gpu"
HINDRANCES = ["--disable-extensions", "--disable-background-networking"]
# For a person going back shows the page as it was left. Keeping it costs each visit to another site
# a process, which is as much as all the rest of it.
UNLIKE_A_PERSON = ["--disable-back-forward-cache"]


def flags(extension: Path) -> list[str]:
    """Return the command-line flags that load the unpacked extension and keep Chromium quiet."""
    return [
        *QUIET,
        # Playwright adds --disable-extensions; naming the exception is what lets ours in.
        f"--disable-extensions-except={extension.resolve()}",
        f"--load-extension={extension.resolve()}",
        *SANDBOX,
    ]


class _Driver:
    """Playwright's synchronous driver, of which a thread can run only one: browsers share it."""

    running: Playwright | None = None
    users = 0


@contextmanager
def driver() -> Iterator[Playwright]:
    """Yield this thread's one Playwright, started for its first user and ended with the last."""
    if _Driver.running is None:
        _Driver.running = sync_playwright().start()
    _Driver.users += 1
    try:
        yield _Driver.running
    finally:
        _Driver.users -= 1
        if _Driver.users == 0:
            _Driver.running.stop()
            _Driver.running = None


@contextmanager
def chromium(
    executable: Path,
    extension: Path | None,
    profile: Path,
    *,
    language: str = "da",
    size: tuple[int, int] = (1280, 900),
    keeps: bool = False,
    more_flags: Sequence[str] = (),
) -> Iterator[BrowserContext]:
    """Yield a headless browser context with the unpacked extension in `extension` loaded.

    `profile` is the folder for the browser's own files; `size` is the window in CSS pixels;
    `keeps` is whether pages are kept as they were left, for going back; `more_flags` are for
    Chromium's command line. Without an `extension` there are those that policy installs.
    Raises BrowserMissingError where the browser will not start.
    """
    with driver() as playwright:
        try:
            context = playwright.chromium.launch_persistent_context(
                profile,
                executable_path=executable,
                headless=True,
                args=[*(flags(extension) if extension else BY_POLICY), NO_GPU, *more_flags],
                ignore_default_args=[
                    *(UNLIKE_A_PERSON if keeps else ()),
                    *(() if extension else HINDRANCES),
                ],
                locale={"da": "da-DK", "en": "en-GB"}.get(language, language),
                viewport={"width": size[0], "height": size[1]},
            )
        except PlaywrightError as error:
            raise BrowserMissingError(f"{executable} did not start: {error.message}") from error
        try:
            yield context
        finally:
            context.close()


def service_worker(context: BrowserContext, timeout: float = 10.0) -> Worker:
    """Return the extension's background worker, waiting up to `timeout` seconds for it.

    Raises BrowserMissingError where none appears, as in branded Chrome, which ignores our flags.
    """
    try:
        ours = [w for w in context.service_workers if w.url.startswith("chrome-extension://")]
        return ours[0] if ours else context.wait_for_event("serviceworker", timeout=timeout * 1000)
    except PlaywrightError as error:
        raise BrowserMissingError(
            "The extension was not loaded. Branded Chrome ignores --load-extension: use Chromium, "
            "or load the folder by hand at chrome://extensions (Developer mode, Load unpacked)."
        ) from error


def extension_id(context: BrowserContext) -> str:
    """Return the id under which the browser knows the extension: 32 letters."""
    return urlsplit(service_worker(context).url).netloc


class ChromiumPage(Page):
    """A Playwright page behind the interface that both browsers share."""

    def __init__(self, page: PlaywrightPage) -> None:
        """Wrap `page`, which stays available for what only Chromium can do."""
        self.page = page
        self._session = page.context.new_cdp_session(page)
        self._errors: list[str] = []
        page.on("pageerror", lambda error: self._errors.append(str(error)))

    def navigate(self, url: str) -> None:
        """Open `url` and wait until it and its subresources have loaded."""
        try:
            self.page.goto(url)
        except PlaywrightError as error:
            raise PageError(error.message) from error

    def evaluate(self, expression: str) -> Any:
        """Return an expression's JSON value, awaited in the page. PageError if it throws."""
        # Playwright's own way leans on Array.prototype, which a page may have replaced.
        wrapped = f"(async () => JSON.stringify(await ({expression})))()"
        params = {"expression": wrapped, "awaitPromise": True}
        try:
            answer = self._session.send("Runtime.evaluate", params)
        except PlaywrightError as error:
            raise PageError(f"{expression}: {error.message}") from error
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"]
            said = thrown.get("exception", {}).get("description", thrown["text"])
            raise PageError(f"{expression}: {said}")
        value = answer["result"].get("value")
        return None if value is None else json.loads(value)

    def set_viewport(self, width: int, height: int) -> None:
        """Give the page a viewport of this size."""
        self.page.set_viewport_size({"width": width, "height": height})

    def screenshot(self, path: Path) -> None:
        """Save what the viewport shows as PNG, making the folder where needed."""
        self.page.screenshot(path=path)

    def press(self, *keys: str) -> None:
        """Press keys one after another, as a person would: "Tab", "Enter", "Escape", "a"."""
        for key in keys:
            self.page.keyboard.press(key)

    def click(self, x: float, y: float) -> None:
        """Click at a point of the viewport."""
        self.page.mouse.click(x, y)

    def drag(self, *points: tuple[float, float], drop: bool = True) -> None:
        """Press the mouse at the first point, move through the others; let go, if `drop`."""
        mouse = self.page.mouse
        mouse.move(*points[0])
        mouse.down()
        for x, y in points[1:]:
            mouse.move(x, y, steps=4)
        if drop:
            mouse.up()

    def drop(self) -> None:
        """Let go of the mouse where it is."""
        self.page.mouse.up()

    def cookies(self) -> list[Cookie]:
        """Return all cookies of the browser, as `set_cookies` takes them."""
        return [dict(cookie) for cookie in self.page.context.cookies()]

    def set_cookies(self, cookies: list[Cookie]) -> None:
        """Have these cookies and no others."""
        self.page.context.clear_cookies()
        self.page.context.add_cookies(cast(Any, cookies))

    def errors(self) -> list[str]:
        """Return what was thrown and not caught since the last call, the extension's included."""
        found, self._errors = self._errors, []
        return found


def show(
    executable: Path, extension: Path, profile: Path, url: str, log: Path
) -> subprocess.Popen[bytes]:
    """Open a window for a person, with the extension loaded and `url` in the first tab."""
    command = [str(executable), f"--user-data-dir={profile}", *flags(extension), WINDOW, url]
    return processes.start(command, log)
