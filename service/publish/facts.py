"""What a score rests on: its reasons with figures, and the facts that weigh most in words."""

from __future__ import annotations

from typing import Any

from scoring.rules import Criterion
from service.publish.judge import Verdict
from service.publish.subjects import Catalogue, Row
from service.publish.texts import (
    CLASS_UNIT,
    LETTERS,
    Language,
    listed,
    lower_first,
    number,
    say,
    unit,
)

Json = dict[str, Any]


def reasons(verdict: Verdict, catalogue: Catalogue, language: Language) -> list[Json]:
    """Return the known criteria with figure, source and contribution; these sum to the score."""
    found = [_reason(verdict, c, catalogue, language) for c in _shown(verdict)]
    if _limit(verdict):
        found.append(_limit_reason(verdict, language))
    return found


def rounded(value: float) -> float | None:
    """Return a figure with one decimal, None for NaN."""
    return None if value != value else round(float(value), 1)  # NaN is not itself


def facts(verdict: Verdict, catalogue: Catalogue, language: Language) -> str:
    """Return the two facts that weigh most, as one clause."""

    def weight(criterion: Criterion) -> float:
        return abs(float(verdict.scores.contributions[criterion.id][verdict.row]))

    heaviest = sorted(_shown(verdict), key=weight, reverse=True)[:2]
    clauses = [_fact(verdict, c, catalogue, language) for c in heaviest]
    return (", og " if language == "da" else ", and ").join(clauses)


def _fact(verdict: Verdict, criterion: Criterion, catalogue: Catalogue, language: Language) -> str:
    text = lower_first(getattr(criterion.text, language))
    if criterion.labels is not None:
        fact, value = criterion.labels.fact, _held_labels(verdict, criterion, catalogue, language)
    else:
        reading, figure = verdict.reading(criterion), verdict.figure(criterion)
        fact = reading.fact
        value = _letter(figure) if reading.unit == CLASS_UNIT else number(figure, language)
        if fact is None and not reading.unit:
            return text
    return getattr(fact, language).format(value=value) if fact else f"{text} {value}"


def _shown(verdict: Verdict) -> list[Criterion]:
    """Return the known criteria; an adjustment of nothing explains nothing."""
    contributions = verdict.scores.contributions
    weighted = verdict.rules.base is None
    return [
        c
        for c in verdict.used
        if weighted or c is verdict.rules.base or contributions[c.id][verdict.row] != 0
    ]


def _reason(
    verdict: Verdict, criterion: Criterion, catalogue: Catalogue, language: Language
) -> Json:
    contribution = float(verdict.scores.contributions[criterion.id][verdict.row])
    reason: Json = {
        "criterion": criterion.id,
        "text": getattr(criterion.text, language),
        "value": None,
        "unit": None,
        "source": None,
        "status": None,
        "contribution": rounded(contribution),
    }
    if criterion.labels is not None:
        names = _held_labels(verdict, criterion, catalogue, language)
        reason["text"] = say("label_of", language, criterion=reason["text"], labels=names)
        return reason
    reading = verdict.reading(criterion)
    figure = verdict.figure(criterion)
    evidence = verdict.evidence_of(criterion)
    source = catalogue.sources.get(evidence[0].source) if evidence else None
    reason["status"] = evidence[0].status if evidence else None
    reason["source"] = _source(source, evidence[0].year) if source else None
    if reading.unit == CLASS_UNIT:
        letter = _letter(figure)
        reason["text"] = say("class_of", language, criterion=reason["text"], letter=letter)
    elif reading.unit:
        reason["value"], reason["unit"] = round(figure, 3), unit(reading.unit, language)
    return reason


def _limit(verdict: Verdict) -> float:
    contributions = verdict.scores.contributions.get("limit")
    value = 0.0 if contributions is None else float(contributions[verdict.row])
    return value if abs(value) >= 0.05 else 0.0


def _limit_reason(verdict: Verdict, language: Language) -> Json:
    return {
        "criterion": "limit",
        "text": say("limit", language),
        "value": None,
        "unit": None,
        "source": None,
        "status": None,
        "contribution": rounded(_limit(verdict)),
    }


def _source(source: Row, year: int) -> str:
    when = year or source["year"]
    name = " ".join(filter(None, (source["name"], source["version"])))
    return f"{name} ({when})" if when else name


def _held_labels(
    verdict: Verdict, criterion: Criterion, catalogue: Catalogue, language: Language
) -> str:
    assert criterion.labels is not None  # the callers ask for label criteria only
    codes = {c for g in (*criterion.labels.classes, *criterion.labels.extras) for c in g.codes}
    held = [label.code for label in verdict.subject.labels if label.code in codes]
    return listed([catalogue.label_types[code][f"name_{language}"] for code in held], language)


def _letter(figure: float) -> str:
    return LETTERS[max(0, min(len(LETTERS) - 1, round(figure) - 1))]
