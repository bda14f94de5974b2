"""From a food title to a product group: every word of the goods must be accounted for.

A phrase fits where all its atoms stand in the title. What it leaves over costs points: another
noun much, an ingredient after "med" less, a colour nothing. So the head decides, and the longest
phrase that fits wins. Frozen, dried, canned and fresh are kept apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.matching.reading import MAIN, Title, read_title
from service.matching.vocabulary import Vocabulary, WordRow, stem

FULL = 100.0
# What is left unexplained costs, by where it stands; measured on tests/matching/cases.
LEFT_OVER: Mapping[str, float] = {MAIN: 45, "med": 14, "i": 28, "til": 6, "fra": 6}
SAME_WORD = 25.0  # more, where it is part of the very word that was matched
UNKNOWN_NAME, UNKNOWN_SHOUTED, UNKNOWN_FIRST, UNKNOWN_WORD = 4.0, 8.0, 10.0, 14.0
ODD_HEAD, ODD_TAIL, GUESSED = 45.0, 18.0, 6.0
STATE_MISSING, STATE_WRONG, STATE_UNSURE = 22.0, 45.0, 25.0
PERCENT_WRONG, TIE = 30.0, 20.0
CONFIRMED = 1.0
Rank = tuple[float, int, int, int]
# Kinds of goods that stay the same goods when frozen.
FREEZES = ("food/meat", "food/fish", "food/bread", "food/legume", "food/meal", "food/potato",
           "food/sweet", "food/egg")  # fmt: skip
PERCENT_SLACK = 0.35
OTHER_HEAD = 30.0  # "mælkechokolade" for chokolademælk
COOKED = frozenset(map(stem, ("kogte", "stegte", "forstegte", "bagte", "ristede", "grillede")))
COOKED_COST = 5.0  # for goods that are prepared anyway
MINCED = stem("hakket")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way of naming a group.

    Attributes:
        group: "" for goods that are known to have no group.
        head: atoms that must stand outside prepositions; `rest` may stand anywhere.
        state: what the title must say: frozen, dried, canned, fresh or "".
        percent: low and high fat or strength, None where it does not matter.
        rank: 1 for the curated list, 0 for a group's own name.
        ends: the last atoms of its compounds, which must end a word of the title too.
    """

    group: str
    head: frozenset[str]
    rest: frozenset[str]
    state: str
    percent: tuple[float, float] | None
    rank: int
    ends: frozenset[str] = frozenset()

    @property
    def atoms(self) -> frozenset[str]:
        """All its atoms."""
        return self.head | self.rest


@dataclass(frozen=True, slots=True)
class Candidate:
    """A subject that a text may mean, with 0 to 100 points."""

    subject: str
    score: float


class FoodMatcher:
    """Finds the product group of a food title."""

    def __init__(
        self,
        words: Sequence[WordRow],
        phrases: Iterable[tuple[str, str, int]],
        states: Mapping[str, str],
    ) -> None:
        """Build the index.

        Args:
            phrases: (phrase, group or "", rank).
            states: group -> its state (fresh, frozen, dried, canned, prepared, drink).
        """
        listed = list(phrases)
        self.vocabulary = Vocabulary(words, [p for p, _, _ in listed])
        self.states = states
        self._by_atom: dict[str, list[Phrase]] = defaultdict(list)
        self._percents: dict[tuple[str, frozenset[str]], bool] = {}
        seen: set[Phrase] = set()
        for text, group, rank in listed:
            for phrase in self._phrases(text, group, rank):
                if phrase.head and phrase not in seen:
                    seen.add(phrase)
                    # The longest atom is the rarest as a rule: fewest phrases to look at.
                    self._by_atom[max(phrase.head, key=len)].append(phrase)
                    if phrase.percent:
                        self._percents[group, phrase.atoms] = True

    def match(self, text: str, brand: str = "") -> list[Candidate]:
        """Return the groups a title may mean, best first; "" means goods without a group."""
        title = read_title(self.vocabulary, text, brand)
        present = {a.text for a in title.atoms}
        main = {a.text for a in title.atoms if a.zone == MAIN}
        best: dict[str, Rank] = {}
        for atom in main:
            for phrase in self._by_atom.get(atom, ()):
                if phrase.head <= main and phrase.rest <= present:
                    found = self._rank(phrase, title)
                    if phrase.group not in best or found > best[phrase.group]:
                        best[phrase.group] = found
        return _ranked(best)

    def _phrases(self, text: str, group: str, rank: int) -> Iterable[Phrase]:
        for name, members in self.vocabulary.lists.items():
            if name in text:
                for member in members:
                    yield from self._phrases(text.replace(name, member), group, rank)
                return
        title = read_title(self.vocabulary, text)
        if title.unknown or title.odd_heads:
            return
        states = sorted(title.states - {"tin"})
        head = frozenset(a.text for a in title.atoms if a.zone == MAIN)
        rest = frozenset(a.text for a in title.atoms) - head
        if all(a.neutral for a in title.atoms) and len(head) < 2:
            # A neutral word alone names nothing, but "salt" is salt although "saltet" is not.
            head = head if text in ("salt", "fløde") else frozenset()
        state = states[0] if states else ""
        percent = title.percents[0] if title.percents else None
        ends = frozenset(word[-1] for word in _words(title) if len(word) > 1)
        yield Phrase(group, head, rest, state, percent, rank, ends)

    def _rank(self, phrase: Phrase, title: Title) -> Rank:
        """Return what decides between phrases: points, then length, then what was confirmed."""
        confirmed = self._by_state(phrase, title.states), self._by_percent(phrase, title)
        points = self._points(phrase, title) + sum(min(0.0, c) for c in confirmed)
        said = sum(c > 0 for c in confirmed)
        return points, len(phrase.atoms), said, phrase.rank

    def _points(self, phrase: Phrase, title: Title) -> float:
        atoms = phrase.atoms
        matched = {a.word for a in title.atoms if a.text in atoms and not a.neutral}
        points = FULL
        if phrase.ends and not phrase.ends <= {word[-1] for word in _words(title)}:
            points -= OTHER_HEAD
        prepared = self.states.get(phrase.group) in ("prepared", "cooked")
        for atom in title.atoms:
            if atom.text in atoms:
                continue
            if atom.neutral:
                # Minced meat is other goods; a chopped onion is an onion.
                minced = atom.text == MINCED and phrase.group.startswith("food/meat")
                points -= LEFT_OVER[MAIN] if minced else 0
                continue
            if prepared and atom.text in COOKED:
                points -= COOKED_COST
                continue
            points -= LEFT_OVER.get(atom.zone, 14)
            points -= SAME_WORD if atom.word in matched else 0
        for place, word in enumerate(title.unknown):
            if place == 0 and title.opens_unknown:
                points -= UNKNOWN_FIRST
            elif word.isupper():
                points -= UNKNOWN_SHOUTED
            else:
                points -= UNKNOWN_NAME if word[0].isupper() else UNKNOWN_WORD
        points -= ODD_HEAD * title.odd_heads + ODD_TAIL * title.odd_tails
        return points - GUESSED * title.guessed

    def _by_state(self, phrase: Phrase, said: set[str]) -> float:
        if phrase.state:
            tin = phrase.state == "canned" and "tin" in said
            return CONFIRMED if phrase.state in said or tin else -STATE_MISSING
        own = self.states.get(phrase.group, "")
        if "frozen" in said and own not in ("frozen", ""):
            return 0.0 if phrase.group.startswith(FREEZES) else -STATE_UNSURE
        if "dried" in said and own not in ("dried", ""):
            return -STATE_WRONG
        if "canned" in said and own not in ("canned", "drink", ""):
            return -STATE_WRONG
        if "tin" in said and own == "fresh":
            return -STATE_UNSURE
        if "fresh" in said and own in ("frozen", "dried", "canned"):
            return -STATE_UNSURE
        return 0.0

    def _by_percent(self, phrase: Phrase, title: Title) -> float:
        if not title.percents:
            return 0.0
        if phrase.percent is None:
            wanted = self._percents.get((phrase.group, phrase.atoms), False)
            return -PERCENT_WRONG if wanted else 0.0
        fits = any(_overlap(said, phrase.percent) for said in title.percents)
        return CONFIRMED if fits else -PERCENT_WRONG


def _words(title: Title) -> list[list[str]]:
    """Return the atoms of each word that is not neutral all through, neutral ones left out."""
    words: dict[int, list[str]] = defaultdict(list)
    for atom in title.atoms:
        if not atom.neutral:
            words[atom.word].append(atom.text)
    return list(words.values())


def _overlap(said: tuple[float, float], known: tuple[float, float]) -> bool:
    low, high = known[0] - PERCENT_SLACK, known[1] + PERCENT_SLACK
    shared = min(said[1], high) - max(said[0], low)
    return shared >= (said[1] - said[0]) / 2 and shared >= 0


def _ranked(best: Mapping[str, Rank]) -> list[Candidate]:
    """Return candidates best first; two that nothing tells apart both lose points."""
    order = sorted(best.items(), key=lambda item: item[1], reverse=True)
    if len(order) > 1 and order[0][1] == order[1][1]:
        tied = order[0][1]
        order = [(g, (s[0] - TIE, *s[1:]) if s == tied else s) for g, s in order]
    return [Candidate(group, max(0.0, min(FULL, found[0]))) for group, found in order]
