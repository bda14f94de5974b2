"""The French repair index: GTIN or number, several indices of a model, decimal comma."""

from __future__ import annotations

from tests.importers.conftest import figures, reasons


def by_key(workspace, key: str) -> str:
    return next(r["product_id"] for r in workspace.rows("identifiers") if r["key"] == key)


def test_of_two_indices_of_a_model_the_newer_counts(take, files, workspace):
    """In whichever order they stand."""
    take("repair_index", files["repair_index"])
    product = by_key(workspace, "gtin:05700000000011")
    assert figures(workspace, product) == {"repair_index": 7.3}


def test_a_model_known_by_number_is_found_by_brand_and_number(take, files, workspace):
    """A decimal comma is read too."""
    take("repair_index", files["repair_index"])
    assert figures(workspace, by_key(workspace, "mpn:fjordtek|fj99x")) == {"repair_index": 6.8}


def test_an_index_above_ten_is_rejected(take, files):
    """73 is 7.3 with the point lost; it is not guessed."""
    report = take("repair_index", files["repair_index"])
    assert ("note_ir", "73") in reasons(report)
    assert (report.read, report.taken, report.rejected) == (7, 5, 2)


def test_bad_days_and_gtins_are_told_and_the_index_is_taken(take, files):
    """The row is kept without the field."""
    found = reasons(take("repair_index", files["repair_index"]))
    assert {("date_calcul", "16 avril"), ("gtin", "5700000000019")} <= found


def test_a_row_of_another_length_is_rejected_and_the_others_are_taken(take, files):
    """With its line."""
    report = take("repair_index", files["repair_index"])
    assert "line 8" in {r.place for r in report.first}


def test_vacuum_cleaners_are_kept_without_a_group(take, files, workspace):
    """They are not scored."""
    take("repair_index", files["repair_index"])
    names = {p["name_en"]: p["group_id"] for p in workspace.rows("products")}
    assert names["Fjordtek Støvsuger"] == ""
    assert names["Fjordtek FjordBook 14"] == "laptop"
