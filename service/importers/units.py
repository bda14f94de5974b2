"""The attributes a supplier can give, their units, and conversion from the units people use."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from scoring.identifiers import visible
from service.importers.numbers import FieldError

YEARS: Mapping[str, float] = {
    "år": 1, "aar": 1, "year": 1, "years": 1, "yr": 1, "ann": 1,
    "md": 1 / 12, "mdr": 1 / 12, "måned": 1 / 12, "måneder": 1 / 12, "mnd": 1 / 12, "mon": 1 / 12,
    "month": 1 / 12, "months": 1 / 12,
}  # fmt: skip
KG: Mapping[str, float] = {
    "kg": 1, "kgm": 1, "kg co2e": 1, "kg co2": 1, "kgco2e": 1, "kgco2": 1, "kg co2-eq": 1,
    "kg co2 eq": 1, "kg co2-ækv": 1, "g": 0.001, "grm": 0.001, "gram": 0.001, "g co2e": 0.001,
    "g co2": 0.001, "gco2e": 0.001, "t": 1000, "tne": 1000, "ton": 1000, "tons": 1000,
    "t co2e": 1000, "ton co2e": 1000,
}  # fmt: skip
SHARE: Mapping[str, float] = {"": 1, "1": 1, "%": 0.01, "pct": 0.01, "procent": 0.01, "p1": 0.01}
PERCENT: Mapping[str, float] = {"%": 1, "pct": 1, "procent": 1, "percent": 1, "p1": 1}
KWH_YEAR: Mapping[str, float] = {
    "kwh": 1, "kwh/år": 1, "kwh/yr": 1, "kwh/year": 1, "kwh/a": 1, "kwh pr år": 1, "kwt/år": 1,
    "kwh per year": 1, "kwh om året": 1, "kwh annually": 1, "kwh årligt": 1,
    "wh": 0.001, "wh/år": 0.001, "wh/yr": 0.001, "wh/year": 0.001, "wh/a": 0.001,
    "whr": 0.001, "mwh": 1000, "mwh/år": 1000,
}  # fmt: skip
PER_KG: Mapping[str, float] = {
    "kg co2e/kg": 1, "kg co2/kg": 1, "kg/kg": 1, "kgco2e/kg": 1, "kg co2e pr kg": 1,
    "kg co2e per kg": 1, "kg co2 pr kg": 1, "kg co2-eq/kg": 1, "kg co2-ækv/kg": 1,
    "g co2e/kg": 0.001, "g co2/kg": 0.001, "g/kg": 0.001, "g co2e pr kg": 0.001,
    "g co2e/100 g": 0.01, "g co2e/100g": 0.01, "g co2/100 g": 0.01, "g/100 g": 0.01, "g/100g": 0.01,
    "kg co2e/100 g": 10, "kg co2e/100g": 10, "t co2e/t": 1, "g co2e/g": 1,
}  # fmt: skip
KG_YEAR = {f"{unit}/{year}": factor for unit, factor in KG.items() for year in ("år", "yr", "year")}
CLASS: Mapping[str, float] = {"": 1, "klasse": 1, "class": 1}
INCHES: Mapping[str, float] = {
    '"': 1, "″": 1, "''": 1, "tommer": 1, "tomme": 1, "in": 1, "inch": 1, "inches": 1, "inh": 1,
    "cm": 1 / 2.54, "cmt": 1 / 2.54, "mm": 1 / 25.4, "mmt": 1 / 25.4,
}  # fmt: skip
OF_TEN: Mapping[str, float] = {"": 1, "af 10": 1, "/10": 1, "/ 10": 1, "out of 10": 1, "of 10": 1}
FLAG: Mapping[str, float] = {"": 1}
LETTERS = "ABCDEFG"


@dataclass(frozen=True, slots=True)
class Attribute:
    """What a supplier can state: its unit, the factors to it, and what is believable.

    Attributes:
        default: the unit that a bare number is taken to be in; None: a unit must be written.
        kind: "figure", "class" (letter A-G to 1-7) or "flag" (yes/no to 1/0).
    """

    id: str
    unit: str
    factors: Mapping[str, float]
    least: float
    most: float
    default: str | None
    kind: str = "figure"


ATTRIBUTES: Mapping[str, Attribute] = {
    a.id: a
    for a in (
        Attribute("tec", "kWh/år", KWH_YEAR, 0.1, 5000, None),
        Attribute("energy_class", "klasse", CLASS, 1, 7, "", "class"),
        Attribute("repair_class", "klasse", CLASS, 1, 5, "", "class"),
        Attribute("repair_index", "af 10", OF_TEN, 0, 10, ""),
        Attribute("warranty_years", "år", YEARS, 0, 15, "år"),
        Attribute("update_years", "år", YEARS, 0, 15, "år"),
        Attribute("gwp_total", "kg CO2e", KG, 1, 50000, "kg"),
        Attribute("gwp_use_ratio", "", SHARE, 0, 1, None),
        Attribute("gwp_error_ratio", "", SHARE, 0.001, 1, None),
        Attribute("carbon_per_year", "kg CO2e/år", KG_YEAR, 0.1, 10000, "kg/år"),
        Attribute("recycled_content", "%", PERCENT, 0, 100, "%"),
        Attribute("screen_size", "″", INCHES, 3, 120, "in"),
        Attribute("refurbished", "", FLAG, 0, 1, "", "flag"),
        Attribute("palm_uncertified", "", FLAG, 0, 1, "", "flag"),
        Attribute("co2e_agribalyse", "kg CO2e/kg", PER_KG, 0, 200, "kg co2e/kg"),
        Attribute("co2e_concito", "kg CO2e/kg", PER_KG, 0, 200, "kg co2e/kg"),
        Attribute("co2e_own", "kg CO2e/kg", PER_KG, 0, 200, "kg co2e/kg"),
    )
}
CONTENT: Mapping[str, tuple[str, float]] = {
    "kg": ("kg", 1), "kgm": ("kg", 1), "kilo": ("kg", 1), "g": ("kg", 0.001), "gr": ("kg", 0.001),
    "gram": ("kg", 0.001), "grm": ("kg", 0.001), "hg": ("kg", 0.1), "lbr": ("kg", 0.45359237),
    "tne": ("kg", 1000), "l": ("l", 1), "ltr": ("l", 1), "liter": ("l", 1), "litre": ("l", 1),
    "dl": ("l", 0.1), "dlt": ("l", 0.1), "cl": ("l", 0.01), "clt": ("l", 0.01), "ml": ("l", 0.001),
    "mlt": ("l", 0.001), "stk": ("pcs", 1), "styk": ("pcs", 1), "pcs": ("pcs", 1),
    "pc": ("pcs", 1), "pce": ("pcs", 1), "piece": ("pcs", 1), "pieces": ("pcs", 1),
    "ea": ("pcs", 1), "each": ("pcs", 1), "c62": ("pcs", 1), "h87": ("pcs", 1), "nar": ("pcs", 1),
}  # fmt: skip


@lru_cache(4096)
def unit_key(unit: str) -> str:
    """Return a written unit in the form that the tables use: lower case, CO₂ as co2, no dots."""
    text = visible(unit).casefold().replace("₂", "2").replace("²", "2").replace("·", " ")
    return re.sub(r"\s*/\s*", "/", " ".join(text.replace(".", "").split()))


def convert(attribute: str, value: float, unit: str) -> float:
    """Return a figure in the attribute's own unit.

    Raises:
        FieldError: for a unit that is not known for it, or a figure nobody would believe.
    """
    spec = ATTRIBUTES[attribute]
    key = unit_key(unit)
    known = sorted({u for u in spec.factors if u})
    factor = spec.factors.get(key)
    if not key and spec.default is not None:
        factor = spec.factors.get(unit_key(spec.default))
    if factor is None:
        raise FieldError(
            f"has the unit '{unit[:30]}'." if key else "has no unit.",
            f"Use {spec.unit} (known: {', '.join(known[:12])}).",
        )
    result = value * factor
    if not spec.least <= result <= spec.most:
        raise FieldError(
            f"is {result:g} {spec.unit}, outside {spec.least:g}-{spec.most:g}.",
            "Check the figure, its unit and its decimal mark.",
        )
    return result


def letter(attribute: str, text: str) -> float:
    """Return a class A-G as 1-7.

    Raises:
        FieldError: for anything else, the old classes A+ to A+++ too.
    """
    spec = ATTRIBUTES[attribute]
    wanted = text.strip().upper().removeprefix("KLASSE ").removeprefix("CLASS ")
    if wanted.startswith("A+"):
        raise FieldError("is a class of the old scale.", "Write the class A-G in force since 2021.")
    if len(wanted) == 1 and wanted in LETTERS[: int(spec.most)]:
        return LETTERS.index(wanted) + 1.0
    raise FieldError("is no class.", f"Write a letter from A to {LETTERS[int(spec.most) - 1]}.")


def content(value: float, unit: str) -> tuple[float, str]:
    """Return a net content in kg, l or pcs.

    Raises:
        FieldError: for another unit, or a content that is not above 0.
    """
    found = CONTENT.get(unit_key(unit))
    if found is None:
        raise FieldError(f"has the unit '{unit[:30]}'.", "Use kg, g, l, dl, cl, ml or stk.")
    if not 0 < value * found[1] <= 100_000:
        raise FieldError(f"is {value:g} {unit}.", "Write a content above 0.")
    return round(value * found[1], 9), found[0]
