"""A long file takes no more memory than a short one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

MEASURE = """
import resource, sys
from pathlib import Path
from service.importers.base import Reading
from service.importers.run import import_file
from service.store.workspace import Workspace

with Workspace(Path(sys.argv[1])) as workspace:
    file = Path(sys.argv[2])
    options = Reading(options={"version": "2026-01-01"})
    report = import_file(workspace, "openfoodfacts", file, mapping=options)
    print(report.read, report.rejected, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
LINE = '{"code": "%s", "product_name": "Vare %d", "labels_tags": ["en:organic"], "product_quantity"'
LINE += ': 500, "ingredients_text": "%s"}\n'
PADDING = "x" * 4_000  # a real product's line has about as much that is not read


def peak(folder: Path, loaded: Path, rows: int) -> int:
    """Import so many generated products in a process of its own; return its peak in kB."""
    folder.mkdir()
    file = folder / "products.jsonl"
    with file.open("w") as out:
        for i in range(rows):
            # Every other one has no name that counts: rejections take no memory either.
            out.write(LINE % (9_000_000 + i, i, PADDING) if i % 2 else '{"code": "1"}\n')
    workspace = shutil.copytree(loaded, folder / "workspace")
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(workspace), str(file)],
        capture_output=True,
        text=True,
        check=True,
    )
    read, rejected, kilobytes = (int(n) for n in done.stdout.split())
    assert (read, rejected) == (rows, rows // 2)
    return kilobytes


def test_memory_stays_flat_on_a_long_file(loaded: Path, tmp_path: Path):
    """100 MB take less than 15 MB more than 10 MB do."""
    short = peak(tmp_path / "short", loaded, 5_000)
    long = peak(tmp_path / "long", loaded, 50_000)
    assert (tmp_path / "long" / "products.jsonl").stat().st_size > 100_000_000
    assert long - short < 15_000, f"{short} kB, then {long} kB"
