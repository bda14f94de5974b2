"""CONCITO: what has no Danish figure, noise, bricks, versions."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.errors import KompasError
from tests.importers import build
from tests.importers.conftest import figures, reasons


def test_a_food_not_calculated_for_denmark_is_rejected_with_that_reason(take, files):
    """It is no fault of the file."""
    report = take("concito", files["concito"])
    assert (report.read, report.taken, report.rejected) == (6, 4, 2)
    assert report.first[0].value == "Ikke beregnet for DK"
    assert report.first[0].place == "sheet DK, row 5"
    assert "Nothing to correct" in report.first[0].remedy


def test_a_negative_footprint_is_rejected(take, files):
    """No food takes up more than it emits."""
    assert ("Total kg CO2e/kg", "-3") in reasons(take("concito", files["concito"]))


def test_rounding_noise_is_nothing(take, files, workspace):
    """1.11e-16 is 0."""
    take("concito", files["concito"])
    assert figures(workspace, "food/concito/ra90003") == {"co2e_concito": 0}


def test_a_food_that_only_has_the_new_name_column_is_taken(take, files, workspace):
    """Foods that are new in 1.2 have Produkt and no Navn."""
    take("concito", files["concito"])
    group = next(g for g in workspace.rows("groups") if g["id"] == "food/concito/ra90005")
    assert group["name_da"] == "Opdigtet kød, gennemsnitligt"


def test_a_food_finds_the_shipped_group_by_its_exact_name(take, files, workspace):
    """Kærnemælk is in the catalogue; its Agribalyse figure stays beside the new one."""
    take("concito", files["concito"])
    found = figures(workspace, "food/dairy/buttermilk")
    assert found["co2e_concito"] == 0.5
    assert found["co2e_agribalyse"] == 1.66


def test_the_two_databases_are_never_on_one_scale(take, files, workspace):
    """No CONCITO figure goes under Agribalyse's name."""
    before = [r for r in workspace.rows("evidence") if r["attribute"] == "co2e_agribalyse"]
    take("concito", files["concito"])
    assert before == [r for r in workspace.rows("evidence") if r["attribute"] == "co2e_agribalyse"]


def test_version_1_0_gives_bricks_and_english_names(take, files, workspace):
    """Its brick column stands twice; the first has the brick."""
    report = take("concito", files["concito-1.0"])
    assert (report.evidence_source, report.taken, report.fields) == ("concito-1.0", 3, 1)
    codes = {(r["code"], r["group_id"]) for r in workspace.rows("group_codes")}
    assert ("gpc:10006191", "food/concito/ra90001") in codes
    group = next(g for g in workspace.rows("groups") if g["id"] == "food/concito/ra90001")
    assert group["name_en"] == "Invented root, raw"


def test_a_later_version_supersedes_and_withdraws(take, files, workspace):
    """Ra90009 is in 1.0 only; the name is found again by the food's id."""
    take("concito", files["concito-1.0"])
    report = take("concito", files["concito"])
    assert (report.changed, report.added, report.withdrawn) == (2, 2, 1)
    assert figures(workspace, "food/concito/ra90001") == {"co2e_concito": 1.25}
    assert figures(workspace, "food/concito/ra90009") == {}


def test_an_earlier_version_after_a_later_one_changes_nothing_that_counts(take, files, workspace):
    """It is kept as history."""
    take("concito", files["concito"])
    report = take("concito", files["concito-1.0"])
    assert report.outdated == "concito-1.2"
    assert figures(workspace, "food/concito/ra90001") == {"co2e_concito": 1.25}


def test_a_workbook_that_does_not_tell_its_version_needs_one(take, tmp_path: Path):
    """A mapping file gives it."""
    file = build.workbook(tmp_path / "c.xlsx", {"DK": [build.HEADER_12, *build.FOODS_12]})
    with pytest.raises(KompasError, match="does not tell its version"):
        take("concito", file)
    assert take("concito", file, options={"version": "1.3"}).evidence_source == "concito-1.3"


def test_a_workbook_without_the_total_is_told(take, tmp_path: Path):
    """With the column that is missing."""
    file = build.concito_12(tmp_path / "c.xlsx")
    build.workbook(file, {"DK": [build.HEADER_12[:5]], "X": [["DK version 1.2"]]})
    with pytest.raises(KompasError, match="has no column Total kg CO2e/kg"):
        take("concito", file)
