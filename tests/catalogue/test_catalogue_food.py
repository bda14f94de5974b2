"""The food groups: a tree whose leaves carry the figures of Agribalyse 3.2."""

from collections import defaultdict

import pytest

# Groups that kitchens buy and Agribalyse 3.2 has no figure for: an answer is "don't know".
WITHOUT_FIGURE = {"food/tropical/tea", "food/vegetable/mushroom", "food/bread/crispbread"}
AREAS = (
    "dairy fat meat fish egg legume vegetable fruit potato grain bread drink sweet nuts sauce "
    "meal tropical"
)
STATES = {"fresh", "frozen", "dried", "canned", "cooked", "drink", "prepared"}


@pytest.fixture
def leaves(catalogue):
    """Return the groups that products belong to."""
    return [row for row in catalogue("food_groups") if row["use_group"]]


def test_at_least_150_groups_carry_a_figure(leaves):
    """The catalogue knows what municipal kitchens buy."""
    assert sum(bool(row["co2e_agribalyse"]) for row in leaves) >= 150


def test_every_parent_exists_and_prefixes_its_child(catalogue):
    """A group's ancestors are the prefixes of its id."""
    rows = catalogue("food_groups")
    ids = {row["id"] for row in rows}
    orphans = [r["id"] for r in rows if r["id"].rpartition("/")[0] != r["parent"]]
    assert orphans == []
    assert {r["parent"] for r in rows} - {""} <= ids


def test_every_area_is_there(catalogue):
    """The areas that rules name exist."""
    ids = {row["id"] for row in catalogue("food_groups")}
    assert {f"food/{area}" for area in AREAS.split()} <= ids


def test_every_group_has_both_names(catalogue):
    """Users see Danish or English names."""
    assert all(row["name_da"] and row["name_en"] for row in catalogue("food_groups"))


def test_inner_nodes_carry_no_figure(catalogue):
    """Only leaves are weighed; an area's mean would mislead."""
    inner = [row for row in catalogue("food_groups") if not row["use_group"]]
    assert not any(row["co2e_agribalyse"] or row["agribalyse_code"] for row in inner)


def test_only_the_known_gaps_lack_a_figure(leaves):
    """A missing figure is a decision with a note, not an oversight."""
    gaps = {row["id"]: row["notes"] for row in leaves if not row["co2e_agribalyse"]}
    assert set(gaps) == WITHOUT_FIGURE
    assert all("no figure" in note for note in gaps.values())


def test_every_leaf_states_how_the_food_is_kept(leaves):
    """The state tells dried goods from fresh ones."""
    assert {row["state"] for row in leaves} <= STATES


def test_no_use_group_mixes_dried_goods_with_others(leaves):
    """A kilogram of dried chickpeas does not replace a kilogram of canned ones."""
    states = defaultdict(set)
    for row in leaves:
        states[row["use_group"]].add(row["state"])
    assert [g for g, kept in states.items() if "dried" in kept and len(kept) > 1] == []


def test_no_name_or_synonym_belongs_to_two_groups(catalogue):
    """A title that says the name must lead to one group."""
    owners = defaultdict(set)
    for row in catalogue("food_groups"):
        for name in (row["name_da"], *row["synonyms_da"].split("|")):
            if name:
                owners[name.casefold()].add(row["id"])
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_every_figure_is_agribalyses_own(leaves, read_original):
    """Figure and data quality are the file's, unrounded, under the code that is given."""
    file = read_original("food/agribalyse-3.2-synthese.csv")
    foods = {f["Code AGB"]: (f["Changement climatique"], f["DQR"]) for f in file}
    wrong = [
        row["id"]
        for row in leaves
        if row["agribalyse_code"]
        and foods.get(row["agribalyse_code"]) != (row["co2e_agribalyse"], row["dqr"])
    ]
    assert wrong == []


def test_every_note_quotes_the_name_that_was_matched(leaves, read_original):
    """A reviewer sees which food stands behind the figure."""
    file = read_original("food/agribalyse-3.2-synthese.csv")
    names = {f["Code AGB"]: f["LCI Name"].strip() for f in file}
    wrong = [
        row["id"]
        for row in leaves
        if row["agribalyse_code"]
        and not row["notes"].startswith(f"LCI: {names[row['agribalyse_code']]}")
    ]
    assert wrong == []
