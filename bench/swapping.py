"""Publishing under load: no request may fail, and no answer may mix two versions.

Run: .venv/bin/python -m bench swapping.
Two rulesets take turns on the demo catalogue, published for real and served. Clients compare every
answer, byte for byte, with the one that was given under the ruleset whose hash it names.
"""

from __future__ import annotations

import http.client
import json
import re
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from urllib.parse import urlsplit

from bench import servers
from bench.rows import Row, row
from bench.serving import SCORES
from scoring.rules import Ruleset
from service import rulesets
from service.loading.catalogue import load_catalogue
from service.loading.offers import load_demo
from service.publish.pipeline import publish
from service.store.workspace import Workspace

SWAPS = 220
CLIENTS = 2
ITEMS = 24  # of one page
HOST = "demo.example.dk"
HASH = re.compile(rb'"hash":"([0-9a-f]+)"')  # of the ruleset, in the head of an answer
OVER = "over"  # the file that ends the clients


@dataclass
class Seen:
    """What one client has seen."""

    requests: int = 0
    swaps: int = 0
    failures: list[str] = field(default_factory=list)


def watch(url: str, body: bytes, expected: Mapping[str, bytes], folder: Path, client: int) -> Seen:
    """Ask again and again until the folder holds a file "over".

    Args:
        expected: ruleset hash -> the whole answer.
        client: its number; it leaves a file "client-<number>" once it has begun.
    """
    seen, last = Seen(), ""
    (folder / f"client-{client}").touch()
    while not (folder / OVER).exists():
        seen.requests += 1
        try:
            status, answer = ask(url, body)
        except (OSError, http.client.HTTPException) as error:
            seen.failures.append(repr(error))
            continue
        named = HASH.search(answer)
        version = named[1].decode() if named else ""
        if status != 200:
            seen.failures.append(f"status {status}")
        elif answer != expected.get(version):
            seen.failures.append(f"not the answer of {version}")
        seen.swaps += last not in ("", version)
        last = version
    return seen


def run(swaps: int = SWAPS) -> dict[str, Row]:
    """Return the bench's rows of swapping."""
    with tempfile.TemporaryDirectory() as place, Workspace(Path(place)) as workspace:
        folder, today = Path(place), date.today()  # one day, though midnight may pass meanwhile
        load_catalogue(workspace)
        load_demo(workspace, [HOST])
        body = json.dumps({"shop": HOST, "items": _items(workspace)}).encode()
        versions = [_ruleset(0), _ruleset(20)]
        publish(workspace, versions[0], folder, today)
        with servers.kompas(folder) as server, _clients() as pool:
            expected = {}
            for version in versions:
                publish(workspace, version, folder, today)
                expected[version.hash] = ask(server.url, body)[1]
            given = (server.url, body, expected, folder)
            clients = [pool.submit(watch, *given, number) for number in range(CLIENTS)]
            try:
                while len(list(folder.glob("client-*"))) < CLIENTS and not clients[0].done():
                    time.sleep(0.05)
                for turn in range(swaps):
                    publish(workspace, versions[turn % 2], folder, today)
            finally:
                (folder / OVER).touch()
            return _rows([client.result() for client in clients], swaps)


def _clients() -> ProcessPoolExecutor:
    """Return processes for the clients: threads would only slow the publishing down."""
    return ProcessPoolExecutor(CLIENTS, mp_context=get_context("spawn"))


def _rows(clients: Sequence[Seen], swaps: int) -> dict[str, Row]:
    failures = [failure for client in clients for failure in client.failures]
    for failure in sorted(set(failures))[:5]:
        print(f"swap failure: {failure}")
    requests = sum(client.requests for client in clients)
    fewest = min(client.swaps for client in clients)
    return {
        "swap_failures": row([len(failures)], f"of {requests:,} requests", 0),
        "swap_requests": row([requests], "requests"),
        "swaps": row([swaps], "publishes under load"),
        "swaps_seen": row([fewest], "changes of version that every client saw, at least"),
    }


def ask(url: str, body: bytes) -> tuple[int, bytes]:
    """Post one request for scores; return status and answer."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    try:
        connection.request("POST", SCORES, body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def _items(workspace: Workspace) -> list[dict[str, str]]:
    """Return the demo shop's goods as one page shows them."""
    offers = workspace.rows("offers")[:ITEMS]
    return [{"ref": str(i), "sku": offer["sku"]} for i, offer in enumerate(offers)]


def _ruleset(more: int) -> Ruleset:
    """Return the shipped ruleset with every cut moved, so that grades differ between versions."""
    document = rulesets.document("default")
    document["version"] = f"bench.{more}"
    for group in document["groups"].values():
        group["cuts"] = {letter: cut + more for letter, cut in group["cuts"].items()}
    return rulesets.ruleset_of_document(document, "bench")
