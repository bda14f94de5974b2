"""What a demo or a test does with a page, in whichever browser: one interface for both."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

# One of a browser's cookies, in the browser's own words.
Cookie = dict[str, Any]


class PageError(RuntimeError):
    """The browser refused a command, or what was waited for did not come."""


class Page(ABC):
    """One tab of one browser; coordinates and sizes are CSS pixels of the viewport."""

    @abstractmethod
    def navigate(self, url: str) -> None:
        """Open `url` and wait until it and its subresources have loaded."""

    @abstractmethod
    def evaluate(self, expression: str) -> Any:
        """Return an expression's JSON value, awaited in the page. PageError if it throws."""

    @abstractmethod
    def set_viewport(self, width: int, height: int) -> None:
        """Give the page a viewport of this size."""

    @abstractmethod
    def screenshot(self, path: Path) -> None:
        """Save what the viewport shows as PNG, making the folder where needed."""

    @abstractmethod
    def press(self, *keys: str) -> None:
        """Press keys one after another, as a person would: "Tab", "Enter", "Escape", "a"."""

    @abstractmethod
    def click(self, x: float, y: float) -> None:
        """Click at a point of the viewport."""

    @abstractmethod
    def drag(self, *points: tuple[float, float], drop: bool = True) -> None:
        """Press the mouse at the first point, move through the others; let go, if `drop`."""

    @abstractmethod
    def drop(self) -> None:
        """Let go of the mouse where it is."""

    @abstractmethod
    def cookies(self) -> list[Cookie]:
        """Return all cookies of the browser, as `set_cookies` takes them."""

    @abstractmethod
    def set_cookies(self, cookies: list[Cookie]) -> None:
        """Have these cookies and no others."""

    @abstractmethod
    def errors(self) -> list[str]:
        """Return what was thrown and not caught since the last call, the extension's included."""

    def wait_for(self, expression: str, patience: float = 10.0) -> Any:
        """Return the expression's first truthy value. Raises PageError after `patience` s."""
        # An element is no JSON value, and a good answer all the same.
        asked = f"(value => (value?.nodeType ? true : value))(await ({expression}))"
        deadline = time.monotonic() + patience
        why = "not true"
        while True:
            try:
                if value := self.evaluate(asked):
                    return value
            except PageError as error:
                # A page that is on its way to another one cannot answer; the next one may.
                why = str(error)
            if time.monotonic() > deadline:
                raise PageError(f"{why}, within {patience:.0f} s: {expression}")
            time.sleep(0.05)
