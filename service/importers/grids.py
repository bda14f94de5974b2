"""CSV files and workbooks as the same thing: rows of cells, each with its number."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scoring.errors import KompasError
from service.importers.columns import MOST_COLUMNS
from service.importers.encoding import encoding_of
from service.importers.numbers import Cell
from service.importers.workbook import sheet_names, sheet_rows

Row = tuple[int, list[Cell]]
SEPARATORS = (";", ",", "\t", "|")
LONGEST_LINE = 262_144  # characters
MOST_LINES = 50  # lines in one row; more is a quote that was never closed
MOST_SHEETS = 50
ZIP, XLS = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
OTHERS = {
    b"%PDF": "a PDF",
    b"<?xm": "XML (try the source peppol or bmecat)",
    b"<": "XML or HTML",
    b"{": "JSON",
    b"\x1f\x8b": "a gzip archive",
}


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet or a CSV file read with one separator; `rows` reads it anew each time."""

    file: Path
    sheet: str = ""
    separator: str = ""
    encoding: str = ""

    def place(self, number: int) -> str:
        """Return what the report calls a row."""
        return f"sheet {self.sheet}, row {number}" if self.sheet else f"line {number}"

    def rows(self) -> Iterator[Row]:
        """Yield the rows with their numbers, from 1; a CSV row has its first line's number.

        Raises:
            KompasError: where the file cannot be read on.
        """
        if not self.sheet:
            yield from _csv_rows(self)
            return
        for number, cells in sheet_rows(self.file, self.sheet):
            yield number, list(cells[:MOST_COLUMNS])


def grids(file: Path, sheet: str = "") -> list[Grid]:
    """Return the ways a file can be read: a CSV by each separator, a workbook by each sheet.

    Raises:
        KompasError: where it is neither, or cannot be read.
    """
    try:
        with file.open("rb") as handle:
            head = handle.read(8)
    except OSError as error:
        raise KompasError(file.name, f"cannot be read: {error}.", "Check its rights.") from None
    if head.startswith(ZIP):
        names = sheet_names(file)
        if sheet and sheet not in names:
            raise KompasError(file.name, f"has no sheet '{sheet}'.", f"It has {', '.join(names)}.")
        return [Grid(file, sheet=name) for name in ([sheet] if sheet else names[:MOST_SHEETS])]
    if head.startswith(XLS):
        raise KompasError(file.name, "is an old workbook (.xls).", "Save it as .xlsx or CSV.")
    text = head.removeprefix(b"\xef\xbb\xbf")
    for start, name in OTHERS.items():
        if text.startswith(start):
            raise KompasError(file.name, f"is {name}, no table.", "Give a CSV or XLSX file.")
    if not head:
        raise KompasError(file.name, "is empty.", "Give a CSV or XLSX file.")
    encoding = encoding_of(file)
    return [Grid(file, separator=s, encoding=encoding) for s in SEPARATORS]


def _csv_rows(grid: Grid) -> Iterator[Row]:
    with grid.file.open("r", encoding=grid.encoding, newline="") as handle:
        reader = csv.reader(_bounded(handle, grid), delimiter=grid.separator)
        number = 1
        try:
            for fields in reader:
                if reader.line_num - number > MOST_LINES:
                    raise _unclosed(grid, number)
                if not (number == 1 and len(fields) <= 2 and fields[0:1] == ["sep="]):
                    yield number, list[Cell](fields[:MOST_COLUMNS])
                number = reader.line_num + 1
        except csv.Error:
            raise _unclosed(grid, number) from None
        except UnicodeError as error:
            raise KompasError(
                f"{grid.file.name}:{number}", f"cannot be read: {error}.", "Save as CSV UTF-8."
            ) from None


def _bounded(lines: Iterator[str], grid: Grid) -> Iterator[str]:
    """Yield lines; one that is too long is refused, so that a quote cannot eat the file."""
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            raise KompasError(
                f"{grid.file.name}:{number}", "is too long for a line.", "Is this a table?"
            )
        yield line


def _unclosed(grid: Grid, number: int) -> KompasError:
    return KompasError(
        f"{grid.file.name}:{number}",
        "holds a field without an end.",
        'Close its quote ("), or write a quote inside a field twice.',
    )
