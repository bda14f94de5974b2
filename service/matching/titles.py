"""From a title to one product among many by its title: rare words first, then likeness.

The four rarest words of the title must all occur; where they don't, three, two, and at last any of
them. What comes back is ranked by likeness, and numbers must agree: 250 g is not 500 g.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from scoring.identifiers import visible
from service.store.title_index import TitleTable

ACCEPTED = 72.0  # likeness from which one product is meant; chosen by bench/matching.py
APART = 2.0  # points that the best must be above the second
RARE = (4, 3, 2)
MOST = 200
COMMON = 2_000  # a word in more titles than this finds too many alone
WORDS = re.compile(r"[^\W_]+")
NUMBER = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class TitleHit:
    """The product whose title is most like, with 0 to 100 points."""

    subject: str
    score: float
    apart: bool  # whether the second best is clearly less like

    @property
    def accepted(self) -> bool:
        """Tell whether this product is meant without a person's word."""
        return self.apart and self.score >= ACCEPTED


class TitleIndex:
    """Products by title."""

    def __init__(self, titles: Iterable[tuple[str, str]], path: str = "") -> None:
        """Index (subject, title) pairs."""
        self._table = TitleTable(path)
        self._table.fill(
            (number, subject, title, " ".join(_words(title)))
            for number, (subject, title) in enumerate(titles, 1)
        )
        self._counts = self._table.counts()

    def find(self, title: str) -> TitleHit | None:
        """Return the product whose title is most like, None where no rare word is shared."""
        words = dict.fromkeys(_words(title))
        known = sorted((w for w in words if w in self._counts), key=self._counts.__getitem__)
        found: list[tuple[str, str]] = []
        for number in RARE:
            if len(known) >= number and not found:
                found = self._table.holding(known[:number], "AND", MOST)
        rare = [w for w in known[:3] if self._counts[w] <= COMMON]
        if not found and rare:
            found = self._table.holding(rare, "OR", MOST)
        if not found:
            return None
        asked = " ".join(sorted(words))
        numbers = {w for w in words if NUMBER.search(w)}
        scored = sorted(
            ((_likeness(asked, numbers, other), subject) for subject, other in found),
            reverse=True,
        )
        (score, subject), *others = scored
        second = max((s for s, other in others if other != subject), default=0.0)
        return TitleHit(subject, score, score - second >= APART)


def _words(title: str) -> list[str]:
    return [w for w in WORDS.findall(visible(title).casefold())[:60] if len(w) <= 40]


def _likeness(asked: str, numbers: set[str], other: str) -> float:
    words = set(_words(other))
    theirs = {w for w in words if NUMBER.search(w)}
    both = asked, " ".join(sorted(words))
    likeness = (2 * fuzz.token_set_ratio(*both) + fuzz.ratio(*both)) / 3
    if not numbers <= theirs and not theirs <= numbers:
        likeness -= 15.0  # a code or an amount on either side that the other one contradicts
    return likeness
