"""Writes the workbook that a supplier fills in; the importer reads it without a mapping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from scoring.errors import KompasError
from scoring.identifiers import visible
from service.template_columns import Column, columns, lists
from service.template_guide import GUIDE, TITLE

HEADER_ROW = 3
FREE_ROWS = 500  # rows with drop-downs below the ones that are filled in
GOODS, GUIDE_SHEET, LISTS = "Varer", "Vejledning", "Lister"
LONGEST_CELL = 32_000
STRONG = Font(bold=True, color="FFFFFF")
HEAD = PatternFill("solid", fgColor="1F3A5F")
SECOND = PatternFill("solid", fgColor="DCE6F1")
MISSING = PatternFill("solid", fgColor="FFF2B3")
HELD = PatternFill("solid", fgColor="E7E6E6")
FAINT = Font(italic=True, color="7F7F7F")


@dataclass(frozen=True, slots=True)
class Prefilled:
    """A row that is filled in beforehand: values by column, cells to fill in, cells to leave.

    Attributes:
        missing: columns whose figure is asked for; marked yellow.
        held: columns whose evidence is there already; marked grey and left empty, so that
            what others measured does not come back as the supplier's word.
    """

    values: Mapping[str, str | float]
    missing: frozenset[str] = field(default_factory=frozenset)
    held: frozenset[str] = field(default_factory=frozenset)


def inert(value: str | float) -> str | float:
    """Return a value for a cell; a text that a spreadsheet would run as a formula gets a '."""
    if not isinstance(value, str):
        return value
    text = visible(value)[:LONGEST_CELL]
    return f"'{text}" if text[:1] in ("=", "+", "-", "@") else text


def write_template(file: Path, group: str = "", rows: Sequence[Prefilled] = ()) -> None:
    """Write the workbook: guide, goods with drop-downs and an example row, and the lists.

    Args:
        group: keep to the columns, labels and groups of this product group; "" is all.
        rows: goods to fill in beforehand.

    Raises:
        KompasError: for an unknown group, or where the file cannot be written.
    """
    chosen, choices = columns(group), lists(group)
    book = Workbook()
    goods = book.worksheets[0]
    goods.title = GOODS
    _goods(goods, chosen, rows)
    _guide(book.create_sheet(GUIDE_SHEET), chosen)
    ranges = _lists(book.create_sheet(LISTS), choices)
    last = HEADER_ROW + 2 + len(rows) + FREE_ROWS
    for index, column in enumerate(chosen, 1):
        if column.choices:
            _drop_down(goods, ranges[column.choices], index, last)
    try:
        book.save(file)
    except OSError as error:
        raise KompasError(str(file), f"cannot be written: {error}.", "Choose another.") from None


def _goods(sheet: Worksheet, chosen: Sequence[Column], rows: Sequence[Prefilled]) -> None:
    for row, text in enumerate(TITLE, 1):
        sheet.cell(row, 1, text).font = Font(bold=row == 1, size=14 if row == 1 else 11)
    for index, column in enumerate(chosen, 1):
        head = sheet.cell(HEADER_ROW, index, column.da)
        english = sheet.cell(HEADER_ROW + 1, index, column.en)
        head.font, head.fill = STRONG, HEAD
        english.font, english.fill = Font(italic=True), SECOND
        head.alignment = english.alignment = Alignment(wrap_text=True, vertical="top")
        example = sheet.cell(HEADER_ROW + 2, index, column.example)
        example.font, example.number_format = FAINT, column.form
        letter = get_column_letter(index)
        sheet.column_dimensions[letter].width = column.width
        for row in range(HEADER_ROW + 3, HEADER_ROW + 3 + len(rows) + FREE_ROWS):
            if column.form != "General":
                sheet.cell(row, index).number_format = column.form
    for number, filled in enumerate(rows, HEADER_ROW + 3):
        _prefill(sheet, number, chosen, filled)
    sheet.freeze_panes = f"B{HEADER_ROW + 2}"


def _prefill(sheet: Worksheet, row: int, chosen: Sequence[Column], filled: Prefilled) -> None:
    for index, column in enumerate(chosen, 1):
        value = filled.values.get(column.id)
        cell = sheet.cell(row, index, None if value is None else inert(value))
        if column.id in filled.missing:
            cell.fill = MISSING
        elif column.id in filled.held:
            cell.fill = HELD


def _guide(sheet: Worksheet, chosen: Sequence[Column]) -> None:
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = 70
    row = 1
    for danish, english in GUIDE:
        for index, text in enumerate((danish, english), 1):
            shown = sheet.cell(row, index, text)
            shown.alignment = Alignment(wrap_text=True, vertical="top")
            shown.font = Font(bold=row == 1)
        row += 1
    row += 1
    for column in chosen:
        sheet.cell(row, 1, f"• {column.da}")
        sheet.cell(row, 2, f"• {column.en}")
        row += 1


def _lists(sheet: Worksheet, choices: Mapping[str, Sequence[str]]) -> dict[str, str]:
    ranges = {}
    for index, (name, values) in enumerate(choices.items(), 1):
        letter = get_column_letter(index)
        for row, value in enumerate(values, 1):
            sheet.cell(row, index, inert(value))
        ranges[name] = f"{LISTS}!${letter}$1:${letter}${max(1, len(values))}"
    sheet.sheet_state = "hidden"
    return ranges


def _drop_down(sheet: Worksheet, choices: str, index: int, last: int) -> None:
    # A warning only: a supplier may write a label or a group in words that the importer knows.
    rule = DataValidation(type="list", formula1=f"={choices}", allow_blank=True)
    rule.errorStyle = "warning"
    rule.error = "Vælg helst fra listen. / Please choose from the list."
    letter = get_column_letter(index)
    rule.add(f"{letter}{HEADER_ROW + 2}:{letter}{last}")
    sheet.add_data_validation(rule)
