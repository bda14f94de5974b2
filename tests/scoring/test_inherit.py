"""A child's document is merged into its parent's by key and by id."""

from typing import Any

import pytest

from scoring.errors import RulesetError
from scoring.inherit import inherit

PARENT: dict[str, Any] = {
    "id": "national",
    "version": "1",
    "group": {"cuts": {"A": 80, "B": 60}, "criteria": [{"id": "a", "w": 1}, {"id": "b", "w": 2}]},
    "cases": [{"name": "x"}],
}


def child(**more: Any) -> dict[str, Any]:
    return inherit(PARENT, {"id": "town", "version": "2", **more})


def criteria(*items: Any) -> list[Any]:
    return child(group={"criteria": list(items)})["group"]["criteria"]


def test_tables_merge_key_by_key():
    """What the child does not say is the parent's."""
    merged = child(group={"cuts": {"A": 90}})
    assert merged["group"]["cuts"] == {"A": 90, "B": 60}
    assert (merged["id"], merged["version"]) == ("town", "2")


def test_items_with_an_id_merge_by_it_and_new_ones_come_after():
    """The parent's order stays."""
    assert criteria({"id": "c"}, {"id": "b", "w": 9}) == [
        {"id": "a", "w": 1},
        {"id": "b", "w": 9},
        {"id": "c"},
    ]


def test_an_item_is_removed_by_its_id():
    """And nothing else is."""
    assert criteria({"id": "a", "remove": True}) == [{"id": "b", "w": 2}]


def test_other_lists_take_the_parents_place():
    """Cases, lists of numbers, and the empty list."""
    assert child(cases=[{"name": "y"}])["cases"] == [{"name": "y"}]
    assert child(cases=[])["cases"] == []
    assert criteria() == []


@pytest.mark.parametrize(
    ("item", "place", "told"),
    [
        ({"id": "z", "remove": True}, "group.criteria[0].id", "cannot be removed"),
        ({"id": "a", "remove": False}, "group.criteria[0].remove", "does not stand alone"),
        ({"id": "a", "remove": True, "w": 1}, "group.criteria[0].remove", "does not stand alone"),
    ],
)
def test_a_removal_that_makes_no_sense_is_named(item: Any, place: str, told: str):
    """By its place, with the remedy."""
    with pytest.raises(RulesetError, match=told) as caught:
        criteria(item)
    assert caught.value.place == place
    assert caught.value.remedy


def test_an_id_twice_in_the_child_is_refused():
    """Which of the two counts would be anybody's guess."""
    with pytest.raises(RulesetError, match="stands twice"):
        criteria({"id": "a"}, {"id": "a"})


def test_a_removal_in_a_table_that_the_parent_lacks_is_refused():
    """There is nothing to remove it from."""
    with pytest.raises(RulesetError, match="The parent has none"):
        child(other={"criteria": [{"id": "a", "remove": True}]})


@pytest.mark.parametrize(
    ("own", "place"),
    [
        ({"version": "2"}, "id"),
        ({"id": "town"}, "version"),
        ({"id": "national", "version": "2"}, "id"),
    ],
)
def test_a_child_has_its_own_id_and_version(own: Any, place: str):
    """Every answer cites them, so two rulesets must not share an id."""
    with pytest.raises(RulesetError) as caught:
        inherit(PARENT, own)
    assert caught.value.place == place
