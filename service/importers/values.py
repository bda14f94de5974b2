"""Numbers and days as official files write them: decimal point or comma, ISO or American days."""

from __future__ import annotations

import math
import re
from datetime import date
from typing import Any

from service.importers.base import Rejection

_NUMBER = re.compile(r"[-+]?\d{1,15}(?:[.,]\d{1,20})?(?:[eE][-+]?\d{1,3})?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", re.DOTALL)
_AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
NOISE = 1e-9  # rounding errors of a spreadsheet, such as 1.7e-16, are nothing
CLASSES = {letter: float(i) for i, letter in enumerate("ABCDEFG", 1)}


def number(value: Any) -> float | None:
    """Return a finite number that a cell holds, None where it holds none; noise becomes 0."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        text = value.strip()
        value = float(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None
    if not isinstance(value, int | float) or not abs(value) < 1e300 or not math.isfinite(value):
        return None
    return 0.0 if abs(value) < NOISE else float(value)


def day(value: Any) -> date | None:
    """Return a day written 2026-11-23, 11/23/2026 or as [2026, 11, 23], None for anything else."""
    try:
        if isinstance(value, list) and len(value) == 3:
            return date(*(int(part) for part in value))
        text = value.strip() if isinstance(value, str) else ""
        if found := _ISO.fullmatch(text):
            return date(*(int(part) for part in found.groups()))
        if found := _AMERICAN.fullmatch(text):
            month, day_of_month, year = (int(part) for part in found.groups())
            return date(year, month, day_of_month)
    except (ValueError, TypeError, OverflowError):
        return None
    return None


def year(text: str) -> int:
    """Return the year that a text names, "September 7 2022" for instance, 0 where none."""
    found = _YEAR.search(text)
    return int(found.group()) if found else 0


def fault(place: str, column: str, value: Any, reason: str, remedy: str) -> Rejection:
    """Return the rejection of one field of a row that is taken."""
    return Rejection(place, column, str(value)[:200], reason, remedy, whole=False)
