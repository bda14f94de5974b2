"""What a basket is summed up from: weight, footprint and organic or not, for one piece as sold.

A footprint is what buying one piece causes once and for all, so pieces can be added:

- "food": the footprint per kg that the score rests on (Agribalyse or CONCITO, from the field to
  the consumer or the shop) times the weight of the piece.
- "lifetime": a device made, and used for the years that its rules fix, with Danish electricity:
  the kg CO2e a year that the score rests on, times those years. A figure per year would leave out
  most of a device that is bought today, and embodied carbon alone would reward what uses more.

A total adds pieces of one basis; two bases stand side by side, for one laptop outweighs a month
of a kitchen's milk and the two are counted to different ends. Makers' figures of devices differ by
method (shared/field/it-equipment.md): a total of them is an order of magnitude, and has bounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from scoring.rules import Criterion, GroupRules
from scoring.table import GROUP, Bools
from scoring.values import Array, Interval
from service.publish.judge import Verdicts
from service.publish.textcolumns import Texts, quoted, texts, worded

ORGANIC = ("DK_ECO", "EU_ORGANIC_FARMING")
FOOD, LIFETIME = "food", "lifetime"
ANSWERS = ("false", "true", "null")
BASES = {"kg CO2e/kg": FOOD, "kg CO2e/år": LIFETIME}  # the unit of a reading -> what it gives


@dataclass(frozen=True, slots=True)
class Footing:
    """What the footprint of n pieces is computed from.

    Attributes:
        basis: FOOD, LIFETIME or "" where the rules read no footprint.
        figure: kg CO2e per kg (FOOD) or per device (LIFETIME), shape (n,), NaN where unknown.
    """

    basis: str
    figure: Interval

    def of_piece(self, kg: Interval) -> Interval:
        """Return kg CO2e of one piece of each, given its weight in kg."""
        if self.basis != FOOD:
            return self.figure
        pairs = ((getattr(self.figure, x), getattr(kg, x)) for x in ("low", "value", "high"))
        return Interval.of(*(a * b for a, b in pairs))


def footing(verdicts: Verdicts) -> Footing:
    """Return the figures that the scores of n subjects rest on."""
    for criterion in verdicts.rules.all_criteria():
        for unit, basis in BASES.items():
            if any(reading.unit == unit for reading in criterion.readings):
                return Footing(basis, _figure(verdicts, criterion, unit))
    return Footing("", Interval.unknown(len(verdicts)))


def _figure(verdicts: Verdicts, criterion: Criterion, unit: str) -> Interval:
    table, read = verdicts.scores.table, verdicts.scores.points[criterion.id].reading
    bounds = [np.full(len(verdicts), np.nan) for _ in range(3)]
    for i, reading in enumerate(criterion.readings):
        factor = 1.0 if BASES[unit] == FOOD else _years(verdicts.rules, reading.attribute)
        if reading.unit == unit:
            found, here = table.interval(reading.attribute), read == i
            for bound, figures in zip(bounds, (found.low, found.value, found.high), strict=True):
                bound[here] = figures[here] * factor
    if BASES[unit] == LIFETIME:  # what a used device still causes is not known
        refurbished = table.interval("refurbished").value >= 1
        for bound in bounds:
            bound[refurbished] = np.nan
    return Interval.of(*bounds)


def _years(rules: GroupRules, attribute: str) -> float:
    """Return the years of use that the rules fix for a yearly figure, NaN where they fix none."""
    years = (d.parameters.get("lifetime_years") for d in rules.derived if d.attribute == attribute)
    return next((y for y in years if y is not None), np.nan)


def is_food(rules: GroupRules) -> bool:
    """Tell whether rules are those of food: the only goods whose organic share is counted."""
    return any(criterion.kind == "organic" for criterion in rules.criteria)


def organic(verdicts: Verdicts) -> Bools:
    """Return which subjects hold a label that counts in the Danish organic share; shape (n,)."""
    result = np.zeros(len(verdicts), dtype=np.bool_)
    for row, labels in verdicts.subjects.labels.items():
        result[row] = any(x.code in ORGANIC and not x.equivalent for x in labels)
    return result


def facts(verdicts: Verdicts, kg: Interval) -> Texts:
    """Return a JSON object for each of n subjects, given what one piece of it weighs."""
    found = footing(verdicts)
    co2e = found.of_piece(kg)
    said = is_food(verdicts.rules) & (verdicts.subjects.rungs != GROUP)
    counts = np.where(said, organic(verdicts), 2)  # into ANSWERS
    tails = texts(
        f',"co2e_basis":{quoted(basis)},"organic":{answer}}}'
        for basis in (None, found.basis)
        for answer in ANSWERS
    )
    weights = worded(rounded(kg.value), lambda x: f'{{"kg":{figure(x)},"co2e":')
    result: Texts = weights + _bounds(co2e)
    result += tails[co2e.known * len(ANSWERS) + counts]
    return result


def _bounds(co2e: Interval) -> Texts:
    """Return JSON objects of low, value and high, null where unknown."""
    if co2e.is_exact:
        return worded(rounded(co2e.value), partial(_filled, '{"low":%s,"value":%s,"high":%s}'))
    result: Texts = worded(rounded(co2e.low), partial(_filled, '{"low":%s'))
    result += worded(rounded(co2e.value), partial(_filled, ',"value":%s', nothing=""))
    result += worded(rounded(co2e.high), partial(_filled, ',"high":%s}', nothing=""))
    return result


def _filled(pattern: str, value: float | None, nothing: str = "null") -> str:
    return nothing if value is None else pattern.replace("%s", figure(value))


def rounded(values: Array) -> Array:
    """Return numbers rounded to three significant digits, so that few of them differ."""
    with np.errstate(divide="ignore", invalid="ignore"):
        step = 10.0 ** (np.floor(np.log10(np.abs(values))) - 2)
        result: Array = np.where(values == 0, 0.0, np.round(values / step) * step)
    return result


def figure(value: float | None) -> str:
    """Return a number as short JSON of three significant digits, null for None."""
    if value is None or value != value:  # NaN is not itself
        return "null"
    text = f"{value:.3g}"
    return f"{float(text):.0f}" if "e+" in text else text
