"""The source `supplier`: a supplier's own CSV or XLSX, with its columns mapped or guessed."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from service.importers.base import About, Item, Reading, Rejection, Sample
from service.importers.numbers import day
from service.importers.supplier_fields import Fields
from service.importers.supplier_record import Once, record_of, slug
from service.importers.tabular import HEADER_WITHIN, find_table
from service.importers.units import ATTRIBUTES

EXAMPLE = "EKSEMPEL"  # how the template's example row begins; it is never imported
NO_TABLE = (b"<", b"{", b"[", b"%PDF", b"PK", b"\xd0\xcf\x11\xe0")


@dataclass(frozen=True)
class SupplierFile:
    """Reads what suppliers send: prices, identifiers, labels and figures, one product a row."""

    id: str = "supplier"
    title: str = "Leverandørens egen prisliste eller skema (CSV, XLSX)"

    def recognises(self, sample: Sample) -> bool:
        """Tell whether it is a workbook or separated text that no official format fits.

        Columns are free and may all be mapped, so the form is all that can be asked for.
        """
        from service.importers import registry  # the registry knows this source, too

        if any(s.recognises(sample) for s in registry.SOURCES if s.id != self.id):
            return False
        return bool(sample.sheets) if sample.members else _is_table(sample.head)

    def about(self, file: Path, reading: Reading) -> About:
        """Return the supplier's name, and as version the mapping's or today's date."""
        supplier = reading.options.get("supplier", "") or reading.shop
        today = date.today()
        return About(
            name=f"Leverandøroplysninger{f' fra {supplier}' if supplier else ''}",
            version="-".join(filter(None, (slug(supplier), self._version(reading, today)))),
            year=today.year,
            publisher=supplier,
            licence="Leverandørens egne oplysninger",
            attribution=f"Oplyst af {supplier}" if supplier else "Oplyst af leverandøren",
            url="",
            part=supplier,
            # A returned data request holds a few products; only a full list may withdraw others.
            complete=reading.options.get("complete", "").casefold() in ("ja", "yes", "true", "1"),
        )

    def _version(self, reading: Reading, today: date) -> str:
        stated = reading.options.get("version", "")
        found = day(stated) if stated[:4].isdigit() and "-" in stated else None
        return (found or today).isoformat() if not stated or found else slug(stated)

    def read(self, file: Path, reading: Reading) -> Iterator[Item]:
        """Yield the records of a file; a field that cannot be used is left out and reported.

        Raises:
            KompasError: where no table is found, or a mapped column is not there.
        """
        table = find_table(file, reading.mapping, reading.options)
        figures = [c for c in table.at if c in ATTRIBUTES or c in ("co2e", "co2e_kg")]
        labels = [c for c in table.at if c.startswith("label")]  # labels, labels_1, label:CODE
        once = Once()
        for line in table.lines():
            if line.text("sku").upper().startswith(EXAMPLE):
                continue
            if line.extra:
                shown = " | ".join(line.extra)[:80]
                remedy = "Quote fields that hold the separator."
                yield Rejection(line.place, "", shown, "has more fields than the header.", remedy)
                continue
            fields = Fields(line, table.mark, table.unit)
            supplier = line.text("supplier") or reading.options.get("supplier", "")
            yield from once.of(record_of(fields, reading, supplier, figures, labels), fields)


SOURCE = SupplierFile()


def _is_table(head: bytes) -> bool:
    """Tell whether bytes begin a text whose lines are parted by one of the separators."""
    plain = head.removeprefix(codecs.BOM_UTF8)
    if plain.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        plain = plain.replace(b"\0", b"")
    elif b"\0" in plain or plain.lstrip().startswith(NO_TABLE):
        return False
    lines = plain.splitlines()[:HEADER_WITHIN]
    return any(sum(mark in line for line in lines) >= 2 for mark in (b";", b",", b"\t", b"|"))
