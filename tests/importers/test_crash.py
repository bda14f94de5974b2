"""kill -9 at any moment of an import: the workspace opens and holds the old or the new state."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from service.importers.run import import_file
from service.store.workspace import Workspace
from tests.conftest import some

KILLS = some(50)
ROWS = 1_200


def write(file: Path, figure: float) -> Path:
    """Write a Boavizta file whose every footprint is one figure."""
    lines = ["manufacturer,name,subcategory,gwp_total,gwp_use_ratio,gwp_error_ratio,added_date"]
    lines += [f"Fjordtek,Book {i},Laptop,{figure},0.2,0.2,2026-01-01" for i in range(ROWS)]
    file.write_text("\n".join(lines))
    return file


def state(folder: Path) -> tuple[int, set[float]]:
    """Return the number of figures that count, and which these are."""
    with Workspace(folder) as workspace:
        (check,) = workspace.connection.execute("PRAGMA integrity_check").fetchone()
        assert check == "ok"
        found = [
            r["value"]
            for r in workspace.rows("evidence")
            if r["attribute"] == "gwp_total" and r["source"].startswith("boavizta-")
        ]
        return len(found), set(found)


def import_and_die(folder: Path, file: Path) -> int:
    """Start an import in a process of its own; return its id."""
    child = os.fork()
    if child == 0:
        try:
            with Workspace(folder) as workspace:
                import_file(workspace, "boavizta", file)
        finally:
            os._exit(0)
    return child


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the test forks on purpose
def test_a_killed_import_leaves_the_old_state_or_the_new_one(folder: Path, tmp_path: Path):
    """Many times, at moments spread over the import's length."""
    random.seed(20261123)
    versions = [write(tmp_path / "a.csv", 100), write(tmp_path / "b.csv", 200)]
    with Workspace(folder) as workspace:
        start = time.monotonic()
        import_file(workspace, "boavizta", versions[0])
        length = time.monotonic() - start
    now = 100.0
    outcomes = {"old": 0, "new": 0}
    for _ in range(KILLS):
        other = versions[1] if now == 100 else versions[0]
        child = import_and_die(folder, other)
        time.sleep(random.uniform(0.05, 1.4) * length)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        count, figures = state(folder)
        assert count == ROWS
        assert len(figures) == 1
        (figure,) = figures
        outcomes["old" if figure == now else "new"] += 1
        now = figure
    assert outcomes["old"] > KILLS / 10  # else the kills came too late to prove anything
    with Workspace(folder) as workspace, pytest.raises(sqlite3.OperationalError):
        workspace.connection.execute("SELECT * FROM temp.staged_evidence")
