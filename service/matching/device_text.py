"""The text of IT titles in one form: tokens, generation, screen sizes, age of the processor."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from scoring.identifiers import visible

LONGEST_TITLE = 300
# Parts of a title that would be mistaken for a variant or a generation of the device itself.
_NOISE = re.compile(
    r"\b(?:w(?:in(?:dows)?)?\s?1[01]\s?-?(?:pro(?:fessional)?|p|home|h)?\b"
    r"|ryzen\s?\d\s?pro\b|r\d\s?pro\b|vpro\b|office\s20\d\d|mini[- ]?(?:dp|displayport|hdmi)"
    r"|(?:intel|core)\s(?:core\s)?(?:gen\.?\s?\d+|\d+(?:th|\.)\s?gen\w*\.?)"
    r"|\d+(?:th|\.)\s?gen\w*\.?\s?(?=intel|core|i[3579])"
    r"|\d+\s?(?:gb|tb|mp|wh?|hz|mah|nits)\b)",
)
_SCREEN = re.compile(r"(?<![\w.,])(\d{1,2}(?:[.,]\d)?)\s?(?:[\"”″'′]{1,2}|tommer|inch|-inch|in\b)")
_GENERATION = re.compile(
    r"\bgen(?:eration)?\.?\s?(\d{1,2})\b|\b(\d{1,2})(?:st|nd|rd|th|\.)?\s?gen(?:eration)?\b\.?"
    r"|\bg(\d{1,2})\b"
)
_ULTRA = re.compile(r"\b(?:core\s)?ultra\s?[579]\s?\d{3}[a-z]*\b")
_INTEL = re.compile(r"\bi[3579][\s-]?(\d{4,5})(?:[a-z]\d?)?\b")
_RYZEN = re.compile(r"\b(?:ryzen\s?\d|r\d)\s?(?:pro\s?)?[\s-]?(\d)\d{3}[a-z]*\b")
_YEAR = re.compile(r"\b(20[012]\d)\b")
_TOKEN = re.compile(r"[^\W_]+")
INTEL_YEARS = {2: 2011, 3: 2012, 4: 2013, 5: 2015, 6: 2015, 7: 2017, 8: 2018, 9: 2019, 10: 2020,
               11: 2021, 12: 2022, 13: 2023, 14: 2024}  # fmt: skip
RYZEN_YEARS = {2: 2018, 3: 2019, 4: 2020, 5: 2021, 6: 2022, 7: 2023, 8: 2024}


@dataclass(frozen=True, slots=True)
class DeviceText:
    """A title's tokens in order, and what it says about size, generation and age.

    Attributes:
        years: years stated in the text; `made`: years that its processor points to.
    """

    tokens: tuple[str, ...]
    generations: frozenset[str]
    screens: frozenset[float]
    years: frozenset[int]
    made: frozenset[int]


def read_device(text: str, synonyms: Mapping[tuple[str, ...], tuple[str, ...]]) -> DeviceText:
    """Return a title in the one form; "G9" and "9. gen." are both the token gen9."""
    plain = visible(text)[:LONGEST_TITLE].casefold()
    years = {int(y) for y in _YEAR.findall(plain)}
    made = {INTEL_YEARS.get(_intel(n), 0) for n in _INTEL.findall(plain)}
    made |= {RYZEN_YEARS.get(int(n), 0) for n in _RYZEN.findall(plain)}
    if _ULTRA.search(plain):
        made.add(2024)
    for noise in (_ULTRA, _INTEL, _RYZEN, _NOISE):
        plain = noise.sub(" ", plain)
    screens = {float(s.replace(",", ".")) for s in _SCREEN.findall(plain)}
    plain = _SCREEN.sub(" ", plain)
    plain = re.sub(r"(?<=\d)\+", " plus ", plain)
    plain = _GENERATION.sub(lambda m: f" gen{next(g for g in m.groups() if g)} ", plain)
    tokens = _replace(_TOKEN.findall(plain), synonyms)
    generations = frozenset(t for t in tokens if re.fullmatch(r"gen\d+", t))
    return DeviceText(
        tuple(tokens), generations, frozenset(screens), frozenset(years), frozenset(made - {0})
    )


def _intel(digits: str) -> int:
    """Return the generation in an Intel number: 1235 and 12500 are 12th, 8265 is 8th."""
    return int(digits[:2]) if len(digits) == 5 or digits[0] == "1" else int(digits[0])


def _replace(tokens: list[str], synonyms: Mapping[tuple[str, ...], tuple[str, ...]]) -> list[str]:
    result: list[str] = []
    place = 0
    while place < len(tokens):
        for length in (3, 2, 1):
            found = synonyms.get(tuple(tokens[place : place + length]))
            if found is not None:
                result.extend(found)
                place += length
                break
        else:
            result.append(tokens[place])
            place += 1
    return result
