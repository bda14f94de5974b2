"""Golden cases: products with the grade that a ruleset must give them, kept in the ruleset."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from scoring.errors import EvidenceError, RulesetError
from scoring.parse import ruleset_of
from scoring.products import FIELDS, product_of, score_products
from scoring.reader import Reader
from scoring.rules import Ruleset


def run_cases(ruleset: Ruleset, document: Mapping[str, Any]) -> int:
    """Check a ruleset against the cases of its document; return how many there are.

    A case is {name, date, group, evidence, labels, brand?, match?, grade}, where grade is a
    letter, a range such as "B–D", or "" for not enough data; `date` is the day on which the
    rules must give it, so that one case can hold before and another after a parameter changes.

    Raises:
        RulesetError: naming the first case that cannot be read or does not come out.
    """
    cases = Reader(document, "").tables("cases")
    on_day = {ruleset.day: ruleset}
    for case in cases:
        _check(case, on_day, document)
    return len(cases)


def _check(case: Reader, on_day: dict[date, Ruleset], document: Mapping[str, Any]) -> None:
    name, expected, day = case.text("name"), case.text("grade", ""), case.day("date")
    product = {key: case.raw(key) for key in sorted(FIELDS - {"id"}) if case.has(key)}
    case.close()
    try:
        if day not in on_day:
            on_day[day] = ruleset_of(document, day)
        found = product_of(product | {"id": name}, case.place, on_day[day])
        ((scores, row),) = score_products(on_day[day], [found])
    except EvidenceError as error:
        raise RulesetError(f"{error.place} ({name})", error.problem, error.remedy) from None
    except RulesetError as error:  # a parameter that has no value yet on the case's day
        place = f"{case.place} ({name}), {error.place}"
        raise RulesetError(place, error.problem, error.remedy) from None
    grade = scores.grading.text(row) or ""
    if grade != expected:
        score = float(scores.score.value[row])
        raise RulesetError(
            f"{case.place} ({name})",
            f"expects '{expected}' and gets '{grade}' on {day} ({score:.1f} points).",
            "Correct the rules, or the case where the change is meant.",
        )
