"""ENERGY STAR certified computers: the official CSV export and the Socrata JSON.

Models are known by name, Lenovo's by machine type; the files hold no GTIN. A model has a figure
per category of equipment it is sold with: the lowest and highest are the interval.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median_low

from scoring.identifiers import brand_key
from service.importers.base import (
    About,
    Certificate,
    Figure,
    Item,
    Reading,
    Record,
    Rejection,
    Sample,
    Source,
)
from service.importers.jsonfile import objects, text
from service.importers.safe import csv_rows, open_bytes
from service.importers.values import day, fault, number, year

ID, BRAND, NAME, NUMBER = "ENERGY STAR Unique ID", "Brand Name", "Model Name", "Model Number"
COLUMNS = (ID, BRAND, NAME, NUMBER, "Type", "Date Certified")
FIELDS = {  # Socrata's name -> the export's
    "pd_id": ID,
    "brand_name": BRAND,
    "model_name": NAME,
    "model_number": NUMBER,
    "type": "Type",
    "date_certified": "Date Certified",
}
GROUPS = {
    "notebook": "laptop",
    "two-in-one notebook": "laptop",
    "desktop": "desktop",
    "integrated desktop": "desktop",
    "slate/tablet": "tablet",
}
LARGEST_TEC = 5_000.0  # kWh a year
_TEC = re.compile(r"(?:^|[ _])tec[ _]of[ _]model", re.IGNORECASE)
_MODEL = re.compile(r"[A-Za-z]{2,}\S*\s.*\d|[A-Za-z]+.*\d.*\s")  # a name of words with a number
MACHINE_TYPE = re.compile(r"[0-9A-Z]{4}\**")


class EnergyStar:
    """Reads "ENERGY STAR Certified Computers" as CSV or JSON, versions 7 to 9."""

    id = "energystar"
    title = "ENERGY STAR certified computers (CSV or JSON)"
    licence = "US public data"

    def recognises(self, sample: Sample) -> bool:
        """Tell by the columns or fields of the register."""
        head = sample.head
        if head.lstrip()[:1] in (b"[", b"{"):
            return b'"pd_id"' in head and b'"brand_name"' in head
        return head.startswith((b"ENERGY STAR Unique ID", b'"ENERGY STAR Unique ID"'))

    def about(self, file: Path, reading: Reading) -> About:
        """Return the origin; the version of the criteria is told by their categories.

        Each version has its own list, so that a list never withdraws another version's.
        """
        version = reading.options.get("version") or _version(file)
        dates = (day(cells.get("Date Certified", "")) for _, cells, _ in _rows(file))
        newest = max((d for d in dates if d is not None), default=None)
        return About(
            name="ENERGY STAR certified computers",
            version=version,
            year=newest.year if newest else year(version),
            publisher="US Environmental Protection Agency",
            licence=self.licence,
            attribution="ENERGY STAR, US Environmental Protection Agency",
            url="https://www.energystar.gov/productfinder",
            part=f"computers {version}",
        )

    def read(self, file: Path, reading: Reading) -> Iterator[Item]:
        """Yield a record a certified model."""
        for place, cells, problem in _rows(file):
            if problem is not None:
                yield problem
            else:
                yield from _model(place, cells)


SOURCE: Source = EnergyStar()


def _is_json(file: Path) -> bool:
    with open_bytes(file) as stream:
        return stream.read(64).lstrip()[:1] in (b"[", b"{")


def _rows(file: Path) -> Iterator[tuple[str, Mapping[str, str], Rejection | None]]:
    if _is_json(file):
        for index, item in objects(file):
            place = f"object {index}"
            if not isinstance(item, dict):
                problem = Rejection(place, "", str(item)[:60], "is no object.", "Fetch it again.")
                yield place, {}, problem
                continue
            yield place, {FIELDS.get(str(k), str(k)): text(item, str(k)) for k in item}, None
        return
    for row in csv_rows(file, COLUMNS):
        if isinstance(row, Rejection):
            yield row.place, {}, row
        else:
            yield row.place, {k: v.strip() for k, v in row.cells.items() if v.strip()}, None


def _version(file: Path) -> str:
    if _is_json(file):
        for _, item in objects(file):
            old = isinstance(item, dict) and any(k.startswith("category_") for k in item)
            return "8.0" if old else "9.0"
        return "9.0"
    for row in csv_rows(file, COLUMNS):
        if isinstance(row, Rejection):
            continue
        if "Category I3: TEC of Model (kWh)" in row.cells:
            return "7.1"
        return "8.0" if "Category 0: TEC of Model (kWh)" in row.cells else "9.0"
    return "9.0"


def _model(place: str, cells: Mapping[str, str]) -> Iterator[Item]:
    key, brand = cells.get(ID, ""), cells.get(BRAND, "")
    name, code = cells.get(NAME, ""), cells.get(NUMBER, "")
    if not key or not brand or not (name or code):
        yield Rejection(place, ID, key, "has no id, brand or model.", "Take the file as published.")
        return
    family = _family(brand, name, code)
    parts: list[str] = []
    for part in (p.strip() for p in re.split(r"[,，;]", code)):
        if brand_key(brand) == "lenovo" and MACHINE_TYPE.fullmatch(part):
            parts.append(part.rstrip("*"))
        elif "*" in part:
            yield fault(
                place, NUMBER, part, "stands for many models.", "Only whole numbers identify."
            )
        elif not family and len(part) >= 5 and " " not in part:
            # Beside a name it is a regulatory number (Dell's P75F), which many models share.
            parts.append(part)
    figures: list[Figure] = []
    found: list[float] = []
    for column, cell in cells.items():
        if _TEC.search(column) and cell:
            value = number(cell)
            if value is not None and 0 < value <= LARGEST_TEC:
                found.append(value)
            elif value != 0:
                yield fault(place, column, cell, "is no consumption.", "Give kWh a year.")
    certified = day(cells.get("Date Certified", ""))
    when = certified.year if certified else 0
    if found:
        low, high = min(found), max(found)
        figures.append(
            Figure("tec", median_low(found), "kWh/år", low, high, status="measured", year=when)
        )
    title = family or f"{brand} {name or code}"
    yield Record(
        place=place,
        key=key,
        name_en=title,
        brand=brand,
        group=GROUPS.get(cells.get("Type", "").casefold(), ""),
        part_numbers=tuple(dict.fromkeys(parts)),
        family=family,
        figures=tuple(figures),
        certificates=(Certificate("ENERGY_STAR", key, certified),),
    )


def _family(brand: str, name: str, code: str) -> str:
    """Return brand and model where one of the two fields is one model's full name, else "".

    Makers swap the fields: Dell gives its regulatory number as the name, and the name as number.
    """
    for text_ in (name, code):
        plain = " ".join(text_.rstrip("* ").split())
        if any(mark in plain for mark in "*,;，") or not _MODEL.search(plain):
            continue
        return plain if plain.casefold().startswith(brand.casefold()) else f"{brand} {plain}"
    return ""
