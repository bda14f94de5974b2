"""Requests as the extension sends them for pages of the shop "bench", and its snapshot."""

from __future__ import annotations

import json
import random
import sqlite3
import time
from pathlib import Path

from bench.names import HOST, gtin, part_number, path, product_id, sku
from service import rulesets
from service.publish.pipeline import publish
from service.store.snapshot_folder import CURRENT
from service.store.workspace import FILE, Workspace

PAGES = 100  # different bodies of one size, so that not one page is measured
SEED = 5
CODE = ("scoring", "service")


def bodies(folder: Path, items: int, pages: int = PAGES) -> list[bytes]:
    """Return the bodies of requests for so many products each, drawn from the whole catalogue.

    Three in five products are known by GTIN, one by SKU and path, one by brand and part number.
    """
    chance = random.Random(SEED + items)  # noqa: S311
    connection = sqlite3.connect(folder / FILE)
    sql = "SELECT count(*) FROM products WHERE origin = 'bench'"
    numbers = range(connection.execute(sql).fetchone()[0])
    made = []
    for _ in range(pages):
        drawn = [chance.choice(numbers) for _ in range(items)]
        page = [_item(connection, place, number) for place, number in enumerate(drawn)]
        made.append(json.dumps({"shop": HOST, "items": page}).encode())
    connection.close()
    return made


def _item(connection: sqlite3.Connection, place: int, number: int) -> dict[str, str]:
    ref = {"ref": str(place)}
    if place % 5 == 3:
        return ref | {"sku": sku(number), "path": path(number)}
    if place % 5 == 4:
        sql = "SELECT brand FROM products WHERE id = ?"
        brand = connection.execute(sql, [product_id(number)]).fetchone()[0]
        return ref | {"brand": brand, "mpn": part_number(number)}
    return ref | {"gtin": gtin(number)}


def published(folder: Path) -> Path:
    """Return a workspace's folder, published anew where its snapshot is older than the code."""
    snapshot = folder / CURRENT
    files = (file for part in CODE for file in Path(part).rglob("*") if file.suffix != ".pyc")
    newest = max(file.stat().st_mtime for file in files)
    if not snapshot.exists() or snapshot.stat().st_mtime < max(newest, time.time() - 86_400):
        with Workspace(folder) as workspace:
            publish(workspace, rulesets.load("default"), folder)
    return folder
