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

from bench.bigcatalogue import ROWS, bigcatalogue
from bench.pages import published
from bench.rows import Row, row
from service import rulesets
from service.publish.pipeline import publish
from service.store.snapshot_file import CURRENT, PRAGMAS
from service.store.workspace import Workspace

ROUNDS = 3
GOAL = 3.5


def ours(folder: Path) -> dict[str, float]:
    """Publish a workspace anew: the seconds of reading, and of all from there to the rename."""
    stages: list[tuple[float, str]] = []
    with Workspace(folder) as workspace:
        report = publish(
            workspace,
            rulesets.load("default"),
            folder,
            tell=lambda stage: stages.append((time.perf_counter(), stage)),
        )
        end = time.perf_counter()
    first, second = stages[:2]  # reading the workspace comes first
    for (since, stage), (until, _) in pairwise([*stages, (end, "")]):
        print(f"{stage}: {until - since:.1f} s", file=sys.stderr)
    return {"read": second[0] - first[0], "seconds": end - second[0], "rows": report.products}


def bare(folder: Path) -> dict[str, float]:
    """Write the rows of the current snapshot to a fresh file, and sync it."""
    old = sqlite3.connect(f"{(folder / CURRENT).resolve().as_uri()}?mode=ro", uri=True)
    page_size = old.execute("PRAGMA page_size").fetchone()[0]
    made = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    schema = [(kind, name, sql) for kind, name, sql in old.execute(made)]
    tables = [name for kind, name, _ in schema if kind == "table"]
    rows = {name: sorted(old.execute(f"SELECT * FROM {name}")) for name in tables}  # noqa: S608
    old.close()
    with tempfile.TemporaryDirectory(dir=folder) as place:
        file = Path(place) / "bare.db"
        start = time.perf_counter()
        new = sqlite3.connect(file)
        for pragma in (f"PRAGMA page_size={page_size}", *PRAGMAS):
            new.execute(pragma)
        for _, _, sql in schema:
            new.execute(sql)
        for name, found in rows.items():
            marks = ", ".join("?" * len(found[0])) if found else ""
            new.executemany(f"INSERT INTO {name} VALUES ({marks})", found)  # noqa: S608
        new.commit()
        new.close()
        with file.open("rb") as handle:
            os.fsync(handle.fileno())
        seconds = time.perf_counter() - start
        size = file.stat().st_size
    return {"seconds": seconds, "rows": sum(map(len, rows.values())), "mb": size / 2**20}


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
