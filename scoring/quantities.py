"""Net content from a product's title, in Danish or English: kilograms, litres or pieces.

A title is cut into tokens, then read by a small grammar: factors ("4 x", "2 ks. à") before a
measure ("33 cl", "0,8-1,2 kg"), counts after it ("x 20"). Percentages, sizes, paper weights and
generations of mobile networks are no contents. What a title leaves open is unknown, never guessed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from scoring.quantity_tokens import Token, read_tokens

Unit = Literal["kg", "l", "pcs", "unknown"]
MEASURES: dict[str, tuple[Unit, float]] = {
    **dict.fromkeys(("kg", "kilo", "kgs", "kilogram"), ("kg", 1.0)),
    **dict.fromkeys(("g", "gr", "gram", "grams", "gm"), ("kg", 0.001)),
    "hg": ("kg", 0.1),
    **dict.fromkeys(("l", "lt", "ltr", "liter", "litre", "litres", "lit"), ("l", 1.0)),
    "dl": ("l", 0.1),
    "cl": ("l", 0.01),
    "ml": ("l", 0.001),
}
PIECES = frozenset(
    "stk styk stks stykker pcs pieces ark blade breve br rl rulle ruller enheder portioner"
    " port".split()
)
CONTAINERS = frozenset(
    "pk pak pakke pakker pack packs ps pose poser bk bakke bakker ds dåse dåser fl flaske flasker"
    " ks kasse kasser krt karton kartoner kar kolli bdt bundt bundter bæger bægre spand spande"
    " dunk dunke glas tube tuber brik brikker sk sæk sække bx æske æsker net blister".split()
)
TIMES = frozenset("x × * à á a af @".split())
RANGE = frozenset("- – — til".split())
ABOUT = frozenset("ca cirka circa omkring approx ~ ±".split())
DRAINED = ("dræn", "afdryp", "drained")
PAPER = frozenset("a3 a4 a5 papir kopipapir karton gsm m² m2 ark".split())
MOBILE = frozenset("gb tb lte ghz wifi sim esim smartphone mobil tablet router switch dbi".split())
NETWORK = "\0network"
MOST_BY_SLASH = 60  # "24/33 cl" is a case of 24; "850/480 g" is net and drained weight
MOST_PIECES = 1_000_000


@dataclass(frozen=True, slots=True)
class Quantity:
    """A net content: low <= value <= high in `unit`; the three are None where unknown.

    Attributes:
        pieces: how many pieces or inner packs, None where the title does not tell.
        drained: whether the weight is without liquid.
        approximate: whether the title says "ca.".
    """

    unit: Unit = "unknown"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    pieces: int | None = None
    drained: bool = False
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class _Found:
    """A measure, or a count where `unit` is "pcs", and the tokens [start, end) it stands in."""

    unit: Unit
    low: float
    high: float
    start: int
    end: int
    factor: int = 1
    many: bool = False  # a factor was stated, so `low` and `high` are the whole already
    container: bool = False
    drained: bool = False


def kilograms(
    quantity: Quantity, density_kg_per_l: float | None
) -> tuple[float, float, float] | None:
    """Return (low, value, high) in kg, None for pieces, unknowns and litres without a density."""
    if quantity.low is None or quantity.value is None or quantity.high is None:
        return None
    if quantity.unit == "kg":
        return quantity.low, quantity.value, quantity.high
    if quantity.unit == "l" and density_kg_per_l is not None:
        d = density_kg_per_l
        return quantity.low * d, quantity.value * d, quantity.high * d
    return None


def parse_quantity(title: str) -> Quantity:
    """Return the net content that a title states; linear in its length."""
    tokens = read_tokens(title)
    words = {token.text for token in tokens if token.number is None}
    if words & MOBILE or any(t.raw.isalpha() and not t.raw.isupper() for t in tokens):
        words.add(NETWORK)  # where not all is in capitals, "5G" is no weight
    measures: list[_Found] = []
    counts: list[_Found] = []
    place = 0
    while place < len(tokens):
        if tokens[place].number is None:
            place += 1
            continue
        found, place = _chain(tokens, place, words)
        if found is not None:
            (counts if found.unit == "pcs" else measures).append(found)
    about = bool(words & ABOUT)
    return _settle(tokens, measures, counts, about)


def _chain(tokens: Sequence[Token], place: int, words: set[str]) -> tuple[_Found | None, int]:
    """Read factors and a measure or count from a number on; return it and where to go on.

    A chain that ends in nothing known ("3 x 3 cm") is passed over as a whole: no part of it
    is a content, and reading each number once keeps the time linear.
    """
    start, factor, many, container, per_slash = place, 1.0, False, False, 1.0
    drained = False
    while True:
        low = high = tokens[place].number or 0.0
        attached = tokens[place + 1] if place + 1 < len(tokens) else None
        place += 1
        if _is(tokens, place, RANGE) and _number(tokens, place + 1) is not None:
            high = _number(tokens, place + 1) or 0.0
            if high < low:  # "2024-12": a code, no range
                return None, place + 2
            place += 2
        elif _is(tokens, place, RANGE) and _is(tokens, place + 1, PIECES | CONTAINERS):
            place += 1  # "6-pak"
        word = tokens[place].text if place < len(tokens) else ""
        if word in MEASURES and not _no_content(tokens, place, start, attached, words):
            unit, size = MEASURES[word]
            place, times = _after(tokens, place + 1)
            scale = size * factor * times
            many = many or times > 1
            found = _Found(
                unit, low * scale, high * scale, start, place, int(factor * times), many,
                container, drained,
            )  # fmt: skip
            return (found if low > 0 and math.isfinite(high * scale) else None), place
        if word == "%" or word == "+":
            return None, place + 1
        counted = word in PIECES or word in CONTAINERS
        if counted:
            container = container or word in CONTAINERS
            place += 1
        joined = _is(tokens, place, TIMES) or _is(tokens, place, frozenset("/"))
        slash = joined and tokens[place].text == "/"
        step = 1 if joined else 0
        while joined and _is(tokens, place + step, ABOUT):
            step += 1
        follows = _number(tokens, place + step) is not None
        whole = low == high and low == int(low) and 1 <= low <= MOST_PIECES
        if follows and joined and whole and (counted or not slash or low <= MOST_BY_SLASH):
            factor, many = factor * low, True
            place += step
        elif follows and word in CONTAINERS and whole and not joined:
            factor, many = factor * low, True  # "6 ds. 2,5 kg": each tin holds that
        elif follows and slash and not counted and low == high:
            per_slash, drained = low, low > (_number(tokens, place + step) or 0.0)
            if per_slash > MOST_BY_SLASH and drained:
                place += step  # "850/480 g": net, then drained
            else:
                return None, place
        elif counted and low > 0 and factor * high <= MOST_PIECES and low == int(low):
            pieces = _Found(
                "pcs", low * factor, high * factor, start, place, int(factor), many, container
            )
            return pieces, place
        else:
            return None, place
        if factor > MOST_PIECES:
            return None, place


def _after(tokens: Sequence[Token], place: int) -> tuple[int, float]:
    """Read "x 20 stk" after a measure; return where it ends and the factor, 1 for none."""
    number = _number(tokens, place + 1)
    if not _is(tokens, place, TIMES - {"a", "af"}) or number is None:
        return place, 1.0
    following = tokens[place + 2].text if place + 2 < len(tokens) else ""
    if number != int(number) or not 1 <= number <= MOST_PIECES or following in MEASURES:
        return place, 1.0
    if following in ("cm", "mm", "m", "%"):
        return place, 1.0
    return place + (3 if following in PIECES | CONTAINERS else 2), number


def _no_content(
    tokens: Sequence[Token], place: int, start: int, attached: Token | None, words: set[str]
) -> bool:
    """Tell whether a number with a unit is something else than a content."""
    unit = tokens[place]
    if unit.text in ("g", "gr", "gram") and words & PAPER:
        return True
    if _is(tokens, place + 1, frozenset("/")) and _is(tokens, place + 2, PAPER | {"m"}):
        return True
    if start >= 1 and tokens[start - 1].text in ("pr", "per"):
        return True
    if _is(tokens, place + 1, frozenset(("pr", "per"))) and _number(tokens, place + 2):
        return True  # "5 g pr. 100 g": nutrition
    if start >= 2 and tokens[start - 1].text == "/" and tokens[start - 2].number is None:
        same = tokens[start - 2].text in MEASURES and tokens[start].number != 100
        return tokens[start - 2].text not in PIECES | CONTAINERS and not same
    network = unit.raw == "G" and unit is attached and not unit.spaced
    return network and NETWORK in words and (tokens[place - 1].number or 0) <= 10


def _settle(
    tokens: Sequence[Token], measures: list[_Found], counts: list[_Found], about: bool
) -> Quantity:
    """Choose the net content among what was found."""
    chosen = _measure(tokens, measures)
    count = counts[0] if len(counts) == 1 else None
    if chosen is None:
        if measures or count is None:
            return Quantity(approximate=about)
        low, high = count.low, count.high
        pieces = int(low) if low == high else None
        return Quantity("pcs", (low + high) / 2, low, high, pieces, approximate=about)
    times: float | None = 1.0
    pieces = chosen.factor if chosen.many else None
    if count is not None and not chosen.many and count.low == count.high:
        times, pieces = _each(chosen, count), int(count.low)
    if times is None:
        return Quantity(pieces=pieces, approximate=about)
    low, high = chosen.low * times, chosen.high * times
    return Quantity(chosen.unit, (low + high) / 2, low, high, pieces, chosen.drained, about)


def _measure(tokens: Sequence[Token], measures: list[_Found]) -> _Found | None:
    """Return the drained weight, else the one content, else the whole among piece sizes."""
    dry = [i for i, t in enumerate(tokens) if t.text.startswith(DRAINED)]
    if dry and measures:
        after = [m for m in measures if m.start > dry[0]]
        before = [m for m in measures if m.end <= dry[0]]
        near = before[-1] if before and dry[0] - before[-1].end <= 1 else None
        follows = after[0] if after and after[0].start - dry[0] <= 3 else None
        chosen = follows or near or (measures[0] if len(measures) == 1 else None)
        return replace(chosen, drained=True) if chosen else None
    kinds = [m for m in measures if m.unit == "kg"] or measures
    if not kinds:
        return None
    largest = max(kinds, key=lambda m: m.high)
    others = [m for m in kinds if not math.isclose(m.high, largest.high, rel_tol=1e-6)]
    return None if any(largest.low < 3 * m.high for m in others) else largest


def _each(measure: _Found, count: _Found) -> float | None:
    """Return what a count beside a measure multiplies it by, None where nobody can tell.

    "140 g 36 stk" are 36 of 140 g; "40 stk. 2 kg" weigh 2 kg together; "6 stk 300 g" may be
    either.
    """
    number, together = count.low, measure.high / count.low
    if number == 1 or count.container or measure.unit == "l":
        return number
    if measure.high >= 1:
        return 1.0 if number >= 10 and together < 0.25 else None
    if measure.start < count.start or together < 0.005:
        return number
    return None


def _number(tokens: Sequence[Token], place: int) -> float | None:
    return tokens[place].number if place < len(tokens) else None


def _is(tokens: Sequence[Token], place: int, words: frozenset[str]) -> bool:
    return place < len(tokens) and tokens[place].number is None and tokens[place].text in words
