"""A real Chromium with the built extension, a shop to look at, and a service that can misbehave."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from demo.chromium import chromium, service_worker
from demo.extension import configured_copy

from .inside import BLANK, Inside, inside
from .tabs import lent

ROOT = Path(__file__).parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")


@pytest.fixture(scope="session")
def chromium_executable() -> Path:
    """The browser to drive; a machine without one fails, since nothing here runs without it."""
    found = os.environ.get("KOMPAS_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        pytest.fail("No Chromium found: install one, or name it in KOMPAS_CHROMIUM")
    return Path(found)


class Local:
    """A web server on a free port of 127.0.0.1 whose answers a test decides."""

    def __init__(self) -> None:
        """Start serving in a thread."""
        self.pages: dict[str, str] = {}
        self.headers: dict[str, str] = {}
        self.answer: Callable[[dict[str, Any]], tuple[int, Any]] | None = None
        self.delay = 0.0
        self.seen: list[dict[str, Any]] = []
        self.gets: list[dict[str, Any]] = []
        local = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                """Stay silent."""

            def do_GET(self) -> None:
                local.gets.append({"path": self.path, "headers": dict(self.headers)})
                tag = local.headers.get("ETag")
                if tag and self.headers["If-None-Match"] == tag:
                    self._send(304, "", "text/html; charset=utf-8")
                    return
                page = local.pages.get(self.path.split("?")[0])
                self._send(200 if page else 404, page or "", "text/html; charset=utf-8")

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                local.seen.append({"headers": dict(self.headers), "body": body})
                time.sleep(local.delay)
                if local.answer is None:
                    self.close_connection = True
                    return
                status, document = local.answer(body)
                text = document if isinstance(document, str) else json.dumps(document)
                self._send(status, text, "application/json")

            def _send(self, status: int, text: str, kind: str) -> None:
                data = text.encode()
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                for name, value in local.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.host = f"127.0.0.1:{self.server.server_port}"
        self.origin = f"http://{self.host}"

    def reset(self) -> None:
        """Forget what a test set and saw."""
        self.pages, self.headers, self.seen, self.gets = {}, {}, [], []
        self.answer, self.delay = None, 0.0


def _running() -> Iterator[Local]:
    local = Local()
    yield local
    local.server.shutdown()
    local.server.server_close()


@pytest.fixture(scope="session")
def shop_server() -> Iterator[Local]:
    """The shop's server, for the whole run."""
    yield from _running()


@pytest.fixture(scope="session")
def service_server() -> Iterator[Local]:
    """The service's server, for the whole run."""
    yield from _running()


@pytest.fixture
def shop(shop_server: Local) -> Local:
    """A shop without pages."""
    shop_server.reset()
    return shop_server


@pytest.fixture
def service(service_server: Local) -> Local:
    """A service that answers every item with a score, unless a test says otherwise."""
    service_server.reset()
    service_server.answer = lambda body: (200, _answer_to(body))
    return service_server


@contextmanager
def browser(
    executable: Path, folder: Path, shop: Local, service: Local
) -> Iterator[BrowserContext]:
    """A browser whose extension, in `folder`, is granted the shop and pointed at the service."""
    package = configured_copy(folder / "extension", service.origin, [shop.origin])
    with chromium(executable, package, folder / "profile") as opened:
        service_worker(opened)
        yield opened


@pytest.fixture(scope="session")
def context(
    chromium_executable: Path,
    shop_server: Local,
    service_server: Local,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[BrowserContext]:
    """The browser that most files share."""
    folder = tmp_path_factory.mktemp("browser")
    with browser(chromium_executable, folder, shop_server, service_server) as opened:
        yield opened


FORGET = """async () => {
  await chrome.storage.session.clear();
  const keys = Object.keys(await chrome.storage.local.get(null));
  await chrome.storage.local.remove(keys.filter((key) => !["settings", "policy"].includes(key)));
}"""


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A blank tab of a browser that remembers no earlier test; an error thrown in it fails this."""
    service_worker(context).evaluate(FORGET)
    with lent(context, "shop") as tab:
        yield tab


@pytest.fixture
def shop_world(
    page: Page, context: BrowserContext, shop: Local, service: Local
) -> Iterator[Inside]:
    """A page of the shop without products, whose questions are the test's alone."""
    shop.pages["/"] = BLANK
    with lent(context, "world") as tab:
        world = inside(tab, shop.origin)
        yield world
        world.leave()
    service_worker(context).evaluate("() => chrome.storage.local.remove('settings')")


@pytest.fixture(scope="session")
def harness(context: BrowserContext) -> Iterator[Page]:
    """A tab in which pages are read by the extraction code alone."""
    opened = context.new_page()
    yield opened
    opened.close()


HARNESS = ROOT / "build" / "harness" / "extract.js"
URL = "https://butik.example/vare/1"
Extract = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def extract(harness: Page) -> Extract:
    """Read a page's HTML as if it stood at `url`: {"main": identity or None, "cards": [...]}."""
    script = HARNESS.read_text(encoding="utf-8")

    def read(html: str, url: str = URL) -> dict[str, Any]:
        harness.set_content(html)
        harness.add_script_tag(content=script)
        found: dict[str, Any] = harness.evaluate("url => window.kompasExtract(url)", url)
        return found

    return read


def _scored(ref: str, grade: str | None = "B", **changes: Any) -> dict[str, Any]:
    """Return one item of an answer, as the contract has it."""
    item: dict[str, Any] = {
        "ref": ref,
        "match": {"rung": "gtin", "confidence": "good"},
        "product": {
            "id": "demo-letmaelk",
            "name": "Økologisk letmælk 1 l",
            "brand": "Engsø",
            "group": "food/dairy/milk",
            "group_name": "Mælk",
            "demo": True,
        },
        "grade": grade,
        "range": None,
        "score": 64.2,
        "low": 61.0,
        "high": 68.3,
        "coverage": 1.0,
        "counterfactual": {"grade": "A", "text": "A, hvis klimaaftrykket er højst 1 kg CO2e."},
        "summary": "Score B: klimaaftrykket er 1,2 kg CO2e pr. kg, og varen er økologisk mærket.",
        "reasons": [
            {
                "criterion": "climate",
                "text": "Klimaaftryk pr. kg",
                "value": 1.2,
                "unit": "kg CO2e/kg",
                "source": "Agribalyse 3.2 (2024)",
                "status": "typical",
                "contribution": 54.2,
            },
            {
                "criterion": "palm",
                "text": "Palmeolie uden certifikat",
                "value": None,
                "unit": None,
                "source": None,
                "status": "assumed",
                "contribution": -10,
            },
        ],
        "labels": [
            {
                "code": "DK_ECO",
                "name": "Det røde Ø-mærke",
                "issuer": "Fødevarestyrelsen",
                "licence": "DK-ØKO-100",
                "valid_to": "2099-12-31",
            },
            {
                "code": "OLD",
                "name": "Et gammelt mærke",
                "issuer": None,
                "licence": None,
                "valid_to": "2020-06-30",
            },
        ],
        "notes": ["Tæller i økologiprocenten."],
        "alternatives": [
            {
                "product": {"id": "demo-havredrik", "name": "Havredrik naturel 1 l"},
                "path": "/vare/havredrik",
                "grade": "A",
                "gain": 21.5,
                "price": 14.95,
                "price_difference": 2.0,
                "price_difference_per_unit": -1.5,
                "unit": "l",
                "currency": "DKK",
                "reason": "Lavere klimaaftryk til samme brug.",
                "confidence": "good",
            }
        ],
    }
    return item | changes


def _answer_to(body: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return a whole answer to a request's body, every item with the same `changes`."""
    return {
        "ruleset": {"id": "default", "version": "2026.1", "hash": "3f" * 32},
        "data_as_of": "2026-11-23",
        "items": [_scored(item["ref"], **changes) for item in body["items"]],
    }


@pytest.fixture
def scored() -> Callable[..., dict[str, Any]]:
    """Make one item of an answer: `scored(ref, grade, **changes)`."""
    return _scored


@pytest.fixture
def answer_to() -> Callable[..., dict[str, Any]]:
    """Make a whole answer: `answer_to(body, **changes to every item)`."""
    return _answer_to


PICTURE = (
    '<svg width="200" height="150" viewBox="0 0 4 3" role="img" aria-label="Billede">'
    '<rect width="4" height="3" fill="#e8e0d4"/></svg>'
)


@pytest.fixture
def product_page() -> str:
    """A plain product page: heading, price, basket button, labelled identifiers."""
    return (
        "<!doctype html><html lang=da><meta charset=utf-8><title>Letmælk</title>"
        "<meta name=viewport content='width=device-width'><main><h1>Økologisk letmælk 1 l</h1>"
        f"<p>12,95 kr.</p>{PICTURE}<p><button>Læg i kurv</button></p><table>"
        "<tr><th>EAN</th><td>9521234567899</td></tr><tr><th>Varenr.</th><td>M-1001</td></tr>"
        "</table></main></html>"
    )


@pytest.fixture
def listing_page() -> str:
    """A plain listing of twelve cards that only link."""
    cards = "".join(
        f'<li class="card"><a href="/vare/{n}?pos={n}">{PICTURE}</a>'
        f'<h2><a href="/vare/{n}?pos={n}">Vare nummer {n}</a></h2><p>{n},95 kr.</p>'
        "<button>Læg i kurv</button></li>"
        for n in range(1, 13)
    )
    return (
        "<!doctype html><html lang=da><meta charset=utf-8><title>Varer</title>"
        "<meta name=viewport content='width=device-width'><style>ul{display:grid;gap:16px;"
        "grid-template-columns:repeat(auto-fill,minmax(220px,1fr));list-style:none;padding:0}"
        "li{border:1px solid #ccc;padding:8px}</style>"
        f"<main><h1>Varer</h1><ul>{cards}</ul></main>"
    )


@pytest.fixture(scope="session")
def plain_server() -> Iterator[Local]:
    """A shop that the extension was not granted, for the whole run."""
    yield from _running()


@pytest.fixture
def parts(page: Page, plain_server: Local) -> Any:
    """A page with swap, basket, sorting and comparison alone: see parts.py."""
    from .parts import Parts

    plain_server.reset()
    return Parts(page, plain_server)
