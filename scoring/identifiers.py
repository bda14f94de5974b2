"""Product identifiers in the one form that the snapshot's keys use."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from stdnum import ean

from scoring.errors import IdentifierError

GTIN_LENGTHS = (8, 12, 13, 14)
_SEPARATORS = re.compile(r"[\s\-\u2010-\u2015.]+")
_NOT_IN_PART_NUMBER = re.compile(r"[^0-9a-z]+")
_SPACES = re.compile(r"\s+")


def visible(text: str) -> str:
    """Return text in NFKC with ends trimmed and without control, formatting and half characters.

    Pages put U+200E and its kin before values; they are no part of an identifier.
    """
    normal = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if normal.isprintable():  # nearly always, and twenty times as fast
        return normal.strip()
    return "".join(c for c in normal if unicodedata.category(c) not in ("Cc", "Cf", "Cs")).strip()


def gtin14(text: str) -> str:
    """Return a GTIN-8, -12, -13 or -14 as 14 digits, zero-padded on the left.

    Raises:
        IdentifierError: with code ``gtin_digits``, ``gtin_length`` or ``gtin_check_digit``.
    """
    plain = text.isascii() and text.isdigit()
    digits = text if plain else _SEPARATORS.sub("", visible(text))
    if not (digits.isascii() and digits.isdigit()):
        raise IdentifierError(
            "gtin_digits", "gtin", f"'{text[:40]}' is not digits only.", "Send the digits alone."
        )
    if len(digits) not in GTIN_LENGTHS:
        raise IdentifierError(
            "gtin_length",
            "gtin",
            f"'{digits[:40]}' has {len(digits)} digits.",
            "A GTIN has 8, 12, 13 or 14; add leading zeros that were lost.",
        )
    padded = digits.zfill(14)
    if not digits.strip("0"):
        raise IdentifierError(
            "gtin_check_digit", "gtin", f"'{digits}' is only zeros.", "Read the code again."
        )
    codes = padded.encode()
    # The GS1 sum, 3 and 1 by turns, of the ASCII codes: 28 times 48 is 4 more than a ten. The
    # library takes ten times as long, which is half of what a page of 50 products costs.
    if (3 * sum(codes[::2]) + sum(codes[1::2])) % 10 != 4:
        expected = ean.calc_check_digit(padded[:-1])
        raise IdentifierError(
            "gtin_check_digit",
            "gtin",
            f"'{digits}' ends in {digits[-1]}, its check digit should be {expected}.",
            "Read the code again from the product.",
        )
    return padded


@lru_cache(4096)
def brand_key(text: str) -> str:
    """Return a brand in lower case with single spaces, without company forms (ltd, inc ...)."""
    words = _SPACES.split(visible(text).casefold().replace(".", "").replace(",", " "))
    forms = {"inc", "ltd", "llc", "gmbh", "corp", "corporation", "a/s", "aps", "co"}
    kept = [w for w in words if w and w not in forms]
    return " ".join(kept or words)


def part_number_key(text: str) -> str:
    """Return a manufacturer's part number as its ASCII letters and digits in lower case."""
    return _NOT_IN_PART_NUMBER.sub("", visible(text).casefold())


def mpn_key(brand: str, number: str) -> str | None:
    """Return ``mpn:brand|number``, or None where either part holds nothing to match on.

    A number of fewer than 3 characters identifies nothing and gives None.
    """
    b, n = brand_key(brand).replace("|", " ").strip(), part_number_key(number)
    return f"mpn:{b}|{n}" if b and len(n) >= 3 else None


def name_key(text: str) -> str | None:
    """Return ``name:text`` in lower case with single spaces, or None for an empty name."""
    words = _SPACES.sub(" ", visible(text).casefold()).strip()
    return f"name:{words}" if words else None


def sku_key(shop: str, sku: str) -> str | None:
    """Return ``sku:shop|number``: a shop's own number means something in that shop only."""
    number = visible(sku).casefold()
    return f"sku:{shop}|{number}" if number else None


def url_key(shop: str, path: str) -> str | None:
    """Return ``url:shop|path`` with the path's trailing slash removed, query and fragment too."""
    clean = visible(path).split("?", 1)[0].split("#", 1)[0]
    return f"url:{shop}|{clean.rstrip('/') or '/'}" if clean.startswith("/") else None
