"""kompas audit and kompas jobs, run as their users run them."""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from service.governance import drafts, lifecycle
from service.store import audit
from service.store.workspace import FILE, Workspace
from tests.governance.conftest import ANNA, BO, approved_version


def run(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--workspace", str(folder), *arguments])


def tamper(folder: Path, *statements: str) -> None:
    with sqlite3.connect(folder / FILE) as other:
        for name in ("update", "delete"):
            other.execute(f"DROP TRIGGER audit_no_{name}")
        for statement in statements:
            other.execute(statement)
    other.close()


def test_an_audit_that_nobody_touched_verifies(folder: Path) -> None:
    done = run(folder, "audit", "verify")
    assert done.exit_code == 0
    assert "rows hold together; 1 snapshots' heads are among them" in done.output
    head = done.output.split("head ")[1].strip()
    assert run(folder, "audit", "verify", "--head", head).exit_code == 0


@pytest.mark.parametrize(
    ("statement", "row"),
    [
        ("UPDATE audit SET actor = 'eve' WHERE id = 2", "row 2"),
        ("DELETE FROM audit WHERE id = 2", "row 2"),
        ("UPDATE audit SET details = '{}' WHERE id = 4", "row 4"),
    ],
)
def test_a_tampered_row_is_named(statement: str, row: str, folder: Path) -> None:
    tamper(folder, statement)
    done = run(folder, "audit", "verify")
    assert done.exit_code == 1
    assert row in done.output


def test_a_cut_off_end_is_found_by_the_snapshots_head(folder: Path) -> None:
    with Workspace(folder) as workspace:
        (decision,) = audit.entries(workspace, action="ruleset.publish")
    tamper(folder, f"DELETE FROM audit WHERE id >= {decision.id}")
    done = run(folder, "audit", "verify")
    assert done.exit_code == 1
    assert "snapshot-" in done.output
    assert f"after row {decision.id - 1}" in done.output


def test_a_head_that_is_no_hash_or_not_there_is_told(folder: Path, tmp_path: Path) -> None:
    assert "is no hash" in run(folder, "audit", "verify", "--head", "x").output
    missing = run(folder, "audit", "verify", "--head", "a" * 64)
    assert missing.exit_code == 1
    assert "--head" in missing.output
    nowhere = run(tmp_path / "nowhere", "audit", "verify")
    assert nowhere.exit_code == 1
    assert not (tmp_path / "nowhere").exists()


def test_rows_are_listed_filtered_and_as_csv_without_formulas(folder: Path) -> None:
    with Workspace(folder) as workspace:
        draft = drafts.from_published(workspace, ANNA)
        lifecycle.comment(workspace, BO, draft.id, "fin")
        with workspace.writing():
            audit.record(workspace, "=1+1", "test", "@sum", {"a": "\n"})
    listed = run(folder, "audit", "list", "--actor", "bo").output.splitlines()
    assert len(listed) == 1
    assert "ruleset.comment" in listed[0]
    assert '"fin"' in listed[0]
    today = date.today().isoformat()
    for more in (["--until", "2020-01-01"], ["--since", "2999-01-01"], ["--action", "rule"]):
        assert run(folder, "audit", "list", *more).output == ""
    assert run(folder, "audit", "list", "--since", today, "--limit", "2").output.count("\n") == 2
    rows = list(csv.DictReader(io.StringIO(run(folder, "audit", "list", "--csv").output)))
    assert (rows[0]["actor"], rows[0]["subject"]) == ("'=1+1", "'@sum")
    assert [int(row["id"]) for row in rows] == list(range(len(rows), 0, -1))


def test_a_publish_by_the_command_line_is_in_the_audit(folder: Path) -> None:
    assert run(folder, "publish", "--rules", "default-concito").exit_code == 0
    listed = run(folder, "audit", "list", "--action", "ruleset", "--limit", "2").output
    assert listed.count("\tcli:") == 2
    assert "ruleset.published" in listed
    done = run(folder, "jobs", "list")
    assert "command\tdefault-concito 2026.1\tcli:" in done.output
    assert run(folder, "audit", "verify").exit_code == 0


def test_jobs_due_publishes_what_is_due(folder: Path) -> None:
    assert run(folder, "jobs", "due").output == "nothing was published\n"
    with Workspace(folder) as workspace:
        version = approved_version(workspace, folder, {"groups.laptop.cuts.A": 74})
        lifecycle.schedule(workspace, folder, BO, version.id, version.revision, date.today())
    done = run(folder, "jobs", "due")
    assert done.exit_code == 0
    assert "done: snapshot-" in done.output
    assert "done: snapshot-" in run(folder, "jobs", "list").output


def test_old_snapshots_without_a_head_do_not_matter(folder: Path, tmp_path: Path) -> None:
    import json

    meta = (folder / "snapshot").resolve() / "meta.json"
    shutil.copy(meta, tmp_path / "meta.json")
    content = json.loads(meta.read_text("utf-8"))
    del content["audit"]
    meta.write_text(json.dumps(content), "utf-8")
    assert "0 snapshots' heads" in run(folder, "audit", "verify").output
