"""`python -m demo [--headless] [--language da|en]`: the service, a shop and a browser in one go."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import threading
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from demo import backend, browsers, chromium, processes
from demo.browsers import BrowserMissingError
from demo.extension import ExtensionNotBuiltError, configured_copy
from demo.firefox import Firefox
from demo.page import PageError

OUT = Path("build/demo")
TOUR_PATIENCE = 120.0  # seconds
FAILURES = (
    BrowserMissingError,
    ExtensionNotBuiltError,
    PageError,
    backend.KompasError,
    processes.NotReadyError,
    OSError,
)


class StoppedError(Exception):
    """Somebody pressed Ctrl-C, or the system asked the demo to end."""


@dataclass(frozen=True)
class Demo:
    """One run of the demo. `stopping` is set by signals and looked at between steps, so that no
    child is ever started without being written down for stopping."""

    out: Path
    language: str
    stopping: threading.Event = field(default_factory=threading.Event)
    stack: ExitStack = field(default_factory=ExitStack)

    def start(self) -> tuple[str, str]:
        """Start shop and service on fresh data; return their addresses, the shop's first."""
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir(parents=True)
        shop, shop_url = backend.serve_shop(0, self.language, self.out / "shop.log")
        self.stack.callback(processes.stop, shop)
        self.check()
        workspace = self.out / "workspace"
        backend.prepare(workspace, urlsplit(shop_url).netloc)
        self.check()
        service, service_url = backend.serve(workspace, 0, self.out / "service.log")
        self.stack.callback(processes.stop, service)
        self.check()
        return shop_url, service_url

    def extension(self, kind: browsers.Kind, shop: str, service: str) -> Path:
        """Return a copy of the extension that knows `shop` and `service`, for one browser."""
        copy = self.out / f"extension-{kind}"
        ports = kind == "chromium"
        return configured_copy(copy, service, [shop], self.language, ports=ports)

    def check(self) -> None:
        """Raise StoppedError where a signal has come."""
        if self.stopping.is_set():
            raise StoppedError


def tour(demo: Demo, shop: str, service: str) -> int:
    """Visit the shop headless in a process of its own; print what it saw and return its status."""
    kind: browsers.Kind = "chromium" if browsers.find("chromium") else "firefox"
    extension = demo.extension(kind, shop, service)
    command = [sys.executable, "-m", "demo.tour", "--shop", shop, "--extension", str(extension)]
    options = ["--out", str(demo.out), "--browser", kind, "--language", demo.language]
    log = demo.out / "tour.log"
    process = processes.start([*command, *options], log)
    demo.stack.callback(processes.stop, process)
    waited = 0.0
    while process.poll() is None and waited < TOUR_PATIENCE:
        demo.stopping.wait(0.1)
        demo.check()
        waited += 0.1
    if process.poll() is None:
        print(f"The visit was not over in {TOUR_PATIENCE:.0f} s; see {log}.", file=sys.stderr)
        return 1
    print(log.read_text(encoding="utf-8").rstrip())
    if process.returncode == 0:
        print(f"\nScreenshots: {', '.join(sorted(p.name for p in demo.out.glob('*.png')))}")
        print(f"in {demo.out.resolve()}")
    return process.returncode


def window(demo: Demo, shop: str, service: str) -> None:
    """Open a browser for a person and wait until it is closed, or until Ctrl-C."""
    found = browsers.find("chromium")
    print(f"The shop:     {shop}\nThe service:  {service}")
    if found:
        extension = demo.extension("chromium", shop, service)
        profile, log = demo.out / "profile", demo.out / "chromium.log"
        process = chromium.show(found, extension, profile, f"{shop}/", log)
        demo.stack.callback(processes.stop, process)
        ended = process.poll
    else:
        extension = demo.extension("firefox", shop, service)
        firefox = Firefox(browsers.require("firefox"), headless=False, language=demo.language)
        demo.stack.callback(firefox.close)
        firefox.install(extension)
        firefox.navigate(f"{shop}/")
        ended = firefox.ended
    print("Look at the letter on each picture; click one for the reasons and for alternatives.")
    print("Ctrl-C, or closing the browser, ends the demo.", flush=True)
    while ended() is None:
        demo.stopping.wait(0.2)
        demo.check()


def by_hand(demo: Demo, shop: str, service: str, why: str) -> None:
    """Say how to load the extension where we cannot do it, and serve until Ctrl-C."""
    for_chromium = demo.extension("chromium", shop, service).resolve()
    for_firefox = demo.extension("firefox", shop, service).resolve()
    print(f"""{why} The shop and the service are running:
  shop      {shop}
  service   {service}
To load the extension by hand in a browser on this machine:
  Chromium, Edge   chrome://extensions, Developer mode, Load unpacked: {for_chromium}
  Firefox          about:debugging, This Firefox, Load Temporary Add-on: {for_firefox}/manifest.json
Then open the shop. Or run `make demo HEADLESS=1` for screenshots. Ctrl-C ends the demo.""")
    sys.stdout.flush()
    demo.stopping.wait()
    demo.check()


def hindrance() -> str | None:
    """Return why no window with the extension can be opened here, or None where one can."""
    display = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform != "darwin" and not display:
        return "No window can be opened here (no display)."
    if browsers.find("chromium") or browsers.find("firefox"):
        return None
    if chrome := browsers.last_resort():
        return f"Only {chrome.name} was found, which loads no extension from the command line."
    return "No browser was found (python -m demo.browsers install gets one)."


def main() -> int:
    """Run the demo; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m demo", description=__doc__)
    parser.add_argument("--headless", action="store_true", help="screenshots instead of a window")
    parser.add_argument("--language", choices=("da", "en"), default="da")
    options = parser.parse_args()
    demo = Demo(OUT, options.language)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: demo.stopping.set())
    with demo.stack:
        try:
            shop, service = demo.start()
            if options.headless:
                return tour(demo, shop, service)
            if why := hindrance():
                by_hand(demo, shop, service, why)
            else:
                window(demo, shop, service)
        except StoppedError:
            print("\nStopped.")
            return 0 if not options.headless else 130
        except FAILURES as error:
            # A command that Ctrl-C has killed failed because of it, and that is no news.
            print("\nStopped." if demo.stopping.is_set() else error, file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
