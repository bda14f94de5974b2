"""kompas import and kompas sources, run as their users run them, and the report's CSV."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from service.cli import main
from service.importers import registry
from service.importers.base import Rejection
from service.importers.report import Report, inert
from service.store.workspace import Workspace


def run(folder: Path, *arguments: str):
    return CliRunner().invoke(
        main, ["--workspace", str(folder), *arguments], catch_exceptions=False
    )


def test_import_prints_what_it_did(folder: Path, files):
    """Counts, and each rejection with place, value, reason and remedy."""
    result = run(folder, "import", "concito", str(files["concito"]))
    assert result.exit_code == 0
    assert "rows: 6 read, 4 taken, 2 rejected" in result.output
    assert "records: 4 added, 0 changed, 0 unchanged, 0 withdrawn" in result.output
    assert "sheet DK, row 5, Total kg CO2e/kg: 'Ikke beregnet for DK'" in result.output


def test_a_dry_run_says_so_and_writes_nothing(folder: Path, files):
    """In the conditional."""
    result = run(folder, "import", "tco", str(files["tco"]), "--dry-run")
    assert "3 would be added" in result.output
    assert "dry run: nothing was written." in result.output
    with Workspace(folder) as workspace:
        assert workspace.rows("imports") == []


def test_a_new_workspace_gets_the_catalogue_first(tmp_path: Path, files):
    """So that groups and labels are known."""
    result = run(tmp_path / "new", "import", "tco", str(files["tco"]))
    assert result.exit_code == 0
    with Workspace(tmp_path / "new") as workspace:
        assert len(workspace.rows("labels")) == 3


def test_the_report_is_a_csv_of_every_rejection(folder: Path, files, tmp_path: Path):
    """More than the screen shows."""
    target = tmp_path / "report.csv"
    run(folder, "import", "boavizta", str(files["boavizta"]), "--report", str(target))
    with target.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert list(rows[0]) == ["place", "column", "value", "reason", "remedy", "taken"]
    assert ("line 6", "C22-10/D22-10", "no") in {(r["place"], r["value"], r["taken"]) for r in rows}
    assert "without this field" in {r["taken"] for r in rows}


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "=HYPERLINK(...)", "\u200e=1"]
)
def test_a_formula_is_inert_in_the_report(cell: str, tmp_path: Path):
    """A leading apostrophe makes it a text; no cell begins with what a spreadsheet computes."""
    report = Report("told", "Told", "told.txt")
    report.reject(Rejection(cell, cell, cell, cell, cell))
    report.save(tmp_path / "report.csv")
    report.close()
    text = (tmp_path / "report.csv").read_text("utf-8-sig")
    (row,) = list(csv.reader(text.splitlines()))[1:]
    assert all(value.startswith("'") for value in row[:5])
    assert inert("plain") == "plain"


def test_a_report_that_cannot_be_written_is_told(folder: Path, files, tmp_path: Path):
    """The import stands."""
    target = tmp_path / "nowhere" / "report.csv"
    result = run(folder, "import", "tco", str(files["tco"]), "--report", str(target))
    assert result.exit_code == 1
    assert "Name another file." in result.output


def test_a_mapping_file_gives_settings(folder: Path, files, tmp_path: Path):
    """TOML or JSON."""
    for name, text in (
        ("a.toml", '[options]\nversion = "4.0"\nyear = 2027\n'),
        ("a.json", '{"options": {"version": "4.1", "year": 2027}}'),
    ):
        mapping = tmp_path / name
        mapping.write_text(text)
        result = run(
            folder, "import", "agribalyse", str(files["agribalyse"]), "--mapping", str(mapping)
        )
        assert f"agribalyse-4.{'01'[name.endswith('json')]}" in result.output


@pytest.mark.parametrize(
    "text", ["[nothing]\na = 1", "columns = 3", "[columns]\ngtin = [1]", "= =", "[1, 2]", "\x00"]
)
def test_a_mapping_file_that_is_none_is_told(folder: Path, files, tmp_path: Path, text: str):
    """With what it should look like."""
    mapping = tmp_path / "bad.toml"
    mapping.write_text(text)
    result = run(folder, "import", "tco", str(files["tco"]), "--mapping", str(mapping))
    assert result.exit_code == 1
    assert "bad.toml" in result.output


def test_sources_are_listed_with_licence_and_what_was_imported(folder: Path, files):
    """With the day and the version."""
    run(folder, "import", "tco", str(files["tco"]))
    output = run(folder, "sources").output
    for source in registry.SOURCES:
        assert source.id in output
        assert source.title in output
    assert "Licence Ouverte" in output
    assert "tco-2025-02-01" in output


def test_a_wrong_file_ends_with_exit_code_1_and_whose_it_is(folder: Path, files):
    """On one line."""
    result = run(folder, "import", "concito", str(files["tco"]))
    assert result.exit_code == 1
    assert "kompas import tco tco.json" in result.output
