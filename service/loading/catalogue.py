"""Loads the shipped catalogue: sources, labels, food groups, devices, device classes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scoring.identifiers import gtin14, mpn_key, name_key, part_number_key
from service.importers.lineage import retire_catalogue
from service.loading.csvfile import Line, lines
from service.store.hand import keep_withdrawn
from service.store.same import settle_same
from service.store.workspace import Workspace

FOLDER = Path(__file__).parent.parent / "catalogue"
ORIGIN = "catalogue"
CLASSES = {"A": 1.0, "B": 2.0, "C": 3.0, "D": 4.0, "E": 5.0, "F": 6.0, "G": 7.0}
LENOVO_MACHINE_TYPE = 4  # characters of a Lenovo part number that name the machine type

Row = dict[str, Any]


def load_catalogue(workspace: Workspace) -> None:
    """Load the shipped catalogue in one transaction, replacing an earlier load of it.

    Raises:
        KompasError: naming file, line, column, value and remedy; nothing is then loaded.
    """
    with workspace.writing():
        workspace.forget(ORIGIN)
        workspace.put("sources", list(_sources()))
        workspace.put("label_types", list(_label_types()))
        sources = workspace.keys("sources")
        groups, evidence = _food_groups(sources)
        device_groups, class_evidence = _device_classes(sources)
        products, identifiers, device_evidence = _devices(sources)
        workspace.put("groups", groups + device_groups)
        workspace.put("products", products)
        workspace.put("identifiers", identifiers)
        workspace.put("group_codes", list(_group_codes()))
        workspace.put("evidence", evidence + class_evidence + device_evidence)
        retire_catalogue(workspace)
        keep_withdrawn(workspace)
        settle_same(workspace)


def evidence_row(
    line: Line,
    subject: str,
    attribute: str,
    figure: tuple[float, float, float],
    origin: str = ORIGIN,
    unit: str | None = None,
    inherits: bool = False,
) -> Row:
    """Return the evidence row of a CSV line that has source and status columns.

    Args:
        figure: (low, value, high).
        unit: None takes it from the line.
        inherits: whether the products of the group (the subject) have it too.
    """
    low, value, high = figure
    return {
        "subject": subject,
        "attribute": attribute,
        "value": value,
        "low": low,
        "high": high,
        "unit": line.text("unit") if unit is None else unit,
        "status": line.need("status"),
        "source": line.need("source"),
        "year": line.whole("year"),
        "valid_from": "",
        "valid_to": "",
        "inherits": int(inherits),
        "origin": origin,
    }


def _sources() -> Iterator[Row]:
    names = ("id", "name", "version", "publisher", "licence", "attribution", "url")
    for line in lines(FOLDER / "sources.csv", (*names, "year")):
        yield {n: line.text(n) for n in names} | {"id": line.need("id"), "year": line.whole("year")}


def _label_types() -> Iterator[Row]:
    names = ("code", "name_da", "name_en", "issuer", "kind", "url")
    for line in lines(FOLDER / "labels.csv", names):
        yield {n: line.text(n) for n in names} | {"code": line.need("code")}


def _group_row(line: Line, group: str, use_group: str, parent: str, names: list[str]) -> Row:
    both = {n: line.need(n) for n in ("name_da", "name_en")}
    keys = {name_key(name) for name in (*both.values(), *names)} - {None}
    return {
        "id": group,
        "parent": parent,
        **both,
        "use_group": use_group,
        "names": "\n".join(sorted(k for k in keys if k)),
    }


def _food_groups(sources: set[str]) -> tuple[list[Row], list[Row]]:
    groups, evidence = [], []
    columns = ("id", "parent", "name_da", "name_en", "use_group", "synonyms_da", "co2e_agribalyse")
    for line in lines(FOLDER / "food_groups.csv", (*columns, "source", "year", "status")):
        group, figure = line.need("id"), line.number("co2e_agribalyse")
        groups.append(
            _group_row(
                line,
                group,
                line.text("use_group"),
                line.text("parent"),
                line.several("synonyms_da"),
            )
        )
        if figure is not None:
            line.known("source", sources)
            evidence.append(
                evidence_row(
                    line,
                    group,
                    "co2e_agribalyse",
                    (figure, figure, figure),
                    unit="kg CO2e/kg",
                    inherits=True,
                )
            )
    return groups, evidence


def _group_codes() -> Iterator[Row]:
    for line in lines(FOLDER / "food_groups.csv", ("id", "agribalyse_code")):
        if line.text("agribalyse_code"):
            code = f"agribalyse:{line.text('agribalyse_code')}"
            yield {"code": code, "group_id": line.need("id"), "origin": ORIGIN}


def _device_classes(sources: set[str]) -> tuple[list[Row], list[Row]]:
    groups: dict[str, Row] = {}
    evidence = []
    columns = ("group", "name_da", "name_en", "attribute", "value", "low", "high", "unit")
    for line in lines(FOLDER / "device_classes.csv", (*columns, "source", "year", "status")):
        group = line.need("group")
        line.known("source", sources)
        groups.setdefault(group, _group_row(line, group, group, "", []))
        evidence.append(evidence_row(line, group, line.need("attribute"), line.interval()))
    return list(groups.values()), evidence


DEVICE_FIGURES = (
    ("gwp_total_kg", "gwp_total", "kg CO2e"),
    ("gwp_use_ratio", "gwp_use_ratio", ""),
    ("gwp_error_ratio", "gwp_error_ratio", ""),
    ("tec_kwh", "tec", "kWh/år"),
    ("screen_inch", "screen_size", "″"),
    ("update_years", "update_years", "år"),
)


def _devices(sources: set[str]) -> tuple[list[Row], list[Row], list[Row]]:
    products, identifiers, evidence = [], [], []
    columns = ("id", "group", "brand", "model", "family_key", "part_numbers", "gtin")
    figures = tuple(f[0] for f in DEVICE_FIGURES)
    classes = ("energy_class", "repair_class")
    needed = (*columns, *figures, *classes, "source", "year", "status")
    for line in lines(FOLDER / "devices.csv", needed):
        product, brand, model = line.need("id"), line.need("brand"), line.need("model")
        line.known("source", sources)
        name = model if model.casefold().startswith(brand.casefold()) else f"{brand} {model}"
        products.append(
            {
                "id": product,
                "group_id": line.need("group"),
                "brand": brand,
                "name_da": name,
                "name_en": name,
                "demo": 0,
                "origin": ORIGIN,
            }
        )
        for key, rung in _device_keys(line, brand, name):
            identifiers.append({"key": key, "product_id": product, "rung": rung, "origin": ORIGIN})
        for column, attribute, unit in DEVICE_FIGURES:
            value = line.number(column)
            if value is not None:
                evidence.append(evidence_row(line, product, attribute, (value,) * 3, unit=unit))
        for column in classes:
            letter = line.text(column)
            if letter:
                if letter not in CLASSES:
                    raise line.fail(column, "Use a class from A to G.")
                figure = (CLASSES[letter],) * 3
                evidence.append(evidence_row(line, product, column, figure, unit="klasse"))
    return products, identifiers, evidence


def _device_keys(line: Line, brand: str, name: str) -> Iterator[tuple[str, str]]:
    if line.text("gtin"):
        yield f"gtin:{gtin14(line.text('gtin'))}", "gtin"
    for number in line.several("part_numbers"):
        key = mpn_key(brand, number)
        if key is None:
            raise line.fail("part_numbers", "A part number has at least 3 letters or digits.")
        plain = part_number_key(number)
        if brand.casefold() == "lenovo" and len(plain) == LENOVO_MACHINE_TYPE:
            yield f"machine:{plain}", "machine_type"
        else:
            yield key, "mpn"
    for family in {line.text("family_key")} - {""}:
        key = name_key(family)
        if key:
            yield key, "family"
