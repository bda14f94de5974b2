"""The labels speak GS1's vocabulary."""

import xml.etree.ElementTree as ElementTree

import pytest

KINDS = {
    "ecolabel_type_1",
    "organic",
    "fish",
    "fairtrade",
    "animal_welfare",
    "energy",
    "palm",
    "other",
}
OUR_OWN = {"EPEAT_CLIMATE_PLUS"}  # The GS1 list has no code for Climate+.
CODE_LIST = "procurement/codelists/PackagingMarkedLabelAccreditationCode.xml"


def test_every_label_is_a_gs1_code_or_one_with_our_suffix(catalogue, original):
    """What stands before the colon is in the GS1 code list."""
    tree = ElementTree.parse(original(CODE_LIST))
    codes = {e.text for e in tree.iter() if e.tag.endswith("}Id")}
    ours = {row["code"].partition(":")[0] for row in catalogue("labels")}
    assert ours - codes == OUR_OWN


def test_every_label_says_who_issues_it_and_where_to_read_of_it(catalogue):
    """Labels stand apart with name, issuer and address."""
    for row in catalogue("labels"):
        assert row["name_da"]
        assert row["name_en"]
        assert row["issuer"]
        assert row["url"].startswith("https://")


def test_every_label_has_a_known_kind(catalogue):
    """Rules and texts tell labels apart by kind."""
    assert {row["kind"] for row in catalogue("labels")} <= KINDS


def test_every_label_applies_to_groups_that_exist(catalogue):
    """A label's field is a list of group prefixes."""
    groups = {row["id"] for row in catalogue("food_groups")}
    groups |= {row["group"] for row in catalogue("device_classes")}
    applied = {g for row in catalogue("labels") for g in row["applies_to"].split("|")}
    assert applied <= groups


@pytest.mark.parametrize("code", ["SVANEN", "EU_ECO_LABEL", "DK_ECO", "TCO_DEVELOPMENT:10"])
def test_the_labels_that_buyers_meet_most_are_there(code, catalogue):
    """The default rules name these."""
    assert code in {row["code"] for row in catalogue("labels")}
