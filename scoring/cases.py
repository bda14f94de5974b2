"""Golden cases: products with the grade that a ruleset must give them, kept in the ruleset."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.errors import EvidenceError, RulesetError
from scoring.products import FIELDS, product_of, score_products
from scoring.reader import Reader
from scoring.rules import Ruleset


def run_cases(ruleset: Ruleset, document: Mapping[str, Any]) -> int:
    """Check a ruleset against the cases of its document; return how many there are.

    A case is {name, date, group, evidence, labels, brand?, match?, grade}, where grade is a
    letter, a range such as "B–D", or "" for not enough data; `date` says when it was agreed.

    Raises:
        RulesetError: naming the first case that cannot be read or does not come out.
    """
    cases = Reader(document, "").tables("cases")
    for case in cases:
        name, expected = case.text("name"), case.text("grade", "")
        case.text("date")
        product = {k: v for k, v in case.data.items() if k in FIELDS} | {"id": name}
        for key in FIELDS:
            case.raw(key, None)
        case.close()
        try:
            ((scores, row),) = score_products(ruleset, [product_of(product, case.place)])
        except EvidenceError as error:
            raise RulesetError(error.place, error.problem, error.remedy) from None
        grade = scores.grading.text(row) or ""
        if grade != expected:
            score = float(scores.score.value[row])
            raise RulesetError(
                f"{case.place} ({name})",
                f"expects '{expected}' and gets '{grade}' ({score:.1f} points).",
                "Correct the rules, or the case where the change is meant.",
            )
    return len(cases)
