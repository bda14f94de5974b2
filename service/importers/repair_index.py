"""The French repair index: the consolidated CSV of the makers' own declarations (";" separated)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from service.importers.base import About, Figure, Item, Reading, Record, Rejection, Sample, Source
from service.importers.safe import Row, csv_rows
from service.importers.values import day, fault, number, year

COLUMNS = (
    "id_modele",
    "referentiel_id_modele",
    "nom_modele",
    "categorie_produit",
    "id_metteur_sur_le_marche",
    "nom_metteur_sur_le_marche",
    "date_calcul",
    "note_ir",
)
GROUPS = {"ordinateur portable": "laptop", "smartphone": "smartphone"}
WORST, BEST = 0.0, 10.0


class RepairIndex:
    """Reads the file that follows etalab/schema-indice-reparabilite (207 columns)."""

    id = "repair_index"
    title = "French repair index (CSV)"
    licence = "Licence Ouverte / Etalab 2.0"

    def recognises(self, sample: Sample) -> bool:
        """Tell by the columns in the first line."""
        first = sample.head.split(b"\n", 1)[0]
        return b"id_modele;" in first and b"note_ir" in sample.head

    def about(self, file: Path, reading: Reading) -> About:
        """Return the origin; its version is the day of the newest index in the file."""
        version = reading.options.get("version", "")
        if not version:
            days = (
                day(row.get("date_calcul"))
                for row in csv_rows(file, COLUMNS, delimiter=";")
                if isinstance(row, Row)
            )
            newest = max((d for d in days if d is not None), default=None)
            version = newest.isoformat() if newest else ""
        return About(
            name="Indice de réparabilité",
            version=version,
            year=year(version),
            publisher="data.gouv.fr",
            licence=self.licence,
            attribution="Indice de réparabilité, data.gouv.fr (Licence Ouverte 2.0)",
            url="https://www.data.gouv.fr",
        )

    def read(self, file: Path, reading: Reading) -> Iterator[Item]:
        """Yield a record an index; of a model's several ones the newest year counts."""
        for row in csv_rows(file, COLUMNS, delimiter=";"):
            if isinstance(row, Rejection):
                yield row
            else:
                yield from _model(row)


SOURCE: Source = RepairIndex()


def _model(row: Row) -> Iterator[Item]:
    model, maker = row.get("id_modele"), row.get("nom_metteur_sur_le_marche")
    if not model:
        yield Rejection(row.place, "id_modele", "", "is empty.", "Give the model's id.")
        return
    index = number(row.get("note_ir"))
    if index is None or not WORST <= index <= BEST:
        yield Rejection(
            row.place, "note_ir", row.get("note_ir"), "is no index.", "Give 0 to 10, such as 7.3."
        )
        return
    when = day(row.get("date_calcul"))
    if when is None:
        yield fault(
            row.place, "date_calcul", row.get("date_calcul"), "is no day.", "Write YYYY-MM-DD."
        )
    is_gtin = row.get("referentiel_id_modele") == "GTIN_EAN"
    name = row.get("nom_modele") or model
    named = name.casefold().startswith(maker.casefold())
    yield Record(
        place=row.place,
        key="-".join((model, row.get("id_metteur_sur_le_marche"), row.get("date_calcul"))),
        name_en=name if named else f"{maker} {name}",
        brand=maker,
        group=GROUPS.get(row.get("categorie_produit").casefold(), ""),
        gtins=(model,) if is_gtin else (),
        part_numbers=() if is_gtin else (model,),
        figures=(
            Figure("repair_index", index, "0-10", status="supplier", year=when.year if when else 0),
        ),
    )
