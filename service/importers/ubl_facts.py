"""Price, net content and footprint of a UBL catalogue line."""

from __future__ import annotations

import math

from lxml import etree

from scoring.rules import inside
from scoring.units import unit_key
from service.importers.numbers import Cell, FieldError, number
from service.importers.supplier_fields import DEVICES, FOOD, Fields
from service.importers.ubl import children, first, text, tidy
from service.importers.units import CONTENT
from service.importers.units import content as in_our_unit

NET_WEIGHTS = ("AAA", "AAC", "NW", "NET_WEIGHT")  # UNTDID 6313: net weight of a unit, in total
PIECES = ("c62", "ea", "h87", "pce", "nar", "stk")
KILOS = {"kgm": 1.0, "kg": 1.0, "grm": 1000.0, "g": 1000.0, "tne": 0.001}


def price(line: etree._Element) -> tuple[Cell, str]:
    """Return the price of one orderable unit and its currency, ("", "") where none is stated.

    Of several prices the one for the smallest quantity is taken; it is what a single buyer pays.
    """
    best: tuple[float, float, str] | None = None
    for place in children(line, "RequiredItemLocationQuantity"):
        amount = first(place, "Price/PriceAmount")
        if amount is None:
            continue
        try:
            value = number(tidy(amount.text), ".")[0]
            base = number(text(place, "Price/BaseQuantity") or "1", ".")[0]
            factor = number(text(place, "Price/OrderableUnitFactorRate") or "1", ".")[0]
            least = number(text(place, "MinimumQuantity") or "0", ".")[0]
        except FieldError:
            return tidy(amount.text), amount.get("currencyID", "")
        whole = value / base * factor if base > 0 and factor > 0 else math.nan
        if math.isfinite(whole) and (best is None or least < best[0]):
            best = (least, whole, amount.get("currencyID", ""))
    return (best[1], best[2]) if best else ("", "")


def content(line: etree._Element, item: etree._Element) -> tuple[Cell, str]:
    """Return the net content of the orderable unit and its unit code, ("", "") where unknown."""
    stated = first(line, "ContentUnitQuantity")
    weight = ""
    for dimension in children(item, "Dimension"):
        measure = first(dimension, "Measure")
        if measure is not None and text(dimension, "AttributeID").upper() in NET_WEIGHTS:
            weight = f"{tidy(measure.text)} {measure.get('unitCode', '')}"
    if weight:
        value, _, unit = weight.rpartition(" ")
        return value, unit
    if stated is not None and unit_key(stated.get("unitCode", "")) in CONTENT:
        return tidy(stated.text), stated.get("unitCode", "")
    orderable = text(line, "OrderableUnit")
    if unit_key(orderable) in CONTENT and unit_key(orderable) not in PIECES:
        return "1", orderable  # sold by the kilogram or the litre
    return "", ""


def emission(fields: Fields, cells: dict[str, Cell], units: dict[str, str]) -> None:
    """Bring EmissionFactor, kg CO2e per EmissionFactorCalculationUnit, into our columns.

    CalculationRate turns the invoiced quantity into that unit, so it has no part in the factor.
    """
    unit = unit_key(str(cells.pop("emissionfactorcalculationunit", "") or ""))
    cells.pop("calculationrate", None)
    if not unit or "co2e" not in cells:
        return
    try:
        factor = number(cells["co2e"], ".")[0]
        group = fields.group()
        if unit in KILOS:
            cells["co2e_kg"], units["co2e_kg"] = factor * KILOS[unit], "kg CO2e/kg"
        elif unit in PIECES and inside(group, DEVICES):
            cells["gwp_total"], units["gwp_total"] = factor, "kg CO2e"
        elif unit in PIECES and inside(group, FOOD):
            net = in_our_unit(number(cells["content"], ".")[0], units.get("content", ""))
            if net[1] != "kg":
                raise FieldError("is per piece of unknown weight.", "Give it per KGM.")
            cells["co2e_kg"], units["co2e_kg"] = factor / net[0], "kg CO2e/kg"
        else:
            raise FieldError(f"is per '{unit[:20]}'.", "Give it per KGM, or per C62 for devices.")
    except FieldError as error:
        fields.reject("co2e", error.problem, error.remedy)
    finally:
        del cells["co2e"]
