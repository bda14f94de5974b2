"""Finds the table in a supplier's CSV or XLSX file: sheet, separator, header, decimal mark."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scoring.errors import KompasError
from service.importers.columns import Header, all_columns, guess, header_key, recognise
from service.importers.grids import Grid, grids
from service.importers.numbers import Cell, Mark, mark_of, text_of
from service.importers.units import ATTRIBUTES

HEADER_WITHIN = 40  # rows: titles, addresses and logos stand above the header
TRANSLATED_WITHIN = 3  # rows below the header
SAMPLE = 200  # rows that tell the decimal mark
TOTALS = ("i alt", "ialt", "total", "totalt", "sum", "subtotal", "samlet", "hovedtotal", "grand")
TOTAL_WORDS = [[word] for word in TOTALS if " " not in word]
NUMBERS = ("price", "price_vat", "content", "co2e", "co2e_kg")


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its place and its cells by our column; `extra` are cells beyond the header."""

    place: str
    cells: Mapping[str, Cell]
    extra: tuple[str, ...] = ()
    _texts: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def text(self, column: str) -> str:
        """Return a cell as text, "" where there is none."""
        found = self._texts.get(column)
        if found is None:
            found = self._texts[column] = text_of(self.cells.get(column))
        return found


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was found.

    Attributes:
        headers: the header row's texts.
        at: our column -> the cell's index and the unit that its header names.
        mark: the decimal mark where the file proves or suggests one.
    """

    grid: Grid
    header_row: int
    headers: tuple[str, ...]
    at: Mapping[str, tuple[int, Header]]
    mark: Mark

    def unit(self, column: str) -> str:
        """Return the unit that a column's header names, "" where none."""
        return self.at[column][1].unit if column in self.at else ""

    def lines(self) -> Iterator[Line]:
        """Yield the rows below the header without empty ones, totals and repeated headers."""
        columns = {i: c for c, (i, _) in self.at.items()}
        width = len(self.headers)
        for number, row in self.grid.rows():
            cells = row[:width]
            if number <= self.header_row or all(_blank(c) for c in row):
                continue
            below = number - self.header_row <= TRANSLATED_WITHIN
            if _is_header(cells, self.headers) or (below and _is_translated(cells, columns)):
                continue
            if self._is_total(cells):
                continue
            # Notes beside a sheet's table do no harm; in a CSV they are a separator unquoted.
            beyond = row[width:] if self.grid.separator else []
            extra = tuple(t for c in beyond if (t := text_of(c)))
            found = {c: cells[i] for c, (i, _) in self.at.items() if i < len(cells)}
            yield Line(self.grid.place(number), found, extra)

    def _is_total(self, cells: Sequence[Cell]) -> bool:
        """Tell whether a row sums up others: it says so first, and no product is named."""
        first = next((t for c in cells if (t := text_of(c))), "").casefold().strip(" :.")
        words = first.split()
        if not (first in TOTALS or " ".join(words[:2]) in TOTALS or words[:1] in TOTAL_WORDS):
            return False
        named = (self.at[c][0] for c in ("gtin", "mpn", "sku") if c in self.at)
        ids = [text_of(cells[i]) for i in named if i < len(cells)]
        return not any(i for i in ids if i.casefold().strip(" :.") != first)


def find_table(
    file: Path, mapping: Mapping[str, str], options: Mapping[str, str], known: bool = True
) -> Table:
    """Return the table of a file, its columns by the mapping, else guessed from the headers.

    Args:
        mapping: our column -> the file's header; empty guesses.
        options: "sheet", "header_row" and "decimal" where they are to be fixed.
        known: whether the header must be recognised; else the fullest row passes for it.

    Raises:
        KompasError: where no table is found, or a mapped column is not there.
    """
    for column in mapping:
        if column not in all_columns():
            some = ", ".join(sorted(c for c in all_columns() if ":" not in c and "_" not in c))
            raise KompasError(f"columns.{column[:60]}", "is no column of ours.", f"Such as {some}.")
    wanted = {header_key(h) for h in mapping.values()}
    best: tuple[int, Grid, int, list[Cell]] | None = None
    fullest: tuple[int, Grid, int, list[Cell]] | None = None
    refused: KompasError | None = None
    for grid in grids(file, options.get("sheet", "")):
        try:
            for number, cells in itertools.islice(grid.rows(), HEADER_WITHIN):
                if options.get("header_row") not in (None, "", str(number)):
                    continue
                score = _score(cells, wanted)
                if score > (best[0] if best else 0):
                    best = (score, grid, number, cells)
                filled = sum(isinstance(c, str) and bool(c.strip()) for c in cells)
                if filled > (fullest[0] if fullest else 1):
                    fullest = (filled, grid, number, cells)
        except KompasError as error:
            refused = refused or error
    enough = best is not None and best[0] >= min(2, len(wanted) or 2)
    if not enough and (wanted or not known) and fullest is not None:
        best = fullest if best is None else best  # the error then names what the file has
    elif best is None or not enough:
        if refused is not None:
            raise refused
        raise KompasError(
            file.name,
            "has no header row that is recognised.",
            "Name the columns in the first rows, or give a mapping file (kompas mapping FILE).",
        )
    _, grid, number, cells = best
    headers = tuple(text_of(c) for c in cells)
    while headers and not headers[-1]:
        headers = headers[:-1]
    chosen = mapping or guess(headers).mapping
    at = _positions(file, headers, chosen)
    return Table(grid, number, headers, at, _mark(grid, number, at, options.get("decimal", "")))


def _score(cells: Sequence[Cell], wanted: set[str]) -> int:
    texts = [c for c in cells if isinstance(c, str) and c.strip()]
    if wanted:
        return len(wanted & {header_key(text_of(t)) for t in texts})
    return len({recognise(text_of(t)).column for t in texts} - {""})


def _positions(
    file: Path, headers: Sequence[str], mapping: Mapping[str, str]
) -> dict[str, tuple[int, Header]]:
    keys = [header_key(h) for h in headers]
    at = {}
    for column, header in mapping.items():
        try:
            index = keys.index(header_key(header))
        except ValueError:
            named = ", ".join(h for h in headers if h)[:300]
            raise KompasError(
                f"{file.name}, {column}", f"has no column '{header[:60]}'.", f"It has {named}."
            ) from None
        at[column] = (index, Header(column, recognise(headers[index]).unit))
    return at


def _mark(grid: Grid, header: int, at: Mapping[str, tuple[int, Header]], fixed: str) -> Mark:
    if fixed in (",", "."):
        return "," if fixed == "," else "."
    indices = [i for c, (i, _) in at.items() if c in NUMBERS or c in ATTRIBUTES]
    seen: set[str] = set()
    for number, cells in itertools.islice(grid.rows(), header + SAMPLE):
        if number > header:
            texts = (cells[i] for i in indices if i < len(cells))
            seen |= {mark_of(c) for c in texts if isinstance(c, str)} - {""}
    if len(seen) == 1:
        return "," if seen == {","} else "."
    # A file separated by semicolons was written where the comma is the decimal mark.
    return "," if not seen and grid.separator == ";" else ""


def _is_header(cells: Sequence[Cell], own: Sequence[str]) -> bool:
    """Tell whether a row is the header once more, as printed lists have it on every page."""
    if not any(text_of(c) == h for c, h in zip(cells[:3], own, strict=False) if h):
        return False  # most rows are told from a header by their first fields
    texts = [(c, h) for c, h in zip(cells, own, strict=False) if isinstance(c, str) and c.strip()]
    return len(texts) >= 2 and sum(text_of(c) == h for c, h in texts) >= 0.6 * len(texts)


def _is_translated(cells: Sequence[Cell], columns: Mapping[int, str]) -> bool:
    """Tell whether a row says the header in the other language, as in our own template."""
    texts = [(i, c) for i, c in enumerate(cells) if isinstance(c, str) and c.strip()]
    same = sum(recognise(text_of(c)).column == columns.get(i, " ") for i, c in texts)
    return len(texts) >= 2 and same >= 0.6 * len(texts)


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
