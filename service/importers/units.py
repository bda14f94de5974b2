"""The attributes a supplier can give, in which units, and what is believable of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.units import (
    CLASS,
    FLAG,
    GIGABYTES,
    INCHES,
    KG,
    KG_YEAR,
    KWH_YEAR,
    OF_TEN,
    PER_KG,
    PERCENT,
    SHARE,
    YEARS,
    Factors,
    unit_key,
)
from service.importers.numbers import FieldError

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
    factors: Factors
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
        Attribute("memory", "GB", GIGABYTES, 0.25, 4096, "gb"),
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
