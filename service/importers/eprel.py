"""EPREL, the EU's product registry for energy labels: the export of a group, a ZIP of JSON arrays,
or a flat CSV of it with the field names that Open Food Facts' tools give it.

Registrations name the maker's regulatory model, sometimes with wildcards, and no GTIN.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, cast
from zipfile import is_zipfile

from service.importers.base import About, Figure, Item, Reading, Record, Rejection, Sample, Source
from service.importers.jsonfile import stream_objects, text
from service.importers.safe import BOM, csv_rows, open_zip
from service.importers.values import CLASSES, day, fault, number, year

GROUPS = {"electronicdisplays": "monitor", "smartphonestablets20231669": "smartphone"}
DEVICES = {"SMARTPHONE": "smartphone", "TABLET": "tablet", "SLATE_TABLET": "tablet"}
KINDS = {"TELEVISION": "", "MONITOR": "monitor", "SIGNAGE": ""}
WILDCARDS = "*?#%…"
FLAT = {  # the flat CSV's columns, by the export's fields
    "eprelRegistrationNumber": "eprel_id",
    "modelIdentifier": "manufacturer:reference_number",
    "supplierOrTrademark": "brands",
    "deviceType": "device_type",
    "onMarketStartDate": "release_date",
    "energyClass": "energy_efficiency_class:eu",
    "repairabilityClass": "repairability_class:eu",
    "repairabilityIndex": "repairability_index:eu",
    "minYearsSoftwareUpdates": "consumer_electronics:min_years_software_updates",
    "guaranteeDuration": "guarantee_duration:months",
    "ratedBatteryCapacity": "consumer_electronics:battery_capacity:mah",
    "batteryEnduranceInCycles": "battery_endurance_in_cycles:eu",
}
NEEDED = ("eprel_id", "manufacturer:reference_number", "brands")
# fields, attribute, unit, factor, largest
FIGURES = (
    (("minYearsSoftwareUpdates",), "update_years", "år", 1.0, 25.0),
    (("guaranteeDuration",), "warranty_years", "år", 1 / 12, 25.0),  # registered in months
    (("ratedBatteryCapacity",), "battery_capacity", "mAh", 1.0, 1e6),
    (("batteryEnduranceInCycles",), "battery_cycles", "cyklusser", 100.0, 1e5),  # in hundreds
    (("repairabilityIndex",), "eu_repair_index", "1-5", 1.0, 5.0),
    (("diagonalInch", "screenDiagonalInch"), "screen_size", "″", 1.0, 200.0),
)
LETTERS = (
    (("energyClass", "energyClassSDR"), "energy_class"),
    (("repairabilityClass",), "repair_class"),
)


class Eprel:
    """Reads what /api/exportProducts/{group} gives."""

    id = "eprel"
    title = "EPREL export (ZIP of JSON, or flat CSV)"
    licence = "CC BY 4.0"

    def recognises(self, sample: Sample) -> bool:
        """Tell by the members and the fields of the first registration, or by the header."""
        header = sample.head.split(b"\n", 1)[0]
        if not sample.members and all(name.encode() in header for name in NEEDED):
            return True
        registered = b'"eprelRegistrationNumber"' in sample.inner
        return bool(sample.members) and registered and b'"modelIdentifier"' in sample.inner

    def about(self, file: Path, reading: Reading) -> About:
        """Return the origin; its version is the day that the archive gives its newest member."""
        version = reading.options.get("version", "")
        days = []
        if is_zipfile(file):
            with open_zip(file) as archive:
                days = [m.date_time[:3] for m in archive.infolist()]
        if not version and days and max(days)[0] > 1980:  # 1980 means that no day was written
            version = "-".join(f"{part:02d}" for part in max(days))
        found = (item for _, item in _items(file) if not isinstance(item, Rejection))
        group = next((text(item, "productGroup") for item in found), "")
        return About(
            name="EPREL",
            version=version,
            year=year(version),
            publisher="European Commission",
            licence=self.licence,
            attribution="EPREL, European Commission (CC BY 4.0)",
            url="https://eprel.ec.europa.eu",
            part=group,
        )

    def read(self, file: Path, reading: Reading) -> Iterator[Item]:
        """Yield a record a registration that is published."""
        for place, item in _items(file):
            if isinstance(item, Rejection):
                yield item
            else:
                yield from _registration(place, item)


SOURCE: Source = Eprel()


def _flat(file: Path) -> Iterator[tuple[str, Any]]:
    for row in csv_rows(file, NEEDED):
        if isinstance(row, Rejection):
            yield row.place, row
        else:
            yield row.place, {field: row.get(column) for field, column in FLAT.items()}


def _items(file: Path) -> Iterator[tuple[str, Any]]:
    if not is_zipfile(file):
        yield from _flat(file)
        return
    with open_zip(file) as archive:
        for member in archive.infolist():
            if member.is_dir() or not member.file_size:
                continue
            with archive.open(member) as packed:
                stream = io.BufferedReader(cast(io.RawIOBase, packed))
                if stream.peek(3)[:3] == BOM:
                    stream.read(3)
                name = member.filename.replace("\\", "/").rpartition("/")[2][:60]
                for index, item in stream_objects(file, stream, "item"):
                    yield f"{name}, object {index}", item


def _first(item: Any, fields: tuple[str, ...]) -> tuple[str, str]:
    return next(((f, text(item, f)) for f in fields if text(item, f)), (fields[0], ""))


def _registration(place: str, item: Any) -> Iterator[Item]:
    key, model = text(item, "eprelRegistrationNumber"), text(item, "modelIdentifier")
    if not key or not model:
        yield Rejection(place, "modelIdentifier", model, "has no number or model.", "Export again.")
        return
    status = text(item, "status")
    if status and status.upper() != "PUBLISHED":
        yield Rejection(place, "status", status, "is not published.", "Nothing to do.")
        return
    market = item.get("onMarketStartDate")
    started = day(market)
    figures: list[Figure] = []
    for found in (*_letters(place, item, started), *_numbers(place, item, started)):
        if isinstance(found, Figure):
            figures.append(found)
        else:
            yield found
    wild = any(mark in model for mark in WILDCARDS)
    if wild:
        yield fault(
            place, "modelIdentifier", model, "stands for many models.", "Only whole numbers match."
        )
    brand = text(item, "supplierOrTrademark")
    yield Record(
        place=place,
        key=key,
        name_en=model if model.casefold().startswith(brand.casefold()) else f"{brand} {model}",
        brand=brand,
        group=_group(item),
        part_numbers=() if wild else (model,),
        figures=tuple(figures),
    )


def _group(item: Mapping[str, Any]) -> str:
    device = DEVICES.get(text(item, "deviceType").upper())
    group = device or GROUPS.get(text(item, "productGroup").casefold(), "")
    kind = text(item, "displayType") or text(item, "category")
    return KINDS.get(kind.upper(), group) if group == "monitor" else group


def _letters(place: str, item: Any, started: date | None) -> Iterator[Figure | Rejection]:
    for fields, attribute in LETTERS:
        field, letter = _first(item, fields)
        if letter.upper() in CLASSES:
            value = CLASSES[letter.upper()]
            yield Figure(attribute, value, "klasse", year=started.year if started else 0)
        elif letter:  # A+ to A+++ are of the scale that ended in 2021
            yield fault(place, field, letter, "is no class of today's scale.", "Use A to G.")


def _numbers(place: str, item: Any, started: date | None) -> Iterator[Figure | Rejection]:
    for fields, attribute, unit, factor, largest in FIGURES:
        field, cell = _first(item, fields)
        value = number(cell)
        if value is not None and 0 <= value * factor <= largest:
            when = started.year if started else 0
            yield Figure(attribute, round(value * factor, 6), unit, year=when)
        elif cell:
            yield fault(place, field, cell, "cannot be so.", f"Give 0 to {largest / factor:g}.")
