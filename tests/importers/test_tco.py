"""TCO Certified: generations, dates, status, GTIN-14, models without a brand."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from service.publish.catalogue import read_catalogue
from tests.importers.conftest import reasons


def test_a_certificate_stands_by_its_generation(take, files, workspace):
    """With its number and days."""
    take("tco", files["tco"])
    held = {r["product_id"]: r for r in workspace.rows("labels")}
    row = held["tco:05700000000011"]
    assert (row["code"], row["licence"]) == ("TCO_DEVELOPMENT:10", "D1000000001")
    assert (row["valid_from"], row["valid_to"]) == ("2024-12-04", "2027-04-23")
    assert held["tco:05700000000028"]["code"] == "TCO_DEVELOPMENT:9"


def test_an_expired_certificate_comes_in_and_does_not_count(take, files, workspace):
    """endDate is what decides, not the status that the file tells."""
    take("tco", files["tco"])
    products = {p.id: p for p in read_catalogue(workspace, date(2026, 11, 23)).products}
    assert products["tco:05700000000028"].labels == ()
    assert len(products["tco:05700000000028"].expired) == 1
    assert len(products["tco:05700000000011"].labels) == 1


def test_old_generations_and_revoked_certificates_are_rejected(take, files):
    """So is one without a last day, and a product without a certificate."""
    report = take("tco", files["tco"])
    assert (report.read, report.taken, report.rejected) == (7, 3, 4)
    assert {("status", "REVOKED"), ("endDate", "when it ends")} <= reasons(report)


def test_a_gtin_with_a_wrong_check_digit_identifies_nothing(take, files, workspace):
    """The product is kept under the register's own key."""
    assert ("gtin", "05700000000099") in reasons(take("tco", files["tco"]))
    keys = {r["key"] for r in workspace.rows("identifiers")}
    assert "gtin:05700000000011" in keys
    assert "gtin:05700000000099" not in keys


def test_the_product_group_is_told_by_the_standard(take, files, workspace):
    """Displays are monitors, notebooks laptops."""
    take("tco", files["tco"])
    groups = {p["id"]: p["group_id"] for p in workspace.rows("products")}
    assert groups["tco:05700000000011"] == "monitor"
    assert groups["tco:05700000000028"] == "laptop"


def test_another_product_type_withdraws_nothing(take, files, workspace, tmp_path: Path):
    """Each page or type is a file of its own."""
    take("tco", files["tco"])
    items = json.loads(files["tco"].read_text())
    file = tmp_path / "more.json"
    file.write_text(json.dumps({"data": items[:1], "meta": {"page": 2}}))
    report = take("tco", file)
    assert (report.read, report.unchanged, report.withdrawn) == (1, 1, 0)


def test_json_ld_is_read_too(take, files, tmp_path: Path):
    """The same objects in a graph."""
    file = tmp_path / "ld.json"
    items = json.loads(files["tco"].read_text())
    file.write_text(json.dumps({"@context": "https://schema.org", "@graph": items}))
    assert take("tco", file).taken == 3
