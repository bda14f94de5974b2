"""A row of the bench: {value, goal, unit, runs}, and whether its goal is met."""

from __future__ import annotations

import statistics
from typing import Any

Row = dict[str, Any]
AT_MOST = {  # goals that a value may not exceed; all others it must reach
    "admin_page_p95_ms",
    "admin_preview_1m_ms",
    "admin_preview_function_1m_ms",
    "alternatives_1m_s",
    "badge_cls",
    "badge_p95_ms",
    "content_cpu_ms",
    "match_p50_ms",
    "p99_ratio_50",
    "preview_1m_ms",
    "publish_ratio",
    "scan_2000_cards_ms",
    "scikit_criteria_difference",
    "swap_failures",
    "vs_boaviztapi_p99",
}


def row(runs: list[float], unit: str, goal: float | None = None) -> Row:
    """Return one row: the median of its runs, beside the goal where there is one."""
    return {"value": statistics.median(runs), "goal": goal, "unit": unit, "runs": runs}


def verdict(name: str, found: Row) -> str:
    """Return "met", or by how much the goal is missed; "" where there is none."""
    value, goal = found["value"], found["goal"]
    if goal is None:
        return ""
    over = value - goal if name in AT_MOST else goal - value
    if over <= 0:
        return "met"
    return f"MISSED by {over / goal:.0%}" if goal else f"MISSED by {over:g}"


def printed(name: str, found: Row) -> str:
    """Return a row as a line: name, median, spread, goal, whether met, unit."""
    runs, goal = found["runs"], found["goal"]
    several = isinstance(runs, list) and len(runs) > 1
    spread = f"{figure(min(runs))}-{figure(max(runs))}" if several else ""
    sign = "<=" if name in AT_MOST else ">="
    aim = "" if goal is None else f"{sign} {goal:g}"
    return (
        f"{name:28}{figure(found['value']):>10}  {spread:17}{aim:>9}  "
        f"{verdict(name, found):17}  {found['unit']}"
    ).rstrip()


def figure(value: float) -> str:
    """Return a figure with three digits that count."""
    if value == 0 or not 1e-3 <= abs(value) < 1e7:
        return f"{value:.3g}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.{2 if abs(value) >= 10 else 3}f}"
