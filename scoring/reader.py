"""Reads a document key by key, so that every error names its place and no key is lost."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from scoring.canonical import shown
from scoring.errors import RulesetError

Value = Any  # a document's value before it is checked
MOST = 1e12  # no figure, weight or bound is beyond it, so that no sum overflows
LONGEST = 2000  # characters of a text
LONGEST_KEY = 200
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class Reader:
    """One table of the document; `close` refuses the keys that nobody asked for.

    `parameters` are the values, on the day in question, of the parameters that may stand
    where a number is expected; the readers of inner tables have them too.
    """

    def __init__(
        self, data: Value, place: str, parameters: Mapping[str, float] = MappingProxyType({})
    ) -> None:
        if not isinstance(data, Mapping):
            raise RulesetError(place, f"{shown(data)} is not a table.", "Write keys with values.")
        for key in data:
            if not isinstance(key, str) or not 0 < len(key) <= LONGEST_KEY:
                raise RulesetError(
                    place, f"{shown(key)} is no key.", f"Use 1 to {LONGEST_KEY} characters."
                )
        self.data: Mapping[str, Value] = data
        self.place = place
        self.parameters = parameters
        self._asked: set[str] = set()

    def at(self, key: str) -> str:
        """Return the place of a key."""
        return f"{self.place}.{key}" if self.place else key

    def fail(self, key: str, problem: str, remedy: str) -> RulesetError:
        """Return the error to raise for a key."""
        return RulesetError(self.at(key), problem, remedy)

    def has(self, key: str) -> bool:
        """Tell whether an optional key is there."""
        self._asked.add(key)
        return key in self.data

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
            raise self.fail(key, f"{shown(value)} is not a text.", "Write a text in quotes.")
        if len(value) > LONGEST:
            raise self.fail(
                key,
                f"{shown(value)} has {len(value)} characters.",
                f"Use {LONGEST} at most.",
            )
        return value

    def day(self, key: str) -> date:
        """Return a date, written as TOML's or as a text YYYY-MM-DD."""
        value = self.raw(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            if isinstance(value, str) and ISO_DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass  # such as 2026-02-30
        raise self.fail(key, f"{shown(value)} is not a date.", "Write YYYY-MM-DD.")

    def number(
        self, key: str, default: Value = ..., low: float = -MOST, high: float = MOST
    ) -> float:
        """Return a finite number within low and high, both included."""
        return self._number(key, self.raw(key, default), low, high)

    def _number(self, key: str, value: Value, low: float, high: float) -> float:
        if isinstance(value, Mapping) and "parameter" in value:
            value = self._parameter(key, value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fail(
                key, f"{shown(value)} is not a number.", "Write a number, 1.5 for instance."
            )
        if not low <= value <= high:
            raise self.fail(
                key, f"{shown(value)} is out of bounds.", f"Use a number from {low:g} to {high:g}."
            )
        return float(value)

    def _parameter(self, key: str, value: Mapping[str, Value]) -> float:
        name = value["parameter"]
        if len(value) != 1 or not isinstance(name, str) or name not in self.parameters:
            known = ", ".join(self.parameters) or "none"
            raise self.fail(
                key,
                f"{shown(dict(value))} names no parameter.",
                f'Write {{parameter = "NAME"}} with one of parameters (there are: {known}).',
            )
        return self.parameters[name]

    def whole(self, key: str, low: int, high: int) -> int:
        """Return a whole number within low and high, both included."""
        value = self.number(key, low=low, high=high)
        if not value.is_integer():
            raise self.fail(key, f"{value} is not a whole number.", "Write 2, for instance.")
        return int(value)

    def flag(self, key: str, default: Value = ...) -> bool:
        """Return true or false."""
        value = self.raw(key, default)
        if not isinstance(value, bool):
            raise self.fail(
                key, f"{shown(value)} is neither true nor false.", "Write true or false."
            )
        return value

    def choice(self, key: str, options: Sequence[str], default: Value = ...) -> str:
        """Return one of the options."""
        value = self.raw(key, default)
        if not isinstance(value, str) or value not in options:
            raise self.fail(key, f"{shown(value)} is unknown.", f"Use one of {', '.join(options)}.")
        return value

    def texts(self, key: str, default: Value = ...) -> tuple[str, ...]:
        """Return a list of strings."""
        value = self.raw(key, default)
        if not isinstance(value, list | tuple) or not all(
            isinstance(x, str) and x.strip() and len(x) <= LONGEST for x in value
        ):
            raise self.fail(key, f"{shown(value)} is not a list of texts.", 'Write ["…", "…"].')
        return tuple(value)

    def numbers(self, key: str, default: Value = ...) -> tuple[float, ...]:
        """Return a list of numbers."""
        value = self.raw(key, default)
        if not isinstance(value, list | tuple):
            raise self.fail(key, f"{shown(value)} is not a list.", "Write [1, 2, …].")
        return tuple(self._number(f"{key}[{i}]", v, -MOST, MOST) for i, v in enumerate(value))

    def pairs(self, key: str) -> tuple[tuple[float, float], ...]:
        """Return a list of at least one pair of numbers."""
        value = self.raw(key)
        if not isinstance(value, list) or not value:
            raise self.fail(key, f"{shown(value)} is not a list.", "Write [[figure, points], …].")
        rows = []
        for i, row in enumerate(value):
            if not isinstance(row, list) or len(row) != 2:
                raise self.fail(
                    f"{key}[{i}]", f"{shown(row)} is not a pair.", "Write [figure, points]."
                )
            x, y = (self._number(f"{key}[{i}]", v, -MOST, MOST) for v in row)
            rows.append((x, y))
        return tuple(rows)

    def table(self, key: str, default: Value = ...) -> Reader:
        """Return the table under a key."""
        return Reader(self.raw(key, default), self.at(key), self.parameters)

    def tables(self, key: str) -> list[Reader]:
        """Return the list of tables under a key, empty where the key is absent."""
        value = self.raw(key, [])
        if not isinstance(value, list):
            raise self.fail(key, f"{shown(value)} is not a list.", f"Write [[{self.at(key)}]].")
        return [
            Reader(item, f"{self.at(key)}[{i}]", self.parameters) for i, item in enumerate(value)
        ]

    def close(self) -> None:
        """Raise for the first key that nobody asked for, with the nearest known name."""
        for key in self.data:
            if key not in self._asked:
                near = difflib.get_close_matches(key, sorted(self._asked), n=1)
                hint = f"Did you mean '{near[0]}'?" if near else "Remove it."
                raise self.fail(key, "is not a known key.", hint)
