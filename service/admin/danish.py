"""What an error says, in Danish: its English text is found among templates, and told anew.

Errors are raised with their texts filled in, for the command line and the API, which speak English.
So what is filled in is read back here. gettext and Babel want the template itself, and libraries
that turn `format` around make regular expressions of it, which hostile values can stall: here a
template is its fixed texts, and each of them is looked for once.

The table, `danish.toml`, has an English template and its Danish in each line. "{}" stands for a
value, "{1}" for the second one; "{:count}" is a count with its thousands marked, "{:plain}" a
phrase of the program's own, "{:word}" such words in quotes, with "or" between. An English template
that begins with "{} " holds without it too: some errors name the value, and some only the place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from string import Formatter
from typing import NamedTuple

from service.governance.texts import ACTIONS, STAGES, STATUSES

MARKS = str.maketrans(",.", ".,")
LONGEST = 300  # characters of a text whose Danish is remembered


class Template(NamedTuple):
    """An English text's fixed parts, with a value between each two, and the Danish for it.

    Attributes:
        bare: the value that both begin with is left out.
    """

    fixed: tuple[str, ...]
    danish: str
    bare: bool = False


class _Value(str):
    """What was filled in, as a Danish template asks for it."""

    def __format__(self, spec: str) -> str:
        if spec == "count":
            return self.translate(MARKS)
        if spec == "plain":
            return _words().get(self, self)
        if spec == "word":
            return " eller ".join(f"'{_words().get(word, word)}'" for word in self.split(" or "))
        return str(self)


def danish(text: str) -> str:
    """Return an error's text in Danish, or as it is where no template fits it."""
    return _remembered(text) if len(text) <= LONGEST else _told(text)


def _told(text: str) -> str:
    for fixed, other, bare in templates():
        values = _values(fixed, text)
        if values is not None and bare:
            return other.format("", *map(_Value, values)).removeprefix(" ")
        if values is not None:
            return other.format(*map(_Value, values))
    return text


_remembered = lru_cache(4096)(_told)


def _values(fixed: Sequence[str], text: str) -> list[str] | None:
    """Return what stands between the fixed parts of a text, None where they are not all there.

    They are looked for from the end: what a stranger wrote mostly stands first, and may hold
    anything, the fixed parts too.
    """
    if len(fixed) == 1:
        return [] if text == fixed[0] else None
    first, *middle, last = fixed
    begin, end = len(first), len(text) - len(last)
    if begin > end or not text.startswith(first) or not text.endswith(last):
        return None
    values: list[str] = []
    for part in reversed(middle):
        at = text.rfind(part, begin, end)
        if at < 0:
            return None
        values.insert(0, text[at + len(part) : end])
        end = at
    return [text[begin:end], *values]


@cache
def table() -> Mapping[str, Mapping[str, str]]:
    """Return the table: where texts come from -> English template -> Danish template."""
    found: dict[str, dict[str, str]] = tomllib.loads(
        (files(__package__) / "danish.toml").read_text("utf-8")
    )
    return found


@cache
def templates() -> tuple[Template, ...]:
    """Return the templates, those with the most fixed text first, for they say the most."""
    lines = [line for group, of in table().items() if group != "words" for line in of.items()]
    found = {
        (fixed := _fixed(english.removeprefix("{} "))): Template(fixed, other, bare=True)
        for english, other in lines
        if english.startswith("{} ")
    }
    found |= {(fixed := _fixed(english)): Template(fixed, other) for english, other in lines}
    return tuple(sorted(found.values(), key=lambda t: -sum(map(len, t.fixed))))


def _fixed(english: str) -> tuple[str, ...]:
    parts = [""]
    for text, name, _, _ in Formatter().parse(english):
        parts[-1] += text
        if name is not None:
            parts.append("")
    return tuple(parts)


@cache
def _words() -> Mapping[str, str]:
    known = {word: both["da"] for of in (STATUSES, ACTIONS, STAGES) for word, both in of.items()}
    spaced = {word.replace("_", " "): told for word, told in known.items()}
    return {**known, **spaced, **table()["words"]}
