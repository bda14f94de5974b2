"""Two real shops, one real service, and what the service itself says of their goods."""

from __future__ import annotations

import csv
import json
import sys
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from demo import backend, processes
from tests.e2e.recorder import Recorder

HERE = Path(__file__).parent
OSCAR = HERE / "oscar"
CATALOGUE = backend.CATALOGUE


@dataclass(frozen=True)
class Shop:
    """A running shop: its listing's path and that of a product with better alternatives."""

    id: str
    url: str
    listing: str
    poor: str
    device: str

    @property
    def host(self) -> str:
        """Host and port, the shop's name to the service."""
        return urlsplit(self.url).netloc


@dataclass(frozen=True)
class World:
    """What the tests look at: the shops, the service, and the recorder before it."""

    shops: dict[str, Shop]
    service: str
    recorder: Recorder
    paths: dict[str, str]  # of product pages, by item number, both shops

    def scores(self, shop: Shop, paths: list[str], language: str = "da") -> dict[str, Any]:
        """Ask the service itself; return its items by path."""
        items = [{"ref": str(number), "path": path} for number, path in enumerate(paths)]
        request = urllib.request.Request(
            f"{self.service}/api/v1/scores",
            json.dumps({"shop": shop.host, "items": items}).encode(),
            {"Content-Type": "application/json", "Accept-Language": language},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            found = json.load(answer)["items"]
        return dict(zip(paths, found, strict=True))


def start(folder: Path, stack: ExitStack) -> World:
    """Start both shops, load their goods, publish and serve; `stack` stops all of it."""
    log, state = folder / "oscar.log", folder / "oscar"
    command = [sys.executable, OSCAR / "serve.py", "--state", state]
    oscar = processes.start(command, log)
    stack.callback(processes.stop, oscar)
    demo, demo_url = backend.serve_shop(0, "da", folder / "shop.log")
    stack.callback(processes.stop, demo)
    oscar_url = processes.wait_until_listening(oscar, log, 90)
    workspace = folder / "workspace"
    backend.kompas(workspace, "load", "--demo", "--shop-host", f"demo={urlsplit(demo_url).netloc}")
    offers = state / "offers.csv"
    host = ["--shop-host", f"oscar={urlsplit(oscar_url).netloc}"]
    extra = ["--evidence", OSCAR / "evidence.csv", "--labels", OSCAR / "labels.csv"]
    backend.kompas(workspace, "load-offers", offers, "--shop", "oscar", *host, *extra)
    backend.kompas(workspace, "publish")
    service, service_url = backend.serve(workspace, 0, folder / "service.log")
    stack.callback(processes.stop, service)
    recorder = Recorder(service_url)
    stack.callback(recorder.stop)
    ours, theirs = _paths(CATALOGUE / "demo_offers.csv"), _paths(offers)
    shops = {
        "demo": Shop("demo", demo_url, "/", ours["FI-10113"], ours["FI-10154"]),
        "oscar": Shop("oscar", oscar_url, "/catalogue/", theirs["OS-2007"], theirs["OS-3006"]),
    }
    return World(shops, service_url, recorder, ours | theirs)


def _paths(offers: Path) -> dict[str, str]:
    with offers.open(encoding="utf-8", newline="") as stream:
        return {row["sku"]: row["path"] for row in csv.DictReader(stream)}
