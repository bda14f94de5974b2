"""Agribalyse, ADEME's French food database: the synthesis CSV of about 2,450 foods.

Its kg CO2e per kg and CONCITO's are never put on one scale: they differ by a factor 2 from food
to food, so each has its own attribute, and a ruleset chooses one.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from service.importers.base import About, Figure, Item, Reading, Record, Rejection, Sample, Source
from service.importers.safe import csv_rows
from service.importers.values import fault, number

VERSION, YEAR = "3.2", 2024  # the file does not tell; [options] version and year in a mapping do
CODE, NAME, FRENCH = "Code AGB", "LCI Name", "Nom du Produit en Français"
FIGURES = (
    ("Changement climatique", "co2e_agribalyse", "kg CO2e/kg"),
    ("Score unique EF", "ef_mpt_per_kg", "mPt/kg"),
    ("DQR", "agribalyse_dqr", "1-5"),
)


class Agribalyse:
    """Reads the sheet "Synthese" as ADEME publishes it as CSV."""

    id = "agribalyse"
    title = "Agribalyse synthesis (CSV)"
    licence = "Licence Ouverte / Etalab 2.0"

    def recognises(self, sample: Sample) -> bool:
        """Tell by the column of codes in the first line."""
        return b"Code AGB" in sample.head.split(b"\n", 1)[0]

    def about(self, file: Path, reading: Reading) -> About:
        """Return the origin; the file does not tell its version, a mapping file may."""
        version = reading.options.get("version", VERSION)
        year = number(reading.options.get("year", YEAR if version == VERSION else 0))
        return About(
            name="Agribalyse",
            version=version,
            year=int(year or 0),
            publisher="ADEME",
            licence=self.licence,
            attribution=f"Agribalyse {version}, ADEME (Licence Ouverte 2.0)",
            url="https://agribalyse.ademe.fr",
        )

    def read(self, file: Path, reading: Reading) -> Iterator[Item]:
        """Yield a group record a food, found by its Agribalyse code where we have it."""
        columns = (CODE, NAME, FRENCH, *(f[0] for f in FIGURES))
        for row in csv_rows(file, columns):
            if isinstance(row, Rejection):
                yield row
                continue
            code, name = row.get(CODE), row.get(NAME) or row.get(FRENCH)
            if not code or not name:
                yield Rejection(
                    row.place, CODE, code, "has no code or no name.", "Take the file as published."
                )
                continue
            figures = []
            for column, attribute, unit in FIGURES:
                value = number(row.get(column))
                if value is not None and value >= 0:
                    figures.append(Figure(attribute, value, unit, status="typical"))
                elif row.get(column):
                    yield fault(
                        row.place, column, row.get(column), "is no figure.", "Write a number."
                    )
            if not figures:
                yield Rejection(row.place, "", code, "has no figure at all.", "Leave the row out.")
                continue
            yield Record(
                place=row.place,
                key=code,
                about="group",
                name_en=name,
                codes=(f"agribalyse:{code}",),
                figures=tuple(figures),
            )


SOURCE: Source = Agribalyse()
