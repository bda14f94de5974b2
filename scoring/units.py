"""Units as people write them, and conversion between those of one quantity."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from scoring.identifiers import visible

Factors = Mapping[str, float]  # a unit as unit_key writes it -> its size in the first one

YEARS: Factors = {
    "år": 1, "aar": 1, "year": 1, "years": 1, "yr": 1, "ann": 1,
    "md": 1 / 12, "mdr": 1 / 12, "måned": 1 / 12, "måneder": 1 / 12, "mnd": 1 / 12, "mon": 1 / 12,
    "month": 1 / 12, "months": 1 / 12,
}  # fmt: skip
KG: Factors = {
    "kg": 1, "kgm": 1, "kg co2e": 1, "kg co2": 1, "kgco2e": 1, "kgco2": 1, "kg co2-eq": 1,
    "kg co2 eq": 1, "kg co2-ækv": 1, "g": 0.001, "grm": 0.001, "gram": 0.001, "g co2e": 0.001,
    "g co2": 0.001, "gco2e": 0.001, "t": 1000, "tne": 1000, "ton": 1000, "tons": 1000,
    "t co2e": 1000, "ton co2e": 1000,
}  # fmt: skip
SHARE: Factors = {"": 1, "1": 1, "%": 0.01, "pct": 0.01, "procent": 0.01, "p1": 0.01}
PERCENT: Factors = {"%": 1, "pct": 1, "procent": 1, "percent": 1, "p1": 1}
KWH_YEAR: Factors = {
    "kwh": 1, "kwh/år": 1, "kwh/yr": 1, "kwh/year": 1, "kwh/a": 1, "kwh pr år": 1, "kwt/år": 1,
    "kwh per year": 1, "kwh om året": 1, "kwh annually": 1, "kwh årligt": 1,
    "wh": 0.001, "wh/år": 0.001, "wh/yr": 0.001, "wh/year": 0.001, "wh/a": 0.001,
    "whr": 0.001, "mwh": 1000, "mwh/år": 1000,
}  # fmt: skip
PER_KG: Factors = {
    "kg co2e/kg": 1, "kg co2/kg": 1, "kg/kg": 1, "kgco2e/kg": 1, "kg co2e pr kg": 1,
    "kg co2e per kg": 1, "kg co2 pr kg": 1, "kg co2-eq/kg": 1, "kg co2-ækv/kg": 1,
    "g co2e/kg": 0.001, "g co2/kg": 0.001, "g/kg": 0.001, "g co2e pr kg": 0.001,
    "g co2e/100 g": 0.01, "g co2e/100g": 0.01, "g co2/100 g": 0.01, "g/100 g": 0.01, "g/100g": 0.01,
    "kg co2e/100 g": 10, "kg co2e/100g": 10, "t co2e/t": 1, "g co2e/g": 1,
}  # fmt: skip
KG_YEAR: Factors = {
    f"{unit}/{year}": factor for unit, factor in KG.items() for year in ("år", "yr", "year")
}
EF_PER_KG: Factors = {
    "mpt/kg": 1, "mpt pr kg": 1, "pt/kg": 1000, "pt pr kg": 1000,
    "\N{GREEK SMALL LETTER MU}pt/kg": 0.001,
}  # fmt: skip
CLASS: Factors = {"": 1, "klasse": 1, "class": 1}
INCHES: Factors = {
    '"': 1, "′′": 1, "''": 1, "tommer": 1, "tomme": 1, "in": 1, "inch": 1, "inches": 1, "inh": 1,
    "cm": 1 / 2.54, "cmt": 1 / 2.54, "mm": 1 / 25.4, "mmt": 1 / 25.4,
}  # fmt: skip
GIGABYTES: Factors = {"gb": 1, "gib": 1, "mb": 1 / 1024, "mib": 1 / 1024, "tb": 1024, "tib": 1024}
OF_TEN: Factors = {"": 1, "af 10": 1, "/10": 1, "/ 10": 1, "out of 10": 1, "of 10": 1}
FLAG: Factors = {"": 1}
SHARE_OR_PERCENT: Factors = {"andel": 1, "share": 1, "percent": 0.01, **SHARE}

QUANTITIES: tuple[Factors, ...] = (
    YEARS, KG, SHARE_OR_PERCENT, KWH_YEAR, PER_KG, KG_YEAR, EF_PER_KG, CLASS, INCHES, GIGABYTES,
    OF_TEN,
)  # fmt: skip

# The units in which the named formulas and the size classes read what no reading gives a unit.
INPUT_UNITS: Mapping[str, str] = {
    "gwp_total": "kg CO2e",
    "gwp_use_ratio": "1",
    "gwp_error_ratio": "1",
    "tec": "kWh/år",
    "screen_size": "in",
    "memory": "gb",
}


@lru_cache(4096)
def unit_key(unit: str) -> str:
    """Return a written unit in the form that the tables use: lower case, CO₂ as co2, no dots."""
    text = visible(unit).casefold().replace("₂", "2").replace("²", "2").replace("·", " ")
    return re.sub(r"\s*/\s*", "/", " ".join(text.replace(".", "").split()))


def factor(unit: str, expected: str) -> float | None:
    """Return what a figure in a unit is multiplied by to be in the expected; None: no way."""
    written, wanted = unit_key(unit), unit_key(expected)
    if written == wanted:
        return 1.0
    for table in QUANTITIES:
        if written in table and wanted in table:
            return table[written] / table[wanted]
    return None


def taken(expected: str) -> list[str]:
    """Return the units that can be converted to the expected one, itself first."""
    wanted = unit_key(expected)
    tables = [table for table in QUANTITIES if wanted in table] if wanted else []
    others = sorted({unit for table in tables for unit in table if unit} - {wanted})
    return [expected, *others] if expected else others
