"""A row of the bench: {value, goal, unit, runs}."""

from __future__ import annotations

import statistics
from typing import Any

Row = dict[str, Any]


def row(runs: list[float], unit: str, goal: float | None = None) -> Row:
    """Return one row: the median of its runs, beside the goal where there is one."""
    return {"value": statistics.median(runs), "goal": goal, "unit": unit, "runs": runs}
