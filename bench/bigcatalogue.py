"""A workspace of invented IT products, as many as asked for; built once and kept in build/bench/.

Run: .venv/bin/python -m bench.bigcatalogue [ROWS].
Each product has a GTIN, a part number, an offer in the shop "bench", most of the figures that its
group's rules read, and one in three a certificate. The seed is fixed: same rows, same catalogue.
"""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
import sys
import time
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import numpy as np

from bench.figures import FIGURES, GROUPS, LABELS, SHARES
from bench.names import HOST, gtin, part_number, path, product_id, sku
from scoring.identifiers import mpn_key
from service.loading.catalogue import load_catalogue
from service.store import migrations
from service.store.workspace import FILE, Workspace

ROWS = 1_000_000
FOLDER = Path("build/bench")
SHOP = ORIGIN = SOURCE = "bench"
SEED = 11
BATCH = 100_000
BRANDS = "Lenovo Dell HP Apple Microsoft Samsung Nordtek Fjordbyte Birk Vindue Tavle Klint".split()
Values = tuple[object, ...]


def bigcatalogue(rows: int = ROWS) -> Path:
    """Return the folder of a workspace with so many products, made where it is not there yet."""
    here = Path(__file__)
    code = [here, *map(here.with_name, ("figures.py", "names.py")), Path(migrations.__file__)]
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in code)).hexdigest()[:8]
    folder = FOLDER / f"catalogue-{rows}-{digest}"
    if not (folder / FILE).exists():
        for old in FOLDER.glob(f"catalogue-{rows}-*"):
            shutil.rmtree(old)
        building = FOLDER / f"catalogue-{rows}-building"
        building.mkdir(parents=True)
        _build(building, rows)
        building.rename(folder)
    return folder


def _build(folder: Path, rows: int) -> None:
    with Workspace(folder) as workspace:
        load_catalogue(workspace)
        with workspace.writing():
            name = {"id": SOURCE, "name": "Bench", "version": "1", "year": 2026}
            texts = dict.fromkeys(("publisher", "licence", "attribution", "url"), "")
            workspace.put("sources", [name | texts])
            workspace.put("shops", [{"id": SHOP, "name": "Bench"}])
            workspace.put("shop_hosts", [{"host": HOST, "shop_id": SHOP}])
        connection = workspace.connection
        # A crash leaves a folder that is built again, so nothing needs to be safe on the way.
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA cache_size=-1000000")  # 1 GB: the keys' index stays in memory
        chance = np.random.default_rng(SEED)
        for start in range(0, rows, BATCH):
            with workspace.writing():
                _batch(connection, chance, start, min(BATCH, rows - start))


def _batch(connection: sqlite3.Connection, chance: np.random.Generator, start: int, n: int) -> None:
    numbers = range(start, start + n)
    group = chance.choice(len(GROUPS), n, p=SHARES)
    brand = chance.choice(len(BRANDS), n, p=_falling(len(BRANDS)))
    ids = [product_id(i) for i in numbers]
    groups, brands = [GROUPS[g] for g in group], [BRANDS[b] for b in brand]
    names = [f"{b} {g.title()} {i}" for b, g, i in zip(brands, groups, numbers, strict=True)]
    columns = "id, group_id, brand, name_da, name_en, demo, origin"
    rows = zip(ids, groups, brands, names, names, [0] * n, [ORIGIN] * n, strict=True)
    _put(connection, "products", columns, rows)
    gtins = ((f"gtin:0{gtin(i)}", p, "gtin", ORIGIN) for i, p in zip(numbers, ids, strict=True))
    mpns = (
        (mpn_key(b, part_number(i)), p, "mpn", ORIGIN)
        for b, i, p in zip(brands, numbers, ids, strict=True)
    )
    keys = sorted(chain(gtins, mpns), key=lambda row: str(row[0]))  # the index then grows in order
    _put(connection, "identifiers", "key, product_id, rung, origin", keys)
    price = np.round(chance.lognormal(8.6, 0.5, n), 2).tolist()
    offers = (
        (SHOP, sku(i), path(i), p, kr, "DKK", None, "", ORIGIN, "")
        for i, p, kr in zip(numbers, ids, price, strict=True)
    )
    columns = "shop_id, sku, path, product_id, price, currency, net_content, net_unit, origin"
    _put(connection, "offers", f"{columns}, supplier", offers)
    columns = "subject, attribute, value, low, high, unit, status, source, year, valid_from"
    columns += ", valid_to, inherits, origin"
    _put(connection, "evidence", columns, sorted(_evidence(chance, group, ids)))
    columns = "product_id, code, licence, valid_from, valid_to, source, origin"
    _put(connection, "labels", columns, _labels(chance, ids))


def _evidence(
    chance: np.random.Generator, group: np.ndarray[tuple[int], np.dtype[np.int64]], ids: list[str]
) -> Iterator[Values]:
    """Yield figures attribute by attribute: most products have most of their group's."""
    for figure in FIGURES:
        for number, name in enumerate(GROUPS):
            members = np.flatnonzero(group == number)
            if name not in figure.drawn:
                continue
            some = members[chance.random(len(members)) < figure.share]
            value = figure.values(chance, name, len(some))
            spread = value * figure.error
            measured = chance.random(len(some)) < 0.3
            for i, low, v, high, known in zip(
                some.tolist(),
                (value - spread).tolist(),
                value.tolist(),
                (value + spread).tolist(),
                measured.tolist(),
                strict=True,
            ):
                status = "measured" if known else "supplier"
                yield (ids[i], figure.attribute, v, low, high, figure.unit, status, SOURCE,
                       2025, "", "", 0, ORIGIN)  # fmt: skip


def _labels(chance: np.random.Generator, ids: list[str]) -> Iterator[Values]:
    held = np.flatnonzero(chance.random(len(ids)) < 1 / 3)
    codes = chance.choice(len(LABELS), len(held))
    for i, code in zip(held.tolist(), codes.tolist(), strict=True):
        yield ids[i], LABELS[code], f"B-{ids[i]}", "2025-01-01", "2031-12-31", SOURCE, ORIGIN


def _put(connection: sqlite3.Connection, table: str, columns: str, rows: Iterable[Values]) -> None:
    marks = ", ".join("?" * len(columns.split(",")))
    connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608


def _falling(n: int) -> list[float]:
    """Return n shares that fall as the ranks of brands do, 1, 1/2, 1/3 ..., and sum to 1."""
    total = sum(1 / rank for rank in range(1, n + 1))
    return [1 / rank / total for rank in range(1, n + 1)]


if __name__ == "__main__":
    begun = time.perf_counter()
    made = bigcatalogue(int(sys.argv[1]) if sys.argv[1:] else ROWS)
    print(f"{made} ({time.perf_counter() - begun:.1f} s)")
