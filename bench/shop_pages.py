"""A shop of two pages for the overlay's bench: a listing of 24 cards and one of 2,000.

The first cards are the demo shop's goods, which the service knows by their paths; the rest of the
2,000 are not known. Cards hold what listings usually do: picture, link, price and button.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from demo.shop import goods

OFFERS = Path("service/catalogue/demo_offers.csv")
PICTURE = "<svg width=180 height=140 viewBox='0 0 9 7'><path d='M0 0h9v7H0z' fill='#dde'/></svg>"
STYLE = """body{font:16px sans-serif}ul{display:grid;gap:12px;padding:0;list-style:none;
grid-template-columns:repeat(auto-fill,minmax(200px,1fr))}li{border:1px solid #ccc;padding:8px}"""
CARDS = (24, 2000)


@dataclass(frozen=True)
class Shop:
    """The running shop; `host` is its name to the service."""

    url: str
    host: str


def listing(cards: int) -> str:
    """Return the HTML of a listing with so many cards; it notes when all of them are in the DOM."""
    offers = goods.load(OFFERS).offers
    known = [(offer.path, offer.names["da"]) for offer in offers]
    rest = [(f"/vare/ukendt-{number}", f"Vare {number}") for number in range(len(known), cards)]
    items = "".join(
        f'<li class="card"><a href="{path}">{PICTURE}</a><h2><a href="{path}">{escape(name)}</a>'
        "</h2><p>12,95 kr.</p><button>Læg i kurv</button></li>"
        for path, name in [*known, *rest][:cards]
    )
    return (
        f"<!doctype html><html lang=da><meta charset=utf-8><title>Varer</title>"
        f"<style>{STYLE}</style><main><h1>Varer</h1><ul>{items}</ul></main>"
        "<script>window.cardsAt = performance.now()</script>"
    )


@contextmanager
def serving() -> Iterator[Shop]:
    """Serve the listings at /24 and /2000 on a free port of 127.0.0.1."""
    pages = {f"/{cards}": listing(cards).encode() for cards in CARDS}

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Stay silent."""

        def do_GET(self) -> None:
            page = pages.get(self.path)
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(page or b"")))
            self.end_headers()
            self.wfile.write(page or b"")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    host = f"127.0.0.1:{server.server_port}"
    try:
        yield Shop(f"http://{host}", host)
    finally:
        server.shutdown()
        server.server_close()
