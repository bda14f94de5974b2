"""XLSX workbooks, row by row, of bounded size; cached values only, no formula is computed."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from scoring.errors import KompasError
from service.importers.safe import open_zip, refuse

Cell = str | int | float | bool | date | datetime | None

PLAIN = (str, int, float, bool, date, datetime, type(None))
MAX_WORKBOOK = 1_000_000_000  # bytes unpacked
MAX_SHARED = 200_000_000  # bytes of shared strings, the one part that is held in memory
MAX_COLUMNS = 256
MAX_BLANK_ROWS = 5_000  # blank rows in a row end a sheet: a file may claim row 999,999,999
XML_HEAD = 4_096
DOCTYPES = tuple("<!DOCTYPE".encode(e) for e in ("ascii", "utf-16-le", "utf-16-be"))


def _check(file: Path) -> None:
    """Refuse a workbook that is too large or whose XML declares a document type.

    A document type is where entities come from, and no real workbook has one.
    """
    with open_zip(file) as archive:
        total = 0
        for member in archive.infolist():
            total += member.file_size
            shared = member.filename.endswith("sharedStrings.xml")
            if total > MAX_WORKBOOK or (shared and member.file_size > MAX_SHARED):
                raise refuse(file, "is too large a workbook.", "Save it as CSV UTF-8.")
            if member.filename.endswith((".xml", ".rels")):
                with archive.open(member) as part:
                    head = part.read(XML_HEAD)
                if any(mark in head for mark in DOCTYPES):
                    raise refuse(file, "declares an XML document type.", "Save it again in Excel.")


def _damaged(file: Path, error: Exception) -> KompasError:
    return refuse(
        file,
        f"is a damaged workbook ({type(error).__name__}: {str(error)[:80]}).",
        "Open it in Excel and save it again as XLSX.",
    )


@contextmanager
def _open(file: Path) -> Iterator[Workbook]:
    """Open a workbook by its bytes: given a name, openpyxl would look at the name's ending."""
    with file.open("rb") as stream:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of styles and lists that are not read anyway
                book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # openpyxl raises whatever the broken part leads it to
            raise _damaged(file, error) from None
        try:
            yield book
        finally:
            book.close()


def _rows(file: Path, book: Workbook, sheet: str) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    try:
        page = book[sheet]
        page.reset_dimensions()  # the declared size may be a lie
        blank = 0
        rows = page.iter_rows(values_only=True, max_col=MAX_COLUMNS)
        for number, cells in enumerate(_quiet(rows), 1):
            if any(cell is not None for cell in cells):
                blank = 0
                yield number, tuple(c if isinstance(c, PLAIN) else str(c) for c in cells)
            elif (blank := blank + 1) > MAX_BLANK_ROWS:
                return
    except KompasError:
        raise
    except Exception as error:  # as above: a broken part may raise anything
        raise _damaged(file, error) from None


def _quiet(rows: Iterator[Any]) -> Iterator[Any]:
    """Yield rows without openpyxl's warnings of extensions, which stand below the last row."""
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            cells = next(rows, None)
        if cells is None:
            return
        yield cells


def sheet_names(file: Path) -> list[str]:
    """Return the names of a workbook's sheets, in order.

    Raises:
        KompasError: where the file is no whole workbook within the limits.
    """
    _check(file)
    with _open(file) as book:
        return [page.title for page in book.worksheets]


def sheet_rows(file: Path, sheet: str) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Yield the rows of a sheet that hold anything, with their numbers from 1.

    Raises:
        KompasError: where the file is no whole workbook within the limits or has no such sheet.
    """
    if sheet not in sheet_names(file):
        raise refuse(file, f"has no sheet '{sheet}'.", "Take the workbook as it was published.")
    with _open(file) as book:
        yield from _rows(file, book, sheet)


def first_rows(file: Path) -> dict[str, tuple[str, ...]]:
    """Return sheet name -> the texts of its first row that holds anything; at most 50 sheets.

    Raises:
        KompasError: where the file is no whole workbook within the limits.
    """
    _check(file)
    with _open(file) as book:
        found = {}
        for page in book.worksheets[:50]:
            cells = next(_rows(file, book, page.title), (0, ()))[1]
            found[page.title] = tuple(str(c).strip() for c in cells if c is not None)
        return found


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Tell whether an open archive is an XLSX workbook, whatever its name."""
    return "xl/workbook.xml" in archive.namelist()
