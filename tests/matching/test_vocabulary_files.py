"""The shipped word lists: whole, without contradictions, and without dead lines."""

import csv
from collections import Counter

import pytest

from service.matching.text import CATALOGUE, TextMatcher, group_terms, shipped_terms
from service.store.workspace import Workspace

KINDS = {"means", "neutral", "goods", "atom", "state", "prep", "brand", "list"}


def rows(name: str) -> list[dict[str, str]]:
    with (CATALOGUE / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, strict=True))


def test_every_word_has_one_known_kind():
    """A word that stands twice would mean two things."""
    listed = rows("words_food.csv")
    assert {row["kind"] for row in listed} <= KINDS
    twice = [w for w, n in Counter(row["word"] for row in listed).items() if n > 1]
    assert not twice


def test_every_phrase_leads_to_one_group_that_exists(workspace: Workspace):
    """Several hundred phrases; an empty group says that the goods have none."""
    listed = rows("synonyms_food.csv")
    groups = workspace.keys("groups") | {""}
    assert len(listed) > 1000
    assert {row["group"] for row in listed} <= groups
    twice = [p for p, n in Counter(row["phrase"] for row in listed).items() if n > 1]
    assert not twice


@pytest.mark.parametrize("rank", ["1"])
def test_curated_phrases_reach_their_own_group(text: TextMatcher, rank: str):
    """Nearly all of them by themselves, and none reaches another group for sure."""
    wrong, missed, asked = [], [], 0
    for kind, phrase, group, found_rank in shipped_terms():
        if kind != "phrase" or found_rank != rank or not group or "{" in phrase:
            continue
        asked += 1
        hits = [hit.key for hit in text.hits(phrase, "") if hit.accepted]
        if not hits:
            missed.append(phrase)
        elif hits[0] != f"group:{group}":
            wrong.append((phrase, group, hits[0]))
    assert not wrong
    assert len(missed) / asked < 0.03, missed


def test_the_names_of_food_groups_are_part_of_the_index(workspace: Workspace):
    """A group that an import adds is reached by its own name without a curated phrase."""
    group = {"id": "food/x/y", "name_da": "Blåfugl (stor)", "name_en": "Bird",
             "names": "name:blåfugl (stor)\nname:bird"}  # fmt: skip
    assert [term.strip() for _, term, _, _ in group_terms([group])] == ["blåfugl"]
