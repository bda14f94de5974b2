"""Boavizta: carbon footprints of devices, collected from the makers' own reports (CSV).

They are made by model name only; lifetimes and grids differ by maker, so the rules compare them
within a brand and never between brands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from service.importers.base import About, Figure, Item, Reading, Record, Rejection, Sample, Source
from service.importers.safe import Row, csv_rows
from service.importers.values import day, fault, number, year

COLUMNS = ("manufacturer", "name", "subcategory", "gwp_total", "gwp_use_ratio", "gwp_error_ratio")
GROUPS = {  # all else (servers, printers, watches) is kept and not scored
    "laptop": "laptop",
    "desktop": "desktop",
    "monitor": "monitor",
    "smartphone": "smartphone",
    "tablet": "tablet",
}
# column, attribute, unit, largest; a stated 0 means "not stated" in all of these
FIGURES = (
    ("gwp_total", "gwp_total", "kg CO2e", 1e6),
    ("gwp_use_ratio", "gwp_use_ratio", "", 1.0),
    ("gwp_error_ratio", "gwp_error_ratio", "", 5.0),
    ("yearly_tec", "tec", "kWh/år", 1e5),
    ("screen_size", "screen_size", "″", 200.0),
)
_LINE = re.compile(r"[A-Za-zÅ-ÿ]{4,}\b.*\d")  # "IdeaPad 3 17": a line's name and a number
_BACKWARDS = re.compile(r"(\d\d)-(\d\d)-(\d{4})")
_NOT_KEY = re.compile(r"[^a-z0-9+]+")


class Boavizta:
    """Reads boavizta-data-us.csv of Boavizta/environmental-footprint-data."""

    id = "boavizta"
    title = "Boavizta device footprints (CSV)"
    licence = "ODbL 1.0 and DbCL 1.0"

    def recognises(self, sample: Sample) -> bool:
        """Tell by the columns in the first line."""
        first = sample.head.split(b"\n", 1)[0]
        return b"manufacturer" in first and b"gwp_use_ratio" in first

    def about(self, file: Path, reading: Reading) -> About:
        """Return the origin; its version is the day on which the last row was added."""
        version = reading.options.get("version", "")
        if not version:
            version = max(
                (_added(row) for row in csv_rows(file) if isinstance(row, Row)), default=""
            )
        return About(
            name="Boavizta",
            version=version,
            year=year(version),
            publisher="Boavizta",
            licence=self.licence,
            attribution="Contains information from Boavizta/environmental-footprint-data, made "
            "available under the ODbL 1.0",
            url="https://github.com/Boavizta/environmental-footprint-data",
        )

    def read(self, file: Path, reading: Reading) -> Iterator[Item]:
        """Yield a record a model; a name of several models is split where each part is whole."""
        for row in csv_rows(file, COLUMNS):
            if isinstance(row, Rejection):
                yield row
            else:
                yield from _device(row)


SOURCE: Source = Boavizta()


def _device(row: Row) -> Iterator[Item]:
    brand, name = row.get("manufacturer"), row.get("name")
    if not brand or not name:
        yield Rejection(row.place, "name", name, "has no maker or no name.", "Fill both in.")
        return
    figures = []
    for column, attribute, unit, largest in FIGURES:
        text = row.get(column)
        value = number(text)
        if value == 0 and column == "gwp_error_ratio":
            yield fault(
                row.place, column, text, "counts as not stated.", "No report is without error."
            )
        elif value is not None and 0 < value <= largest:
            when = year(row.get("report_date"))
            figures.append(Figure(attribute, value, unit, status="supplier", year=when))
        elif text and value != 0:
            yield fault(row.place, column, text, "cannot be so.", f"Give 0 to {largest:g}.")
    if not figures:
        yield Rejection(row.place, "gwp_total", "", "has no figure at all.", "Leave the row out.")
        return
    parts = [part.strip() for part in name.split("/")]
    if len(parts) > 1 and not all(_LINE.match(part) for part in parts):
        yield Rejection(
            row.place,
            "name",
            name,
            "names several models, and which they are cannot be told.",
            "Give each model a row of its own with its full name.",
        )
        return
    if len(parts) > 1:
        yield fault(
            row.place, "name", name, "names several models; each is taken.", "Give each a row."
        )
    for part in parts:
        full = part if part.casefold().startswith(brand.casefold()) else f"{brand} {part}"
        yield Record(
            place=row.place,
            key=_NOT_KEY.sub("-", full.casefold()).strip("-"),
            name_en=full,
            brand=brand,
            group=GROUPS.get(row.get("subcategory").casefold(), ""),
            # A name without a number tells no generation.
            family=full if any(c.isdigit() for c in part) else "",
            figures=tuple(figures),
        )


def _added(row: Row) -> str:
    """Return the day a row was added as YYYY-MM-DD, "" where it is not told."""
    text = row.get("added_date")
    found = _BACKWARDS.fullmatch(text)  # half of the rows have the day first
    when = day("-".join(reversed(found.groups())) if found else text)
    return when.isoformat() if when else ""
