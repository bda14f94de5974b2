"""Two rulesets' difference is told place by place."""

import json
from copy import deepcopy
from datetime import date

from scoring.diff import Change, changes
from tests.scoring.rules_for_tests import document


def test_a_changed_an_added_and_a_removed_place_are_one_line_each():
    """By id rather than by number in the list."""
    old, new = document(), document(groups__laptop__criteria__0__weight=4, valid_to="2027-12-31")
    del new["groups"]["food"]["caps"][0]
    assert [c.text() for c in changes(old, new)] == [
        'groups.food.caps[base_e]: removed {"best": "D", "id": "base_e", '
        '"text": {"da": "Tekst", "en": "Text"}, "when": {"base_grade": "E"}}',
        "groups.laptop.criteria[energy].weight: 3 → 4",
        'valid_to: added "2027-12-31"',
    ]


def test_the_order_of_keys_and_of_items_with_an_id_does_not_count():
    """Nor whether a date is TOML's or JSON's, or a number 3 or 3.0."""
    old = document(valid_from=date(2026, 1, 1), groups__laptop__criteria__0__weight=3.0)
    new = json.loads(json.dumps(document()), object_pairs_hook=lambda p: dict(reversed(p)))
    new["groups"]["laptop"]["criteria"].reverse()
    assert changes(old, new) == []


def test_true_is_not_one():
    """They are equal in Python, and different in a ruleset."""
    (change,) = changes({"a": 1}, {"a": True})
    assert change == Change("a", "changed", 1, True)


def test_lists_without_ids_go_by_name_or_number():
    """Cases have names; readings have neither."""
    old = document() | {"cases": [{"name": "x", "grade": "A"}, {"name": "y", "grade": "A"}]}
    new = deepcopy(old)
    new["cases"] = [{"name": "y", "grade": "B"}]
    new["groups"]["food"]["base"]["readings"][0]["unit"] = "t"
    assert [c.place for c in changes(old, new)] == [
        "cases[x]",
        "cases[y].grade",
        "groups.food.base.readings[0].unit",
    ]
