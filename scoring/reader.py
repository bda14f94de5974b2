"""Reads a document key by key, so that every error names its place and no key is lost."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping, Sequence
from typing import Any

from scoring.errors import RulesetError

Value = Any  # a document's value before it is checked


class Reader:
    """One table of the document; `close` refuses the keys that nobody asked for."""

    def __init__(self, data: Value, place: str) -> None:
        if not isinstance(data, Mapping):
            raise RulesetError(place, f"{data!r} is not a table.", "Write keys with values.")
        self.data: Mapping[str, Value] = data
        self.place = place
        self._asked: set[str] = set()

    def at(self, key: str) -> str:
        """Return the place of a key."""
        return f"{self.place}.{key}" if self.place else key

    def fail(self, key: str, problem: str, remedy: str) -> RulesetError:
        """Return the error to raise for a key."""
        return RulesetError(self.at(key), problem, remedy)

    def raw(self, key: str, default: Value = ...) -> Value:
        """Return a key's value as it stands; without a default the key must be there."""
        self._asked.add(key)
        if key in self.data:
            return self.data[key]
        if default is ...:
            raise self.fail(key, "is missing.", "Add it.")
        return default

    def text(self, key: str, default: Value = ...) -> str:
        """Return a string that is not empty, unless the default is."""
        value = self.raw(key, default)
        if not isinstance(value, str) or (not value.strip() and value != default):
            raise self.fail(key, f"{value!r} is not a text.", "Write a text in quotes.")
        return value

    def number(
        self, key: str, default: Value = ..., low: float = -math.inf, high: float = math.inf
    ) -> float:
        """Return a finite number within low and high, both included."""
        return self._number(key, self.raw(key, default), low, high)

    def _number(self, key: str, value: Value, low: float, high: float) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fail(key, f"{value!r} is not a number.", "Write a number, 1.5 for instance.")
        if not (math.isfinite(value) and low <= value <= high):
            raise self.fail(
                key, f"{value!r} is out of bounds.", f"Use a number from {low} to {high}."
            )
        return float(value)

    def flag(self, key: str, default: bool) -> bool:
        """Return true or false."""
        value = self.raw(key, default)
        if not isinstance(value, bool):
            raise self.fail(key, f"{value!r} is neither true nor false.", "Write true or false.")
        return value

    def choice(self, key: str, options: Sequence[str], default: Value = ...) -> str:
        """Return one of the options."""
        value = self.raw(key, default)
        if value not in options:
            raise self.fail(key, f"{value!r} is unknown.", f"Use one of {', '.join(options)}.")
        return str(value)

    def texts(self, key: str, default: Value = ...) -> tuple[str, ...]:
        """Return a list of strings."""
        value = self.raw(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(x, str) and x for x in value):
            raise self.fail(key, f"{value!r} is not a list of texts.", 'Write ["…", "…"].')
        return tuple(value)

    def numbers(self, key: str, default: Value = ...) -> dict[str, float]:
        """Return a table of numbers."""
        value = self.raw(key, default)
        if not isinstance(value, Mapping):
            raise self.fail(key, f"{value!r} is not a table.", "Write {name = number}.")
        inf = math.inf
        return {k: self._number(f"{key}.{k}", v, -inf, inf) for k, v in value.items()}

    def pairs(self, key: str) -> tuple[tuple[float, float], ...]:
        """Return a list of at least one pair of numbers."""
        value = self.raw(key)
        if not isinstance(value, list) or not value:
            raise self.fail(key, f"{value!r} is not a list.", "Write [[figure, points], …].")
        rows = []
        for i, row in enumerate(value):
            if not isinstance(row, list) or len(row) != 2:
                raise self.fail(f"{key}[{i}]", f"{row!r} is not a pair.", "Write [figure, points].")
            x, y = (self._number(f"{key}[{i}]", v, -math.inf, math.inf) for v in row)
            rows.append((x, y))
        return tuple(rows)

    def table(self, key: str, default: Value = ...) -> Reader:
        """Return the table under a key."""
        return Reader(self.raw(key, default), self.at(key))

    def tables(self, key: str) -> list[Reader]:
        """Return the list of tables under a key, empty where the key is absent."""
        value = self.raw(key, [])
        if not isinstance(value, list):
            raise self.fail(key, f"{value!r} is not a list.", f"Write [[{self.at(key)}]].")
        return [Reader(item, f"{self.at(key)}[{i}]") for i, item in enumerate(value)]

    def close(self) -> None:
        """Raise for the first key that nobody asked for, with the nearest known name."""
        for key in self.data:
            if key not in self._asked:
                near = difflib.get_close_matches(key, sorted(self._asked), n=1)
                hint = f"Did you mean '{near[0]}'?" if near else "Remove it."
                raise self.fail(key, "is not a known key.", hint)
