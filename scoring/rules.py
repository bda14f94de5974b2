"""A ruleset as typed, immutable values. `scoring.parse` makes them from a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from scoring.units import INPUT_UNITS
from scoring.values import ValueFunction

GRADES = ("A", "B", "C", "D", "E")
Method = Literal["weighted_mean", "base_plus_adjustments"]
Missing = Literal["exclude", "neutral", "pessimistic", "cap"]
Objective = Literal["min", "max"]


@dataclass(frozen=True, slots=True)
class Text:
    """The same text in Danish and English."""

    da: str
    en: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a rule's numbers come from."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that the rules use and that changes with time.

    Attributes:
        values: the first day of each value, rising, and the value.
    """

    text: Text
    unit: str
    reference: str
    values: tuple[tuple[date, float], ...]

    def on(self, day: date) -> float | None:
        """Return the value on a day, None before the first."""
        begun = [value for first, value in self.values if first <= day]
        return begun[-1] if begun else None


@dataclass(frozen=True, slots=True)
class Within:
    """Compare a figure with its own brand's typical one: the figure is divided by it.

    `medians` maps brand in lower case (and, after a "|", the first size class whose upper
    screen size in inches is not reached) to the typical figure in the attribute's unit.
    A brand that is not listed has no comparison: the figure is then not scored.
    """

    medians: Mapping[str, float]
    size_classes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class When:
    """A reading's condition: the attribute must be at least so much."""

    attribute: str
    at_least: float


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a criterion: an attribute, its unit and its value function.

    `fact` says the figure in a clause, which may hold {value}.
    """

    attribute: str
    unit: str
    objective: Objective
    value: ValueFunction
    within: Within | None = None
    fact: Text | None = None
    when: When | None = None


@dataclass(frozen=True, slots=True)
class LabelClass:
    """Labels that are equivalent, and the points each of them earns.

    Attributes:
        only: product groups in which they count; () is all.
        family: of several classes of one family the best counts, also where classes are summed.
    """

    points: float
    codes: tuple[str, ...]
    only: tuple[str, ...] = ()
    family: str = ""


@dataclass(frozen=True, slots=True)
class Labels:
    """Points of labels.

    Attributes:
        combine: "best" counts the best class alone, "sum" adds the classes up.
        extras: classes whose points are added to that.
        most: what the points of all labels stop at.
    """

    classes: tuple[LabelClass, ...]
    extras: tuple[LabelClass, ...] = ()
    combine: Literal["best", "sum"] = "best"
    most: float = 100.0
    fact: Text | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """What is judged: by the first known of its readings, or by labels.

    Attributes:
        kind: the kind of evidence; two criteria of one kind are not independent.
        weight: of weighted_mean, at least 0; unused in base_plus_adjustments.
        only: product groups it applies to (each with all below it); () is all.
        missing_best: with the policy "cap": the best grade while it is not known, else "".
        missing_points: of an adjustment: its points where nothing is known, else 0.
        unless: of an adjustment: the adjustment beside which it counts 0 if that is above 0.
    """

    id: str
    kind: str
    text: Text
    weight: float
    readings: tuple[Reading, ...]
    labels: Labels | None
    missing: Missing
    only: tuple[str, ...]
    reference: str
    missing_points: float | None = None
    unless: str = ""
    missing_best: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """When a cap or veto holds: all that is set must be true."""

    kinds_fewer_than: int | None = None
    only_kinds: tuple[str, ...] = ()
    identified: bool | None = None
    base_grade: str | None = None
    attribute: str | None = None
    at_least: float | None = None


@dataclass(frozen=True, slots=True)
class Cap:
    """Limits the grade while its condition holds; `no_grade` withholds it."""

    id: str
    when: Condition
    text: Text
    best: str | None
    worst: str | None
    no_grade: bool


@dataclass(frozen=True, slots=True)
class Derived:
    """An attribute computed from others by a named formula."""

    attribute: str
    unit: str
    formula: str
    parameters: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Limit:
    """How far another product's figure may be from one's own while it does the same job.

    With ratio False it may lie from own - down to own + up, with ratio True from own / down
    to own x up. math.inf is no limit that way.
    """

    down: float
    up: float
    ratio: bool


@dataclass(frozen=True, slots=True)
class AlternativeRules:
    """When another product of the use group in the same shop is worth proposing.

    Attributes:
        attribute, factor: the figure must fall by more than this factor, and the score
            rise by at least `figure_gain`, lest a lost label eats the gain; or
        labels: one of these is gained at no higher figure; or
        points: the score rises by at least this much, or the grade by one with `grade`.
        limits: attribute -> within which it still does the same job.
    """

    attribute: str | None
    factor: float | None
    figure_gain: float
    labels: tuple[str, ...]
    points: float | None
    grade: bool
    limits: Mapping[str, Limit]


@dataclass(frozen=True, slots=True)
class GroupRules:
    """The rules of one product group and all groups below it without rules of their own.

    Attributes:
        grades: the letters, best first; cuts are the lower bounds of all but the last.
        clamp: whether base plus adjustments stays within 0-100.
    """

    group: str
    name: Text
    method: Method
    base: Criterion | None
    criteria: tuple[Criterion, ...]
    sum_limits: tuple[float, float]
    derived: tuple[Derived, ...]
    caps: tuple[Cap, ...]
    grades: tuple[str, ...]
    cuts: tuple[float, ...]
    clamp: bool
    minimum_coverage: float
    fallback_factor: float
    not_graded: tuple[str, ...]
    alternatives: AlternativeRules

    def attributes(self) -> frozenset[str]:
        """Return every attribute that these rules read from evidence."""
        read = {r.attribute for c in self.all_criteria() for r in c.readings}
        read |= {r.when.attribute for c in self.all_criteria() for r in c.readings if r.when}
        read |= {cap.when.attribute for cap in self.caps if cap.when.attribute}
        return frozenset(read | set(self.alternatives.limits))

    def units(self) -> dict[str, str]:
        """Return the unit of each attribute for which the rules have one."""
        units = dict(INPUT_UNITS)
        units |= {d.attribute: d.unit for d in self.derived}
        readings = [r for c in self.all_criteria() for r in c.readings]
        return units | {r.attribute: r.unit for r in readings if r.unit}

    def all_criteria(self) -> tuple[Criterion, ...]:
        """Return the base, where there is one, and the criteria."""
        return (*((self.base,) if self.base else ()), *self.criteria)


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A whole ruleset.

    Attributes:
        day: the day for which its dated parameters are resolved.
        valid_to: the last day it is meant for; None is until further notice.
        canonical: the canonical JSON of the document, sorted and without spaces; it holds
            every value of a parameter, so it and the hash are the same for every day.
        hash: SHA-256 of `canonical`, 64 hexadecimal digits.
    """

    id: str
    version: str
    name: Text
    valid_from: date
    valid_to: date | None
    day: date
    parameters: Mapping[str, Parameter]
    references: Mapping[str, Reference]
    groups: Mapping[str, GroupRules]
    canonical: str
    hash: str

    def rules_for(self, group: str) -> GroupRules | None:
        """Return the rules of a group: its own, else its nearest ancestor's, else None."""
        path = group
        while path:
            if path in self.groups:
                return self.groups[path]
            path = path.rpartition("/")[0]
        return None


def inside(group: str, ancestors: tuple[str, ...]) -> bool:
    """Tell whether a group is one of the ancestors or below one."""
    return any(group == a or group.startswith(f"{a}/") for a in ancestors)
