"""ENERGY STAR: swapped names, wildcards, machine types, a figure per category."""

from __future__ import annotations

from tests.importers.conftest import figures, reasons


def evidence(workspace, subject: str):
    return next(r for r in workspace.rows("evidence") if r["subject"] == subject)


def keys(workspace, product: str) -> set[str]:
    return {r["key"] for r in workspace.rows("identifiers") if r["product_id"] == product}


def test_a_regulatory_number_is_not_the_model(take, files, workspace):
    """P75F covers several Latitudes, each with its own consumption."""
    take("energystar", files["energystar"])
    assert keys(workspace, "energystar:9000001") == {"name:fjordtek latitude 3580"}
    assert figures(workspace, "energystar:9000001") == {"tec": 19}


def test_figures_of_several_categories_are_an_interval(take, files, workspace):
    """From the least to the most equipped."""
    take("energystar", files["energystar"])
    row = evidence(workspace, "energystar:9000002")
    assert (row["low"], row["value"], row["high"]) == (15, 17.5, 24)


def test_a_lenovo_number_with_stars_is_its_machine_type(take, files, workspace):
    """The first four characters."""
    take("energystar", files["energystar"])
    assert "machine:81ue" in keys(workspace, "energystar:9000003")


def test_a_number_with_wildcards_identifies_nothing(take, files, workspace):
    """It stands for many models; the product is kept with its figures."""
    assert ("Model Number", "PT5B1*") in reasons(take("energystar", files["energystar"]))
    assert keys(workspace, "energystar:9000004") == set()
    assert figures(workspace, "energystar:9000004") == {"tec": 21}


def test_a_workstation_has_power_and_no_yearly_consumption(take, files, workspace):
    """Watts are not kWh; the certificate stands, its impossible day does not."""
    take("energystar", files["energystar"])
    assert figures(workspace, "energystar:9000005") == {}
    label = next(r for r in workspace.rows("labels") if r["product_id"] == "energystar:9000005")
    assert (label["code"], label["licence"], label["valid_from"]) == ("ENERGY_STAR", "9000005", "")


def test_what_is_no_figure_is_left_out_and_a_row_without_id_rejected(take, files):
    """With column and value."""
    report = take("energystar", files["energystar"])
    assert ("Category 1: TEC of Model (kWh)", "many") in reasons(report)
    assert (report.read, report.taken, report.rejected) == (7, 6, 1)


def test_american_days_are_read(take, files, workspace):
    """05/04/2020 is the fourth of May."""
    take("energystar", files["energystar"])
    label = next(r for r in workspace.rows("labels") if r["licence"] == "9000001")
    assert label["valid_from"] == "2020-05-04"


def test_the_socrata_json_of_version_9_is_read(take, files, workspace):
    """One figure a model; a negative one is none; what is no object is rejected."""
    report = take("energystar", files["energystar-json"])
    assert (report.evidence_source, report.taken, report.rejected) == ("energystar-9.0", 2, 1)
    assert figures(workspace, "energystar:9100001") == {"tec": 14.2}
    assert ("tec_of_model_kwh", "-3") in reasons(report)


def test_a_list_of_one_version_does_not_withdraw_anothers(take, files):
    """Version 8's list holds few of version 7's models; their consumption stays true."""
    take("energystar", files["energystar"])
    assert take("energystar", files["energystar-json"]).withdrawn == 0
