"""The text form: there and back it is the same document, whatever stands in it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.errors import KompasError
from service import rulesets
from service.governance import documents, text
from tests.conftest import some

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.sampled_from(["[", "]", ", ]", '"[', "= [", "a\nb", "\r\n", "2026-02-30", "\x7f", "[x]\n"]),
)
SCALARS = st.one_of(
    TEXTS,
    st.booleans(),
    st.integers(-(2**62), 2**62),
    st.floats(allow_nan=False, allow_infinity=False),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=15,
)


def round_trip(document: dict[str, Any]) -> None:
    kept = documents.kept(document)
    again = documents.kept(text.read(text.written(json.loads(kept))))
    assert again == kept
    assert documents.digest(again) == documents.digest(kept)


@pytest.mark.parametrize("name", rulesets.shipped())
def test_a_shipped_ruleset_is_the_same_after_export_and_import(name: str) -> None:
    document = rulesets.document(name)
    round_trip(document)
    written = text.written(json.loads(documents.kept(document)))
    assert rulesets.ruleset_of_document(text.read(written), name).hash == rulesets.load(name).hash


@settings(max_examples=some(400))
@given(st.dictionaries(TEXTS.filter(lambda key: key != "extends"), VALUES, max_size=5))
def test_any_document_is_the_same_after_export_and_import(document: dict[str, Any]) -> None:
    round_trip(document)


def test_dates_and_short_lists_are_written_as_people_write_them() -> None:
    lines = text.written(json.loads(documents.kept(rulesets.document("default")))).splitlines()
    assert "valid_from = 2026-11-23" in lines
    assert "steps = [[7.3, 100], [6.7, 75], [6.1, 50], [4.7, 25]]" in lines


def test_an_imported_text_may_extend_a_shipped_ruleset_but_no_file() -> None:
    own = 'extends = "default"\nid = "mine"\nversion = "1"\n[groups.laptop.cuts]\nA = 80\n'
    assert text.read(own)["groups"]["laptop"]["cuts"] == {"A": 80, "B": 60, "C": 45, "D": 30}
    for other in ("/etc/passwd", "../x.toml", ["default"], 3):
        with pytest.raises(KompasError, match="no shipped ruleset") as caught:
            text.read(f"extends = {json.dumps(other)}")
        assert caught.value.place == "extends"


@pytest.mark.parametrize(
    ("bad", "place"),
    [
        ("a = ", "text"),
        ("a = 1\na = 2", "text"),
        ("a = " + "[" * 5_000, "text"),
        ("a = " + "[" * 60 + "]" * 60, "text"),
        ("a = " + "1" * 5_000, "text"),
        ("#" * (text.MAX_CHARACTERS + 1), "text"),
        ("\x00", "text"),
    ],
)
def test_what_is_no_text_of_a_ruleset_is_refused(bad: str, place: str) -> None:
    with pytest.raises(KompasError) as caught:
        text.read(bad)
    assert caught.value.place == place
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("bad", "place"),
    [
        ({"a": None}, "a"),
        ({"a": [{"b": None}]}, "a[0].b"),
        ({"a": 2**70}, "a"),
        ({"a": float("nan")}, "ruleset"),
        ({"a": "\ud800"}, "ruleset"),
        ({"a": "x" * (documents.MAX_CHARACTERS + 1)}, "document"),
    ],
)
def test_what_no_text_could_say_is_not_kept(bad: dict[str, Any], place: str) -> None:
    with pytest.raises(KompasError) as caught:
        documents.kept(bad)
    assert caught.value.place == place
