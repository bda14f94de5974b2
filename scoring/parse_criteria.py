"""The part of the parser that reads criteria, their value functions and their labels."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import cast

from scoring.claims import claims
from scoring.reader import MOST, Reader
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

MISSING = ("exclude", "neutral", "pessimistic", "cap")
MOST_WEIGHT = 1e6
LEAST_FIGURE = 1e-9  # of what is divided by, and of a logarithm's ends


def text_of(reader: Reader, key: str) -> Text:
    """Return the Danish and English text under a key; it may make no generic claim."""
    both = reader.table(key)
    text = Text(both.text("da"), both.text("en"))
    both.close()
    for language, written in (("da", text.da), ("en", text.en)):
        for claim in claims(written):
            raise both.fail(
                language,
                f"'{claim}' is a generic environmental claim, banned by (EU) 2024/825.",
                "Say what was measured instead.",
            )
    return text


def criterion_of(
    reader: Reader,
    references: Mapping[str, Reference],
    grades: tuple[str, ...],
    *,
    weighted: bool,
) -> Criterion:
    """Return one criterion, base or adjustment; only weighted ones hold a weight.

    Raises:
        RulesetError: naming the place and key of the first fault.
    """
    readings = tuple(_reading(r, points=weighted) for r in reader.tables("readings"))
    labels = _labels(reader.table("labels")) if reader.has("labels") else None
    if reader.has("readings") == reader.has("labels") or not (readings or labels):
        raise reader.fail(
            "readings", "or labels: exactly one is needed.", "Say what the criterion reads."
        )
    missing = cast(Missing, reader.choice("missing", MISSING, "exclude"))
    criterion = Criterion(
        id=reader.text("id"),
        kind=reader.text("kind"),
        text=text_of(reader, "text"),
        weight=reader.number("weight", low=0, high=MOST_WEIGHT) if weighted else 0.0,
        readings=readings,
        labels=labels,
        missing=missing,
        only=reader.texts("only", ()),
        reference=reader.text("reference"),
        missing_points=reader.number("missing_points")
        if not weighted and reader.has("missing_points")
        else None,
        unless="" if weighted else reader.text("unless", ""),
        missing_best=reader.choice("missing_best", grades) if missing == "cap" else "",
    )
    if reader.has("missing_best") and missing != "cap":
        raise reader.fail(
            "missing_best",
            f"does not belong to '{missing}'.",
            'Remove it, or write missing = "cap".',
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
        within=_within(reader.table("within")) if reader.has("within") else None,
        fact=_fact(reader),
        when=_when(reader.table("when")) if reader.has("when") else None,
    )
    reader.close()
    return reading


def _when(reader: Reader) -> When:
    when = When(reader.text("attribute"), reader.number("at_least"))
    reader.close()
    return when


def _fact(reader: Reader) -> Text | None:
    if not reader.has("fact"):
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
    close = math.isclose(best, worst, rel_tol=1e-9, abs_tol=1e-12)
    if close or (best < worst) != (objective == "min"):
        raise reader.fail(
            "best",
            f"{best} and worst {worst} do not fit objective '{objective}'.",
            "With min, best is below worst; with max, above.",
        )
    return best, worst


def _linear(reader: Reader, objective: Objective, points: bool) -> ValueFunction:
    return Linear(*_ends(reader, objective, -MOST))


def _log(reader: Reader, objective: Objective, points: bool) -> ValueFunction:
    return Log(*_ends(reader, objective, LEAST_FIGURE))


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
        per=reader.number("per", 1.0, low=LEAST_FIGURE),
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
    sizes = reader.numbers("size_classes", ())
    if list(sizes) != sorted(set(sizes)):
        raise reader.fail("size_classes", f"{sizes} do not rise.", "List sizes in inches.")
    medians = reader.table("medians")
    within = Within({b: medians.number(b, low=LEAST_FIGURE) for b in medians.data}, sizes)
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
