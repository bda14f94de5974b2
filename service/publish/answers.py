"""From verdicts to what the API answers, in one language: JSON up to the alternatives."""

from __future__ import annotations

import numpy as np

from scoring.grades import NO_GRADE, missing_cap
from scoring.table import GROUP
from scoring.values import Interval
from service.publish.catalogue import Catalogue
from service.publish.facts import facts, is_food, organic
from service.publish.judge import LOW, NONE, Verdicts
from service.publish.reasons import Wording, label_name
from service.publish.subjects import Label
from service.publish.textcolumns import (
    Texts,
    blank,
    chosen,
    decimal,
    escaped,
    filled,
    quoted,
    rows,
    texts,
    worded,
)
from service.publish.texts import TEXTS, Language, day, listed, lower_first, say


def bodies(
    verdicts: Verdicts, catalogue: Catalogue, language: Language, changes: Texts, kg: Interval
) -> list[bytes]:
    """Return the members of each answer's JSON object, from "product" to `"alternatives":`.

    Args:
        changes: what would lift each grade, as JSON; see `service.publish.changes`.
        kg: what one piece of each weighs as it is sold.
    """
    words = Wording(verdicts, catalogue, language)
    scores = verdicts.scores
    numbers = [
        f',"{name}":' + worded(np.round(values, digits), decimal)
        for name, values, digits in (
            ("score", scores.score.value, 1),
            ("low", scores.score.low, 1),
            ("high", scores.score.high, 1),
            ("coverage", scores.coverage, 3),
        )
    ]
    columns = [
        _product(verdicts, catalogue, language),
        _grades(verdicts),
        *numbers,
        ',"summary":"' + _summary(words) + '"',
        ',"counterfactual":' + changes,
        ',"reasons":' + rows(words.reasons),
        ',"labels":' + _labels(words),
        ',"notes":' + rows(_notes(words)),
        ',"facts":' + facts(verdicts, kg),
    ]
    return [f'{"".join(row)},"alternatives":'.encode() for row in zip(*columns, strict=True)]


def _product(verdicts: Verdicts, catalogue: Catalogue, language: Language) -> Texts:
    subjects = verdicts.subjects
    groups = [
        f',"group":{quoted(g)},"group_name":{quoted(catalogue.groups[g][f"name_{language}"])}'
        for g in subjects.groups.kinds
    ]
    brands = texts(f',"brand":{quoted(b)}' for b in subjects.brands.kinds)
    names = [
        f'"product":{{"id":{quoted(i)},"name":{quoted(name)}'
        for i, name in zip(subjects.ids, subjects.names[language], strict=True)
    ]
    demo = chosen(subjects.demo, ',"demo":true}', ',"demo":false}')
    result: Texts = (
        texts(names) + brands[subjects.brands.index] + texts(groups)[subjects.groups.index] + demo
    )
    return result


def _grades(verdicts: Verdicts) -> Texts:
    grading = verdicts.scores.grading
    letters = [*(quoted(x) for x in grading.letters), "null"]  # the last: NO_GRADE
    single = texts(letters)[grading.grade]
    ends = texts(letters)
    both = "[" + ends[grading.best] + "," + ends[grading.worst] + "]"
    is_range = (grading.grade == NO_GRADE) & (grading.best != NO_GRADE)
    result: Texts = ',"grade":' + single + ',"range":' + chosen(is_range, both, "null")
    return result


def _summary(words: Wording) -> Texts:
    """Return one plain sentence for each, escaped."""
    verdicts, language = words.verdicts, words.language
    grading, n = verdicts.scores.grading, len(verdicts)
    letters = texts([*map(escaped, grading.letters), "?"])  # the last: NO_GRADE
    ends = {"best": letters[grading.best], "worst": letters[grading.worst]}
    groups = verdicts.subjects.groups
    group = texts(
        escaped(lower_first(words.catalogue.groups[kind][f"name_{language}"]))
        for kind in groups.kinds
    )[groups.index]
    single = filled(TEXTS["score"][language], n, grade=letters[grading.grade], facts=words.facts)
    ranged = filled(TEXTS["range"][language], n, facts=words.facts, **ends)
    of_group = filled(TEXTS["group_range"][language], n, group=group, **ends)
    result = chosen(verdicts.confidence == LOW, of_group, ranged)
    result = chosen(grading.grade != NO_GRADE, single, result)
    nothing = verdicts.confidence == NONE
    result = chosen(nothing, _missing(words), result)
    for cap in reversed([cap for cap in verdicts.rules.caps if cap.no_grade]):
        said = escaped(say("not_graded", language, why=getattr(cap.text, language)))
        result = chosen(nothing & grading.held[cap.id], said, result)
    return result


def _missing(words: Wording) -> Texts:
    """Return that there is not enough data, and which criteria nothing is known of."""
    verdicts, language = words.verdicts, words.language
    wanted = verdicts.rules.criteria if verdicts.rules.base is None else (verdicts.rules.base,)
    pattern = np.zeros(len(verdicts), dtype=np.int64)
    for bit, criterion in enumerate(wanted):
        found = verdicts.scores.points[criterion.id]
        pattern |= (found.applies & ~found.known).astype(np.int64) << bit

    def word(bits: int) -> str:
        names = [
            lower_first(getattr(c.text, language)) for k, c in enumerate(wanted) if bits >> k & 1
        ]
        return escaped(say("not_enough", language, missing=listed(names, language)))

    return worded(pattern, word)


def _labels(words: Wording) -> Texts:
    def word(label: Label) -> str:
        kind = words.catalogue.label_types[label.code]
        until = label.valid_to.isoformat() if label.valid_to else None
        name = label_name(words.catalogue, label, words.language)
        issuer = kind["issuer"]
        if label.equivalent:
            issuer = say("equivalent_issuer", words.language)
        return (
            f'{{"code":{quoted(label.code)},"name":{quoted(name)},'
            f'"issuer":{quoted(issuer)},"licence":{quoted(label.licence or None)},'
            f'"valid_to":{quoted(until)}}}'
        )

    result = np.full(len(words.verdicts), "[]", dtype=np.object_)
    for row, held in words.verdicts.subjects.labels.items():
        result[row] = f"[{','.join(word(label) for label in held)}]"
    return result


def _notes(words: Wording) -> list[Texts]:
    """Return columns of notes, each followed by a comma."""
    verdicts, language = words.verdicts, words.language
    held, subjects = verdicts.scores.grading.held, verdicts.subjects
    columns = [
        chosen(held[cap.id], f"{quoted(getattr(cap.text, language))},")
        for cap in verdicts.rules.caps
        if not cap.no_grade
    ]
    for c in verdicts.rules.all_criteria():
        if c.missing == "cap":
            name = lower_first(getattr(c.text, language))
            said = say("missing_cap", language, best=c.missing_best, criterion=name)
            columns.append(chosen(held[missing_cap(c.id)], f"{quoted(said)},"))
    expired = blank(len(verdicts))
    for row, labels in subjects.expired.items():
        for label in labels:
            assert label.valid_to is not None  # only a dated certificate expires
            date = day(label.valid_to.isoformat(), language)
            said = say(
                "expired", language, label=label_name(words.catalogue, label, language), day=date
            )
            expired[row] += f"{quoted(said)},"
    columns.append(expired)
    if is_food(verdicts.rules):
        yes, no = (f"{quoted(say(key, language))}," for key in ("organic_yes", "organic_no"))
        columns.append(chosen(subjects.rungs != GROUP, chosen(organic(verdicts), yes, no)))
    columns.append(chosen(subjects.demo, f"{quoted(say('demo', language))},"))
    return columns
