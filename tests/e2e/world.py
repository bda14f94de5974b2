"""Three real shops, one of hostile pages, one service, and what it says of their goods."""

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

from stdnum import ean

from demo import backend, processes
from tests.e2e.hostile.server import Hostile
from tests.e2e.recorder import Recorder

HERE = Path(__file__).parent
OSCAR = HERE / "oscar"
CATALOGUE = backend.CATALOGUE


GOODS = OSCAR / "goods.csv"
# Every shop but Oscar has the same goods under GTINs of its own, so that each shop's answers rest
# on what that shop loaded. The eighth digit of an invented GTIN tells the shop.
OWN_DIGIT = {"vendure": "1", "hostile": "2"}
PATIENCE = 400.0  # seconds; installing Vendure for the first time takes a minute or two


@dataclass(frozen=True)
class Shop:
    """A running shop: its listing's path and that of a product with better alternatives.

    `paths` leads from item numbers to product pages.
    """

    id: str
    url: str
    listing: str
    poor: str
    device: str
    paths: dict[str, str]

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
    hostile: Hostile

    def scores(self, shop: Shop, paths: list[str], language: str = "da") -> dict[str, Any]:
        """Ask the service itself; return its items by path."""
        asked = [{"path": path} for path in paths]
        return dict(zip(paths, self.ask(shop, asked, language), strict=True))

    def ask(self, shop: Shop, items: list[dict[str, str]], language: str = "da") -> list[Any]:
        """Ask the service itself about items without a "ref"; return its answers in their order."""
        numbered = [item | {"ref": str(number)} for number, item in enumerate(items)]
        request = urllib.request.Request(
            f"{self.service}/api/v1/scores",
            json.dumps({"shop": shop.host, "items": numbered}).encode(),
            {"Content-Type": "application/json", "Accept-Language": language},
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            found: list[Any] = json.load(answer)["items"]
        return found


def start(folder: Path, stack: ExitStack) -> World:
    """Start all shops, load their goods, publish and serve; `stack` stops all of it."""
    goods = {name: folder / f"{name}-goods.csv" for name in OWN_DIGIT}
    for name, file in goods.items():
        _write_goods(file, OWN_DIGIT[name])
    commands: dict[str, list[str | Path]] = {
        "vendure": [HERE / "vendure" / "serve.py", "--goods", goods["vendure"]],
        "oscar": [OSCAR / "serve.py"],
    }
    running = {}
    for name, command in commands.items():
        whole = [sys.executable, *command, "--state", folder / name]
        running[name] = processes.start(whole, folder / f"{name}.log")
        stack.callback(processes.stop, running[name])
    demo, demo_url = backend.serve_shop(0, "da", folder / "shop.log")
    stack.callback(processes.stop, demo)
    hostile = Hostile(goods["hostile"])
    stack.callback(hostile.stop)
    workspace = folder / "workspace"
    backend.kompas(workspace, "load", "--demo", "--shop-host", f"demo={urlsplit(demo_url).netloc}")
    ours = _paths(CATALOGUE / "demo_offers.csv")
    shops = {"demo": Shop("demo", demo_url, "/", ours["FI-10113"], ours["FI-10154"], ours)}
    offers = {name: folder / name / "offers.csv" for name in commands}
    offers["hostile"] = folder / "hostile.csv"
    hostile.write_offers(offers["hostile"])
    for name, file in offers.items():
        url = hostile.url
        if name in running:
            url = processes.wait_until_listening(running[name], folder / f"{name}.log", PATIENCE)
        host = ["--shop-host", f"{name}={urlsplit(url).netloc}"]
        extra = ["--evidence", OSCAR / "evidence.csv", "--labels", OSCAR / "labels.csv"]
        backend.kompas(workspace, "load-offers", file, "--shop", name, *host, *extra)
        theirs = _paths(file)
        listing = "/catalogue/" if name == "oscar" else "/"
        shops[name] = Shop(name, url, listing, theirs["OS-2007"], theirs["OS-3006"], theirs)
    # As an administrator adds what the extension cannot find by itself: the lines of its basket.
    backend.kompas(workspace, "shops", "add", HERE / "vendure" / "adapter.json")
    backend.kompas(workspace, "publish")
    service, service_url = backend.serve(workspace, 0, folder / "service.log")
    stack.callback(processes.stop, service)
    recorder = Recorder(service_url)
    stack.callback(recorder.stop)
    return World(shops, service_url, recorder, hostile)


def _paths(offers: Path) -> dict[str, str]:
    with offers.open(encoding="utf-8", newline="") as stream:
        return {row["sku"]: row["path"] for row in csv.DictReader(stream)}


def _write_goods(file: Path, digit: str) -> None:
    """Write the goods as another shop has them: with GTINs of its own."""
    with GOODS.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        if row["gtin"]:
            number = row["gtin"][:7] + digit + row["gtin"][8:12]
            row["gtin"] = number + ean.calc_check_digit(number)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
