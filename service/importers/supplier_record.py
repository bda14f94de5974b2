"""Makes the record of one supplier row, whatever format the row came in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from scoring.identifiers import mpn_key, visible
from service.importers.base import (
    Certificate,
    Item,
    Reading,
    Record,
    Rejection,
    ShopOffer,
)
from service.importers.numbers import text_of
from service.importers.supplier_fields import Fields

BATCH = 100_000  # products whose hashes are kept in a set, before they are packed
BASES = {
    "agribalyse": "co2e_agribalyse",
    "concito": "co2e_concito",
    "klimadatabase": "co2e_concito",
    "climate database": "co2e_concito",
}


class Once:
    """Lets each product of a file through once; 8 bytes of hash a product are all it keeps."""

    def __init__(self) -> None:
        self._latest: set[int] = set()
        self._earlier = np.empty(0, dtype=np.int64)  # sorted

    def stood(self, key: str) -> bool:
        """Tell whether a key came before, and remember it."""
        code = hash(key)
        at = int(np.searchsorted(self._earlier, code))
        if code in self._latest or (at < len(self._earlier) and self._earlier[at] == code):
            return True
        self._latest.add(code)
        if len(self._latest) >= BATCH:
            latest = np.fromiter(self._latest, np.int64, len(self._latest))
            self._earlier = np.sort(np.concatenate((self._earlier, latest)), kind="stable")
            self._latest.clear()
        return False

    def of(self, record: Record | None, fields: Fields) -> Iterator[Item]:
        """Yield a row's record and rejections, or one rejection where the product stood before."""
        if record is None:
            yield from fields.bad
            return
        if self.stood(record.key):
            column = "sku" if fields.line.text("sku") else "gtin"
            yield Rejection(
                record.place,
                column,
                fields.line.text(column),
                "stands in the file before; the first row was taken.",
                "Keep one row per product, the one that is right.",
            )
            return
        yield record
        yield from fields.bad


def record_of(
    fields: Fields,
    reading: Reading,
    supplier: str,
    figures: Sequence[str],
    labels: Sequence[str],
    certificates: Sequence[Certificate] = (),
) -> Record | None:
    """Return the record of a row, None (and a rejection in `fields.bad`) without any identity.

    Args:
        supplier: who sells it, "" where only the shop is known.
        figures, labels: the row's columns that hold figures and labels.
        certificates: labels that the format states in its own way.
    """
    line = fields.line
    sku, gtins, numbers = fields.text("sku", 100), fields.gtins(), fields.several("mpn")
    brand = fields.text("brand")
    name = fields.text("name", 500) or fields.text("name_en", 500)
    needed = not name or not (sku or gtins)
    part = next((n for n in numbers if mpn_key(brand, n)), "") if needed else ""
    identity = sku or (gtins[0] if gtins else "") or (f"{brand} {part}" if part else "")
    if not identity:
        shown = name or next((t for c in line.cells.values() if (t := text_of(c))), "")
        remedy = "Fill in the item number, the GTIN, or brand and manufacturer's number."
        reason = "nothing tells which product it is."
        fields.bad.append(Rejection(line.place, "sku", shown[:80], reason, remedy))
        return None
    group = fields.group()
    source = line.text("co2e_source") or reading.options.get("co2e_source", "")
    owner = visible(reading.shop or supplier).casefold()
    fallback = name or f"{brand} {part}".strip() or identity
    held = {c.code: c for c in (*certificates, *fields.certificates(labels))}
    return Record(
        place=line.place,
        key="/".join(filter(None, (owner, visible(identity).casefold()))),
        name_da=fallback,
        name_en=fields.text("name_en", 500) or fallback,
        brand=brand,
        group=group,
        codes=tuple(f"{s}:{code}" for s in ("unspsc", "cpv") if (code := line.text(s))),
        gtins=gtins,
        part_numbers=numbers,
        figures=tuple(fields.figures(figures, group, basis(source))),
        certificates=tuple(held.values()),
        offer=_offer(fields, sku, supplier, reading) if reading.shop and sku else None,
    )


def basis(source: str) -> str:
    """Return which attribute a footprint per kg is, by the database that it was taken from.

    The two databases never share a scale, and a supplier's own calculation is on neither.
    """
    text = source.casefold()
    return next((attribute for name, attribute in BASES.items() if name in text), "co2e_own")


def _offer(fields: Fields, sku: str, supplier: str, reading: Reading) -> ShopOffer:
    price, currency = fields.price(reading.options.get("currency", "DKK").upper())
    content, unit = fields.content()
    return ShopOffer(
        sku=sku,
        path=fields.path(),
        price=price,
        currency=currency,
        net_content=content,
        net_unit=unit,
        supplier=supplier or reading.shop,
    )


def slug(text: str) -> str:
    """Return a text as letters, digits and single hyphens in lower case, at most 40."""
    kept = "".join(c if c.isalnum() else "-" for c in visible(text).casefold())
    return "-".join(filter(None, kept.split("-")))[:40]
