"""Figures as people write them: a number, or {value, low, high, unit}, or packaging in parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.canonical import shown
from scoring.errors import EvidenceError
from scoring.evidence import check_interval
from scoring.units import factor, taken, unit_key

Figure = tuple[float, float, float]
MOST = 1e12  # beyond it nothing is measured, and sums could overflow
KEYS = ("value", "low", "high", "unit")


def attribute(name: str, value: Any, unit: str, place: str) -> tuple[str, Figure]:
    """Return an attribute with its figure; a list of packaging parts becomes one figure.

    packaging is [{material, shape}], scores from 0 to 100; a shape of up to 1 is a share of 100.
    packaging_loss is the sum of (100 - material) x shape over the parts, shape as a share.

    Args:
        unit: in which the rules read the attribute, "" where they have none.

    Raises:
        EvidenceError: naming the place, the value and the remedy.
    """
    if name != "packaging":
        found = figure(value, unit, place)
        if unit_key(unit) == "1" and found[2] > 1:
            raise EvidenceError(
                place, f"{shown(value)} is over 1.", 'Write a share from 0 to 1, or unit = "%".'
            )
        return name, found
    remedy = "Write [{material, shape}, …] with scores from 0 to 100."
    if not isinstance(value, list) or not value:
        raise EvidenceError(place, f"{shown(value)}.", remedy)
    loss = 0.0
    for part in value:
        if not isinstance(part, Mapping) or set(part) != {"material", "shape"}:
            raise EvidenceError(place, f"{shown(part)}.", remedy)
        material, shape = (_number(part[key], f"{place}, {key}") for key in ("material", "shape"))
        if not (material <= 100 and shape <= 100):
            raise EvidenceError(place, f"{shown(part)}.", remedy)
        loss += (100 - material) * (shape if shape <= 1 else shape / 100)
    return "packaging_loss", (loss, loss, loss)


def figure(value: Any, unit: str, place: str) -> Figure:
    """Return low, value and high of a written figure, in the unit given; true is 1, false 0.

    Raises:
        EvidenceError: naming the place, the value and the remedy.
    """
    if isinstance(value, bool) and not unit:  # whether something is so, read without a unit
        return float(value), float(value), float(value)
    if not isinstance(value, Mapping):
        number = _number(value, place)
        return number, number, number
    if "value" not in value or any(key not in KEYS for key in value):
        raise EvidenceError(
            place, f"{shown(value)}.", f"Write a number, or {{{', '.join(KEYS)}}} with a value."
        )
    middle = value["value"]
    written = (value.get("low", middle), middle, value.get("high", middle))
    scale = _scale(value["unit"], unit, place) if "unit" in value else 1.0
    low, number, high = (scale * _number(x, place) for x in written)
    check_interval(place, low, number, high)
    return low, number, high


def _scale(written: Any, unit: str, place: str) -> float:
    scale = factor(written, unit) if isinstance(written, str) else None
    if scale is None:
        units = ", ".join(taken(unit)[:12])
        raise EvidenceError(
            f"{place}, unit",
            f"{shown(written)} cannot be converted.",
            f"Use one of {units}." if units else "The rules read it without a unit: leave it out.",
        )
    return scale


def _number(value: Any, place: str) -> float:
    """Return a number; nothing that is measured here can be below 0."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise EvidenceError(
            place, f"{shown(value)} is not a number.", "Write a number, or {value, low, high}."
        )
    if not 0 <= value <= MOST:
        raise EvidenceError(
            place,
            f"{shown(value)} is out of bounds.",
            f"Use a finite number from 0 to {MOST:g}; leave an unknown figure out.",
        )
    return float(value)
