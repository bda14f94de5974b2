"""How the catalogue's figures and scores are spread: what is drawn behind functions and cuts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.canonical import shown
from scoring.criteria import figures_of
from scoring.errors import KompasError
from scoring.rules import GroupRules, Reading, Ruleset
from scoring.values import Array, Log
from service.insight.preview import Preview
from service.insight.published import Published

BINS = 40
TAIL = 0.005  # the share at either end that has no say in where the bins lie
SCORE_BINS = 50


@dataclass(frozen=True, slots=True)
class Histogram:
    """Counts of n known values.

    Attributes:
        edges: of the bins, rising, one more than counts.
        counts: values in each bin, the left edge included. The first and the last bin hold what
            lies outside too.
        least, most: of the known values; None where there are none.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    known: int
    unknown: int
    least: float | None
    most: float | None


@dataclass(frozen=True, slots=True)
class ScoreHistogram:
    """A group's scores, and the lower bounds of all grades but the last, best first."""

    histogram: Histogram
    letters: tuple[str, ...]
    cuts: tuple[float, ...]


def figures(
    published: Published,
    draft: Ruleset,
    group: str,
    criterion: str,
    *,
    reading: int = 0,
    bins: int = BINS,
) -> Histogram:
    """Return the spread of the figures that a draft's value function is asked for.

    That is after a comparison within the brand and after the reading's condition, where there are
    such. The bins of a logarithmic function are of equal ratios.

    Args:
        group: the group that the rules stand under.
        reading: which of the criterion's readings.

    Raises:
        KompasError: where the draft has no such rules, criterion or reading.
    """
    rules = rules_of(draft, group)
    wanted = _reading(rules, criterion, reading)
    with published.lock:
        tables = [
            found.table(rules) for found, its in published.stored.groups(draft) if its is rules
        ]
        values = [figures_of(wanted, table).value for table in tables]
    every = np.concatenate([np.zeros(0), *values])
    return histogram(every, _edges(every[~np.isnan(every)], bins, isinstance(wanted.value, Log)))


def scores(preview: Preview, group: str, *, after: bool = True) -> ScoreHistogram:
    """Return the spread of the scores of a draft's rules, or of the same products before.

    Raises:
        KompasError: where the draft has no such rules.
    """
    rules = rules_of(preview.draft, group)
    found = [m.after if after else m.before for m in preview.members if m.group == group]
    values = np.concatenate([judged.score for judged in found]) if found else np.zeros(0)
    cuts = rules if after else (preview.published.ruleset.rules_for(group) or rules)
    edges = np.linspace(0, 100, SCORE_BINS + 1)
    return ScoreHistogram(histogram(values, edges), cuts.grades, cuts.cuts)


def histogram(values: Array, edges: Array) -> Histogram:
    """Count values, NaN where unknown, between edges; what lies outside goes to the end bins."""
    known = values[~np.isnan(values)]
    counts, _ = np.histogram(np.clip(known, edges[0], edges[-1]), edges)
    return Histogram(
        tuple(edges.tolist()),
        tuple(counts.tolist()),
        len(known),
        len(values) - len(known),
        float(known.min()) if len(known) else None,
        float(known.max()) if len(known) else None,
    )


def rules_of(ruleset: Ruleset, group: str) -> GroupRules:
    """Return the rules that stand under a group.

    Raises:
        KompasError: where there are none.
    """
    if group not in ruleset.groups:
        raise KompasError(
            f"{ruleset.id}: groups",
            f"{shown(group)} has no rules.",
            f"Give one of {', '.join(ruleset.groups)}.",
        )
    return ruleset.groups[group]


def _reading(rules: GroupRules, criterion: str, number: int) -> Reading:
    readings = {c.id: c.readings for c in rules.all_criteria()}
    if number not in range(len(readings.get(criterion, ()))):
        raise KompasError(
            f"groups.{rules.group}.criteria.{shown(criterion)}",
            f"has no reading {number}.",
            f"Give one that reads a figure: {', '.join(c for c, r in readings.items() if r)}.",
        )
    return readings[criterion][number]


def _edges(known: Array, bins: int, log: bool) -> Array:
    log = log and bool((known > 0).any())
    counted = known[known > 0] if log else known
    low, high = np.quantile(counted, [TAIL, 1 - TAIL]) if len(counted) else (0.0, 1.0)
    if high - low <= 1e-9 * abs(high):  # one value, or nearly
        low, high = (high / 2, high * 2) if log else (high - 0.5, high + 0.5)
    return np.geomspace(low, high, bins + 1) if log else np.linspace(low, high, bins + 1)
