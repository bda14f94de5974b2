"""`make extract PAGE=file.html URL=https://…`: what the extension reads on a saved page.

For whoever writes a shop's adapter. The page is shown at its own address in a headless Chromium
that reaches no network and runs none of the page's scripts; the extractor is the extension's own.
How the bytes become letters is left to the browser. What it is told is what the file has lost: that
a page which is UTF-8 and names no encoding came as UTF-8.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Route

from demo.browsers import BrowserMissingError, require
from demo.chromium import driver
from demo.extension import ExtensionNotBuiltError
from scoring.errors import KompasError

HARNESS = Path(__file__).parents[1] / "build" / "harness" / "extract.js"
LARGEST = 50_000_000  # bytes
NO_SCRIPTS = "script-src 'none'; object-src 'none'; frame-src 'none'"


def read(page: Path, url: str, adapter: Path | None = None) -> dict[str, Any]:
    """Return what is read of the saved `page` as if it stood at `url`.

    The answer has "kind", "main", "cards", "lines" and "adapter", as `kompasRead` in
    extension/src/harness/extract.ts gives them. Raises KompasError for what the user can mend, and
    BrowserMissingError and ExtensionNotBuiltError.
    """
    body = _bytes(page, "PAGE")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise KompasError(
            "URL",
            f"“{url}” is no web address.",
            "Give the page's own, as in https://shop.dk/vare/1",
        )
    outside = [_adapter(adapter)] if adapter else []
    if not HARNESS.exists():
        raise ExtensionNotBuiltError("The extension is not built: run `make setup`.")
    return _in_browser(body, url, outside)


def _bytes(path: Path, name: str) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise KompasError(name, f"{path} is larger than 50 MB.", "Save the page alone.")
        return path.read_bytes()
    except OSError as error:
        raise KompasError(name, f"{path}: {error.strerror}.", "Name a saved page.") from error


def _adapter(path: Path) -> object:
    try:
        return json.loads(_bytes(path, "ADAPTER").decode())
    except ValueError as error:
        raise KompasError("ADAPTER", f"{path} is no JSON: {error}.", "Mend the file.") from error


def _content_type(body: bytes) -> str:
    if b"charset" in body[:4096].lower():
        return "text/html"
    try:
        body.decode()
    except UnicodeDecodeError:
        return "text/html"
    return "text/html; charset=utf-8"


def _in_browser(body: bytes, url: str, outside: list[object]) -> dict[str, Any]:
    def answer(route: Route) -> None:
        if route.request.is_navigation_request() and route.request.frame.parent_frame is None:
            headers = {"Content-Type": _content_type(body), "Content-Security-Policy": NO_SCRIPTS}
            route.fulfill(body=body, headers=headers)
        else:
            route.abort()

    with driver() as playwright:
        root = ["--no-sandbox"] if os.geteuid() == 0 else []
        try:
            browser = playwright.chromium.launch(executable_path=require("chromium"), args=root)
            page = browser.new_page(service_workers="block")
            page.route("**/*", answer)
            page.goto(url, wait_until="domcontentloaded")
            page.evaluate(HARNESS.read_text(encoding="utf-8"))
            for one in outside:
                if page.evaluate("a => window.kompasAdapter(a)", one) is None:
                    raise KompasError(
                        "ADAPTER", "It has no id or name.", "See docs/adding-a-shop.md"
                    )
            found: dict[str, Any] = page.evaluate(
                "([url, adapters]) => window.kompasRead(url, adapters)", [url, outside]
            )
        except PlaywrightError as error:
            raise KompasError("PAGE", error.message.splitlines()[0] + ".", "") from error
        return found


def shown(found: dict[str, Any]) -> str:
    """Return what was read, for people: one product a paragraph or line."""
    lines = [f"kind     {found['kind']}", f"adapter  {found['adapter'] or 'none'}"]
    main = found["main"]
    lines += ["", "main"] + ([_product(main)] if main else ["  none"])
    for key, one, many in (("cards", "card", "cards"), ("lines", "line", "lines")):
        entries = found[key]
        lines += ["", f"{len(entries)} {one if len(entries) == 1 else many}"]
        lines += [_product(entry) for entry in entries]
    return "\n".join(lines)


def _product(entry: dict[str, Any]) -> str:
    identity = entry["identity"]
    parts = [f"{key} {identity[key]}" for key in ("gtin", "brand", "mpn", "sku") if key in identity]
    if "quantity" in entry:
        parts.append(f"{entry['quantity']:g} pieces")
    for key, word in (("price", "price"), ("total", "total")):
        if entry.get(key):
            currency = entry[key]["currency"] or ""
            parts.append(f"{word} {entry[key]['amount']:.2f} {currency}".rstrip())
    heading = f"  {identity.get('path', '(no path)')}  {identity.get('name', '(no name)')}"
    return heading + (f"\n      {' · '.join(parts)}" if parts else "")


def main(arguments: list[str] | None = None) -> int:
    """Print what is read; the exit code is 2 where page, address or adapter cannot be used."""
    parser = argparse.ArgumentParser(prog="make extract", description=__doc__.splitlines()[0])
    parser.add_argument("page", type=Path)
    parser.add_argument("url")
    parser.add_argument("--adapter", type=Path)
    parser.add_argument("--json", action="store_true", help="as data, for an expected.json")
    options = parser.parse_args(arguments)
    try:
        found = read(options.page, options.url, options.adapter)
    except (KompasError, BrowserMissingError, ExtensionNotBuiltError) as error:
        print(error, file=sys.stderr)
        return 2
    text = json.dumps(found, ensure_ascii=False, indent=2) if options.json else shown(found)
    print(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
