"""Identifiers come out in the one form that keys use, or are refused with a reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import ean

from scoring.errors import IdentifierError
from scoring.identifiers import (
    brand_key,
    gtin14,
    mpn_key,
    name_key,
    part_number_key,
    sku_key,
    url_key,
    visible,
)


def with_check_digit(body: str) -> str:
    return body + ean.calc_check_digit(body)


@given(st.sampled_from([7, 11, 12, 13]), st.data())
def test_every_valid_gtin_becomes_14_digits_ending_as_it_did(length: int, data: st.DataObject):
    """Zero-padding keeps the check digit valid, whatever the length."""
    body = data.draw(st.text("0123456789", min_size=length, max_size=length))
    if not body.strip("0"):
        body = "1" * length
    code = with_check_digit(body)
    assert gtin14(code) == code.zfill(14)
    assert ean.is_valid(gtin14(code))


@given(st.text("0123456789", min_size=12, max_size=12), st.integers(1, 9))
def test_a_wrong_check_digit_is_refused_and_the_right_one_named(body: str, shift: int):
    """The error says which digit was expected."""
    right = ean.calc_check_digit(body)
    wrong = str((int(right) + shift) % 10)
    with pytest.raises(IdentifierError, match=f"should be {right}|only zeros") as caught:
        gtin14(body + wrong)
    assert caught.value.code == "gtin_check_digit"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "gtin_digits"),
        ("abc", "gtin_digits"),
        ("1234567", "gtin_length"),
        ("123456789012345", "gtin_length"),
        ("00000000000000", "gtin_check_digit"),
        ("٤٠٠٦٣٨١٣٣٣٩٣١", "gtin_length"),
        ("5" * 5000, "gtin_length"),
    ],
)
def test_what_is_no_gtin_is_named(text: str, code: str):
    """Each fault has its own code; NFKC leaves no foreign digits to be taken for ours."""
    with pytest.raises(IdentifierError) as caught:
        gtin14(text)
    assert caught.value.code in (code, "gtin_digits")


@pytest.mark.parametrize("text", ["‎5701234567899", "5701234-567899", " 5701 2345 67899 "])
def test_marks_and_separators_around_a_gtin_do_not_matter(text: str):
    """Pages put U+200E before values and people put spaces into them."""
    assert gtin14(text) == "05701234567899"


@given(st.text(max_size=200))
def test_any_text_gives_keys_that_sqlite_can_hold(text: str):
    """Half characters and control characters never reach a key."""
    for key in (name_key(text), sku_key("s", text), url_key("s", "/" + text), mpn_key(text, text)):
        if key is not None:
            key.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("HP Inc.", "hp"),
        ("Dell  Technologies", "dell technologies"),
        ("Inc", "inc"),
        ("ASUS", "asus"),
    ],
)
def test_brands_lose_their_company_form(text: str, key: str):
    """HP Inc. and hp are one brand; a brand that is only a form keeps it."""
    assert brand_key(text) == key


def test_part_numbers_match_whatever_their_punctuation():
    """21AH-00B8/MX and 21ah00b8mx are one number."""
    assert part_number_key("21AH-00B8/MX") == part_number_key("21ah00b8mx")


@pytest.mark.parametrize(("brand", "number"), [("", "21AH00"), ("Lenovo", "--"), ("Lenovo", "a1")])
def test_a_part_number_needs_a_brand_and_three_characters(brand: str, number: str):
    """Less identifies nothing."""
    assert mpn_key(brand, number) is None


def test_a_path_is_kept_without_query_fragment_and_last_slash():
    """The query may hold what is personal, and never names another product."""
    assert url_key("s", "/vare/1/?kurv=7#top") == "url:s|/vare/1"
    assert url_key("s", "/") == "url:s|/"
    assert url_key("s", "https://evil.example/") is None


def test_visible_removes_what_nobody_sees():
    """Zero-width and half characters go, letters stay."""
    assert visible("\u200b æ\ud800b\x00 ") == "æb"
