"""Products as they are stored beside a snapshot, and scored again by its rules or by others."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.criteria import Points, points, with_derived
from scoring.rules import Criterion, Derived, GroupRules, Ruleset
from scoring.score import Scores, score_derived
from scoring.table import Kinds, ProductTable
from scoring.values import Interval
from service.publish.judge import rows_by_rules
from service.publish.subjects import Index, Subjects
from service.rulesets import ruleset_of_document
from service.store.columns_file import packed, read_columns, unpacked

BOUNDS = ("low", "value", "high")
OWN = ("ids", "group", "brand", "rungs", "low:", "value:", "high:", "label:")


def arrays_of(subjects: Subjects) -> dict[str, NDArray[Any]]:
    """Return what is stored of products: all that their scores depend on, and their ids."""
    table = subjects.table()
    arrays: dict[str, NDArray[Any]] = {
        "ids": packed(list(subjects.ids)),
        "groups": packed(list(table.groups.kinds)),
        "group": table.groups.index,
        "brands": packed(list(table.brands.kinds)),
        "brand": table.brands.index,
        "rungs": table.rungs,
    }
    for name, interval in table.evidence.items():
        for bound in BOUNDS[1:2] if interval.is_exact else BOUNDS:
            arrays[f"{bound}:{name}"] = getattr(interval, bound)
    for code, held in table.labels.items():
        arrays[f"label:{code}"] = np.packbits(held)
    return arrays


class StoredGroup:
    """The products of one set of rules. It remembers what each criterion gave at last.

    So the next ruleset, a slider's step away, is charged only for what it changes.
    """

    def __init__(self, rows: Index, table: ProductTable) -> None:
        known = {name: x for name, x in table.evidence.items() if x.known.any()}
        self.rows = rows
        self._table = replace(table, evidence=known)
        self._derived: tuple[tuple[Derived, ...], ProductTable] | None = None
        self._points: dict[str, tuple[object, Points]] = {}

    def table(self, rules: GroupRules) -> ProductTable:
        """Return the products' evidence with what some rules derive from it."""
        if self._derived is None or self._derived[0] != rules.derived:
            self._derived = (rules.derived, with_derived(rules, self._table))
            self._points.clear()
        return self._derived[1]

    def scores(self, rules: GroupRules) -> Scores:
        """Return the products' scores by some rules."""
        return score_derived(rules, self.table(rules), self._points_of)

    def _points_of(self, criterion: Criterion, table: ProductTable) -> Points:
        read = (criterion.readings, criterion.labels, criterion.only)  # weight changes no points
        known = self._points.get(criterion.id)
        if known is None or known[0] != read:
            known = self._points[criterion.id] = (read, points(criterion, table))
        return known[1]


class StoredCatalogue:
    """The products of a snapshot, ready to be scored by any ruleset.

    Attributes:
        ids: product ids.
        table: their evidence; each set of rules has its rows of it.
        ruleset: what the snapshot was published with, on its day.
    """

    def __init__(self, ids: list[str], table: ProductTable, ruleset: Ruleset) -> None:
        self.ids, self.table, self.ruleset = ids, table, ruleset
        self._groups: dict[tuple[str | None, ...], list[tuple[str, StoredGroup]]] = {}

    @staticmethod
    def beside(snapshot: Path, ruleset: str, day: date) -> StoredCatalogue:
        """Return the products stored beside a snapshot, published with that canonical JSON.

        Raises:
            KompasError: where they cannot be read.
        """
        arrays = read_columns(snapshot, OWN)
        n = len(arrays["group"])
        evidence, labels = {}, {}
        for name, values in arrays.items():
            kind, _, of = name.partition(":")
            if kind == "value":
                low, high = (arrays.get(f"{bound}:{of}", values) for bound in ("low", "high"))
                evidence[of] = Interval(low, values, high)
            elif kind == "label":
                labels[of] = np.unpackbits(values, count=n).astype(np.bool_)
        table = ProductTable(
            Kinds(tuple(unpacked(arrays["groups"])), arrays["group"]),
            evidence,
            labels,
            Kinds(tuple(unpacked(arrays["brands"])), arrays["brand"]),
            arrays["rungs"],
        )
        published = ruleset_of_document(json.loads(ruleset), "the published ruleset", day)
        return StoredCatalogue(unpacked(arrays["ids"]), table, published)

    def groups(self, ruleset: Ruleset) -> list[tuple[StoredGroup, GroupRules]]:
        """Return the products whose group a ruleset knows, and their rules."""
        rules_of = [ruleset.rules_for(group) for group in self.table.groups.kinds]
        split = tuple(rules.group if rules else None for rules in rules_of)
        if split not in self._groups:  # the last way to split the catalogue is remembered
            self._groups = {
                split: [
                    (rules.group, StoredGroup(rows, self.table.take(rows)))
                    for rules, rows in rows_by_rules(ruleset, self.table.groups)
                ]
            }
        return [(group, ruleset.groups[name]) for name, group in self._groups[split]]
