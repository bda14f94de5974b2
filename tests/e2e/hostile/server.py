"""A shop of hostile pages: a small server with real headers over the HTML files beside it.

In a page, `{{cards 12}}` stands for so many product cards, `{{nonce}}` for the policy's nonce,
`{{gtin OS-2007}}` for a product's GTIN, and `{{filler}}` for ten megabytes of JSON.
Plain product pages stand at /vare/<item number>.
"""

from __future__ import annotations

import csv
import re
import threading
from collections.abc import Callable
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).parent
NONCE = "dGlsZmFlbGRpZ3Q"
POLICIES = {
    "policy": "; ".join(
        [
            "default-src 'none'",
            "img-src 'self'",
            f"script-src 'nonce-{NONCE}'",
            f"style-src 'nonce-{NONCE}'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    ),
}
WATCH = f'<script nonce="{NONCE}">{(HERE / "watch.js").read_text(encoding="utf-8")}</script>'
PICTURE = (
    '<svg width="200" height="150" viewBox="0 0 4 3" role="img" aria-label="Billede">'
    '<rect width="4" height="3" fill="#e8e0d4"/></svg>'
)
CARD = (
    '<li class="card"><a href="{path}" tabindex="-1" aria-hidden="true">{picture}</a>'
    '<h2><a href="{path}">{name}</a></h2><p>{price} kr.</p></li>'
)
FILLER = 10_000_000  # characters
# Something for a buyer to do on each page, to see that it still can be done.
BUTTON = "<p><button id='buy' type='button'>Læg i kurv</button> <output id='bought'>0</output></p>"


class Hostile:
    """Listens on a port of its own of 127.0.0.1."""

    def __init__(self, goods: Path) -> None:
        """Start serving in a thread; `goods` is a CSV file like those of the real shops."""
        with goods.open(encoding="utf-8", newline="") as stream:
            self._goods = {row["sku"]: row for row in csv.DictReader(stream)}
        for row in self._goods.values():
            row["path"] = f"/vare/{row['sku']}"
        hostile = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                """Answer with the page, or with 404."""
                name = self.path.split("?")[0].strip("/") or "plain"
                page = hostile.page(name)
                body = (page or "").encode()
                self.send_response(404 if page is None else 200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                if name in POLICIES:
                    self.send_header("Content-Security-Policy", POLICIES[name])
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()

    def write_offers(self, file: Path) -> None:
        """Write what the service must know of this shop's goods."""
        rows = list(self._goods.values())
        with file.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)

    def page(self, name: str) -> str | None:
        """Return the page's HTML, or None where there is no such page."""
        if name.startswith("vare/"):
            row = self._goods.get(name.removeprefix("vare/"))
            return row and _product(row)
        file = HERE / f"{name}.html"
        if not re.fullmatch(r"[a-z]+", name) or not file.exists():
            return None
        makers: dict[str, Callable[[str], str]] = {
            "cards": lambda count: self._cards(int(count)),
            "nonce": lambda _: NONCE,
            "gtin": lambda sku: self._goods[sku]["gtin"],
            "filler": lambda _: '"x",' * (FILLER // 4),
            "watch": lambda _: WATCH,
            "button": lambda _: BUTTON,
            "long": lambda _: "9" * 5_000,
        }
        text = file.read_text(encoding="utf-8")
        return re.sub(r"\{\{(\w+) ?([\w-]*)\}\}", lambda found: makers[found[1]](found[2]), text)

    def _cards(self, count: int) -> str:
        goods = list(self._goods.values())
        cards = []
        for number in range(count):
            row = goods[number % len(goods)]
            # What comes after the shop's own goods is unknown to the service.
            path = row["path"] if number < len(goods) else f"/vare/X-{number}"
            name, price = escape(row["name_da"]), row["price_dkk"]
            cards.append(CARD.format(path=path, picture=PICTURE, name=name, price=price))
        return "".join(cards)


def _product(row: dict[str, str]) -> str:
    facts = {"Varenr.": row["sku"], "EAN": row["gtin"], "Mærke": row["brand"]}
    rows = "".join(f"<tr><th>{k}</th><td>{escape(v)}</td></tr>" for k, v in facts.items() if v)
    return (
        f"<!doctype html><html lang=da><meta charset=utf-8><title>Vare</title>{WATCH}<main>"
        f"<h1>{escape(row['name_da'])}</h1>{PICTURE}<p>{row['price_dkk']} kr.</p>{BUTTON}"
        f"<table>{rows}</table></main></html>"
    )
