"""From a verdict to the JSON fragment that the API answers with, in one language."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from scoring.alternatives import Why
from scoring.table import GROUP
from service.publish.facts import facts, reasons, rounded
from service.publish.judge import Swap, Verdict, unit_price
from service.publish.subjects import Catalogue, Row
from service.publish.texts import (
    Language,
    day,
    listed,
    lower_first,
    number,
    say,
)

ORGANIC = ("DK_ECO", "EU_ORGANIC_FARMING")
Json = dict[str, Any]


def fragment(
    verdict: Verdict,
    catalogue: Catalogue,
    language: Language,
    swaps: Sequence[Swap] = (),
    verdicts: Mapping[str, Verdict] | None = None,
    offer: Row | None = None,
) -> Json:
    """Return the answer for one subject without ref and match.

    Args:
        swaps: its alternatives in one shop, best first.
        verdicts: product id -> verdict, for the alternatives' grades.
        offer: its own offer in that shop.
    """
    row, scores = verdict.row, verdict.scores
    group = catalogue.groups[verdict.subject.group]
    return {
        "product": {
            "id": verdict.subject.id,
            "name": verdict.subject.names[language],
            "brand": verdict.subject.brand,
            "group": verdict.subject.group,
            "group_name": group[f"name_{language}"],
            "demo": verdict.subject.demo,
        },
        "grade": verdict.grade,
        "range": verdict.range,
        "score": rounded(scores.score.value[row]),
        "low": rounded(scores.score.low[row]),
        "high": rounded(scores.score.high[row]),
        "coverage": round(float(scores.coverage[row]), 3),
        "summary": _summary(verdict, catalogue, language),
        "reasons": reasons(verdict, catalogue, language),
        "labels": [_label(label, catalogue, language) for label in verdict.subject.labels],
        "notes": _notes(verdict, catalogue, language),
        "alternatives": [
            _alternative(verdict, swap, verdicts or {}, catalogue, offer, language)
            for swap in swaps
        ],
    }


def dumps(value: Json) -> bytes:
    """Return compact JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _summary(verdict: Verdict, catalogue: Catalogue, language: Language) -> str:
    if verdict.grade is not None:
        return say(
            "score", language, grade=verdict.grade, facts=facts(verdict, catalogue, language)
        )
    if verdict.range is not None:
        best, worst = verdict.range
        if verdict.confidence() == "low":
            name = lower_first(catalogue.groups[verdict.subject.group][f"name_{language}"])
            return say("group_range", language, group=name, best=best, worst=worst)
        why = facts(verdict, catalogue, language)
        return say("range", language, best=best, worst=worst, facts=why)
    vetoes = [cap for cap in verdict.rules.caps if cap.no_grade and _held(verdict, cap.id)]
    if vetoes:
        return say("not_graded", language, why=getattr(vetoes[0].text, language))
    missing = [lower_first(getattr(c.text, language)) for c in verdict.missing]
    return say("not_enough", language, missing=listed(missing, language))


def _held(verdict: Verdict, cap: str) -> bool:
    return bool(verdict.scores.grading.held[cap][verdict.row])


def _label(label: Any, catalogue: Catalogue, language: Language) -> Json:
    kind = catalogue.label_types[label.code]
    return {
        "code": label.code,
        "name": kind[f"name_{language}"],
        "issuer": kind["issuer"],
        "licence": label.licence or None,
        "valid_to": label.valid_to.isoformat() if label.valid_to else None,
    }


def _notes(verdict: Verdict, catalogue: Catalogue, language: Language) -> list[str]:
    notes = [
        getattr(cap.text, language)
        for cap in verdict.rules.caps
        if not cap.no_grade and _held(verdict, cap.id)
    ]
    for label in verdict.subject.expired:
        name = catalogue.label_types[label.code][f"name_{language}"]
        assert label.valid_to is not None  # only a dated certificate expires
        date = day(label.valid_to.isoformat(), language)
        notes.append(say("expired", language, label=name, day=date))
    judged = any(criterion.kind == "organic" for criterion in verdict.rules.criteria)
    if judged and verdict.subject.rung != GROUP:
        organic = any(label.code in ORGANIC for label in verdict.subject.labels)
        notes.append(say("organic_yes" if organic else "organic_no", language))
    if verdict.subject.demo:
        notes.append(say("demo", language))
    return notes


def _alternative(
    verdict: Verdict,
    swap: Swap,
    verdicts: Mapping[str, Verdict],
    catalogue: Catalogue,
    own: Row | None,
    language: Language,
) -> Json:
    proposal, offer = swap
    other = verdicts[offer["product_id"]]
    same_unit = own is not None and own["net_unit"] == offer["net_unit"] and own["net_content"]
    both = own is not None and own["price"] is not None and offer["price"] is not None
    return {
        "product": {"id": other.subject.id, "name": other.subject.names[language]},
        "path": offer["path"],
        "grade": other.grade,
        "gain": rounded(proposal.gain),
        "price": offer["price"],
        "price_difference": round(offer["price"] - own["price"], 2) if own and both else None,
        "price_difference_per_unit": (
            round(unit_price(offer) - unit_price(own), 2) if own and both and same_unit else None
        ),
        "unit": offer["net_unit"] or None,
        "currency": offer["currency"],
        "reason": _why(verdict, other, swap, catalogue, language),
        "confidence": other.confidence(),
    }


def _why(
    verdict: Verdict, other: Verdict, swap: Swap, catalogue: Catalogue, language: Language
) -> str:
    rules, proposal = verdict.rules.alternatives, swap[0]
    if proposal.why is Why.FIGURE and rules.attribute is not None:
        own, better = (
            float(v.scores.table.interval(rules.attribute).value[v.row]) for v in (verdict, other)
        )
        if better > 0:
            return say("by_figure", language, factor=number(round(own / better, 1), language))
    if proposal.why is Why.LABEL:
        held = {label.code for label in verdict.subject.labels}
        gained = [
            catalogue.label_types[label.code][f"name_{language}"]
            for label in other.subject.labels
            if label.code in rules.labels and label.code not in held
        ]
        return say("by_label", language, label=listed(gained, language))
    points = number(round(proposal.gain), language)
    own_grade = verdict.grade or "?"
    return say("by_score", language, grade=other.grade or "?", own=own_grade, points=points)
