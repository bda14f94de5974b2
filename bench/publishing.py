"""Publishing a million products, as a ratio to a bare sorted write of exactly the same rows.

Run: .venv/bin/python -m bench publishing.
Each side runs in a process of its own, in alternating rounds, on the same disk. Reading the
workspace is timed by itself and is no part of the ratio: the bare write starts from rows in memory.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import numpy as np

from bench.bigcatalogue import ROWS, bigcatalogue
from bench.pages import published
from bench.rows import Row, row
from service import rulesets
from service.publish.pipeline import publish
from service.store.snapshot import open_snapshot
from service.store.snapshot_folder import KEYS
from service.store.workspace import Workspace

ROUNDS = 2
GOAL = 3.5
PRAGMAS = (
    "PRAGMA journal_mode=OFF",
    "PRAGMA synchronous=OFF",
    "PRAGMA locking_mode=EXCLUSIVE",
    "PRAGMA cache_size=-65536",
)


def ours(folder: Path) -> dict[str, float]:
    """Publish a workspace anew: the seconds of reading, and of all from there to the rename."""
    stages: list[tuple[float, str]] = []

    def tell(stage: str, done: int, total: int) -> None:
        if not done:  # its beginning
            stages.append((time.perf_counter(), stage))

    with Workspace(folder) as workspace:
        report = publish(workspace, rulesets.load("default"), folder, tell=tell)
        end = time.perf_counter()
    first, second = stages[:2]  # reading the workspace comes first
    for (since, stage), (until, _) in pairwise([*stages, (end, "")]):
        print(f"{stage}: {until - since:.1f} s", file=sys.stderr)
    return {"read": second[0] - first[0], "seconds": end - second[0], "rows": report.products}


def bare(folder: Path) -> dict[str, float]:
    """Write the rows of the current snapshot to a fresh SQLite file, sorted, and sync it.

    That is the floor of the field notes: executemany with bulk pragmas, one table per language
    of (number, members, swaps) and one of (hash of the key, where it leads).
    """
    snapshot = open_snapshot(folder)
    assert snapshot is not None  # it was published just before
    tables: dict[str, list[tuple[object, ...]]] = {
        language: [(number, *texts[number]) for number in range(len(texts))]
        for language, texts in snapshot.texts.items()
    }
    keys = np.fromfile(snapshot.path / KEYS, dtype=np.int64).reshape(2, -1)
    keys = keys[:, np.argsort(keys[0])]
    tables["keys"] = [(key, lead, None) for key, lead in keys.T.tolist()]
    with tempfile.TemporaryDirectory(dir=folder) as place:
        file = Path(place) / "bare.db"
        start = time.perf_counter()
        new = sqlite3.connect(file)
        for pragma in PRAGMAS:
            new.execute(pragma)
        for name, rows in tables.items():
            new.execute(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY, a, b)")
            new.executemany(f"INSERT INTO {name} VALUES (?, ?, ?)", rows)  # noqa: S608
        new.commit()
        new.close()
        with file.open("rb") as handle:
            os.fsync(handle.fileno())
        seconds = time.perf_counter() - start
        size = sum(path.stat().st_size for path in snapshot.path.iterdir())
    return {"seconds": seconds, "rows": sum(map(len, tables.values())), "mb": size / 2**20}


def _measured(side: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.publishing", side, str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def run(rows: int = ROWS, rounds: int = ROUNDS) -> dict[str, Row]:
    """Return the bench's rows of publishing."""
    folder = published(bigcatalogue(rows))  # so that no round pays for a cold disk
    pairs = [(_measured("ours", folder), _measured("bare", folder)) for _ in range(rounds)]
    own, floor = [a for a, _ in pairs], [b for _, b in pairs]
    return {
        "publish_ratio": row(
            [a["seconds"] / b["seconds"] for a, b in pairs], "x bare sorted write + fsync", GOAL
        ),
        "publish_s": row([a["seconds"] for a in own], f"s for {rows:,} products, once read"),
        "publish_read_s": row([a["read"] for a in own], "s for reading the workspace"),
        "publish_bare_s": row([b["seconds"] for b in floor], f"s for {floor[0]['rows']:,} rows"),
        "publish_mb": row([b["mb"] for b in floor], "MB of snapshot"),
    }


if __name__ == "__main__":
    side = {"ours": ours, "bare": bare}[sys.argv[1]]
    print(json.dumps(side(Path(sys.argv[2]))))
