"""Builds the fixtures that are no text: workbooks and archives, from invented data."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

HEADER_12 = (
    *("ID_Ra", "Navn", "DSK Kategori", "Produkt", "Kategori", "Total kg CO2e/kg", "Landbrug"),
    *("ILUC", "Forarbejdning"),
)
FOODS_12 = (
    ("Ra90001", "Opdigtet rod, rå", "Grønt", "Opdigtet rod", "Grønt", 1.25, 1.2, 0.05, 1.7e-16),
    ("Ra90002", "Kærnemælk", "Mejeri", "Kærnemælk", "Mejeri", 0.5, 0.4, 0.1, 0),
    ("Ra90003", "Opdigtet vand", "Drikke", "Opdigtet vand", "Drikke", 1.11e-16, 0, 0, 0),
    ("Ra90004", None, None, "Opdigtet suppe", "Retter", "Ikke beregnet for DK", None, None, None),
    ("Ra90005", None, None, "Opdigtet kød, gennemsnitligt", "Kød", 4.7, 4.3, 0.2, 0.2),
    ("Ra90006", "Mærkelig", "Grønt", "Mærkelig", "Grønt", -3.0, 0, 0, 0),
)
HEADER_10 = (
    *("ID_Ra_500prod", "Navn", "DSK Kategori", "Name", "DSK Category", "Unit"),
    *("Total kg CO2-eq/kg", "GPC brick no, level 4", "GPC Category", "GPC brick no, level 4"),
)
FOODS_10 = (
    (
        "Ra90001",
        "Opdigtet rod, rå",
        "Grønt",
        "Invented root, raw",
        "Veg",
        "kg",
        1.5,
        10006191,
        "x",
        1,
    ),
    ("Ra90002", "Kærnemælk", "Mejeri", "Buttermilk", "Dairy", "kg", 0.6, "n.a.", "x", 1),
    ("Ra90009", "Udgået opdigtet", "Grønt", "Gone", "Veg", "kg", 2.0, 10006192, "x", 1),
)


def workbook(file: Path, sheets: Mapping[str, Sequence[Sequence[Any]]]) -> Path:
    """Write sheets of rows as XLSX."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        page = book.create_sheet(name)
        for row in rows:
            page.append(list(row))
    book.save(file)
    return file


def concito_12(file: Path, foods: Sequence[Sequence[Any]] = FOODS_12, version: str = "1.2") -> Path:
    """Write a workbook like CONCITO 1.2's."""
    compared = ("ID_Ra", "Navn", f"DK version {version}", "DK version 1.1", "Comment")
    return workbook(
        file,
        {
            "Forside": [["Den opdigtede klimadatabase"]],
            "DK": [HEADER_12, *foods],
            "All countries and comparisons": [compared],
        },
    )


def concito_10(file: Path) -> Path:
    """Write a workbook like CONCITO 1.0's."""
    return workbook(
        file, {"Overview": [["Status"]], "Ra_500food": [HEADER_10, *FOODS_10, ["", "a note"]]}
    )


PHONES = (
    {
        "eprelRegistrationNumber": "9900001",
        "productGroup": "smartphonestablets20231669",
        "status": "PUBLISHED",
        "supplierOrTrademark": "Fjordtek",
        "modelIdentifier": "FJ-2505",
        "deviceType": "SMARTPHONE",
        "energyClass": "B",
        "repairabilityClass": "C",
        "repairabilityIndex": 2.99,
        "minYearsSoftwareUpdates": 5,
        "guaranteeDuration": 24,
        "ratedBatteryCapacity": 5200,
        "batteryEnduranceInCycles": 8,
        "onMarketStartDate": [2025, 6, 5],
    },
    {
        "eprelRegistrationNumber": "9900002",
        "productGroup": "smartphonestablets20231669",
        "status": "PUBLISHED",
        "supplierOrTrademark": "Fjordtek",
        "modelIdentifier": "FJ-T10*",
        "deviceType": "TABLET",
        "energyClass": "A++",
        "minYearsSoftwareUpdates": 999,
        "onMarketStartDate": [2025, 13, 5],
    },
    {
        "eprelRegistrationNumber": "9900003",
        "status": "BLOCKED",
        "supplierOrTrademark": "Fjordtek",
        "modelIdentifier": "FJ-1",
    },
    {"eprelRegistrationNumber": "9900004"},
)


def eprel(file: Path, *members: Sequence[Mapping[str, Any]], name: str = "export") -> Path:
    """Write an archive of JSON arrays like EPREL's export."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, items in enumerate(members or (PHONES,)):
            info = zipfile.ZipInfo(f"{name}-{number}.json", (2026, 11, 20, 0, 0, 0))
            archive.writestr(info, json.dumps(items))
    return file
