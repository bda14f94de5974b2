"""What would lift a grade, in words: "B, hvis garantien er mindst 3 år."."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from scoring.counterfactual import NO_CHANGE, Changes, changes
from scoring.grades import NO_GRADE, Ints
from scoring.rules import Criterion, Labels, Reading
from scoring.score import score
from service.publish.catalogue import Catalogue
from service.publish.judge import Verdicts
from service.publish.reasons import label_name
from service.publish.subjects import Index
from service.publish.textcolumns import Texts, quoted, texts
from service.publish.texts import (
    CLASS_UNIT,
    Language,
    day,
    letter,
    listed,
    lower_first,
    number,
    say,
    unit,
)

NAMED = 3  # labels of a class that are named


@dataclass(frozen=True)
class Lifts:
    """What would lift the grades of some verdicts.

    Attributes:
        found: the least change of one criterion.
        valid: row -> the grade it would have if its expired certificates were valid.
    """

    verdicts: Verdicts
    found: Changes
    valid: Mapping[int, int]

    def texts(self, catalogue: Catalogue, language: Language) -> Texts:
        """Return one JSON object {grade, text} for each, null where there is no such change."""
        told = Told(self, catalogue, language)
        rows = np.flatnonzero(self.found.criterion != NO_CHANGE)
        found = (self.found.criterion, self.found.choice, self.found.figure, self.found.grade)
        asked = zip(*(column[rows].tolist() for column in found), strict=True)
        result = np.full(len(self.verdicts), "null", dtype=np.object_)
        result[rows] = texts(told.change(*change) for change in asked)
        for row, grade in self.valid.items():
            result[row] = told.valid(row, grade)
        return result


def lifts(verdicts: Verdicts) -> Lifts:
    """Return what would lift each grade: an expired certificate first, else one criterion."""
    expired = np.array(sorted(verdicts.subjects.expired), dtype=np.int64)
    valid: dict[int, int] = {}
    if len(expired):
        grades = _with_expired(verdicts, expired)
        before = verdicts.scores.grading.grade[expired]
        better = (grades != NO_GRADE) & (before != NO_GRADE) & (grades < before)
        valid = dict(zip(expired[better].tolist(), grades[better].tolist(), strict=True))
    return Lifts(verdicts, changes(verdicts.scores), valid)


def _with_expired(verdicts: Verdicts, rows: Index) -> Ints:
    subjects = verdicts.subjects.take(rows)
    labels = {
        row: subjects.labels.get(row, ()) + subjects.expired.get(row, ())
        for row in range(len(subjects))
    }
    table = replace(subjects, labels=labels).table(verdicts.rules.fallback_factor)
    return score(verdicts.rules, table).grading.grade


@dataclass(frozen=True)
class Told:
    """The words of one language; the same change is worded once."""

    lifts: Lifts
    catalogue: Catalogue
    language: Language

    @cached_property
    def _known(self) -> dict[tuple[int, int, float | None, int], str]:
        return {}

    def change(self, number: int, choice: int, figure: float, grade: int) -> str:
        """Return the JSON object of a change of one criterion."""
        key = (number, choice, None if figure != figure else figure, grade)  # NaN: a label
        if key not in self._known:
            criterion = self.lifts.verdicts.rules.all_criteria()[number]
            self._known[key] = self._json(
                grade,
                "if_not" if _is_flag(criterion) else "if_figure",
                fact=self._fact(criterion, choice, figure),
            )
        return self._known[key]

    def valid(self, row: int, grade: int) -> str:
        """Return the JSON object of expired certificates that were still valid."""
        labels = self.lifts.verdicts.subjects.expired[row]
        names = [
            lower_first(name) if label.equivalent else name
            for label in labels
            for name in [label_name(self.catalogue, label, self.language)]
        ]
        last = max(label.valid_to.isoformat() for label in labels if label.valid_to)
        return self._json(
            grade, "if_valid", label=listed(names, self.language), day=day(last, self.language)
        )

    def _json(self, grade: int, key: str, **values: str) -> str:
        name = self.lifts.verdicts.rules.grades[grade]
        text = say(key, self.language, grade=name, **values)
        return f'{{"grade":{quoted(name)},"text":{quoted(text)}}}'

    def _fact(self, criterion: Criterion, choice: int, figure: float) -> str:
        text = lower_first(getattr(criterion.text, self.language))
        if _is_flag(criterion):
            return text
        if criterion.labels is not None:
            fact = criterion.labels.fact
            value = self._labels(criterion.labels, choice)
            return getattr(fact, self.language).format(value=value) if fact else f"{text}: {value}"
        reading = criterion.readings[choice]
        value = self._bound(reading, figure)
        if reading.fact is not None:
            return str(getattr(reading.fact, self.language).format(value=value))
        if reading.unit in ("", CLASS_UNIT):
            return f"{text}: {value}"
        return f"{text}: {value} {unit(reading.unit, self.language)}"

    def _bound(self, reading: Reading, figure: float) -> str:
        if reading.unit == CLASS_UNIT:
            return say("class_or_better", self.language, letter=letter(figure))
        key = "at_most" if reading.objective == "min" else "at_least"
        return say(key, self.language, value=number(figure, self.language))

    def _labels(self, labels: Labels, choice: int) -> str:
        types = self.catalogue.label_types
        names = [
            str(types[code][f"name_{self.language}"])
            for code in labels.classes[choice].codes
            if code in types
        ][:NAMED]
        if not names:
            return ", ".join(labels.classes[choice].codes[:NAMED])
        *first, last = names
        joint = " eller " if self.language == "da" else " or "
        return joint.join(filter(None, (", ".join(first), last)))


def _is_flag(criterion: Criterion) -> bool:
    """Tell whether a criterion says of a product that something bad is so, without a figure."""
    return bool(criterion.readings) and all(
        reading.objective == "min" and not reading.unit for reading in criterion.readings
    )
