"""One change at a time: each weight and each cut a step up and down, and how many grades change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from scoring.errors import KompasError
from scoring.rules import GroupRules, Ruleset
from service.insight.cancelling import Cancelled, check, never
from service.insight.published import Published
from service.insight.trials import SAMPLE, SEED, Trials, sample
from service.publish.migration import Outcomes

STEP = 0.2
CUT_STEP = 2.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the chart.

    Attributes:
        kind: "weight" of a criterion (of an adjustment: its points), or "cut" above a letter.
        name: the criterion's id, or the letter.
        value: what it is in the draft; None of an adjustment, which has no single number.
        down, up: the share of the group's products (0-1) that change outcome.
    """

    group: str
    kind: Literal["weight", "cut"]
    name: str
    value: float | None
    down: float
    up: float


def sensitivity(
    published: Published,
    draft: Ruleset,
    group: str,
    *,
    step: float = STEP,
    cut_step: float = CUT_STEP,
    most: int | None = SAMPLE,
    seed: int = SEED,
    cancelled: Cancelled = never,
) -> tuple[Bar, ...]:
    """Return a group's bars, the longest first.

    Args:
        group: the group that the draft's rules stand under; without products there are no bars.
        step: by how much of itself a weight falls and rises, above 0 and at most 1.
        cut_step: by how many points a cut falls and rises; it stops at the cut beside it.
        most: products of a random sample; None is all.

    Raises:
        KompasError: where a step does not fit.
        OvertakenError: where it was cancelled.
    """
    if not 0 < step <= 1:
        raise KompasError("step", f"{step} is not above 0 to 1.", f"Give {STEP}, say.")
    if not 0 < cut_step <= 100:
        raise KompasError("cut_step", f"{cut_step} is not above 0 to 100.", f"Give {CUT_STEP}.")
    with published.lock:
        found = [(g.rows, r) for g, r in published.stored.groups(draft) if r.group == group]
    bars: list[Bar] = []
    for rows, rules in found:
        trials = Trials(published, rules, sample(rows, most, seed))
        for criterion in rules.criteria:
            check(cancelled)
            down, up = (
                _share(trials, trials.scaled({criterion.id: factor}))
                for factor in (1 - step, 1 + step)
            )
            weight = criterion.weight if rules.base is None else None
            bars.append(Bar(group, "weight", criterion.id, weight, down, up))
        for place, cut in enumerate(rules.cuts):
            check(cancelled)
            down, up = (
                _share(trials, trials.outcomes(moved)) for moved in _moved(rules, place, cut_step)
            )
            bars.append(Bar(group, "cut", rules.grades[place], cut, down, up))
    return tuple(sorted(bars, key=lambda bar: -(bar.down + bar.up)))


def _moved(rules: GroupRules, place: int, step: float) -> Iterator[GroupRules]:
    """Yield the rules with one cut lower and higher, never past the cuts beside it."""
    cuts = list(rules.cuts)
    under = cuts[place + 1] if place + 1 < len(cuts) else float("-inf")
    over = cuts[place - 1] if place else float("inf")
    for cut in (max(cuts[place] - step, under), min(cuts[place] + step, over)):
        yield replace(rules, cuts=(*cuts[:place], cut, *cuts[place + 1 :]))


def _share(trials: Trials, after: Outcomes) -> float:
    return float((after != trials.base).mean()) if len(after) else 0.0
