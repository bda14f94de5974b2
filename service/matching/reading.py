"""Reads a food title: its atoms, where they stand, states, percentages and unknown words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from scoring.identifiers import visible
from service.matching.vocabulary import Vocabulary, stem

MAIN = ""
PERCENT = re.compile(
    r"(?<![\d.,])(\d{1,3}(?:[.,]\d{1,2})?)(?:\s?[-–/]\s?(\d{1,3}(?:[.,]\d{1,2})?))?\s?%"
)
FAT_CLASS = re.compile(r"\b[2-8]\d\s?\+")
WITH = re.compile(r"(?<!\w)([mu])[./]\s?(?=[^\W\d_])", re.IGNORECASE)
_LETTERS = r"[^\W\d_]+(?:['’][^\W\d_]+)?"
TOKEN = re.compile(rf"[aA]38\b|{_LETTERS}(?:-{_LETTERS})*[.,]?|\d[\d.,]*|&")
LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Atom:
    """One atom of a title.

    Attributes:
        text: the stem.
        zone: "" for the goods themselves, else the preposition it follows (med, i, til, fra).
        word: the number of the word it belongs to; a compound's atoms share it.
    """

    text: str
    zone: str
    word: int
    neutral: bool


@dataclass(slots=True)
class Title:
    """A title as it was read."""

    atoms: list[Atom] = field(default_factory=list)
    states: set[str] = field(default_factory=set)
    percents: list[tuple[float, float]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    opens_unknown: bool = False  # the title begins with an unknown word
    odd_heads: int = 0  # words that begin with something known and end in something unknown
    odd_tails: int = 0  # words that begin with something unknown and end in something known
    guessed: int = 0  # misspelt or abbreviated words that were completed


def read_title(vocabulary: Vocabulary, text: str, brand: str = "") -> Title:
    """Return what a title says about goods; words of the stated brand are passed over."""
    plain = visible(text)[:LONGEST_TITLE]
    title = Title(percents=[_interval(m) for m in PERCENT.finditer(plain)])
    plain = FAT_CLASS.sub(" 0 ", PERCENT.sub(" ", plain))
    plain = WITH.sub(lambda m: " med " if m.group(1) in "mM" else " uden ", plain)
    brands = {w for w in re.findall(r"[^\W\d_]+", visible(brand).casefold()) if len(w) > 1}
    reader = _Reader(vocabulary, title)
    for match in TOKEN.finditer(plain):
        reader.take(match.group(), brands)
    return title


def _interval(match: re.Match[str]) -> tuple[float, float]:
    low = float(match.group(1).replace(",", "."))
    high = float(match.group(2).replace(",", ".")) if match.group(2) else low
    return min(low, high), max(low, high)


class _Reader:
    def __init__(self, vocabulary: Vocabulary, title: Title) -> None:
        self.vocabulary = vocabulary
        self.title = title
        self.zone = MAIN
        self.word = 0
        self.skip = 0  # words that "uden" still takes away
        self._after_uden = False

    def take(self, written: str, brands: set[str]) -> None:
        """Read the next word or number."""
        word = written.rstrip(".,").casefold()
        if written[0].isdigit():
            self.zone, self.skip = MAIN, 0
        elif "-" in word and word not in self.vocabulary.means:
            self._hyphened(written)
        elif word not in brands and word != "&":
            self.word += 1
            for meaning in self.vocabulary.meaning(word):
                self._word(meaning, written)

    def _hyphened(self, token: str) -> None:
        """Read "Alko-sodavand": an unknown part changes what the known part means."""
        before = len(self.title.unknown)
        first = len(self.title.atoms)
        for part in token.rstrip(".,").split("-"):
            self.take(part, set())
        unknown = len(self.title.unknown) - before
        if unknown and len(self.title.atoms) > first:
            del self.title.unknown[before:]
            self.title.odd_tails += 1

    def _word(self, word: str, token: str) -> None:
        vocabulary, title = self.vocabulary, self.title
        kind = vocabulary.kinds.get(stem(word))
        if kind == "prep":
            value = vocabulary.values[stem(word)]
            self.zone, self.skip = (MAIN, 1) if value == "uden" else (value, 0)
            return
        if word == "og":
            self.skip += self.skip == 0 and self._after_uden
            return
        if self.skip:
            self.skip -= 1
            self._after_uden = True
            title.atoms.append(Atom(f"uden {stem(word)}", MAIN, self.word, True))
            return
        self._after_uden = False
        if kind == "brand":
            return
        if kind == "state":
            title.states.add(vocabulary.values[stem(word)])
            return
        if len(word) == 1:
            return
        self._goods(word, token)

    def _goods(self, word: str, token: str) -> None:
        vocabulary, title = self.vocabulary, self.title
        atoms = vocabulary.split(word)
        if atoms is None and token.endswith("."):
            atoms = tuple(vocabulary.completed(word)) or None
            title.guessed += atoms is not None
        if atoms is None:
            near = vocabulary.nearest(word)
            if near is not None:
                title.guessed += 1
                atoms = tuple(
                    a for m in vocabulary.meaning(near) for a in vocabulary.split(m) or ()
                )
        if atoms is None:
            tail = vocabulary.tail(word)
            if tail is not None and len(tail) >= 3 and vocabulary.kinds.get(tail) is None:
                title.odd_tails += 1
                atoms = (tail,)
            elif vocabulary.begins_known(word):
                title.odd_heads += 1
                return
            else:
                opens = self.word == 1
                title.opens_unknown = title.opens_unknown or opens
                if opens and token.endswith(","):
                    title.odd_heads += 1  # "Likør, kaffe med fløde": the goods are unknown
                title.unknown.append(token.rstrip(".,"))
                return
        for atom in atoms:
            kind = vocabulary.kinds.get(atom)
            if kind == "state" and len(atoms) > 1:  # "dåsemajs" says it is canned
                title.states.add(vocabulary.values[atom])
            elif kind != "brand":
                title.atoms.append(Atom(atom, self.zone, self.word, kind == "neutral"))
