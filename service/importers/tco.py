"""TCO Certified: which GTINs stand on which certificate, from the GTIN API (JSON)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from service.importers.base import (
    About,
    Certificate,
    Item,
    Reading,
    Record,
    Rejection,
    Sample,
    Source,
)
from service.importers.jsonfile import objects, text
from service.importers.values import day, fault

PREFIXES = ("item", "data.item", "@graph.item")  # plain, with meta, JSON-LD
GENERATIONS = {"10": "TCO_DEVELOPMENT:10", "9": "TCO_DEVELOPMENT:9"}
GROUPS = {
    "displays": "monitor",
    "notebooks": "laptop",
    "desktops": "desktop",
    "all-in-one pcs": "desktop",
    "all-in-ones": "desktop",
    "tablets": "tablet",
    "smartphones": "smartphone",
}
_STANDARD = re.compile(r"TCO Certified,?\s+(?:generation|gen\.?)\s+(\d+),?\s+for\s+(.{1,60})", re.I)
LONGEST_NAME = 80


class TcoCertified:
    """Reads what /generic/gtin answers, one page or many, saved as JSON."""

    id = "tco"
    title = "TCO Certified GTIN API (JSON)"
    licence = "No licence stated: for use with your own access only"

    def recognises(self, sample: Sample) -> bool:
        """Tell by the certificate's fields."""
        start = sample.head.lstrip()[:1]
        return start in (b"[", b"{") and b'"certificationInfo"' in sample.head

    def about(self, file: Path, reading: Reading) -> About:
        """Return the origin; its version is the newest certificate's first day.

        A file is a page or a product type of the register, so it never withdraws the others;
        certificates end by their own dates.
        """
        starts = (day(text(_info(item), "startDate")) for _, item in objects(file, PREFIXES))
        newest = max((d for d in starts if d is not None), default=None)
        version = reading.options.get("version") or (newest.isoformat() if newest else "")
        return About(
            name="TCO Certified GTIN API",
            version=version,
            year=newest.year if newest else 0,
            publisher="TCO Development",
            licence=self.licence,
            attribution="TCO Certified, TCO Development",
            url="https://industry.tcocertified.com/gtin-api/",
            complete=False,
        )

    def read(self, file: Path, reading: Reading) -> Iterator[Item]:
        """Yield a record a GTIN with its certificate; the file names no brand."""
        for index, item in objects(file, PREFIXES):
            yield from _product(f"object {index}", item)


SOURCE: Source = TcoCertified()


def _info(item: Any) -> Any:
    return item.get("certificationInfo") if isinstance(item, dict) else None


def _product(place: str, item: Any) -> Iterator[Item]:
    info, gtin = _info(item), text(item, "gtin")
    number, standard = text(info, "certificateId"), text(info, "standard")
    if not gtin or not number:
        yield Rejection(
            place, "gtin", gtin, "has no GTIN or no certificate.", "Fetch the page again."
        )
        return
    found = _STANDARD.match(standard)
    code = GENERATIONS.get(found.group(1)) if found else None
    if found is None or code is None:
        yield Rejection(
            place,
            "standard",
            standard,
            "is no generation that counts.",
            "Generations 9 and 10 count; older certificates have run out.",
        )
        return
    status = text(info, "status")
    if status.upper() != "ACTIVE":
        yield Rejection(
            place, "status", status, "is no certificate in force.", "Nothing to do; it has ended."
        )
        return
    first, last = day(text(info, "startDate")), day(text(info, "endDate"))
    if last is None:
        end = text(info, "endDate")
        yield Rejection(place, "endDate", end, "is no day.", "A certificate needs its last day.")
        return
    if first is None and text(info, "startDate"):
        yield fault(place, "startDate", text(info, "startDate"), "is no day.", "Write YYYY-MM-DD.")
    models = tuple(m.strip() for m in text(item, "name").split(",") if m.strip())
    name = ", ".join(models)
    yield Record(
        place=place,
        key=gtin,
        name_en=name if len(name) <= LONGEST_NAME else f"{models[0]} (and {len(models) - 1} more)",
        group=GROUPS.get(found.group(2).strip().casefold(), ""),
        gtins=(gtin,),
        part_numbers=models,
        certificates=(Certificate(code, number, first, last),),
    )
