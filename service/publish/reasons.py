"""What scores rest on, in one language: reasons with figures, and clauses for the sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from scoring.rules import Criterion, Labels, Reading
from scoring.values import Array
from service.publish.catalogue import Catalogue, Row
from service.publish.judge import Verdicts
from service.publish.subjects import Label, Origin
from service.publish.textcolumns import (
    Texts,
    blank,
    chosen,
    decimal,
    escaped,
    quoted,
    texts,
    worded,
)
from service.publish.texts import (
    CLASS_UNIT,
    Language,
    letter,
    listed,
    lower_first,
    number,
    say,
    unit,
)

NOTHING = '"source":null,"status":null'
LIMIT_SHOWN = 0.05  # points: less would be shown as 0.0


@dataclass(frozen=True)
class Wording:
    """The words of one language for some verdicts."""

    verdicts: Verdicts
    catalogue: Catalogue
    language: Language

    @cached_property
    def contributions(self) -> Mapping[str, Texts]:
        """Criterion -> its points with one decimal, so rounded that they sum to the score."""
        exact = self.verdicts.scores.contributions
        tenths = np.array(list(exact.values())) * 10
        floors = np.floor(np.nan_to_num(tenths))
        total = np.round(np.nan_to_num(self.verdicts.scores.score.value) * 10)
        short = total - floors.sum(axis=0)
        rank = np.argsort(np.argsort(floors - np.nan_to_num(tenths), axis=0, kind="stable"), axis=0)
        rounded = (floors + (rank < short)) / 10
        return {name: worded(row, decimal) for name, row in zip(exact, rounded, strict=True)}

    @cached_property
    def reasons(self) -> list[Texts]:
        """One column of JSON objects, each followed by a comma, for every criterion."""
        columns = [self._reason(c) for c in self.verdicts.rules.all_criteria()]
        limit = self.verdicts.scores.contributions.get("limit")
        if limit is not None:
            text = quoted(say("limit", self.language))
            head = f'{{"criterion":"limit","text":{text},"value":null,"unit":null,{NOTHING}'
            row = head + ',"contribution":' + self.contributions["limit"] + "},"
            columns.append(chosen(np.abs(np.nan_to_num(limit)) >= LIMIT_SHOWN, row))
        return columns

    @cached_property
    def facts(self) -> Texts:
        """The two facts that weigh most, as one clause."""
        criteria = self.verdicts.rules.all_criteria()
        shown = np.array([self.verdicts.shown(c) for c in criteria])
        points = np.array([self.verdicts.scores.contributions[c.id] for c in criteria])
        weights = np.where(shown, -np.abs(np.nan_to_num(points)), np.inf)
        clauses = np.array([self._clauses(c) for c in criteria], dtype=np.object_)
        order = np.argsort(weights, axis=0, kind="stable")
        row = np.arange(len(self.verdicts))
        first = chosen(shown[order[0], row], clauses[order[0], row])
        if len(criteria) == 1:
            return first
        joint = ", og " if self.language == "da" else ", and "
        second: Texts = chosen(shown[order[1], row], joint + clauses[order[1], row])
        return np.asarray(first + second)

    def _reason(self, criterion: Criterion) -> Texts:
        name, text = criterion.id, getattr(criterion.text, self.language)
        head = f'{{"criterion":{quoted(name)},"text":'
        body = blank(len(self.verdicts))
        if criterion.labels is not None:
            label_of = worded(
                self._held(criterion.labels),
                lambda names: quoted(say("label_of", self.language, criterion=text, labels=names)),
            )
            body = label_of + f',"value":null,"unit":null,{NOTHING}'
        for i, reading in enumerate(criterion.readings):
            read = self.verdicts.scores.points[name].reading == i
            if read.any():
                body[read] = self._figure(reading, text, read)
        tail = ',"contribution":' + self.contributions[name] + "},"
        return chosen(self.verdicts.shown(criterion), head + body + tail)

    def _figure(self, reading: Reading, text: str, read: np.ndarray) -> Texts:
        figures = self._values(reading)[read]
        if reading.unit == CLASS_UNIT:
            body = worded(
                figures,
                lambda x: quoted(
                    say("class_of", self.language, criterion=text, letter=letter(x))
                ) + ',"value":null,"unit":null,',
            )  # fmt: skip
        elif reading.unit:
            said = quoted(unit(reading.unit, self.language))
            body = quoted(text) + ',"value":' + worded(np.round(figures, 3), decimal)
            body = body + f',"unit":{said},'
        else:
            body = np.full(len(figures), f'{quoted(text)},"value":null,"unit":null,', np.object_)
        origins = texts([*(self._origin(o) for o in self.verdicts.subjects.origins), NOTHING])
        result: Texts = body + origins[self.verdicts.origin(reading)[read]]
        return result

    def _origin(self, origin: Origin) -> str:
        source = self.catalogue.sources.get(origin.source)
        said = quoted(source_text(source, origin.year)) if source else "null"
        return f'"source":{said},"status":{quoted(origin.status)}'

    def _clauses(self, criterion: Criterion) -> Texts:
        text = lower_first(getattr(criterion.text, self.language))
        result = blank(len(self.verdicts))
        if criterion.labels is not None:
            return self._label_clauses(criterion.labels, text)
        for i, reading in enumerate(criterion.readings):
            read = self.verdicts.scores.points[criterion.id].reading == i
            if read.any():
                word = partial(fact_text, reading, text, self.language)
                result[read] = worded(self._values(reading)[read], word)
        return result

    def _label_clauses(self, labels: Labels, text: str) -> Texts:
        """Return what is held: labels that it carries, and documents that prove the same."""
        pattern = getattr(labels.fact, self.language) if labels.fact else f"{text} {{value}}"
        clauses = worded(
            self._held(labels, equivalent=False),
            lambda names: escaped(pattern.format(value=names)) if names else "",
        )
        proven = worded(
            self._held(labels, equivalent=True),
            lambda names: (
                escaped(say("equivalent_fact", self.language, labels=names)) if names else ""
            ),
        )
        joint = " og " if self.language == "da" else " and "
        both = (clauses != "") & (proven != "")
        result: Texts = clauses + chosen(both, joint) + proven
        return result

    def _values(self, reading: Reading) -> Array:
        return self.verdicts.scores.table.interval(reading.attribute).value

    def _held(self, labels: Labels, *, equivalent: bool | None = None) -> Texts:
        """Return the names of the labels held that a criterion counts, "" where there are none.

        Args:
            equivalent: True for the labels alone that a document stands for, False for those that
                are carried; None for all, with equivalents called so.
        """
        codes = {code for group in (*labels.classes, *labels.extras) for code in group.codes}
        result = blank(len(self.verdicts))
        for row, held in self.verdicts.subjects.labels.items():
            result[row] = listed(
                [
                    label_name(
                        self.catalogue, x if equivalent is None else x.carried, self.language
                    )
                    for x in held
                    if x.code in codes and equivalent in (None, x.equivalent)
                ],
                self.language,
            )
        return result


def fact_text(reading: Reading, text: str, language: Language, figure: float) -> str:
    """Return a reading's fact as a clause, escaped; `text` is the criterion's, in lower case."""
    value = letter(figure) if reading.unit == CLASS_UNIT else number(figure, language)
    if reading.fact is not None:
        return escaped(getattr(reading.fact, language).format(value=value))
    return escaped(f"{text} {value}" if reading.unit else text)


def label_name(catalogue: Catalogue, label: Label, language: Language) -> str:
    """Return what a certificate is called; an equivalent is never called the label itself."""
    name = str(catalogue.label_types[label.code][f"name_{language}"])
    return say("equivalent", language, label=name) if label.equivalent else name


def source_text(source: Row, year: int) -> str:
    """Return a source with its version and the year of the figure."""
    when = year or source["year"]
    name = " ".join(filter(None, (source["name"], source["version"])))
    return f"{name} ({when})" if when else name
