"""Firefox with the extension loaded, driven through WebDriver BiDi over a plain WebSocket."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from demo import processes
from demo.browsers import BrowserMissingError
from demo.page import Cookie, Page, PageError

PREFERENCES: dict[str, bool | int | str] = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "fission.bfcacheInParent": True,
    "extensions.webextOptionalPermissionPrompts": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "ui.prefersReducedMotion": 0,
}
# Nobody watches: a page for new tabs, and a process kept ready for one, cost a third of a start.
UNSEEN: dict[str, bool | int | str] = {
    "browser.newtab.preload": False,
    "browser.newtabpage.enabled": False,
    "browser.startup.homepage": "about:blank",
    "dom.ipc.processPrelaunch.enabled": False,
}
LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
COOKIE = ("name", "value", "domain", "path", "httpOnly", "secure", "sameSite", "expiry")
KEYS = {
    "End": "\ue010",
    "Home": "\ue011",
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "Space": " ",
    "Shift": "\ue008",
}


class Firefox(Page):
    """One running Firefox with one tab; a context manager that leaves nothing behind."""

    def __init__(
        self, executable: Path, *, headless: bool = True, language: str = "da", patience: float = 30
    ) -> None:
        """Start the browser. Raises BrowserMissingError when it does not listen in `patience` s."""
        self._folder = Path(tempfile.mkdtemp(prefix="kompas-firefox-"))
        self._profile = self._folder / "profile"
        self._profile.mkdir()
        preferences = PREFERENCES | {"intl.accept_languages": f"{language}, en"}
        preferences |= UNSEEN if headless else {}
        (self._profile / "user.js").write_text(
            "".join(
                f"user_pref({json.dumps(k)}, {json.dumps(v)});\n" for k, v in preferences.items()
            )
        )
        self._log = self._folder / "firefox.log"
        command: list[str | Path] = [executable, "--remote-debugging-port=0", "--no-remote"]
        self._process = processes.start(
            [*command, "--profile", self._profile, *(["--headless"] if headless else [])],
            self._log,
            env={"MOZ_CRASHREPORTER_DISABLE": "1"},
        )
        self._stack = ExitStack()
        self._socket: ClientConnection | None = None
        self._last = 0
        self._errors: list[str] = []
        try:
            connecting = connect(self._endpoint(patience), max_size=None, open_timeout=patience)
            self._socket = self._stack.enter_context(connecting)
            self.command("session.new", {"capabilities": {}}, patience)
            self.command("session.subscribe", {"events": ["log.entryAdded"]})
            # In the first window the address bar keeps the focus and no key reaches the page.
            first = self.command("browsingContext.getTree", {})["contexts"][0]["context"]
            self._tab = str(self.command("browsingContext.create", {"type": "window"})["context"])
            self.command("browsingContext.close", {"context": first})
        except (OSError, WebSocketException, PageError) as error:
            self.close()
            raise BrowserMissingError(f"{executable} did not take commands: {error}") from error
        except BaseException:
            self.close()
            raise

    def _endpoint(self, patience: float) -> str:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            found = LISTENING.search(self._log.read_text(errors="replace"))
            if found:
                return f"{found[1]}/session"
            if self._process.poll() is not None:
                raise BrowserMissingError(f"Firefox ended at once: {processes.tail(self._log)}")
            time.sleep(0.03)
        raise BrowserMissingError(
            f"Firefox did not listen in {patience:.0f} s: {processes.tail(self._log)}"
        )

    def command(self, method: str, params: dict[str, Any], patience: float = 20) -> dict[str, Any]:
        """Send one BiDi command and return its result. Raises PageError on an error answer."""
        if self._socket is None:
            raise PageError("Firefox is closed")
        self._last += 1
        self._socket.send(json.dumps({"id": self._last, "method": method, "params": params}))
        deadline = time.monotonic() + patience
        while True:
            try:
                text = self._socket.recv(timeout=max(0.0, deadline - time.monotonic()))
            except (TimeoutError, WebSocketException) as error:
                raise PageError(f"{method}: no answer ({error or 'timed out'})") from error
            answer = json.loads(text)
            if answer.get("method") == "log.entryAdded":
                entry = answer["params"]
                if entry["type"] == "javascript" and entry["level"] == "error":
                    self._errors.append(str(entry["text"]))
            if answer.get("id") != self._last:
                continue
            if answer.get("type") == "error":
                raise PageError(f"{method}: {answer['error']}: {answer['message']}")
            result: dict[str, Any] = answer["result"]
            return result

    def install(self, extension: Path) -> str:
        """Install an unpacked extension for this run and return its id."""
        data = {"type": "path", "path": str(extension.resolve())}
        return str(self.command("webExtension.install", {"extensionData": data})["extension"])

    def navigate(self, url: str) -> None:
        """Open `url` and wait until it and its subresources have loaded."""
        params = {"context": self._tab, "url": url, "wait": "complete"}
        self.command("browsingContext.navigate", params)

    def evaluate(self, expression: str) -> Any:
        """Return an expression's JSON value, awaited in the page. PageError if it throws."""
        wrapped = f"(async () => JSON.stringify(await ({expression})))()"
        params = {"expression": wrapped, "target": {"context": self._tab}, "awaitPromise": True}
        answer = self.command("script.evaluate", params)
        if answer["type"] == "exception":
            raise PageError(f"{expression}: {answer['exceptionDetails']['text']}")
        value = answer["result"].get("value")
        return None if value is None else json.loads(value)

    def set_viewport(self, width: int, height: int) -> None:
        """Give the page a viewport of `width` by `height` CSS pixels."""
        params = {"context": self._tab, "viewport": {"width": width, "height": height}}
        self.command("browsingContext.setViewport", params)
        self.wait_for(f"innerWidth === {width}")  # Firefox answers before it has done so.

    def screenshot(self, path: Path) -> None:
        """Save what the viewport shows as PNG."""
        answer = self.command("browsingContext.captureScreenshot", {"context": self._tab})
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(answer["data"]))

    def press(self, *keys: str) -> None:
        """Press keys one after another, as a person would: "Tab", "Enter", "Escape", "a"."""
        actions = [
            {"type": kind, "value": KEYS.get(key, key)}
            for key in keys
            for kind in ("keyDown", "keyUp")
        ]
        self._act({"type": "key", "id": "keyboard", "actions": actions})

    def click(self, x: float, y: float) -> None:
        """Click at a point of the viewport, in CSS pixels."""
        move = {"type": "pointerMove", "x": round(x), "y": round(y)}
        buttons = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        self._act({"type": "pointer", "id": "mouse", "actions": [move, *buttons]})

    def drag(self, *points: tuple[float, float], drop: bool = True) -> None:
        """Press the mouse at the first point, move through the others; let go, if `drop`."""
        moves: list[dict[str, Any]] = [
            {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 60} for x, y in points
        ]
        ups = [{"type": "pointerUp", "button": 0}] if drop else []
        actions = [moves[0], {"type": "pointerDown", "button": 0}, *moves[1:], *ups]
        self._act({"type": "pointer", "id": "mouse", "actions": actions})

    def drop(self) -> None:
        """Let go of the mouse where it is."""
        actions = [{"type": "pointerUp", "button": 0}]
        self._act({"type": "pointer", "id": "mouse", "actions": actions})

    def cookies(self) -> list[Cookie]:
        """Return all cookies of the browser, as `set_cookies` takes them."""
        found: list[Cookie] = self.command("storage.getCookies", {})["cookies"]
        return [{name: cookie[name] for name in COOKIE if name in cookie} for cookie in found]

    def set_cookies(self, cookies: list[Cookie]) -> None:
        """Have these cookies and no others."""
        self.command("storage.deleteCookies", {})
        for cookie in cookies:
            self.command("storage.setCookie", {"cookie": cookie})

    def errors(self) -> list[str]:
        """Return what was thrown and not caught since the last call, the extension's included."""
        self.command("session.status", {})  # What was thrown before it is told before its answer.
        found, self._errors = self._errors, []
        return found

    def _act(self, source: dict[str, Any]) -> None:
        self.command("input.performActions", {"context": self._tab, "actions": [source]})

    def ended(self) -> int | None:
        """Return the exit status where a person has closed the browser, else None."""
        return self._process.poll()

    def close(self) -> None:
        """End the session and the browser, and remove its profile."""
        if self._socket is not None:
            try:
                self.command("browser.close", {}, 5)
                self._process.wait(5)
            except (PageError, subprocess.TimeoutExpired):
                pass  # It is ended by force below.
            self._stack.close()
            self._socket = None
        processes.stop(self._process)
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
