"""Open Food Facts: labels, net content, shop numbers, rows that are none."""

from __future__ import annotations

from tests.importers.conftest import figures, reasons


def test_a_product_has_labels_content_and_group(take, files, workspace):
    """The group is by its Agribalyse code; category names are no route."""
    take("openfoodfacts", files["openfoodfacts"])
    key = "openfoodfacts:5700000000011"
    row = next(p for p in workspace.rows("products") if p["id"] == key)
    assert (row["brand"], row["group_id"]) == ("Engly", "food/dairy/buttermilk")
    assert (row["name_da"], row["name_en"]) == ("Økologisk kærnemælk", "Organic buttermilk")
    assert figures(workspace, key) == {"net_content_l": 1.0}
    labels = {r["code"] for r in workspace.rows("labels") if r["product_id"] == key}
    assert labels == {"EU_ORGANIC_FARMING", "DK_ECO"}


def test_a_shops_own_number_identifies_nothing(take, files, workspace):
    """Numbers that begin with 2 mean something else in every shop."""
    report = take("openfoodfacts", files["openfoodfacts"])
    assert {("code", "20000011"), ("code", "2112345000008")} <= reasons(report)
    keys = {r["key"] for r in workspace.rows("identifiers")}
    assert "gtin:02112345000008" not in keys
    assert "gtin:00000020000011" not in keys


def test_bad_lines_are_rejected_and_the_others_taken(take, files):
    """A line that is no JSON, one that is no object, one without a name."""
    report = take("openfoodfacts", files["openfoodfacts"])
    assert (report.read, report.taken, report.rejected) == (8, 5, 3)
    assert {r.place for r in report.first} == {"line 5", "line 6", "line 7"}


def test_a_content_that_is_none_is_left_out(take, files):
    """Text, or a unit that is not g or ml."""
    report = take("openfoodfacts", files["openfoodfacts"])
    assert {("product_quantity", "many g"), ("product_quantity", "0.4 kg")} <= reasons(report)


def test_the_tab_separated_export_is_read_too(take, files, workspace):
    """Its quotation marks are characters; a row of another length is rejected."""
    report = take("openfoodfacts", files["openfoodfacts-csv"])
    assert (report.read, report.taken, report.rejected) == (3, 2, 1)
    row = next(p for p in workspace.rows("products") if p["id"] == "openfoodfacts:5700000000011")
    assert row["name_da"] == 'Kærnemælk "fin"'


def test_a_choice_of_products_withdraws_nothing(take, files):
    """A file is seldom the whole of it."""
    take("openfoodfacts", files["openfoodfacts"], options={"version": "2026-01-01"})
    report = take("openfoodfacts", files["openfoodfacts-csv"], options={"version": "2026-02-01"})
    assert report.withdrawn == 0
