"""EPREL: classes as numbers, months and hundreds, wildcards, what is not published."""

from __future__ import annotations

from pathlib import Path

from tests.importers import build
from tests.importers.conftest import figures, reasons


def test_a_phone_has_its_classes_and_durability(take, files, workspace):
    """The guarantee is registered in months, battery cycles in hundreds."""
    take("eprel", files["eprel"])
    assert figures(workspace, "eprel:9900001") == {
        "energy_class": 2,
        "repair_class": 3,
        "update_years": 5,
        "warranty_years": 2,
        "battery_capacity": 5200,
        "battery_cycles": 800,
        "eu_repair_index": 2.99,
    }


def test_a_model_identifier_is_a_part_number_of_its_brand(take, files, workspace):
    """Unless it holds a wildcard."""
    report = take("eprel", files["eprel"])
    keys = {r["key"]: r["product_id"] for r in workspace.rows("identifiers")}
    assert keys["mpn:fjordtek|fj2505"] == "eprel:9900001"
    assert ("modelIdentifier", "FJ-T10*") in reasons(report)
    assert "eprel:9900002" not in keys.values()


def test_the_old_scale_and_impossible_figures_are_left_out(take, files):
    """A++ was abolished in 2021; no maker promises 999 years."""
    report = take("eprel", files["eprel"])
    assert {("energyClass", "A++"), ("minYearsSoftwareUpdates", "999")} <= reasons(report)


def test_what_is_not_published_or_has_no_model_is_rejected(take, files):
    """With the file inside the archive and the object's number."""
    report = take("eprel", files["eprel"])
    assert (report.read, report.taken, report.rejected) == (4, 2, 2)
    assert report.first[0].place == "export-0.json, object 3"


def test_devices_and_displays_come_into_their_groups(take, files, workspace, tmp_path: Path):
    """Televisions are not scored as monitors."""
    take("eprel", files["eprel"])
    shown = {"productGroup": "electronicdisplays", "supplierOrTrademark": "Fjordtek"}
    displays = [
        shown | {"eprelRegistrationNumber": "1", "modelIdentifier": "FD24", "energyClass": "D"},
        shown
        | {
            "eprelRegistrationNumber": "2",
            "modelIdentifier": "TV55",
            "energyClassSDR": "F",
            "category": "TELEVISION",
        },
    ]
    report = take("eprel", build.eprel(tmp_path / "displays.zip", displays))
    assert report.withdrawn == 0
    groups = {p["id"]: p["group_id"] for p in workspace.rows("products")}
    found = [groups[f"eprel:{key}"] for key in ("9900001", "9900002", "1", "2")]
    assert found == ["smartphone", "tablet", "monitor", ""]


def test_the_version_is_the_day_of_the_export(take, files):
    """As the archive tells it."""
    assert take("eprel", files["eprel"]).evidence_source == "eprel-2026-11-20"


def test_an_archive_of_several_arrays_is_read_whole(take, tmp_path: Path):
    """In the order in which they stand."""
    file = build.eprel(tmp_path / "two.zip", build.PHONES[:1], build.PHONES[1:2])
    assert take("eprel", file).taken == 2


FLAT = (
    "eprel_id,manufacturer:reference_number,brands,device_type,release_date,"
    "energy_efficiency_class:eu,repairability_class:eu,guarantee_duration:months\n"
)


def test_the_flat_csv_gives_what_the_export_gives(take, tmp_path, workspace):
    """Its columns have other names; a row that is too long is reported."""
    file = tmp_path / "flat"
    rows = "9900009,FJ-9,Fjordtek,SMARTPHONE,2025-06-05,B,C,24\n1,2,3\n"
    file.write_text(FLAT + rows, encoding="utf-8")
    report = take("eprel", file)
    assert (report.taken, report.rejected) == (1, 1)
    assert figures(workspace, "eprel:9900009") == {
        "energy_class": 2,
        "repair_class": 3,
        "warranty_years": 2,
    }
