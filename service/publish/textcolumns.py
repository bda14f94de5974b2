"""Columns of text: what is said of n products at once, already escaped for JSON.

A column is an object array of str. Adding two columns joins them row by row in C, and each
distinct value is worded only once; that is what makes a million answers take seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from json.encoder import encode_basestring
from string import Formatter
from typing import Any

import numpy as np
from numpy.typing import NDArray

Texts = NDArray[np.object_]


def quoted(text: str | None) -> str:
    """Return a text as JSON, quotes included; None as null."""
    return "null" if text is None else encode_basestring(text)


def escaped(text: str) -> str:
    """Return a text as it stands between the quotes of JSON."""
    return quoted(text)[1:-1]


def blank(n: int) -> Texts:
    """Return n empty texts."""
    return np.full(n, "", dtype=np.object_)


def texts(values: Iterable[str]) -> Texts:
    """Return a column of the texts."""
    return np.array([*values, None], dtype=np.object_)[:-1]  # None: numpy must not look inside


def worded(values: NDArray[Any], word: Callable[[Any], str]) -> Texts:
    """Return a column in which every distinct value is worded once; NaN is worded as None."""
    kinds, index = np.unique(values, return_inverse=True)
    return texts(word(None if kind != kind else kind) for kind in kinds.tolist())[index]


def chosen(condition: NDArray[np.bool_], a: Texts | str, b: Texts | str = "") -> Texts:
    """Return a where the condition holds, else b."""
    result = np.full(len(condition), b, dtype=np.object_) if isinstance(b, str) else b.copy()
    result[condition] = a if isinstance(a, str) else a[condition]
    return result


def filled(pattern: str, n: int, **values: Texts | str) -> Texts:
    """Return a format pattern, escaped, with its fields filled in row by row; they are escaped."""
    result = blank(n)
    for literal, field, _, _ in Formatter().parse(pattern):
        result = result + escaped(literal) + (values[field] if field else "")
    return result


def rows(columns: Sequence[Texts], open_: str = "[", close: str = "]") -> Texts:
    """Return JSON lists of what the columns hold; each of their texts ends with a comma."""
    return texts(f"{open_}{''.join(row)[:-1]}{close}" for row in zip(*columns, strict=True))


def decimal(value: float | None) -> str:
    """Return a number as JSON, null for None."""
    return "null" if value is None else repr(float(value))
