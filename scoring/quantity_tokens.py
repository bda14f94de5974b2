"""The tokens of a title for reading quantities: numbers as Danes write them, words, signs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# One pass, no backtracking into a token: a number, letters with marks, or one sign.
_TOKEN = re.compile(r"\d+(?:[.,\u00a0\u202f\u2009]\d+)*|[^\W\d_]+[²³]?|[%+×*/@~±–—\-\"″²³]")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?")
_DENOMINATORS = {(1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 8)}
LONGEST_NUMBER = 12  # digits and separators; a longer one is a code


@dataclass(frozen=True, slots=True)
class Token:
    """A token; `number` is None for words and signs, `spaced` tells of a space before it."""

    text: str
    raw: str
    number: float | None
    spaced: bool


def read_tokens(title: str) -> list[Token]:
    """Return a title's tokens; fractions are joined to one number."""
    plain = _unfold(title)
    tokens: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(plain):
        raw = match.group()
        spaced = match.start() > end or not tokens
        end = match.end()
        number = _number(raw) if raw[0].isdigit() else None
        # Digits glued to letters before them are a code (A4, E10), not a number.
        code = number is not None and not spaced and tokens and tokens[-1].raw[0].isalpha()
        if code and not _glued_sign(tokens):
            tokens[-1] = Token(tokens[-1].text + raw, tokens[-1].raw + raw, None, spaced)
            continue
        tokens.append(Token(raw.casefold(), raw, number, spaced))
    return _fractions(tokens)


def _glued_sign(tokens: list[Token]) -> bool:
    """Tell whether the last token is a times sign between numbers, as in 6x1 or 4à500."""
    last = tokens[-1].text
    before = len(tokens) >= 2 and (
        tokens[-2].number is not None or tokens[-2].text.isalpha() or tokens[-2].text == '"'
    )
    return last in ("x", "à", "á", "a") and before


def _unfold(title: str) -> str:
    """Return NFKC text in which ½ is 1/2 with a space before it, and 1½ is 1 1/2."""
    return unicodedata.normalize("NFC", "".join(map(_fold, title)))


@lru_cache(maxsize=4096)
def _fold(sign: str) -> str:
    if sign in "\u00a0\u202f\u2009²³\t\n\r":
        return sign
    folded = unicodedata.normalize("NFKC", sign)
    if "\u2044" in folded:
        return " " + folded.replace("\u2044", "/")
    return "" if unicodedata.category(sign) in ("Cf", "Cc") else folded


def _number(raw: str) -> float | None:
    """Return 1.000 as a thousand, 2,5 and 2.5 as two and a half; None for a code."""
    if len(raw) > LONGEST_NUMBER or not raw.isascii():
        raw = re.sub("[\u00a0\u202f\u2009]", "", raw[: LONGEST_NUMBER + 4])
        if len(raw) > LONGEST_NUMBER or not raw.isascii():
            return None
    if _THOUSANDS.fullmatch(raw):
        raw = raw.replace(".", "")
    if "," in raw and "." in raw:  # the last sign is the decimal one
        thousands = "," if raw.rfind(".") > raw.rfind(",") else "."
        raw = raw.replace(thousands, "")
    raw = raw.replace(",", ".")
    return float(raw) if raw.count(".") <= 1 else None


def _fractions(tokens: list[Token]) -> list[Token]:
    result: list[Token] = []
    i = 0
    while i < len(tokens):
        part = tokens[i : i + 3]
        if len(part) == 3 and part[1].text == "/":
            over, under = part[0].number, part[2].number
            if (over, under) in _DENOMINATORS and over is not None and under is not None:
                whole = 0.0
                if result and part[0].spaced and _whole(result[-1]):
                    whole = result.pop().number or 0.0
                text = "".join(t.raw for t in part)
                result.append(Token(text, text, whole + over / under, part[0].spaced))
                i += 3
                continue
        result.append(tokens[i])
        i += 1
    return result


def _whole(token: Token) -> bool:
    return token.number is not None and token.number == int(token.number) and token.number < 100
