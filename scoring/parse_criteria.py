"""The part of the parser that reads criteria, their value functions and their labels."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import cast

from scoring.reader import Reader
from scoring.rules import (
    Criterion,
    LabelClass,
    Labels,
    Missing,
    Objective,
    Reading,
    Reference,
    Text,
    When,
    Within,
)
from scoring.value_formulas import VALUE_FORMULAS, Formula
from scoring.values import Affine, Linear, Log, Points, Steps, Table, ValueFunction

MISSING = ("exclude", "neutral", "pessimistic")


def text_of(reader: Reader, key: str) -> Text:
    """Return the Danish and English text under a key."""
    both = reader.table(key)
    text = Text(both.text("da"), both.text("en"))
    both.close()
    return text


def criterion_of(
    reader: Reader, references: Mapping[str, Reference], *, weighted: bool
) -> Criterion:
    """Return one criterion, base or adjustment; only weighted ones hold a weight.

    Raises:
        RulesetError: naming the place and key of the first fault.
    """
    readings = tuple(_reading(r, points=weighted) for r in reader.tables("readings"))
    labels = _labels(reader.table("labels")) if "labels" in reader.data else None
    reader.raw("labels", None)
    if bool(readings) == bool(labels):
        raise reader.fail(
            "readings", "or labels: exactly one is needed.", "Say what the criterion reads."
        )
    criterion = Criterion(
        id=reader.text("id"),
        kind=reader.text("kind"),
        text=text_of(reader, "text"),
        weight=reader.number("weight", low=0) if weighted else 0.0,
        readings=readings,
        labels=labels,
        missing=cast(Missing, reader.choice("missing", MISSING, "exclude")),
        only=reader.texts("only", ()),
        reference=reader.text("reference"),
        missing_points=None
        if weighted or "missing_points" not in reader.data
        else reader.number("missing_points"),
        unless="" if weighted else reader.text("unless", ""),
    )
    if criterion.reference not in references:
        raise reader.fail(
            "reference", f"'{criterion.reference}' is unknown.", "Add it under references."
        )
    reader.close()
    return criterion


def _reading(reader: Reader, *, points: bool) -> Reading:
    objective = cast(Objective, reader.choice("objective", ("min", "max")))
    reading = Reading(
        attribute=reader.text("attribute"),
        unit=reader.text("unit", ""),
        objective=objective,
        value=_value(reader.table("value"), objective, points),
        within=_within(reader.table("within")) if "within" in reader.data else None,
        fact=_fact(reader),
        when=_when(reader.table("when")) if "when" in reader.data else None,
    )
    reader.raw("when", None)
    reader.raw("within", None)
    reader.close()
    return reading


def _when(reader: Reader) -> When:
    when = When(reader.text("attribute"), reader.number("at_least"))
    reader.close()
    return when


def _fact(reader: Reader) -> Text | None:
    if "fact" not in reader.data:
        return None
    fact = text_of(reader, "fact")
    for language in ("da", "en"):
        text = getattr(fact, language)
        if set("{}") & set(text.replace("{value}", "")):
            raise reader.fail(
                f"fact.{language}", f"'{text}' has other braces.", "Only {value} may stand in it."
            )
    return fact


def _value(reader: Reader, objective: Objective, points: bool) -> ValueFunction:
    kinds: Mapping[str, Callable[[Reader, Objective, bool], ValueFunction]] = {
        "linear": _linear,
        "log": _log,
        "steps": _steps,
        "table": _table,
        "points": _points,
        "affine": _affine,
        "formula": _formula,
    }
    function = kinds[reader.choice("kind", tuple(kinds))](reader, objective, points)
    reader.close()
    return function


def _ends(reader: Reader, objective: Objective, low: float) -> tuple[float, float]:
    best, worst = reader.number("best", low=low), reader.number("worst", low=low)
    if best == worst or (best < worst) != (objective == "min"):
        raise reader.fail(
            "best",
            f"{best} and worst {worst} do not fit objective '{objective}'.",
            "With min, best is below worst; with max, above.",
        )
    return best, worst


def _linear(reader: Reader, objective: Objective, points: bool) -> ValueFunction:
    return Linear(*_ends(reader, objective, -math.inf))


def _log(reader: Reader, objective: Objective, points: bool) -> ValueFunction:
    return Log(*_ends(reader, objective, 1e-9))


def _check_points(reader: Reader, key: str, scores: tuple[float, ...], points: bool) -> None:
    for i, score in enumerate(scores):
        if points and not 0 <= score <= 100:
            raise reader.fail(f"{key}[{i}]", f"{score} points.", "Use 0 to 100 points.")


def _steps(reader: Reader, objective: Objective, points: bool) -> ValueFunction:
    rows = reader.pairs("steps")
    bounds, scores = tuple(x for x, _ in rows), tuple(y for _, y in rows)
    otherwise = reader.number("otherwise", 0.0)
    falling = objective == "min"
    ordered = sorted(bounds, reverse=not falling)
    if list(bounds) != ordered or len(set(bounds)) != len(bounds):
        raise reader.fail("steps", f"{bounds} are out of order.", "List the best threshold first.")
    best_first = [*scores, otherwise]
    if best_first != sorted(best_first, reverse=True):
        raise reader.fail("steps", f"points {best_first} rise.", "Let points fall row by row.")
    _check_points(reader, "steps", (*scores, otherwise), points)
    return Steps(bounds, scores, otherwise, falling)


def _table(reader: Reader, objective: Objective, points: bool) -> ValueFunction:
    rows = sorted(reader.pairs("table"))
    keys = [x for x, _ in rows]
    if len(set(keys)) != len(keys):
        raise reader.fail("table", f"{keys} has a value twice.", "List each value once.")
    _check_points(reader, "table", tuple(y for _, y in rows), points)
    return Table(tuple(keys), tuple(y for _, y in rows))


def _points(reader: Reader, objective: Objective, points: bool) -> ValueFunction:
    rows = reader.pairs("points")
    figures, scores = tuple(x for x, _ in rows), tuple(y for _, y in rows)
    if list(figures) != sorted(set(figures)):
        raise reader.fail("points", f"{figures} do not rise.", "List figures in rising order.")
    if list(scores) != sorted(scores, reverse=objective == "min"):
        raise reader.fail(
            "points",
            f"{scores} do not fit objective '{objective}'.",
            "With min, points fall as the figure rises; with max, they rise.",
        )
    _check_points(reader, "points", scores, points)
    return Points(figures, scores)


def _affine(reader: Reader, objective: Objective, points: bool) -> ValueFunction:
    low, high = (0.0, 100.0) if points else (-1e9, 1e9)
    function = Affine(
        slope=reader.number("slope"),
        per=reader.number("per", 1.0, low=1e-9),
        intercept=reader.number("intercept", 0.0),
        low=reader.number("low", low, low, high),
        high=reader.number("high", high, low, high),
        whole=reader.flag("round", False),
    )
    if function.low > function.high or (function.slope < 0) != (objective == "min"):
        raise reader.fail("slope", f"{function.slope}.", "With min it is below 0, with max above.")
    return function


def _formula(reader: Reader, objective: Objective, points: bool) -> ValueFunction:
    return Formula(reader.choice("name", sorted(VALUE_FORMULAS)))


def _within(reader: Reader) -> Within:
    sizes = reader.raw("size_classes", [])
    if not isinstance(sizes, list) or sizes != sorted(sizes):
        raise reader.fail("size_classes", f"{sizes!r} do not rise.", "List sizes in inches.")
    within = Within(reader.numbers("medians"), tuple(float(s) for s in sizes))
    for brand, median in within.medians.items():
        if median <= 0:
            raise reader.fail(f"medians.{brand}", f"{median} is not above 0.", "Use a median.")
    reader.close()
    return within


def _labels(reader: Reader) -> Labels:
    labels = Labels(
        classes=tuple(_label_class(r) for r in reader.tables("classes")),
        extras=tuple(_label_class(r) for r in reader.tables("extras")),
        combine="sum" if reader.choice("combine", ("best", "sum"), "best") == "sum" else "best",
        most=reader.number("most", 100.0, low=0),
        fact=_fact(reader),
    )
    reader.close()
    if not labels.classes:
        raise reader.fail("classes", "is missing.", "Add at least one class of labels.")
    return labels


def _label_class(reader: Reader) -> LabelClass:
    result = LabelClass(
        reader.number("points", low=-100, high=100),
        reader.texts("codes"),
        reader.texts("only", ()),
        reader.text("family", ""),
    )
    reader.close()
    return result
