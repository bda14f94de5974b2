"""What an import did: counts, and every rejection, on screen and as an inert CSV."""

from __future__ import annotations

import csv
import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from scoring.errors import KompasError
from scoring.identifiers import visible
from service.importers.base import Rejection

SHOWN = 20
HEADER = ("place", "column", "value", "reason", "remedy", "taken")
COUNTS = ("read", "taken", "rejected", "added", "changed", "unchanged", "withdrawn")
LONGEST = 200  # characters of a cell
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def inert(text: str) -> str:
    """Return a cell's text that no spreadsheet takes for a formula."""
    clean = visible(text.replace("\n", " "))[:LONGEST]
    return f"'{clean}" if text.startswith(FORMULA) or clean.startswith(FORMULA) else clean


def _spool() -> IO[Any]:
    return tempfile.SpooledTemporaryFile(
        max_size=1_000_000, mode="w+", encoding="utf-8", newline=""
    )


@dataclass
class Report:
    """The outcome of one import.

    Attributes:
        hash: the file's SHA-256.
        read: rows of the file, each of which was taken or rejected.
        fields: single fields that were left out of rows that were taken.
        added, changed, unchanged, withdrawn: figures, certificates and offers.
        products, groups: that were new.
        already: the same file was imported before; nothing was done.
        outdated: a later version is in force, so nothing of this one counts ("" where not).
        first, first_fields: the first rejections of rows and of single fields, for the screen;
            all of them are in the CSV.
    """

    source: str
    title: str
    file: str
    evidence_source: str = ""
    licence: str = ""
    hash: str = ""
    dry_run: bool = False
    already: bool = False
    outdated: str = ""
    read: int = 0
    taken: int = 0
    rejected: int = 0
    fields: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    products: int = 0
    groups: int = 0
    first: list[Rejection] = field(default_factory=list)
    first_fields: list[Rejection] = field(default_factory=list)
    _rows: IO[Any] = field(default_factory=_spool, repr=False)

    def reject(self, rejection: Rejection) -> None:
        """Write a rejection down; it goes to a temporary file, so that memory stays flat."""
        if rejection.whole:
            self.rejected += 1
        else:
            self.fields += 1
        first = self.first if rejection.whole else self.first_fields
        if len(first) < SHOWN:
            first.append(rejection)
        csv.writer(self._rows).writerow(
            inert(cell)
            for cell in (
                rejection.place,
                rejection.column,
                rejection.value,
                rejection.reason,
                rejection.remedy,
                "no" if rejection.whole else "without this field",
            )
        )

    def counts(self) -> dict[str, int]:
        """Return how many rows were read, taken and rejected, and what became of the records."""
        return {name: getattr(self, name) for name in COUNTS}

    def save(self, file: Path) -> None:
        """Write every rejection to a CSV file that opens safely in a spreadsheet.

        Raises:
            KompasError: where the file cannot be written.
        """
        try:
            with file.open("w", encoding="utf-8-sig", newline="") as out:
                csv.writer(out).writerow(HEADER)
                self._rows.seek(0)
                shutil.copyfileobj(self._rows, out)
        except OSError as error:
            raise KompasError(
                str(file), f"cannot be written: {error}.", "Name another file."
            ) from None
        finally:
            self._rows.seek(0, 2)

    def close(self) -> None:
        """Give the temporary file back; a report that is let go does so by itself."""
        self._rows.close()

    def __del__(self) -> None:
        self.close()

    def summary(self) -> list[str]:
        """Return the lines for the screen: the counts and the first rejections."""
        if self.already:
            return [
                f"{self.file} was imported before as {self.evidence_source}; nothing has changed."
            ]
        would = "would be " if self.dry_run else ""
        lines = [
            f"{self.title} ({self.evidence_source}), licence: {self.licence}",
            f"rows: {self.read:,} read, {self.taken:,} taken, {self.rejected:,} rejected"
            f" ({self.fields:,} single fields left out)",
            f"records: {self.added:,} {would}added, {self.changed:,} {would}changed,"
            f" {self.unchanged:,} unchanged, {self.withdrawn:,} {would}withdrawn",
            f"new: {self.products:,} products, {self.groups:,} product groups",
        ]
        if self.outdated:
            lines.append(f"{self.outdated} is later and stays in force; this version is history.")
        shown = (self.first + self.first_fields)[:SHOWN]
        for r in shown:
            where = ", ".join(filter(None, (r.place, r.column)))
            value = f"'{visible(r.value)[:60]}': " if r.value else ""
            lines.append(f"  {where}: {value}{r.reason} {r.remedy}".rstrip())
        left = self.rejected + self.fields - len(shown)
        if left > 0:
            lines.append(f"  … and {left:,} more; --report FILE writes them all.")
        if self.dry_run:
            lines.append("dry run: nothing was written.")
        return lines
