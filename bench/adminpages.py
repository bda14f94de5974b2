"""What an administrator waits for on each page of /admin, with a million products behind it.

Run: .venv/bin/python -m bench adminpages.
Pages are asked for over HTTP, signed in as an owner, one at a time, from two workers under
gunicorn. Every round asks for each page of PAGES once; a run is the 95th percentile of a round.
"""

from __future__ import annotations

import re
import time
from contextlib import suppress

import numpy as np
import requests

from bench import servers
from bench.bigcatalogue import ROWS, SHOP, bigcatalogue
from bench.names import gtin, part_number, product_id
from bench.pages import published
from bench.rows import Row, row
from scoring.errors import KompasError
from service.access import people
from service.curation.search import catch_up
from service.governance import drafts
from service.governance.rights import Actor
from service.store.workspace import Workspace

ROUNDS, WARM_UPS = 20, 4
GOAL = 300.0
NAME, PASSWORD = "bench", "en hest med fire ben"
PAGES = (
    "",
    "rules",
    "rules/{draft}",
    "rules/{draft}/group/laptop",
    "rules/{draft}/text",
    "catalogue",
    "catalogue?group=laptop",
    "catalogue?q={gtin}",
    "catalogue?q={mpn}",
    "catalogue?q=lenovo&known=yes",
    "catalogue/product/{product}",
    "uploads/",
    "reviews/",
    "gaps/",
    "gaps/?supplier={shop}&group=laptop",
    "shops/",
    "people/",
    "tokens/",
    "audit/",
    "account",
    "accessibility",
)


def run(rows: int = ROWS, rounds: int = ROUNDS) -> dict[str, Row]:
    """Return the bench's rows."""
    folder = published(bigcatalogue(rows))
    catch_up(folder)
    with Workspace(folder) as workspace:
        with suppress(KompasError):  # the kept catalogue may have it
            people.create(workspace, NAME, NAME, ["owner"], password=PASSWORD)
        draft = drafts.from_published(workspace, Actor(NAME, ("owner",))).id
    known = {"draft": draft, "gtin": gtin(7), "mpn": part_number(7), "product": product_id(7)}
    known["shop"] = SHOP
    pages = [page.format(**known) for page in PAGES]
    with servers.kompas(folder, KOMPAS_INSECURE="1") as server, requests.Session() as session:
        _sign_in(session, server.url)
        taken = [
            [_asked(session, f"{server.url}/admin/{page}") for page in pages]
            for _ in range(WARM_UPS + rounds)
        ][WARM_UPS:]
    slowest = np.median(np.array(taken), axis=0)
    for page, milliseconds in sorted(zip(PAGES, slowest, strict=True), key=lambda x: -x[1])[:6]:
        print(f"  {milliseconds:7.1f} ms  /admin/{page}")
    unit = f"ms over HTTP, {len(pages)} pages, {rows:,} products"
    return {"admin_page_p95_ms": row([float(np.percentile(r, 95)) for r in taken], unit, GOAL)}


def _sign_in(session: requests.Session, url: str) -> None:
    door = session.get(f"{url}/admin/sign-in", timeout=60).text
    found = re.search(r'name="csrf_token" value="([^"]+)"', door)
    assert found, door
    form = {"name": NAME, "password": PASSWORD, "csrf_token": found[1]}
    assert session.post(f"{url}/admin/sign-in", data=form, timeout=60).ok


def _asked(session: requests.Session, address: str) -> float:
    """Return the milliseconds that a page takes.

    Raises:
        AssertionError: where the answer is not the page.
    """
    start = time.perf_counter()
    answer = session.get(address, timeout=60, allow_redirects=False)
    taken = 1000 * (time.perf_counter() - start)
    assert answer.status_code == 200, (address, answer.status_code)
    return taken
