"""What one piece of an offer weighs, in kg: net, and without the liquid where that is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import numpy as np

from scoring.quantities import parse_quantity
from scoring.table import Kinds
from scoring.values import Array, Interval

# kg a litre (low, value, high) by product group, the most specific counts: rounded figures that
# every table of densities has, with bounds for what differs inside the group. What is not
# listed (sauces, soups, salads) has no weight when it is sold by the litre: it may be anything.
DENSITIES: Mapping[str, tuple[float, float, float]] = {
    "food/dairy": (0.98, 1.03, 1.06),
    "food/drink": (0.99, 1.03, 1.06),
    "food/drink/cordial": (1.05, 1.2, 1.35),
    "food/fat": (0.91, 0.92, 0.93),
    "food/tropical/coconut-oil": (0.91, 0.92, 0.93),
    "food/tropical/palm-oil": (0.89, 0.91, 0.93),
    "food/sweet/honey": (1.38, 1.42, 1.45),
    "food/sweet/ice-cream": (0.45, 0.55, 0.7),
}
UNKNOWN = (float("nan"),) * 3
DRAINED = re.compile(r"dræn|afdryp|drained|\d/\d", re.IGNORECASE)  # in a name that may state one
LEAST_DRAINED = 0.4  # share of the net weight: less is another quantity of the name


def kilograms(content: Array, unit: Kinds, group: Kinds) -> Interval:
    """Return the weight of n contents in kg, NaN for pieces and where the density is not known.

    Args:
        content: kg, litres or pieces, shape (n,), NaN where unknown.
        unit: "kg", "l" or "pcs" of each.
        group: the product group of each.
    """
    densities = np.array([density(g) for g in group.kinds] or [UNKNOWN])[group.index]
    litres, kilos = unit.where(lambda u: u == "l"), unit.where(lambda u: u == "kg")
    factors = np.where(litres[:, None], densities, np.where(kilos[:, None], 1.0, np.nan))
    low, value, high = (content * factors[:, i] for i in range(3))
    return Interval.of(low, value, high)


def density(group: str) -> tuple[float, float, float]:
    """Return a group's kg a litre as (low, value, high), NaN where it is not known."""
    while group:
        if group in DENSITIES:
            return DENSITIES[group]
        group = group.rpartition("/")[0]
    return UNKNOWN


def stated_drained(names: Iterable[str]) -> Array:
    """Return the drained weight in kg that each name states, NaN where it states none."""
    seen = DRAINED.search  # quick, and most names are done with it
    return np.array([_drained(name) if seen(name) else np.nan for name in names], dtype=np.float64)


def _drained(name: str) -> float:
    found = parse_quantity(name)
    if found.drained and found.unit == "kg" and found.value is not None:
        return found.value
    return float("nan")


def without_liquid(weight: Interval, dry: Array) -> Interval:
    """Return weights with the drained weight in place of the net one, where it can be its own."""
    with np.errstate(invalid="ignore"):
        own = (dry < weight.low) & (dry >= LEAST_DRAINED * weight.high)
    return Interval.of(*(np.where(own, dry, x) for x in (weight.low, weight.value, weight.high)))
