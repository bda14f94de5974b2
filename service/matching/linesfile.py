"""Reads the lines to match from a CSV file, and writes what they were matched to."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from scoring.errors import KompasError
from service.importers.encoding import encoding_of
from service.importers.report import inert
from service.matching.ladder import Line, Match

FIELDS = ("ref", "gtin", "brand", "mpn", "sku", "name", "shop")
WRITTEN = ("line", "ref", "rung", "product", "name", "confidence", "score", "doubtful",
           "candidates", "note")  # fmt: skip
LONGEST = 500  # characters of one cell that are read
SEPARATORS = ",;\t"


def read_lines(file: Path, shop: str = "") -> Iterator[Line]:
    """Yield the lines of a CSV file with a header; columns it lacks are empty.

    Args:
        shop: the shop of lines that name none.

    Raises:
        KompasError: where the file is no CSV with at least one column that can be matched.
    """
    try:
        with file.open(encoding=encoding_of(file), newline="") as handle:
            first = handle.readline()
            separator = max(SEPARATORS, key=first.count)
            handle.seek(0)
            yield from _lines(csv.reader(handle, delimiter=separator), file, shop)
    except (OSError, UnicodeError, csv.Error) as error:
        raise KompasError(file.name, f"cannot be read: {error}.", "Save as CSV UTF-8.") from None


def _lines(reader: Iterator[list[str]], file: Path, shop: str) -> Iterator[Line]:
    header = [cell.strip().casefold().lstrip("\ufeff") for cell in next(reader, [])]
    places = {name: header.index(name) for name in FIELDS if name in header}
    if not set(places) - {"ref", "shop"}:
        raise KompasError(
            file.name,
            f"has none of the columns {', '.join(FIELDS[1:-1])}.",
            "Name the columns in the first line.",
        )
    for number, row in enumerate(reader, 2):
        cells = {
            name: row[place].strip()[:LONGEST] if place < len(row) else ""
            for name, place in places.items()
        }
        if any(cells.values()):
            yield Line(number, **{**cells, "shop": cells.get("shop") or shop})


def write_matches(matches: Iterable[Match], target: TextIO) -> Iterator[Match]:
    """Write a line of CSV per match and pass it on; cells are inert in a spreadsheet."""
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(WRITTEN)
    for match in matches:
        candidates = "; ".join(f"{c.subject} ({c.score:.0f})" for c in match.candidates)
        score = "" if match.score is None else f"{match.score:.0f}"
        cells = (match.line.ref, match.rung, match.subject, match.name, match.confidence, score,
                 "1" if match.doubtful else "0", candidates, match.note)  # fmt: skip
        writer.writerow([str(match.line.number), *map(inert, cells)])
        yield match
