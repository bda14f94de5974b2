"""What the errors say, word by word, for people act on them; messages.json holds fault and text."""

import json
from pathlib import Path
from typing import Any

import pytest

from scoring.canonical import canonical_json, shown
from scoring.errors import KompasError, RulesetError
from scoring.identifiers import gtin14, mpn_key, name_key, sku_key, url_key
from scoring.products import product_of
from tests.scoring.rules_for_tests import document, ruleset

MESSAGES = json.loads((Path(__file__).parent / "messages.json").read_text("utf-8"))


def told(kind: str) -> pytest.MarkDecorator:
    rows = MESSAGES[kind]
    return pytest.mark.parametrize(("fault", "message"), rows, ids=range(len(rows)))


@told("rulesets")
def test_a_fault_of_a_ruleset_is_told_word_by_word(fault: dict[str, Any], message: str):
    """Where it is, what is wrong, what to do."""
    with pytest.raises(KompasError) as caught:
        ruleset(**fault)
    assert str(caught.value) == message


@told("products")
def test_a_fault_of_a_product_is_told_word_by_word(fault: Any, message: str):
    """With the line that it stands in."""
    with pytest.raises(KompasError) as caught:
        product_of(fault, "line 3", ruleset())
    assert str(caught.value) == message


@told("gtins")
def test_a_fault_of_a_gtin_is_told_word_by_word(fault: str, message: str):
    """With the digit that it should end in."""
    with pytest.raises(KompasError) as caught:
        gtin14(fault)
    assert str(caught.value) == message
    assert caught.value.place == "gtin"


@pytest.mark.parametrize(
    "value", [float("nan"), float("inf"), {1, 2}, b"x", "\ud800"], ids=range(5)
)
def test_what_json_cannot_hold_is_no_ruleset(value: object):
    """The place is the whole document."""
    with pytest.raises(
        RulesetError, match=r"^ruleset: .*\. Use finite numbers, texts and dates\.$"
    ):
        canonical_json({"x": value})


def test_the_canonical_form_is_sorted_without_spaces_and_in_utf8():
    """It is kept in the ruleset."""
    assert canonical_json({"b": [1, "å"], "a": None}) == '{"a":null,"b":[1,"å"]}'
    assert ruleset().canonical == canonical_json(document())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("x" * 60, "'" + "x" * 60 + "'"),
        ("x" * 61, "'" + "x" * 60 + "…'"),
        ([1] * 30, "[" + "1, " * 29 + "1]"),
        ([1] * 31, ("[" + "1, " * 31)[:90] + "…"),
        (10**5000, "a int too large to show"),
    ],
    ids=["text of 60", "text of 61", "list of 90", "list of 93", "number"],
)
def test_a_value_is_shown_shortened(value: object, text: str):
    """A text after 60 characters, anything else after 90."""
    assert shown(value) == text


def test_keys_are_in_one_form():
    """Lower case, and None where nothing is left to match on."""
    assert sku_key("shop.dk", " AB-12 ") == "sku:shop.dk|ab-12"
    assert sku_key("shop.dk", " ") is None
    assert url_key("shop.dk", "/a/b/?x=1?y#z") == "url:shop.dk|/a/b"
    assert url_key("shop.dk", "/a#b#c?d") == "url:shop.dk|/a"
    assert url_key("shop.dk", "/") == "url:shop.dk|/"
    assert url_key("shop.dk", "a") is None
    assert mpn_key("Dell, Inc.", "AB-12") == "mpn:dell|ab12"
    assert mpn_key("Dell", "A1") is None
    assert mpn_key("", "AB12") is None
    assert name_key("  Øko  MÆLK ") == "name:øko mælk"
    assert name_key(" ") is None
