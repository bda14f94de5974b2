"""How the figures of invented products are drawn, group by group, around published medians.

Medians and spreads are those of service/catalogue/device_classes.csv where it has them, and of
the cuts in service/rulesets/default.toml; what shares of products have a figure is our guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

GROUPS = ("laptop", "desktop", "monitor", "smartphone", "tablet")
SHARES = (0.30, 0.15, 0.25, 0.15, 0.15)
LABELS = (
    "TCO_DEVELOPMENT:10",
    "TCO_DEVELOPMENT:9",
    "TCO_DEVELOPMENT",
    "BLUE_ANGEL",
    "SVANEN",
    "EPEAT_GOLD",
    "EPEAT_SILVER",
    "EPEAT_BRONZE",
    "EPEAT_CLIMATE_PLUS",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One attribute: for each group its median, spread around it, and bounds.

    Attributes:
        drawn: group -> (median, spread, lowest, highest). Spread is the standard deviation: of
            the logarithm where `log`, else of the figure.
        share: how many of the group's products have it.
        step: figures are multiples of it.
        error: half the width of its interval, as a share of the figure.
    """

    attribute: str
    unit: str
    share: float
    drawn: Mapping[str, tuple[float, float, float, float]]
    log: bool = False
    step: float = 0.01
    error: float = 0.0

    def values(self, chance: np.random.Generator, group: str, n: int) -> NDArray[np.float64]:
        """Draw the figures of n products of a group."""
        median, spread, lowest, highest = self.drawn[group]
        noise = chance.normal(0, spread, n)
        drawn = median * np.exp(noise) if self.log else median + noise
        steps = np.round(np.clip(drawn, lowest, highest) / self.step)
        return np.asarray(np.round(steps * self.step, 2), dtype=np.float64)


def _all(
    median: float, spread: float, lowest: float, highest: float
) -> dict[str, tuple[float, float, float, float]]:
    return dict.fromkeys(GROUPS, (median, spread, lowest, highest))


FIGURES = (
    Figure(
        "gwp_total",
        "kg CO2e",
        0.7,
        {
            "laptop": (307, 0.28, 100, 900),
            "desktop": (430, 0.4, 120, 1500),
            "monitor": (420, 0.35, 120, 1500),
            "smartphone": (60, 0.25, 25, 150),
            "tablet": (90, 0.3, 40, 250),
        },
        log=True,
        error=0.2,
    ),
    Figure("gwp_use_ratio", "", 0.65, _all(0.2, 0.07, 0.03, 0.8)),
    Figure(
        "tec",
        "kWh/år",
        0.7,
        {
            "laptop": (18.8, 0.3, 6, 60),
            "desktop": (57, 0.55, 12, 250),
            "monitor": (43, 0.35, 12, 150),
        },
        log=True,
    ),
    Figure(
        "energy_class",
        "klasse",
        0.8,
        {"monitor": (5, 1.2, 1, 7), "smartphone": (2, 1, 1, 7), "tablet": (3, 1.2, 1, 7)},
        step=1,
    ),
    Figure("repair_index", "af 10", 0.5, _all(6.4, 1.1, 2, 10), step=0.1),
    Figure(
        "repair_class",
        "klasse",
        0.6,
        {"smartphone": (3, 0.9, 1, 5), "tablet": (3, 0.9, 1, 5)},
        step=1,
    ),
    Figure("warranty_years", "år", 0.7, _all(2.5, 1.2, 1, 5), step=1),
    Figure(
        "update_years",
        "år",
        0.7,
        {"smartphone": (5.5, 1.3, 2, 10), "tablet": (5.5, 1.3, 2, 10)},
        step=1,
    ),
    Figure("recycled_content", "%", 0.6, _all(18, 14, 0, 90), step=1),
    Figure(
        "screen_size",
        "″",
        0.9,
        {
            "laptop": (14, 1.2, 11, 18),
            "monitor": (25, 3.5, 19, 49),
            "smartphone": (6.3, 0.4, 4, 7.5),
            "tablet": (10.8, 1.2, 7, 14),
        },
        step=0.1,
    ),
)
