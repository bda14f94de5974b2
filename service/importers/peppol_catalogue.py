"""The source `peppol`: Peppol BIS Catalogue 3 and punch-out, UBL 2.1, line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lxml import etree

from scoring.errors import KompasError
from service.importers import labels
from service.importers.base import About, Certificate, Item, Reading, Rejection, Sample
from service.importers.columns import recognise
from service.importers.numbers import Cell, FieldError, day
from service.importers.safe import open_bytes
from service.importers.supplier_fields import Fields
from service.importers.supplier_record import Once, record_of, slug
from service.importers.tabular import Line
from service.importers.ubl import all_texts, children, first, text, tidy
from service.importers.ubl_facts import content, emission, price
from service.importers.units import ATTRIBUTES
from service.importers.xmlfile import elements, local

NAMESPACE = b"urn:oasis:names:specification:ubl:schema:xsd:Catalogue-2"
GTIN_SCHEMES = ("0160", "0088", "GTIN", "EAN", "")  # 0160 in catalogues; some leave it out
HEAD = ("IssueDate", "VersionID", "ID", "ActionCode", "SellerSupplierParty", "ProviderParty")


@dataclass(frozen=True)
class PeppolCatalogue:
    """Reads the CatalogueLines of a UBL catalogue, from a whole catalogue or a punch-out."""

    id: str = "peppol"
    title: str = "Peppol BIS Catalogue 3 og punch-out (UBL 2.1)"

    def recognises(self, sample: Sample) -> bool:
        """Tell whether the file declares UBL's catalogue namespace, in any encoding."""
        return NAMESPACE in sample.head.replace(b"\0", b"")

    def about(self, file: Path, reading: Reading) -> About:
        """Return the catalogue's supplier, number, version and date."""
        head = _head(file)
        supplier = reading.options.get("supplier", "") or head.get("supplier", "")
        try:
            issued = day(head.get("IssueDate", "")) or date.today()
        except FieldError:
            issued = date.today()
        version = (supplier, head.get("ID", ""), head.get("VersionID", ""), issued.isoformat())
        return About(
            name=f"Peppol-katalog {head.get('ID', '')}{f' fra {supplier}' if supplier else ''}",
            version="-".join(filter(None, (slug(part) for part in version))),
            year=issued.year,
            publisher=supplier,
            licence="Leverandørens egne oplysninger",
            attribution=f"Oplyst af {supplier}" if supplier else "Oplyst af leverandøren",
            url="",
            part=supplier,
            complete=head.get("ActionCode", "").casefold() == "replace",
        )

    def read(self, file: Path, reading: Reading) -> Iterator[Item]:
        """Yield a record per CatalogueLine; fields and labels that cannot be used are reported.

        Raises:
            KompasError: where the file is no catalogue or no well-formed XML.
        """
        with open_bytes(file) as stream:
            if not self.recognises(Sample(stream.read(16_384))):
                raise KompasError(
                    file.name, "is no UBL catalogue.", "Give a Peppol BIS Catalogue 3 file."
                )
        supplier = reading.options.get("supplier", "") or _head(file).get("supplier", "")
        once = Once()
        for element in elements(file, "CatalogueLine"):
            number = text(element, "ID")
            place = f"line {element.sourceline}, CatalogueLine {number}".rstrip()
            if text(element, "ActionCode").casefold() == "delete":
                yield Rejection(
                    place,
                    "ActionCode",
                    "Delete",
                    "asks to remove the item; nothing is removed line by line.",
                    "Send the whole catalogue with ActionCode Replace.",
                )
                continue
            yield from _line(element, place, reading, supplier, once)


def _head(file: Path) -> dict[str, str]:
    """Return what stands above the first line: dates, numbers, the supplier's name."""
    found: dict[str, str] = {}
    for element in elements(file, *HEAD):
        parent, name = element.getparent(), local(element)
        above = local(parent) if parent is not None else ""
        if above == "CatalogueLine":
            break
        if above != "Catalogue":
            continue
        if name.endswith("Party"):
            who = text(element, "PartyName/Name") or text(element, "RegistrationName")
            if who and (name == "SellerSupplierParty" or "supplier" not in found):
                found["supplier"] = who[:100]
        else:
            found[name] = tidy(element.text)
    return found


def _line(
    element: etree._Element, place: str, reading: Reading, supplier: str, once: Once
) -> Iterator[Item]:
    item = first(element, "Item")
    if item is None:
        yield Rejection(place, "Item", "", "has no item.", "Send the line with its Item.")
        return
    cells, units = _cells(element, item)
    for column, (value, unit) in _properties(item).items():
        cells[column], units[column] = value, unit
    fields = Fields(Line(place, cells), ".", lambda column: units.get(column, ""))
    emission(fields, cells, units)
    figures = [c for c in cells if c in ATTRIBUTES or c in ("co2e", "co2e_kg")]
    named = [c for c in cells if c.startswith("label")]
    held = tuple(_certificates(item, place, fields.bad))
    yield from once.of(record_of(fields, reading, supplier, figures, named, held), fields)


def _cells(line: etree._Element, item: etree._Element) -> tuple[dict[str, Cell], dict[str, str]]:
    standard = first(item, "StandardItemIdentification/ID")
    is_gtin = standard is not None and standard.get("schemeID", "").upper() in GTIN_SCHEMES
    names = all_texts(item, "Name") or all_texts(item, "Description")
    cells: dict[str, Cell] = {
        "sku": text(item, "SellersItemIdentification/ID"),
        "gtin": tidy(standard.text) if standard is not None and is_gtin else "",
        "mpn": text(item, "ManufacturersItemIdentification/ID"),
        "brand": text(item, "BrandName") or text(item, "ManufacturerParty/PartyName/Name"),
        "name": names[0] if names else "",
    }
    for code in children(item, "CommodityClassification/ItemClassificationCode"):
        scheme = (code.get("listID") or "").upper()
        column = "cpv" if scheme in ("STI", "CPV") else "unspsc"
        if scheme in ("TST", "MP", "STI", "CPV", "UNSPSC", ""):
            cells.setdefault(column, tidy(code.text))
    cells["price"], cells["currency"] = price(line)
    value, unit = content(line, item)
    cells["content"] = value
    return cells, {"content": unit}


def _properties(item: etree._Element) -> dict[str, tuple[Cell, str]]:
    """Return column -> (value, unit) of the item's properties that are known."""
    found: dict[str, tuple[Cell, str]] = {}
    for each in children(item, "AdditionalItemProperty"):
        header = recognise(text(each, "Name"))
        quantity = first(each, "ValueQuantity")
        unit = header.unit
        value = text(each, "Value")
        if quantity is not None and (not value or quantity.get("unitCode")):
            value, unit = tidy(quantity.text) or value, quantity.get("unitCode", "") or unit
        known = header.column in ATTRIBUTES or header.column.startswith(("co2e", "label"))
        if known and value:
            found.setdefault(header.column, (value, unit))
        name = text(each, "Name").casefold()
        if name in ("emissionfactorcalculationunit", "calculationrate"):
            found[name] = (value, "")
    return found


def _certificates(item: etree._Element, place: str, bad: list[Rejection]) -> Iterator[Certificate]:
    for each in children(item, "Certificate"):
        code, number = text(each, "CertificateTypeCode"), text(each, "ID")
        others = (number, *all_texts(each, "Remarks"), text(each, "CertificateType"))
        try:
            found, named_by = labels.declared(code, others)
            end = text(each, "DocumentReference/ValidityPeriod/EndDate")
            until = day(end)
        except FieldError as error:
            shown = " / ".join(filter(None, (code, number)))[:80]
            bad.append(
                Rejection(place, "Certificate", shown, error.problem, error.remedy, whole=False)
            )
            continue
        licence = "" if number == named_by or labels.known(number) else number
        yield Certificate(found, "" if licence.upper() == "NA" else licence[:100], valid_to=until)


SOURCE = PeppolCatalogue()
