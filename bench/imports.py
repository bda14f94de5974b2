"""Importing supplier lines, as a ratio to a bare sqlite-utils insert of the same rows.

Run: .venv/bin/python -m bench.imports [ROWS]. Each side runs in a process of its own, so that its
peak memory is its own; both write to the same disk, one after the other, in alternating rounds.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database
from stdnum import ean

from bench.rows import Row, row
from service.importers.run import import_file
from service.loading.catalogue import load_catalogue
from service.store.workspace import Workspace

ROWS = 1_000_000
HEADER = (
    "varenr",
    "ean",
    "varenavn",
    "mærke",
    "varegruppe",
    "pris ekskl moms",
    "garanti",
    "tec (kWh/år)",
)


def lines(rows: int) -> Iterator[tuple[str, ...]]:
    """Yield invented supplier lines: laptops with a warranty and an energy figure."""
    for i in range(rows):
        body = f"95299{i:07d}"
        gtin = body + ean.calc_check_digit(body)
        price = f"{3000 + i % 7000},50"
        yield (f"S{i}", gtin, f"Bærbar {i}", "Prøve", "laptop", price, str(i % 6), f"{15 + i % 20}")


def write(file: Path, rows: int) -> None:
    """Write the supplier's file: CSV with semicolons, as Danish spreadsheets save it."""
    with file.open("w", encoding="utf-8-sig", newline="") as handle:
        writer = csv.writer(handle, delimiter=";")
        writer.writerow(HEADER)
        writer.writerows(lines(rows))


def ours(folder: Path, file: Path) -> None:
    """Import the file into a new workspace."""
    with Workspace(folder) as workspace:
        load_catalogue(workspace)
        start = time.perf_counter()
        report = import_file(workspace, "supplier", file, shop="bench")
        report.close()
        tell(time.perf_counter() - start, report.taken)


def bare(folder: Path, file: Path) -> None:
    """Insert the file's rows as they stand into one table."""
    with file.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle, delimiter=";")
        start = time.perf_counter()
        database = Database(folder / "bare.db")
        database.enable_wal()
        table = database.table("rows")
        table.insert_all(reader, pk="varenr", batch_size=10_000)
        tell(time.perf_counter() - start, table.count)


def tell(seconds: float, rows: int) -> None:
    """Print the figures of this process as JSON.

    The peak is the kernel's VmHWM: getrusage's maximum is handed down from the parent process.
    """
    status = Path("/proc/self/status").read_text("ascii")
    peak = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    print(json.dumps({"seconds": seconds, "rows": rows, "peak_mb": int(peak) / 1024}))


def measured(side: str, file: Path) -> dict[str, float]:
    """Run one side in a process of its own and a new folder."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "bench.imports", side, folder, str(file)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found: dict[str, float] = json.loads(done.stdout)
        return found


def run(rows: int = ROWS, rounds: int = 1) -> dict[str, Row]:
    """Return the bench's rows: {name: {value, goal, unit, runs}}."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "supplier.csv"
        write(file, rows)
        pairs = [(measured("ours", file), measured("bare", file)) for _ in range(rounds)]
    ratios = [a["seconds"] / b["seconds"] for a, b in pairs]
    seconds, peaks = [a["seconds"] for a, _ in pairs], [a["peak_mb"] for a, _ in pairs]
    assert all(a["rows"] == b["rows"] == rows for a, b in pairs), pairs
    return {
        "import_ratio": row(ratios, "x bare insert"),
        "import_seconds": row(seconds, f"s for {rows:,} lines"),
        "import_peak_mb": row(peaks, "MB"),
    }


if __name__ == "__main__":
    if sys.argv[1:2] == ["ours"]:
        ours(Path(sys.argv[2]), Path(sys.argv[3]))
    elif sys.argv[1:2] == ["bare"]:
        bare(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        print(json.dumps(run(int(sys.argv[1]) if sys.argv[1:] else ROWS), indent=1))
