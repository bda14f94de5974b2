"""Somebody who uses the administration in a browser: signs in, reads, types, clicks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from demo.page import Cookie, Page
from demo.tour import NARROW, WIDE
from tests.e2e.test_manners_in_shops import axe_faults

PASSWORD = "en hest med fire ben"
LOADED = "document.readyState === 'complete'"
# Where something is, once it is in view and stands still.
MIDDLE = """(async () => {
  const found = document.querySelector(%s);
  found.scrollIntoView({block: 'center', behavior: 'instant'});
  await new Promise(done => requestAnimationFrame(done));
  const box = found.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
})()"""
# As typing does, for the page's own listeners; a slider cannot be typed into.
FILL = """(() => {
  const found = document.querySelector(%s);
  found.focus();
  found.value = %s;
  for (const type of ['input', 'change']) found.dispatchEvent(new Event(type, {bubbles: true}));
})()"""

Sessions = dict[str, list[Cookie]]  # by who signed in


class Walker:
    """One person at one browser."""

    def __init__(self, page: Page, service: str, shots: Path, sessions: Sessions) -> None:
        self.page, self.service, self._shots, self._sessions = page, service, shots, sessions

    def go(self, path: str) -> None:
        """Open a page of the service by its path."""
        self.page.navigate(self.service + path)

    def be_nobody(self) -> None:
        """Have no session, without ending that of whoever was here."""
        self.page.navigate("about:blank")
        self.page.set_cookies([])

    def sign_in(self, name: str) -> None:
        """Have somebody's session: at first by the form, later by the cookie that it gave.

        A password takes a third of a second to try, and a test is seldom about that.
        """
        self.be_nobody()
        if name in self._sessions:
            self.page.set_cookies(self._sessions[name])
            return
        self.go("/admin/sign-in")
        self.enter(name)
        self.wait(".me")
        self._sessions[name] = self.page.cookies()

    def enter(self, name: str) -> None:
        """Fill in and send the form for signing in."""
        self.fill("input[name=name]", name)
        self.fill("input[name=password]", PASSWORD)
        self.submit("form.stack button")

    def forget(self, name: str) -> None:
        """Keep somebody's session no longer: it has ended."""
        del self._sessions[name]

    def fill(self, selector: str, value: str) -> None:
        """Put a value in a field."""
        self.wait(selector)
        self.page.evaluate(FILL % (json.dumps(selector), json.dumps(value)))

    def click(self, selector: str) -> None:
        """Click in the middle of something."""
        self.wait(selector)
        x, y = self.page.evaluate(MIDDLE % json.dumps(selector))
        self.page.click(x, y)

    def submit(self, selector: str) -> None:
        """Click what leads to another page, and wait until that is there."""
        self.page.evaluate("void (window.before = true)")
        self.click(selector)
        self.page.wait_for(f"!window.before && {LOADED}", 20)

    def there(self, selector: str) -> bool:
        """Whether the page has something."""
        return bool(self.page.evaluate(f"!!document.querySelector({json.dumps(selector)})"))

    def wait(self, selector: str, patience: float = 10.0) -> None:
        """Wait until the page has something."""
        self.page.wait_for(f"{LOADED} && document.querySelector({json.dumps(selector)})", patience)

    def text(self, selector: str = "main") -> str:
        """Return the text of something."""
        self.wait(selector)
        return str(self.page.evaluate(f"document.querySelector({json.dumps(selector)}).innerText"))

    def value(self, expression: str) -> Any:
        """Return a JavaScript value of the page."""
        return self.page.evaluate(expression)

    def faults(self) -> list[str]:
        """Return what axe finds on the whole page."""
        return axe_faults(self.page, "document")

    def shoot(self, name: str) -> None:
        """Save what is seen, narrow and wide, for a person to judge."""
        for size in (NARROW, WIDE):
            self.page.set_viewport(*size)
            self.page.evaluate("new Promise(done => setTimeout(done, 150))")
            self.page.screenshot(self._shots / f"{name}-{size[0]}.png")
