"""Agribalyse: codes, both figures, quality, names in English."""

from __future__ import annotations

from tests.importers.conftest import figures, reasons


def test_a_food_finds_the_shipped_group_by_its_code(take, files, workspace):
    """19801 is our buttermilk, whatever its name."""
    take("agribalyse", files["agribalyse"])
    assert figures(workspace, "food/dairy/buttermilk") == {
        "co2e_agribalyse": 1.66,
        "ef_mpt_per_kg": 0.21,
        "agribalyse_dqr": 1.24,
    }


def test_a_food_that_is_new_becomes_a_leaf_group_with_its_names(take, files, workspace):
    """So that a text can reach it."""
    assert take("agribalyse", files["agribalyse"]).groups == 2
    group = next(g for g in workspace.rows("groups") if g["id"] == "food/agribalyse/99001")
    assert (group["parent"], group["names"]) == ("food", "name:invented food, raw")


def test_figures_with_exponents_are_read(take, files, workspace):
    """2.93e-1 mPt/kg."""
    take("agribalyse", files["agribalyse"])
    assert figures(workspace, "food/agribalyse/99001")["ef_mpt_per_kg"] == 0.293


def test_a_figure_that_is_none_is_left_out_and_a_row_without_any_is_rejected(take, files):
    """Each with its place."""
    report = take("agribalyse", files["agribalyse"])
    assert (report.read, report.taken, report.rejected, report.fields) == (5, 3, 2, 1)
    assert ("Score unique EF", "n.d.") in reasons(report)


def test_the_version_may_be_told_by_the_mapping(take, files):
    """The file does not tell it."""
    report = take("agribalyse", files["agribalyse"], options={"version": "4.0", "year": "2027"})
    assert report.evidence_source == "agribalyse-4.0"
