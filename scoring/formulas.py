"""Named formulas: attributes that are computed from others. Only these are code in a ruleset."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from scoring.values import Interval

Parameters = Mapping[str, float]
Formula = Callable[[Mapping[str, Interval], Parameters, int], Interval]


def device_carbon_per_year(
    evidence: Mapping[str, Interval], parameters: Parameters, n: int
) -> Interval:
    """Return a device's footprint in kg CO2e a year, made comparable between makers.

    embodied = gwp_total (1 - gwp_use_ratio) / lifetime_years, use = tec x grid_kg_per_kwh
    (shared/field/it-equipment.md, "Treatment"). The maker's own lifetime and grid fall out.
    A maker's error that is missing, or stated as 0, counts as `default_error`. Where tec is
    missing, the class's typical tec (tec_low, tec_value, tec_high) stands in for it.

    Reads gwp_total [kg CO2e], gwp_use_ratio [1], gwp_error_ratio [1], tec [kWh/year].
    """
    total = evidence.get("gwp_total", Interval.unknown(n))
    ratio = evidence.get("gwp_use_ratio", Interval.unknown(n))
    stated = evidence.get("gwp_error_ratio", Interval.unknown(n)).value
    tec = evidence.get("tec", Interval.unknown(n))
    error = np.where(np.nan_to_num(stated) > 0, stated, parameters["default_error"])
    narrow = total.high - total.low <= 0
    low = np.where(narrow, total.value * np.maximum(0, 1 - error), total.low)
    high = np.where(narrow, total.value * (1 + error), total.high)
    use = Interval(
        np.where(tec.known, tec.low, parameters["tec_low"]),
        np.where(tec.known, tec.value, parameters["tec_value"]),
        np.where(tec.known, tec.high, parameters["tec_high"]),
    )
    years, grid = parameters["lifetime_years"], parameters["grid_kg_per_kwh"]
    return Interval(
        low * (1 - ratio.high) / years + use.low * grid,
        total.value * (1 - ratio.value) / years + use.value * grid,
        high * (1 - ratio.low) / years + use.high * grid,
    )


@dataclass(frozen=True, slots=True)
class NamedFormula:
    """A formula with the parameters it needs and the attributes it reads."""

    function: Formula
    parameters: tuple[str, ...]
    inputs: tuple[str, ...]


FORMULAS: Mapping[str, NamedFormula] = {
    "device_carbon_per_year": NamedFormula(
        device_carbon_per_year,
        parameters=(
            "lifetime_years",
            "grid_kg_per_kwh",
            "default_error",
            "tec_low",
            "tec_value",
            "tec_high",
        ),
        inputs=("gwp_total", "gwp_use_ratio", "gwp_error_ratio", "tec"),
    ),
}
