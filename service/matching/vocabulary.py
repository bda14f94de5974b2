"""The words of food titles: what each means, its stem, and how compounds fall apart.

Danish writes "kyllingebrystfilet" where a wholesaler writes "KYLL.BRYST FILET". Both become the
same atoms (kylling, bryst, filet), so that one phrase finds both, and so that a compound's head
cannot be overlooked: "kyllingepostej" is kylling + postej, and postej is no chicken.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

WordRow = tuple[str, str, str]  # word, kind, what it means
SUFFIXES = ("erne", "ene", "ede", "er", "en", "et", "e")
SHORT_PARTS = frozenset(("is", "te", "øl", "æg"))
SHORTEST_PART = 3
LONGEST_WORD = 40
LIKE = 90.0  # how like a known word (0-100) a misspelt one must be
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def stem(word: str) -> str:
    """Return a word without its plural or definite ending: tomater and tomaten give tomat."""
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
            break
    return word[:-1] if len(word) > 2 and word[-1] == word[-2] else word


class Vocabulary:
    """The known words, from `words_food.csv` and the words of all phrases."""

    def __init__(self, words: Iterable[WordRow], phrases: Iterable[str]) -> None:
        """Learn the words; a phrase's word that no shorter words make up is an atom itself."""
        self.means: dict[str, list[str]] = {}
        self.kinds: dict[str, str] = {}  # stem -> neutral, brand, state or prep
        self.values: dict[str, str] = {}  # stem -> which state or preposition
        self.lists: dict[str, list[str]] = {}
        self._atoms: set[str] = set()
        self._whole: set[str] = set()
        listed = list(words)
        neutral = {stem(word) for word, kind, _ in listed if kind == "neutral"}
        for word, kind, means in listed:
            if kind == "goods" and stem(word) in neutral:
                # "snitter" are cakes, "snittet" is only cut: the noun keeps its own atom.
                self.means[word] = [f"{word}\u00b7"]
                self._atoms.add(f"{word}\u00b7")
            elif kind == "means":
                self.means[word] = means.split()
            elif kind == "list":
                self.lists[word] = means.split()
            else:
                if kind in ("goods", "atom"):
                    self._whole.add(word)
                else:
                    self.kinds[stem(word)] = kind
                    self.values[stem(word)] = means
                self._atoms.add(stem(word))
        forms: set[str] = set()
        for phrase in phrases:
            for word in WORD.findall(phrase.casefold()):
                forms.update(self.meaning(word))
        for word in sorted(forms, key=len):
            if word not in self._whole and self._parts(word) is None:
                self._atoms.add(stem(word))
        self._forms = sorted(forms | set(self.means) | self._whole)
        self.split = lru_cache(maxsize=20_000)(self._split)
        self.nearest = lru_cache(maxsize=20_000)(self._nearest)

    def meaning(self, word: str) -> list[str]:
        """Return the words that a word or abbreviation stands for, itself where it is plain."""
        found = self.means.get(word)
        if found is None:
            return [word]
        return [w for part in found for w in self.means.get(part, [part])]

    def knows(self, atom: str) -> bool:
        """Tell whether a stem is one of the atoms."""
        return atom in self._atoms

    def completed(self, beginning: str) -> list[str]:
        """Return the words that an abbreviation with a full stop stands for, if only one fits."""
        if len(beginning) < 4:
            return []
        fits = {tuple(self.split(m) or ()) for w in self._forms if w.startswith(beginning)
                for m in self.meaning(w)[:1]}  # fmt: skip
        heads = {atoms for atoms in fits if atoms}
        shortest = min(heads, key=len, default=())
        return list(shortest) if all(a[: len(shortest)] == shortest for a in heads) else []

    def _nearest(self, word: str) -> str | None:
        """Return the one known word that a misspelt word is like, None where none is."""
        if len(word) < 6:
            return None
        found = process.extractOne(word, self._forms, scorer=fuzz.ratio, score_cutoff=LIKE)
        return found[0] if found and found[0][0] == word[0] else None

    def _split(self, word: str) -> tuple[str, ...] | None:
        """Return a word's atoms, one or more, or None where some part of it is unknown."""
        if stem(word) in self._atoms:
            return (stem(word),)
        return self._parts(word)

    def tail(self, word: str) -> str | None:
        """Return the longest atom that ends an otherwise unknown word: "hverdagsost" → ost."""
        for start in range(1, len(word) - SHORTEST_PART):
            if stem(word[start:]) in self._atoms:
                return stem(word[start:])
        return None

    def begins_known(self, word: str) -> bool:
        """Tell whether an unknown word begins with a known one: "ostehøvl" begins with ost."""
        return any(
            stem(word[:end]) in self._atoms and stem(word[:end]) not in self.kinds
            for end in range(4, len(word) - 1)
        )

    def _parts(self, word: str) -> tuple[str, ...] | None:
        if len(word) > LONGEST_WORD:
            return None
        best: list[tuple[str, ...] | None] = [None] * (len(word) + 1)
        best[len(word)] = ()
        for start in range(len(word) - 2, -1, -1):
            for end in range(len(word), start + 1, -1):
                rest = best[end]
                if rest is None or (start == 0 and end == len(word)):
                    continue
                atom = self._part(word[start:end], last=end == len(word))
                here = best[start]
                if atom is not None and (here is None or len(rest) + 1 < len(here)):
                    best[start] = (atom, *rest)
        return best[0]

    def _part(self, text: str, last: bool) -> str | None:
        if len(text) < SHORTEST_PART and text not in SHORT_PARTS:
            return None
        meaning = self.means.get(text, ())
        if len(meaning) == 1 and stem(meaning[0]) in self._atoms:
            return stem(meaning[0])
        if stem(text) in self._atoms:
            return stem(text)
        if not last and len(text) > 3 and text.endswith("s") and stem(text[:-1]) in self._atoms:
            return stem(text[:-1])
        return None
