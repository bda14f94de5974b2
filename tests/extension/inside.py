"""The content script's own world: what a page may ask of the background, asked as the page does."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Page

BLANK = "<!doctype html><title>Butik</title><p>Her er ingen varer."


class Inside:
    """The extension's isolated world in a page, from which messages go to the background."""

    def __init__(self, page: Page) -> None:
        """Watch the worlds of `page` and its frames from now on, those that are there included."""
        self._session = page.context.new_cdp_session(page)
        self._worlds: dict[int, str] = {}
        self._session.on("Runtime.executionContextCreated", self._appeared)
        self._session.on("Runtime.executionContextDestroyed", self._gone)
        self._session.on("Runtime.executionContextsCleared", lambda _: self._worlds.clear())
        self._session.send("Runtime.enable")

    def _appeared(self, event: dict[str, Any]) -> None:
        world = event["context"]
        if world["origin"].startswith("chrome-extension://"):
            self._worlds[world["id"]] = world["auxData"]["frameId"]

    def _gone(self, event: dict[str, Any]) -> None:
        self._worlds.pop(event["executionContextId"], None)

    @property
    def count(self) -> int:
        """How many frames of the page hold the extension's world."""
        return len(self._worlds)

    def evaluate(self, expression: str, frame: int = 0) -> Any:
        """Return an expression's JSON value in the world of the frame that came as number so."""
        params = {"contextId": list(self._worlds)[frame], "expression": expression}
        flags = {"awaitPromise": True, "returnByValue": True}
        answer = self._session.send("Runtime.evaluate", params | flags)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def send(self, frame: int = 0, /, **message: Any) -> Any:
        """Send one message to the background and return its answer; None where there is none."""
        return self.evaluate(f"chrome.runtime.sendMessage({json.dumps(message)})", frame)

    def leave(self) -> None:
        """Watch no more."""
        self._session.detach()

    def score(self, *items: dict[str, Any], main: str | None = None) -> dict[str, Any]:
        """Ask for the score of `items`, whose refs are set here: "1", "2" and so on."""
        named = [{"ref": str(number), **item} for number, item in enumerate(items, 1)]
        answer: dict[str, Any] = self.send(
            type="score", items=named, **({"main": main} if main else {})
        )
        return answer


def inside(page: Page, url: str) -> Inside:
    """Go to `url`, a page of a granted shop, and return the content script's world there."""
    page.goto(url)
    world = Inside(page)
    for _ in range(100):
        if world.count:
            break
        page.wait_for_timeout(20)
    return world
