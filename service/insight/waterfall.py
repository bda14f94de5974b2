"""How one product's score comes about, step by step, as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scoring.grades import missing_cap
from scoring.rules import Criterion, GroupRules, Text
from scoring.score import Scores
from scoring.values import Interval
from service.publish.texts import lower_first, say


@dataclass(frozen=True, slots=True)
class Range:
    """A figure with its bounds."""

    low: float
    value: float
    high: float


@dataclass(frozen=True, slots=True)
class Step:
    """What one criterion adds.

    Attributes:
        applies: whether it concerns the product at all.
        weight: the share of the weight it had, 0-1; of base plus adjustments 1. None where the
            product has no score.
        attribute, unit, figure: what was read; None where nothing was, or labels were.
        labels: codes of the labels that were read.
        points: before they are weighted; None where nothing is known.
        contribution: points of the score that it accounts for; None where there is no score.
    """

    criterion: str
    text: Text
    applies: bool
    weight: float | None
    attribute: str | None
    unit: str | None
    figure: Range | None
    labels: tuple[str, ...]
    points: Range | None
    contribution: float | None


@dataclass(frozen=True, slots=True)
class Held:
    """A cap that limits the grade, or withholds it."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True)
class Waterfall:
    """One product's score by one set of rules.

    Attributes:
        group: whose rules these are.
        limit: points that a bound on sums or on 0-100 took; None where there is no such bound.
        score: None where nothing is known. The steps' contributions and the limit sum to its value.
        grade: "B", a range "B–D", or None for not enough data.
        caps: which changed the outcome.
    """

    group: str
    steps: tuple[Step, ...]
    limit: float | None
    score: Range | None
    coverage: float
    minimum_coverage: float
    grade: str | None
    caps: tuple[Held, ...]


def waterfall(scores: Scores, row: int = 0) -> Waterfall:
    """Return how the score of one of n products comes about."""
    rules, grading = scores.rules, scores.grading
    limit = scores.contributions.get("limit")
    return Waterfall(
        rules.group,
        tuple(_step(scores, criterion, row) for criterion in rules.all_criteria()),
        None if limit is None else _number(limit[row]),
        _range(scores.score, row),
        float(scores.coverage[row]),
        rules.minimum_coverage,
        grading.text(row),
        tuple(held for held in _caps(rules) if grading.held[held.id][row]),
    )


def _step(scores: Scores, criterion: Criterion, row: int) -> Step:
    found = scores.points[criterion.id]
    attribute = unit = figure = None
    labels: tuple[str, ...] = ()
    if found.known[row] and criterion.labels is not None:
        groups = (*criterion.labels.classes, *criterion.labels.extras)
        codes = dict.fromkeys(code for group in groups for code in group.codes)
        labels = tuple(code for code in codes if scores.table.any_label([code])[row])
    elif found.known[row]:
        reading = criterion.readings[int(found.reading[row])]
        attribute, unit = reading.attribute, reading.unit
        figure = _range(scores.table.interval(attribute), row)
    return Step(
        criterion.id,
        criterion.text,
        bool(found.applies[row]),
        _number(scores.weights[criterion.id][row]),
        attribute,
        unit,
        figure,
        labels,
        _range(found.points, row) if found.known[row] else None,
        _number(scores.contributions[criterion.id][row]),
    )


def _caps(rules: GroupRules) -> Iterator[Held]:
    for cap in rules.caps:
        yield Held(cap.id, cap.text)
    for criterion in rules.all_criteria():
        if criterion.missing == "cap":
            best, text = criterion.missing_best, criterion.text
            said = (
                say("missing_cap", "da", best=best, criterion=lower_first(text.da)),
                say("missing_cap", "en", best=best, criterion=lower_first(text.en)),
            )
            yield Held(missing_cap(criterion.id), Text(*said))


def _range(figures: Interval, row: int) -> Range | None:
    found = Range(*(float(x[row]) for x in (figures.low, figures.value, figures.high)))
    return None if np.isnan(found.value) else found


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
