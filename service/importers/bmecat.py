"""The source `bmecat`: BMEcat 2005 catalogues (PRODUCT), and 1.2's names (ARTICLE) too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from lxml import etree

from scoring.errors import KompasError
from scoring.units import unit_key
from service.importers.base import About, Item, Reading, Rejection, Sample
from service.importers.columns import recognise
from service.importers.numbers import Cell, FieldError, day
from service.importers.safe import open_bytes
from service.importers.supplier_fields import Fields
from service.importers.supplier_record import Once, record_of, slug
from service.importers.tabular import Line
from service.importers.ubl import all_texts, children, first, text, tidy
from service.importers.units import ATTRIBUTES, CONTENT
from service.importers.xmlfile import elements, local

NET_PRICES = ("net_customer", "net_customer_exp", "net_list")  # best first; gros_list has tax
DANISH, ENGLISH = ("dan", "da", "dk"), ("eng", "en")
HEAD = ("CATALOG_ID", "CATALOG_VERSION", "GENERATION_DATE", "CURRENCY", "SUPPLIER_NAME", "DATE")


@dataclass(frozen=True)
class Bmecat:
    """Reads the products of a BMEcat catalogue; a file with a DOCTYPE is refused."""

    id: str = "bmecat"
    title: str = "BMEcat 2005-katalog (XML)"

    def recognises(self, sample: Sample) -> bool:
        """Tell whether the file's root is BMECAT, in any encoding."""
        return b"<BMECAT" in sample.head.replace(b"\0", b"")

    def about(self, file: Path, reading: Reading) -> About:
        """Return the catalogue's supplier, number, version and date."""
        head = _head(file)
        supplier = reading.options.get("supplier", "") or head.get("SUPPLIER_NAME", "")
        stated = head.get("GENERATION_DATE") or head.get("DATE", "")
        try:
            made = day(stated[:10]) or date.today()
        except FieldError:
            made = date.today()
        number, version = head.get("CATALOG_ID", ""), head.get("CATALOG_VERSION", "")
        parts = (slug(p) for p in (supplier, number, version, made.isoformat()))
        return About(
            name=f"BMEcat-katalog {number}{f' fra {supplier}' if supplier else ''}",
            version="-".join(filter(None, parts)),
            year=made.year,
            publisher=supplier,
            licence="Leverandørens egne oplysninger",
            attribution=f"Oplyst af {supplier}" if supplier else "Oplyst af leverandøren",
            url="",
            part=supplier,
            complete=head.get("transaction") == "T_NEW_CATALOG",
        )

    def read(self, file: Path, reading: Reading) -> Iterator[Item]:
        """Yield a record per product; fields that cannot be used are reported.

        Raises:
            KompasError: where the file is no BMEcat or no well-formed XML.
        """
        with open_bytes(file) as stream:
            if not self.recognises(Sample(stream.read(16_384))):
                raise KompasError(file.name, "is no BMEcat.", "Give a BMEcat 2005 file.")
        head, once = _head(file), Once()
        supplier = reading.options.get("supplier", "") or head.get("SUPPLIER_NAME", "")
        for element in elements(file, "PRODUCT", "ARTICLE"):
            place = f"line {element.sourceline}, {local(element)}"
            if element.get("mode") == "delete":
                yield Rejection(
                    place,
                    "mode",
                    "delete",
                    "asks to remove the item; nothing is removed item by item.",
                    "Send the whole catalogue as T_NEW_CATALOG.",
                )
                continue
            cells, units = _cells(element, head.get("CURRENCY", ""))
            fields = Fields(Line(place, cells), ".", partial(_unit, units))
            figures = [c for c in cells if c in ATTRIBUTES or c in ("co2e", "co2e_kg")]
            named = [c for c in cells if c.startswith("label")]
            yield from once.of(record_of(fields, reading, supplier, figures, named), fields)


def _unit(units: Mapping[str, str], column: str) -> str:
    return units.get(column, "")


def _head(file: Path) -> dict[str, str]:
    """Return what stands above the first product."""
    found: dict[str, str] = {}
    tags = (*HEAD, "SUPPLIER_PID", "SUPPLIER_AID", "HEADER")
    for element in elements(file, *tags):
        name = local(element)
        if name.startswith("SUPPLIER_") and name.endswith("ID"):
            parent = element.getparent()
            root = parent.getparent() if parent is not None else None
            found["transaction"] = local(root) if root is not None else ""
            break
        if name != "HEADER" and element.text:
            found.setdefault(name, tidy(element.text)[:100])
    return found


def _cells(product: etree._Element, currency: str) -> tuple[dict[str, Cell], dict[str, str]]:
    kind = "ARTICLE" if local(product) == "ARTICLE" else "PRODUCT"
    details = first(product, f"{kind}_DETAILS")
    cells: dict[str, Cell] = {"sku": text(product, "SUPPLIER_PID") or text(product, "SUPPLIER_AID")}
    units: dict[str, str] = {}
    if details is not None:
        cells |= {
            "gtin": _gtin(details),
            "mpn": text(details, "MANUFACTURER_PID") or text(details, "MANUFACTURER_AID"),
            "brand": text(details, "MANUFACTURER_NAME"),
            "name": _named(details, DANISH),
            "name_en": _named(details, ENGLISH, only=True),
        }
    cells["price"], cells["currency"] = _price(product, kind, currency)
    order = first(product, f"{kind}_ORDER_DETAILS")
    if order is not None:
        unit = text(order, "CONTENT_UNIT") or text(order, "ORDER_UNIT")
        if unit_key(unit) in CONTENT:
            cells["content"], units["content"] = text(order, "NO_CU_PER_OU") or "1", unit
    for block in children(product, f"{kind}_FEATURES"):
        system = text(block, "REFERENCE_FEATURE_SYSTEM_NAME").upper()
        if system.startswith(("UNSPSC", "CPV")):
            column = "cpv" if system.startswith("CPV") else "unspsc"
            cells.setdefault(column, text(block, "REFERENCE_FEATURE_GROUP_ID"))
        for feature in children(block, "FEATURE"):
            _feature(feature, cells, units)
    return cells, units


def _feature(feature: etree._Element, cells: dict[str, Cell], units: dict[str, str]) -> None:
    header = recognise(text(feature, "FNAME"))
    values = all_texts(feature, "FVALUE")
    listed = header.column == "labels"
    known = header.column in ATTRIBUTES or header.column.startswith(("co2e", "label"))
    if known and values and header.column not in cells:
        cells[header.column] = "; ".join(values) if listed else values[0]
        units[header.column] = text(feature, "FUNIT") or header.unit


def _gtin(details: etree._Element) -> str:
    for number in children(details, "INTERNATIONAL_PID"):
        if (number.get("type") or "").casefold() in ("ean", "gtin", "upc", ""):
            return tidy(number.text)
    return text(details, "EAN")


def _named(details: etree._Element, languages: tuple[str, ...], only: bool = False) -> str:
    found = children(details, "DESCRIPTION_SHORT")
    for each in found:
        if (each.get("lang") or "").casefold() in languages:
            return tidy(each.text)
    return "" if only or not found else tidy(found[0].text)


def _price(product: etree._Element, kind: str, currency: str) -> tuple[Cell, str]:
    prices = children(product, f"{kind}_PRICE_DETAILS/{kind}_PRICE")
    for wanted in NET_PRICES:
        for price in prices:
            least = text(price, "LOWER_BOUND") or "1"
            if price.get("price_type") == wanted and least in ("1", "1.0", "0"):
                return text(price, "PRICE_AMOUNT"), text(price, "PRICE_CURRENCY") or currency
    return "", currency


SOURCE = Bmecat()
