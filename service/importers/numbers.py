"""Numbers, dates and yes/no as people write them in Danish and English spreadsheets."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal
from unicodedata import is_normalized

from scoring.errors import KompasError
from scoring.identifiers import visible

Cell = str | int | float | bool | date | datetime | None
Mark = Literal[",", ".", ""]

NOTHING = {"-", "–", "—", "?", ".", "n/a", "na", "n.a.", "nan", "null", "none", "ukendt"} | {
    "unknown", "mangler", "tbd", "ikke oplyst", "not available", "ved ikke", "not applicable"
}  # fmt: skip
YES = frozenset(("ja", "yes", "y", "j", "x", "true", "sand", "1", "✓", "✔", "☑"))
NO = frozenset(("nej", "no", "n", "false", "falsk", "0", "☐", "✗", "ingen"))
ERRORS = ("#N/A", "#I/T", "#REF!", "#DIV/0!", "#VALUE!", "#VÆRDI!", "#NAME?", "#NAVN?", "#NUM!")
LONGEST = 64  # characters of a cell that is read as a number
_MONEY = re.compile(r"(?i)^(?:dkk|eur|sek|nok|kr\.?|€)\s*|\s*(?:dkk|eur|sek|nok|kr\.?|€)$")
_PARTS = re.compile(r"([-+−]?\s?\d[\d.,' \u00a0\u202f]*(?:[eE][-+]?\d{1,3})?)\s*(\S.{0,40})?")
_DAYS = (
    (re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4})(?: .*)?"), (3, 2, 1)),
)
EXCEL_EPOCH = date(1899, 12, 30)
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2150, 1, 1)


class FieldError(KompasError):
    """One field that cannot be used; the reader adds the place."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__("", problem, remedy)


def text_of(cell: Cell) -> str:
    """Return a cell as a text: "" where it says nothing, whole floats without ".0".

    A leading apostrophe before =, +, -, @ or a digit is Excel's and our own mark for plain
    text, and no part of the value.
    """
    if isinstance(cell, str):
        return _plain_text(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else repr(cell)


def _plain_text(text: str) -> str:
    if not text:
        return text
    # A printable text in NFKC is what `visible` would return, and most texts are.
    if not (text.isprintable() and (text.isascii() or is_normalized("NFKC", text))):
        text = visible(text.replace("\n", " ").replace("\t", " "))
    text = text.strip()
    if "  " in text or not text.isprintable():
        text = " ".join(text.split())
    if text[:1] == "'" and text[1:2] and (text[1] in "=+-@" or text[1].isdigit()):
        text = text[1:]
    return "" if len(text) < 20 and text.casefold() in NOTHING else text


@lru_cache(16_384)
def mark_of(text: str) -> Mark:
    """Return the decimal mark that a written number proves, "" where it could be either."""
    found = re.fullmatch(r"\s*[-+]?\d+(?:([.,])\d+)*(?:[.,]\d+)?\D*", text[:LONGEST])
    if found is None:
        return ""
    marks = re.findall(r"[.,]", text)
    groups = re.split(r"[.,]", re.sub(r"[^\d.,]", "", text).strip(".,"))
    if not marks or len(groups) < 2:
        return ""
    if len(set(marks[: len(groups) - 1])) == 2:
        return "," if marks[len(groups) - 2] == "," else "."
    if len(groups) > 2:  # 1.234.567: the mark stands twice, so it is the thousands'
        thousands = all(len(group) == 3 for group in groups[1:])
        return ("," if marks[0] == "." else ".") if thousands else ""
    certain = len(groups[1]) != 3 or len(groups[0]) > 3 or groups[0].startswith("0")
    return ("," if marks[0] == "," else ".") if certain else ""


def number(cell: Cell, mark: Mark = "") -> tuple[float, str]:
    """Return a cell's finite number and the unit written after it, "" where there is none.

    Args:
        mark: the file's decimal mark; it decides where "1.234" could mean two things.

    Raises:
        FieldError: for no number, or one that can be read in two ways.
    """
    if isinstance(cell, bool | date):
        raise FieldError("is no number.", "Write a number.")
    if isinstance(cell, int | float):
        return _finite(float(cell)), ""
    return _written(text_of(cell), mark)


@lru_cache(16_384)
def _written(text: str, mark: Mark) -> tuple[float, str]:
    if text.upper() in ERRORS:
        raise FieldError("is a spreadsheet's error.", "Mend the formula, or leave it empty.")
    text = _MONEY.sub("", text[: LONGEST + 1]).strip().removesuffix(",-").removesuffix(",–")
    found = _PARTS.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        raise FieldError("is no number.", "Write one number, as 1.234,5 or 1234.5.")
    digits = re.sub(r"[\s']", "", found[1]).replace("−", "-")
    unit = (found[2] or "").strip()
    if unit[:1].isdigit() or re.match(r"[-–]\s?\d", unit):
        raise FieldError("is more than one number.", "Write one number.")
    return _finite(_plain(digits.rstrip(".,"), mark)), unit


def _plain(digits: str, mark: Mark) -> float:
    body, exponent = [*re.split(r"[eE]", digits), ""][:2]
    own = mark_of(body)
    count = body.count(",") + body.count(".")
    if count and not own:
        if not mark:
            raise FieldError(
                "can be read as thousands or as decimals.",
                'Write it without separator, or set decimal = "," or "." in the mapping file.',
            )
        own = mark
    other = "." if own == "," else ","
    shape = rf"[-+]?(\d+|\d{{1,3}}(?:[{other}]\d{{3}})+)(?:[{own or ','}]\d+)?"
    if not re.fullmatch(shape, body):
        raise FieldError("is no number.", "Write one number, as 1.234,5 or 1234.5.")
    body = body.replace(other, "").replace(own or ",", ".")
    try:
        return float(f"{body}e{exponent}" if exponent else body)
    except ValueError:
        raise FieldError("is no number.", "Write one number, as 1.234,5 or 1234.5.") from None


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise FieldError("is no finite number.", "Write a finite number.")
    return value


def day(cell: Cell) -> date | None:
    """Return a cell's date, None where it is empty: 31.12.2026, 31-12-2026, 2026-12-31, Excel's.

    Raises:
        FieldError: for no date, or one outside 1950-2150.
    """
    if isinstance(cell, datetime):
        return _within(cell.date())
    if isinstance(cell, date):
        return _within(cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        if not 18264 <= cell <= 91311:  # the same years, counted as Excel counts days
            raise FieldError("is no date.", "Write the date as 31-12-2026.")
        return _within(EXCEL_EPOCH + timedelta(days=int(cell)))
    text = text_of(cell)
    return _written_day(text) if text else None


@lru_cache(4096)
def _written_day(text: str) -> date:
    for pattern, (year, month, of_month) in _DAYS:
        found = pattern.fullmatch(text[:LONGEST])
        if found:
            try:
                return _within(date(int(found[year]), int(found[month]), int(found[of_month])))
            except ValueError:
                break
    raise FieldError("is no date.", "Write the date as 31-12-2026 (day, month, year).")


def _within(found: date) -> date:
    if not FIRST_DAY <= found <= LAST_DAY:
        raise FieldError("is not between 1950 and 2150.", "Correct the year.")
    return found


def yes(cell: Cell) -> bool | None:
    """Return what a yes/no cell says, None where it is empty or says something else."""
    text = text_of(cell).casefold()
    return True if text in YES else False if text in NO else None
