"""CONCITO, The Big Climate Database: the Danish workbook of kg CO2e per kg of 500 foods.

Version 1.0 (sheet Ra_500food) gives each food a GS1 GPC brick; later ones (sheet DK) hold the
text "Ikke beregnet for DK" where there is no Danish figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from scoring.errors import KompasError
from service.importers.base import About, Figure, Item, Reading, Record, Rejection, Sample, Source
from service.importers.safe import check_columns
from service.importers.values import fault, number
from service.importers.workbook import Cell, first_rows, sheet_rows

UNIT = "kg CO2e/kg"
YEARS = {"1.0": 2021, "1.1": 2024, "1.2": 2025}
KEY_OF = {"Ra_500food": "ID_Ra_500prod", "DK": "ID_Ra"}  # sheet -> column of the food's id
TOTAL_OF = {"Ra_500food": "Total kg CO2-eq/kg", "DK": "Total kg CO2e/kg"}
BRICK = "GPC brick no, level 4"
NOT_DANISH = "ikke beregnet"
_VERSION = re.compile(r"DK version (\d+(?:\.\d+)+)")


class Concito:
    """Reads the workbook as it is downloaded from denstoreklimadatabase.dk."""

    id = "concito"
    title = "CONCITO, The Big Climate Database (XLSX)"
    licence = "Free access; no licence stated: import your own download, do not pass it on"

    def recognises(self, sample: Sample) -> bool:
        """Tell by the sheet and the column of the foods' ids."""
        return _sheet(sample.sheets) is not None

    def about(self, file: Path, reading: Reading) -> About:
        """Return the origin; later workbooks name their version in the sheet of comparisons."""
        sheets = first_rows(file)
        version = reading.options.get("version", "")
        if not version and _sheet(sheets) == "Ra_500food":
            version = "1.0"
        if not version:
            told = _VERSION.findall(" ".join(cell for row in sheets.values() for cell in row))
            version = max(told, key=lambda v: [int(n[:9]) for n in v.split(".")], default="")
        if not version:
            raise KompasError(
                file.name,
                "does not tell its version.",
                'Give it in the mapping file: [options] version = "1.2".',
            )
        return About(
            name="CONCITO, The Big Climate Database",
            version=version,
            year=YEARS.get(version, 0),
            publisher="CONCITO",
            licence=self.licence,
            attribution=f"CONCITO, Den store klimadatabase {version}",
            url="https://denstoreklimadatabase.dk",
        )

    def read(self, file: Path, reading: Reading) -> Iterator[Item]:
        """Yield a group record a food; a food without a Danish figure is rejected with why."""
        sheet = _sheet(first_rows(file))
        if sheet is None:
            raise KompasError(file.name, "has no sheet of foods.", "Take it as it was published.")
        rows = sheet_rows(file, sheet)
        _, top = next(rows)
        header = [str(cell).strip() if cell is not None else "" for cell in top]
        check_columns(file, header, (KEY_OF[sheet], "Navn", TOTAL_OF[sheet]))
        for row, values in rows:
            cells: dict[str, Cell] = {}
            for name, value in zip(header, values, strict=False):
                cells.setdefault(name, value)  # 1.0 has the brick's column twice
            yield from _food(f"sheet {sheet}, row {row}", cells, sheet)


SOURCE: Source = Concito()


def _sheet(sheets: Mapping[str, tuple[str, ...]]) -> str | None:
    return next((s for s, key in KEY_OF.items() if key in sheets.get(s, ())), None)


def _food(place: str, cells: Mapping[str, Cell], sheet: str) -> Iterator[Item]:
    key = _text(cells, KEY_OF[sheet])
    name = _text(cells, "Navn") or _text(cells, "Produkt")  # foods new in 1.2 have the latter only
    if not key:
        return  # a note below the table
    total = cells.get(TOTAL_OF[sheet])
    if not name:
        yield Rejection(place, "Navn", key, "has no name.", "Take the file as it was published.")
        return
    value = number(total)
    if value is None or value < 0:
        missing = isinstance(total, str) and NOT_DANISH in total.casefold()
        yield Rejection(
            place,
            TOTAL_OF[sheet],
            str(total if total is not None else ""),
            f"{name} has no figure for Denmark." if missing else "is no footprint.",
            "Nothing to correct: CONCITO did not calculate it."
            if missing
            else "Take the file as it was published.",
        )
        return
    brick = number(cells.get(BRICK))
    if brick is None and cells.get(BRICK) not in (None, ""):
        yield fault(place, BRICK, cells.get(BRICK), "is no GPC brick.", "A brick has 8 digits.")
    yield Record(
        place=place,
        key=key,
        about="group",
        name_da=name,
        name_en=_text(cells, "Name"),
        codes=(f"gpc:{int(brick)}",) if brick else (),
        figures=(Figure("co2e_concito", value, UNIT, status="typical"),),
    )


def _text(cells: Mapping[str, Cell], column: str) -> str:
    value = cells.get(column)
    return "" if value is None else str(value).strip()
