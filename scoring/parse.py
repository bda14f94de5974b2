"""From a document (a table as TOML or JSON gives it) to a checked Ruleset."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from scoring.errors import RulesetError
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
    Method,
    Reference,
    Ruleset,
)


def canonical_json(document: Mapping[str, Any]) -> str:
    """Return a document as JSON with sorted keys and no spaces; dates as YYYY-MM-DD.

    Raises:
        RulesetError: where a value has no JSON form, NaN and infinities included.
    """
    try:
        return json.dumps(
            document,
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
            allow_nan=False,
            default=lambda value: value.isoformat(),
        )
    except (ValueError, AttributeError) as error:
        raise RulesetError("ruleset", str(error), "Use finite numbers, texts and dates.") from None


def ruleset_of(document: Mapping[str, Any]) -> Ruleset:
    """Return the ruleset that a document describes.

    Raises:
        RulesetError: naming the place and key of the first fault.
    """
    canonical = canonical_json(document)
    top = Reader(document, "")
    references = {
        key: _reference(top.table("references").table(key)) for key in top.raw("references", {})
    }
    groups = top.table("groups")
    parsed = {key: _group(groups.table(key), key, references) for key in groups.data}
    if not parsed:
        raise top.fail("groups", "is empty.", "Add the rules of at least one product group.")
    ruleset = Ruleset(
        id=top.text("id"),
        version=top.text("version"),
        name=text_of(top, "name"),
        valid_from=_day(top, "valid_from"),
        references=references,
        groups=parsed,
        canonical=canonical,
        hash=hashlib.sha256(canonical.encode()).hexdigest(),
    )
    top.raw("cases", [])  # read by scoring.cases, which needs the finished ruleset
    top.close()
    return ruleset


def _day(reader: Reader, key: str) -> date:
    value = reader.raw(key)
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise reader.fail(key, f"{value!r} is not a date.", "Write YYYY-MM-DD.") from None


def _reference(reader: Reader) -> Reference:
    reference = Reference(reader.text("text"), reader.text("url", ""))
    reader.close()
    return reference


def _group(reader: Reader, group: str, references: Mapping[str, Reference]) -> GroupRules:
    method = cast(Method, reader.choice("method", ("weighted_mean", "base_plus_adjustments")))
    weighted = method == "weighted_mean"
    base = None if weighted else criterion_of(reader.table("base"), references, weighted=False)
    criteria = tuple(
        criterion_of(r, references, weighted=weighted)
        for r in reader.tables("criteria" if weighted else "adjustments")
    )
    _check_criteria(reader, criteria, weighted)
    grades = _grades(reader)
    limits = reader.table("sum_limits", {})
    low, high = limits.number("low", -1e9), limits.number("high", 1e9)
    limits.close()
    if low > 0 or high < 0:
        raise limits.fail("low", f"{low} to {high} does not hold 0.", "Let low <= 0 <= high.")
    rules = GroupRules(
        group=group,
        name=text_of(reader, "name"),
        method=method,
        base=base,
        criteria=criteria,
        sum_limits=(low, high),
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
    return rules


def _check_criteria(reader: Reader, criteria: tuple[Criterion, ...], weighted: bool) -> None:
    ids = [c.id for c in criteria]
    for i, criterion in enumerate(criteria):
        if criterion.unless and criterion.unless not in ids[:i]:
            raise reader.fail(
                f"adjustments[{i}].unless",
                f"'{criterion.unless}' does not stand before it.",
                "Name an adjustment above.",
            )
    for i, name in enumerate(ids):
        if name in ids[:i]:
            raise reader.fail(f"criteria[{i}].id", f"'{name}' stands twice.", "Give each its own.")
    if weighted and not sum(c.weight for c in criteria) > 0:
        raise reader.fail("criteria", "have no weight above 0.", "Give at least one a weight.")


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
    names = FORMULAS[formula].parameters
    parameters = reader.table("parameters")
    derived = Derived(
        attribute=reader.text("attribute"),
        unit=reader.text("unit"),
        formula=formula,
        parameters={name: parameters.number(name, low=0) for name in names},
    )
    parameters.close()
    reader.close()
    if derived.parameters.get("lifetime_years", 1) == 0:
        raise parameters.fail("lifetime_years", "is 0.", "Use a number above 0.")
    return derived


def _cap(reader: Reader, grades: tuple[str, ...]) -> Cap:
    when = reader.table("when")
    fewer = when.raw("kinds_fewer_than", None)
    condition = Condition(
        kinds_fewer_than=None if fewer is None else int(when.number("kinds_fewer_than", low=1)),
        only_kinds=when.texts("only_kinds", ()),
        identified=when.raw("identified", None),
        base_grade=None if "base_grade" not in when.data else when.choice("base_grade", grades),
        attribute=None if "attribute" not in when.data else when.text("attribute"),
        at_least=None if "at_least" not in when.data else when.number("at_least"),
    )
    when.raw("base_grade", None)
    when.raw("attribute", None)
    when.raw("at_least", None)
    when.close()
    if condition == Condition():
        raise reader.fail("when", "holds no condition.", "Say when the cap holds.")
    if (condition.attribute is None) != (condition.at_least is None):
        raise when.fail("attribute", "needs at_least beside it.", "Give both or neither.")
    cap = Cap(
        id=reader.text("id"),
        when=condition,
        text=text_of(reader, "text"),
        best=None if "best" not in reader.data else reader.choice("best", grades),
        worst=None if "worst" not in reader.data else reader.choice("worst", grades),
        no_grade=reader.flag("no_grade", False),
    )
    reader.raw("best", None)
    reader.raw("worst", None)
    reader.close()
    if cap.best and cap.worst and grades.index(cap.best) > grades.index(cap.worst):
        raise reader.fail("best", f"{cap.best} is below {cap.worst}.", "Let best be the better.")
    return cap


def _alternatives(reader: Reader) -> AlternativeRules:
    has = reader.data.__contains__
    rules = AlternativeRules(
        attribute=reader.text("attribute") if has("attribute") else None,
        factor=reader.number("factor", low=1) if has("factor") else None,
        figure_gain=reader.number("figure_gain", 0.0, low=0),
        labels=reader.texts("labels", ()),
        points=reader.number("points", low=0) if has("points") else None,
        grade=reader.flag("grade", False),
        limits=reader.numbers("limits", {}),
    )
    reader.close()
    return rules
