"""The columns of an uploaded file as a table to correct: what each header is taken for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from scoring.errors import KompasError
from service.importers.columns import SYNONYMS, all_columns, guess, header_key
from service.importers.tabular import find_table
from service.loading.catalogue import FOLDER
from service.loading.csvfile import lines
from service.template_columns import columns as template_columns

FREE = ("supplier",)  # sources whose columns are free
OPTIONS: Mapping[str, tuple[str, ...]] = {  # what a source may be told beside its columns
    "supplier": ("supplier", "version", "complete", "currency", "decimal", "sheet"),
    "agribalyse": ("version", "year"),
    "bmecat": ("supplier",),
    "peppol": ("supplier",),
    "tco": ("version",),
}
ONLY_VERSION = ("version",)
SAMPLES, LONGEST = 3, 60  # values shown of a column, characters of each
Sure = Literal["sure", "unsure", "none"]


@dataclass(frozen=True, slots=True)
class Taken:
    """One column of the file: its header, some values, what it is taken for and how surely."""

    header: str
    values: tuple[str, ...]
    column: str
    sure: Sure


@dataclass(frozen=True, slots=True)
class Guessed:
    """A file's columns, and where its header stands."""

    where: str
    columns: tuple[Taken, ...]


def options_of(source: str) -> tuple[str, ...]:
    """Return the settings that a source may be given."""
    return OPTIONS.get(source, ONLY_VERSION)


def guessed(file: Path, columns: Mapping[str, str], options: Mapping[str, str]) -> Guessed:
    """Return the columns of a file; `columns` (ours → the file's) go before what is guessed.

    Raises:
        KompasError: where no table is found in the file.
    """
    table = find_table(file, {}, options, known=False)
    found = guess(table.headers)
    chosen = {header_key(header): column for column, header in columns.items()}
    sure = {header: column for column, header in found.mapping.items()}
    unsure = {header: column for column, header in found.unsure.items()}
    samples = _samples(table.grid.rows(), table.header_row, len(table.headers))
    taken = []
    for index, header in enumerate(table.headers):
        if not header:
            continue
        how: Sure = "sure" if header in sure else "unsure" if header in unsure else "none"
        column = sure.get(header, "")
        if columns:
            column = chosen.get(header_key(header), "")
        elif how == "unsure":
            column = unsure[header]
        taken.append(Taken(header, samples[index], column, how))
    sheet = table.grid.sheet
    return Guessed(f"{sheet}, {table.header_row}" if sheet else str(table.header_row), tuple(taken))


def _samples(rows: object, header: int, width: int) -> list[tuple[str, ...]]:
    seen: list[list[str]] = [[] for _ in range(width)]
    for number, cells in rows:  # type: ignore[attr-defined]
        if number <= header:
            continue
        if number > header + 20:
            break
        for index, cell in enumerate(cells[:width]):
            text = "" if cell is None else str(cell).strip()
            if text and text not in seen[index] and len(seen[index]) < SAMPLES:
                seen[index].append(text[:LONGEST])
    return [tuple(values) for values in seen]


def chosen(headers: Sequence[str], columns: Sequence[str]) -> dict[str, str]:
    """Return our column → the file's header, from what was chosen for each header.

    Raises:
        KompasError: for a column that is none of ours, or one that two headers are taken for.
    """
    known, found = all_columns(), dict[str, str]()
    for header, column in zip(headers, columns, strict=True):
        if not column:
            continue
        if column not in known:
            raise KompasError(header[:60], f"'{column[:40]}' is no column here.", "Choose another.")
        if column in found:
            raise KompasError(
                header[:60], f"is the same as {found[column][:60]!r}.", "Let one of them go."
            )
        found[column] = header
    return found


@cache
def choices(language: str) -> tuple[tuple[str, str], ...]:
    """Return our columns with what they are called, in the order of the template."""
    place = 0 if language == "da" else 1
    ours = {column.id: (column.da, column.en)[place] for column in template_columns()}
    titles = {c: ours.get(c, h.split("|")[place].capitalize()) for c, h in SYNONYMS.items()}
    named = list(titles.items())
    more = sorted(all_columns() - set(SYNONYMS))
    spoken = f"name_{language}"
    codes = {
        line.need("code"): line.need(spoken)
        for line in lines(FOLDER / "labels.csv", ("code", "name_da", "name_en"))
    }
    for column in more:
        base, _, rest = column.partition(":")
        if rest:
            named.append((column, f"{_LABEL[language]}: {codes.get(rest, rest)}"))
        else:
            base, number = column.rsplit("_", 1)
            named.append((column, f"{titles[base]} {number}"))
    return tuple(named)


_LABEL = {"da": "Mærke", "en": "Label"}
