"""The demo shop's goods are invented, marked so, and cover every kind of answer."""

from collections import Counter
from datetime import date

import pytest
from stdnum import ean

TODAY = date(2026, 11, 23)
ATTRIBUTES = {
    "tec",
    "gwp_total",
    "gwp_use_ratio",
    "screen_size",
    "energy_class",
    "repair_index",
    "repair_class",
    "warranty_years",
    "update_years",
    "recycled_content",
    "refurbished",
    "palm_uncertified",
    "co2e_agribalyse",
}


@pytest.fixture
def offers(catalogue):
    """Return the demo shop's offers."""
    return catalogue("demo_offers")


def test_the_shop_has_60_to_80_offers(offers):
    """Enough for listings, searches and alternatives."""
    assert 60 <= len(offers) <= 80


def test_every_offer_is_marked_as_a_demonstration(offers):
    """Nobody takes an invented good for a real one."""
    assert {row["demo"] for row in offers} == {"1"}


def test_every_gtin_is_valid_and_under_the_demonstration_prefix(offers):
    """GS1 keeps prefix 952 for demonstrations; the check digit is right."""
    gtins = [row["gtin"] for row in offers if row["gtin"]]
    assert all(len(g) == 13 and g.startswith("952") and ean.is_valid(g) for g in gtins)


def test_no_gtin_stands_twice(offers):
    """A GTIN names one good."""
    gtins = Counter(row["gtin"] for row in offers if row["gtin"])
    assert max(gtins.values()) == 1


def test_some_offers_are_known_by_brand_and_part_number_alone(offers):
    """The second rung of the identity ladder is used."""
    assert sum(bool(r["mpn"] and r["brand"] and not r["gtin"]) for r in offers) >= 3


def test_some_offers_are_known_by_the_shops_own_number_alone(offers):
    """The third rung of the identity ladder is used."""
    assert sum(not r["mpn"] and not r["gtin"] for r in offers) >= 2


def test_every_path_is_the_shops_own_and_unique(offers):
    """A path leads to one page in the shop."""
    paths = [row["path"] for row in offers]
    assert all(p.startswith("/vare/") and p.isascii() for p in paths)
    assert len(set(paths)) == len(paths)


def test_every_group_exists(catalogue, offers):
    """An offer belongs to a food leaf or a device class."""
    leaves = {row["id"] for row in catalogue("food_groups") if row["use_group"]}
    classes = {row["group"] for row in catalogue("device_classes")}
    assert {row["group"] for row in offers} <= leaves | classes


def test_prices_and_contents_are_positive(offers):
    """Price and price per unit can be shown for every offer."""
    assert all(float(r["price_dkk"]) > 0 and float(r["net_content"]) > 0 for r in offers)
    assert {row["net_unit"] for row in offers} <= {"kg", "l", "pcs"}


def test_every_offer_has_texts_in_both_languages(offers):
    """The shop is Danish first, English second."""
    columns = ("name_da", "name_en", "description_da", "description_en")
    assert all(row[column] for row in offers for column in columns)


def test_evidence_is_about_known_offers_and_attributes(catalogue, offers):
    """No evidence is lost on an unknown good or criterion."""
    evidence = catalogue("demo_evidence")
    assert {row["sku"] for row in evidence} <= {row["sku"] for row in offers}
    assert {row["attribute"] for row in evidence} <= ATTRIBUTES


def test_evidence_is_marked_as_invented(catalogue):
    """Source demo, status supplier, and a note that says so."""
    for row in catalogue("demo_evidence"):
        assert (row["source"], row["status"]) == ("demo", "supplier")
        assert row["notes"].startswith("Invented")


def test_every_interval_holds_its_value(catalogue):
    """Low ≤ value ≤ high wherever bounds are given."""
    for row in catalogue("demo_evidence"):
        low, value, high = (float(row[c] or row["value"]) for c in ("low", "value", "high"))
        assert low <= value <= high


def test_every_label_is_known_and_belongs_to_an_offer(catalogue, offers):
    """Certificates name a label of labels.csv and a good of the shop."""
    held = catalogue("demo_labels")
    assert {row["code"] for row in held} <= {row["code"] for row in catalogue("labels")}
    assert {row["sku"] for row in held} <= {row["sku"] for row in offers}


def test_licences_are_recognisably_invented(catalogue):
    """No licence number can be taken for a real one."""
    assert all(row["licence"].startswith("DEMO-") for row in catalogue("demo_labels"))


def test_a_certificate_has_run_out_and_the_others_run_on(catalogue):
    """An expired certificate is there to be refused; the rest last beyond 2028."""
    ends = [date.fromisoformat(row["valid_to"]) for row in catalogue("demo_labels")]
    assert any(end < TODAY for end in ends)
    assert all(end < TODAY or end.year >= 2029 for end in ends)
