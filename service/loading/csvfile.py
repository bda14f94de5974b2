"""One of our CSV files: UTF-8, comma, a header row, decimal point."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from scoring.errors import KompasError
from scoring.evidence import check_interval


class Line:
    """One row, with its place, whose fields are read by type.

    Every getter raises KompasError naming file, line, column, value and remedy.
    """

    def __init__(self, place: str, fields: dict[str, str]) -> None:
        self.place = place
        self._fields = fields

    def fail(self, column: str, remedy: str) -> KompasError:
        """Return the error to raise for a column."""
        value = self._fields.get(column, "")
        return KompasError(f"{self.place}, {column}", f"'{value[:60]}' cannot be used.", remedy)

    def text(self, column: str) -> str:
        """Return a text, "" where there is none or the file has no such column."""
        return self._fields.get(column, "").strip()

    def need(self, column: str) -> str:
        """Return a text that must be there."""
        value = self.text(column)
        if not value:
            raise self.fail(column, "Fill it in.")
        return value

    def number(self, column: str) -> float | None:
        """Return a finite number, None where the field is empty."""
        value = self.text(column)
        if not value:
            return None
        try:
            number = float(value)
        except ValueError:
            raise self.fail(column, "Write a number with a decimal point.") from None
        if not math.isfinite(number):
            raise self.fail(column, "Write a finite number.")
        return number

    def interval(self) -> tuple[float, float, float]:
        """Return low, value, high; a bound that is left empty is the value itself."""
        value, low, high = (self.number(c) for c in ("value", "low", "high"))
        if value is None:
            raise self.fail("value", "Fill it in.")
        low, high = value if low is None else low, value if high is None else high
        check_interval(self.place, low, value, high)
        return low, value, high

    def whole(self, column: str) -> int:
        """Return a whole number, 0 where the field is empty."""
        number = self.number(column) if column in self._fields else None
        number = number or 0
        if number != int(number):
            raise self.fail(column, "Write a whole number.")
        return int(number)

    def day(self, column: str) -> str:
        """Return a date as YYYY-MM-DD, "" where the field is empty."""
        value = self.text(column)
        try:
            return date.fromisoformat(value).isoformat() if value else ""
        except ValueError:
            raise self.fail(column, "Write the date as YYYY-MM-DD.") from None

    def several(self, column: str) -> list[str]:
        """Return the texts between the column's "|"."""
        return [part.strip() for part in self.text(column).split("|") if part.strip()]

    def known(self, column: str, options: set[str]) -> str:
        """Return a text that must be one of the options."""
        value = self.need(column)
        if value not in options:
            raise self.fail(column, "It is not known; correct it, or load what defines it first.")
        return value


def lines(file: Path, columns: Sequence[str]) -> Iterator[Line]:
    """Yield the rows of a file that has at least these columns.

    Raises:
        KompasError: where the file cannot be read, a column is missing or a row is too long.
    """
    try:
        with file.open("r", encoding="utf-8-sig", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            if missing:
                raise KompasError(
                    f"{file.name}:1",
                    f"has no column {', '.join(missing)}.",
                    "Add it to the header.",
                )
            for fields in reader:
                place = f"{file.name}:{reader.line_num}"
                if None in fields or None in fields.values():
                    raise KompasError(
                        place, "has another number of fields than the header.", "Quote commas."
                    )
                yield Line(place, fields)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise KompasError(file.name, f"cannot be read: {error}.", "Save it as CSV UTF-8.") from None
