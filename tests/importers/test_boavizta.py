"""Boavizta: duplicates, zero errors, composite names, what is not scored."""

from __future__ import annotations

from tests.importers.conftest import figures, reasons


def test_a_laptop_has_its_footprint_split_and_energy(take, files, workspace):
    """Embodied and use are told apart by the share of use."""
    take("boavizta", files["boavizta"])
    assert figures(workspace, "boavizta:fjordtek-laptop-14-g2") == {
        "gwp_total": 250,
        "gwp_use_ratio": 0.2,
        "gwp_error_ratio": 0.21,
        "tec": 18.5,
        "screen_size": 14,
    }


def test_a_name_that_stands_twice_counts_once(take, files):
    """Letter case does not make another model."""
    report = take("boavizta", files["boavizta"])
    assert ("key", "fjordtek-laptop-14-g2") in reasons(report)


def test_an_error_of_zero_counts_as_not_stated(take, files, workspace):
    """So does a screen of 0 inches; a missing figure stays missing."""
    report = take("boavizta", files["boavizta"])
    assert ("gwp_error_ratio", "0.0000") in reasons(report)
    assert figures(workspace, "boavizta:fjordtek-laptop-15-g2") == {
        "gwp_total": 300,
        "gwp_use_ratio": 0.18,
    }


def test_a_composite_name_is_split_where_each_part_is_a_name(take, files, workspace):
    """Both models have the figures, and the split is reported."""
    report = take("boavizta", files["boavizta"])
    assert ("name", "IdealBook 3 17/ProBook V17") in reasons(report)
    for model in ("idealbook-3-17", "probook-v17"):
        assert figures(workspace, f"boavizta:fjordtek-{model}")["gwp_total"] == 310


def test_a_composite_name_that_cannot_be_told_apart_is_rejected(take, files):
    """C22-10/D22-10 may be two displays, or one sold in two countries."""
    report = take("boavizta", files["boavizta"])
    rejected = {r.value: r.reason for r in report.first}
    assert "names several models" in rejected["C22-10/D22-10"]


def test_printers_are_kept_and_not_scored(take, files, workspace):
    """Their use phase includes paper."""
    take("boavizta", files["boavizta"])
    row = next(p for p in workspace.rows("products") if p["id"].endswith("printer-900"))
    assert row["group_id"] == ""


def test_impossible_shares_are_left_out_and_rows_without_figures_rejected(take, files):
    """A share above 1 is none; a nameless row is nothing."""
    report = take("boavizta", files["boavizta"])
    assert {("gwp_use_ratio", "1.7"), ("gwp_total", "not known")} <= reasons(report)
    assert (report.read, report.taken, report.rejected) == (9, 5, 4)


def test_a_figure_has_the_year_of_its_report(take, files, workspace):
    """In whichever way the date is written."""
    take("boavizta", files["boavizta"])
    years = {r["subject"]: r["year"] for r in workspace.rows("evidence")}
    assert years["boavizta:fjordtek-display-24"] == 2022
    assert years["boavizta:fjordtek-printer-900"] == 2021


def test_the_version_is_the_day_of_the_newest_row(take, files):
    """The two ways in which days stand in the file are both read."""
    assert take("boavizta", files["boavizta"]).evidence_source == "boavizta-2022-09-15"


def test_a_known_family_gets_the_figures(take, workspace, tmp_path):
    """The shipped Latitude 3330 is found by brand and name."""
    file = tmp_path / "b.csv"
    file.write_text(
        "manufacturer,name,subcategory,gwp_total,gwp_use_ratio,gwp_error_ratio\n"
        "Dell,Latitude 3330,Laptop,222,0.1,0.2\n"
    )
    assert take("boavizta", file, options={"version": "2026-01-01"}).products == 0
    assert figures(workspace, "dell-latitude-3330")["gwp_total"] == 222
