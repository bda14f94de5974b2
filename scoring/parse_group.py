"""The part of the parser that reads a product group's rules around its criteria."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import cast

from scoring.formulas import FORMULAS
from scoring.parse_criteria import criterion_of, text_of
from scoring.reader import Reader
from scoring.rules import (
    GRADES,
    AlternativeRules,
    Cap,
    Condition,
    Criterion,
    Derived,
    GroupRules,
    Limit,
    Method,
    Reference,
)
from scoring.units import INPUT_UNITS, factor

METHODS = ("weighted_mean", "base_plus_adjustments")
LIMIT_BOUND = 1e9  # of the sum of adjustments, where none is set


def group_of(reader: Reader, group: str, references: Mapping[str, Reference]) -> GroupRules:
    """Return one product group's rules.

    Raises:
        RulesetError: naming the place and key of the first fault.
    """
    method = cast(Method, reader.choice("method", METHODS))
    weighted = method == "weighted_mean"
    grades = _grades(reader)
    listed = "criteria" if weighted else "adjustments"
    base = (
        None if weighted else criterion_of(reader.table("base"), references, grades, weighted=False)
    )
    criteria = tuple(
        criterion_of(r, references, grades, weighted=weighted) for r in reader.tables(listed)
    )
    _check_criteria(reader, listed, criteria, base)
    rules = GroupRules(
        group=group,
        name=text_of(reader, "name"),
        method=method,
        base=base,
        criteria=criteria,
        sum_limits=_sum_limits(reader.table("sum_limits", {})),
        derived=tuple(_derived(r) for r in reader.tables("derived")),
        caps=tuple(_cap(r, grades) for r in reader.tables("caps")),
        grades=grades,
        cuts=_cuts(reader.table("cuts"), grades),
        clamp=reader.flag("clamp", True),
        minimum_coverage=reader.number("minimum_coverage", 0.0, 0, 1),
        fallback_factor=reader.number("fallback_factor", 1.0, 1, 100),
        not_graded=reader.texts("not_graded", ()),
        alternatives=_alternatives(reader.table("alternatives", {})),
    )
    reader.close()
    _check_ids(reader, "caps", [cap.id for cap in rules.caps], "id")
    _check_ids(reader, "derived", [d.attribute for d in rules.derived], "attribute")
    _check_units(reader, listed, rules)
    return rules


def _check_criteria(
    reader: Reader, listed: str, criteria: tuple[Criterion, ...], base: Criterion | None
) -> None:
    ids = [c.id for c in criteria]
    for i, criterion in enumerate(criteria):
        if criterion.unless and criterion.unless not in ids[:i]:
            raise reader.fail(
                f"{listed}[{i}].unless",
                f"'{criterion.unless}' does not stand before it.",
                "Name an adjustment above.",
            )
        if criterion.id == "limit" or (base is not None and criterion.id == base.id):
            raise reader.fail(
                f"{listed}[{i}].id", f"'{criterion.id}' is taken.", "Give it another."
            )
    _check_ids(reader, listed, ids, "id")
    if base is None and not sum(c.weight for c in criteria) > 0:
        raise reader.fail(listed, "have no weight above 0.", "Give at least one a weight.")


def _check_ids(reader: Reader, listed: str, ids: list[str], key: str) -> None:
    for i, name in enumerate(ids):
        if name in ids[:i]:
            raise reader.fail(f"{listed}[{i}].{key}", f"'{name}' stands twice.", "Name each once.")


def _check_units(reader: Reader, listed: str, rules: GroupRules) -> None:
    """Refuse two units of one attribute: a figure would be right for one of them alone."""
    places = [(f"derived[{i}]", d.attribute, d.unit) for i, d in enumerate(rules.derived)]
    criteria = [(f"{listed}[{i}]", c) for i, c in enumerate(rules.criteria)]
    for place, criterion in [*([("base", rules.base)] if rules.base else []), *criteria]:
        for i, reading in enumerate(criterion.readings):
            places.append((f"{place}.readings[{i}]", reading.attribute, reading.unit))
    inputs = {name for d in rules.derived for name in FORMULAS[d.formula].inputs}
    first = {name: INPUT_UNITS[name] for name in inputs}
    for place, attribute, unit in places:
        expected = first.setdefault(attribute, unit)
        if unit and expected and factor(unit, expected) != 1:
            raise reader.fail(
                f"{place}.unit",
                f"'{unit}' is not '{expected}', in which {attribute} is read elsewhere.",
                "Read an attribute in one unit.",
            )


def _sum_limits(reader: Reader) -> tuple[float, float]:
    low = reader.number("low", -LIMIT_BOUND, high=0)
    high = reader.number("high", LIMIT_BOUND, low=0)
    reader.close()
    return low, high


def _cuts(reader: Reader, grades: tuple[str, ...]) -> tuple[float, ...]:
    cuts = tuple(reader.number(g) for g in grades[:-1])
    reader.close()
    if list(cuts) != sorted(set(cuts), reverse=True):
        order = " > ".join(grades[:-1])
        raise reader.fail(grades[0], f"{cuts} do not fall.", f"Let {order}.")
    return cuts


def _grades(reader: Reader) -> tuple[str, ...]:
    grades = reader.texts("grades", GRADES)
    if len(grades) < 2 or len(set(grades)) != len(grades):
        raise reader.fail("grades", f"{grades!r}.", "List at least two letters, best first.")
    return grades


def _derived(reader: Reader) -> Derived:
    formula = reader.choice("formula", sorted(FORMULAS))
    table = reader.table("parameters")
    parameters = {
        name: table.number(name, low=0.01 if name == "lifetime_years" else 0)
        for name in FORMULAS[formula].parameters
    }
    table.close()
    for name in (n for n in parameters if n.endswith("_value")):
        stem = name.removesuffix("_value")
        triple = [parameters[f"{stem}_{part}"] for part in ("low", "value", "high")]
        if triple != sorted(triple):
            raise table.fail(
                name, f"{triple} do not rise.", f"Let {stem}_low <= {name} <= {stem}_high."
            )
    derived = Derived(reader.text("attribute"), reader.text("unit"), formula, parameters)
    reader.close()
    return derived


def _cap(reader: Reader, grades: tuple[str, ...]) -> Cap:
    when = reader.table("when")
    condition = Condition(
        kinds_fewer_than=when.whole("kinds_fewer_than", 1, 100)
        if when.has("kinds_fewer_than")
        else None,
        only_kinds=when.texts("only_kinds", ()),
        identified=when.flag("identified") if when.has("identified") else None,
        base_grade=when.choice("base_grade", grades) if when.has("base_grade") else None,
        attribute=when.text("attribute") if when.has("attribute") else None,
        at_least=when.number("at_least") if when.has("at_least") else None,
    )
    when.close()
    if condition == Condition():
        raise reader.fail("when", "holds no condition.", "Say when the cap holds.")
    if (condition.attribute is None) != (condition.at_least is None):
        raise when.fail("attribute", "needs at_least beside it.", "Give both or neither.")
    cap = Cap(
        id=reader.text("id"),
        when=condition,
        text=text_of(reader, "text"),
        best=reader.choice("best", grades) if reader.has("best") else None,
        worst=reader.choice("worst", grades) if reader.has("worst") else None,
        no_grade=reader.flag("no_grade", False),
    )
    reader.close()
    if not (cap.best or cap.worst or cap.no_grade):
        raise reader.fail("best", "is missing.", "Add best, worst or no_grade.")
    if cap.best and cap.worst and grades.index(cap.best) > grades.index(cap.worst):
        raise reader.fail("best", f"{cap.best} is below {cap.worst}.", "Let best be the better.")
    return cap


def _alternatives(reader: Reader) -> AlternativeRules:
    limits = reader.table("limits", {})
    rules = AlternativeRules(
        attribute=reader.text("attribute") if reader.has("attribute") else None,
        factor=reader.number("factor", low=1) if reader.has("factor") else None,
        figure_gain=reader.number("figure_gain", 0.0, low=0),
        labels=reader.texts("labels", ()),
        points=reader.number("points", low=0) if reader.has("points") else None,
        grade=reader.flag("grade", False),
        limits={key: _limit(limits, key) for key in limits.data},
    )
    reader.close()
    return rules


def _limit(reader: Reader, key: str) -> Limit:
    """Return 2, {down, up}, {factor} or {factor_down, factor_up} as a limit."""
    value = reader.raw(key)
    if not isinstance(value, Mapping) or "parameter" in value:
        most = reader.number(key, low=0)
        return Limit(most, most, ratio=False)
    table = reader.table(key)
    if table.has("factor"):
        most = table.number("factor", low=1)
        limit = Limit(most, most, ratio=True)
    else:
        ratio = table.has("factor_down") or table.has("factor_up")
        ways = ("factor_down", "factor_up") if ratio else ("down", "up")
        least = 1 if ratio else 0
        down, up = (table.number(k, low=least) if table.has(k) else math.inf for k in ways)
        limit = Limit(down, up, ratio)
    table.close()
    if math.isinf(limit.down) and math.isinf(limit.up):
        raise reader.fail(key, "sets no limit.", "Write 2, {down, up}, {factor} or {factor_up}.")
    return limit
