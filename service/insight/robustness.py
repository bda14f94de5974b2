"""Do grades hang on the exact weights? Weights are drawn around a draft's, many times.

Of a weighted mean the weights' shares are drawn from a Dirichlet distribution whose mean they are:
with the shares p and the spread s its parameters are p (1/s² - 1), so that each share has the
standard deviation s √(p (1 - p)). A weight of 0 stays 0. Of a base plus adjustments each adjustment
is taken times a factor drawn from a gamma distribution with mean 1 and standard deviation s, which
is what a Dirichlet distribution is made of. With the spread 0 nothing moves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scoring.errors import KompasError
from scoring.rules import GRADES, GroupRules, Ruleset
from service.insight.cancelling import Cancelled, Progress, check, never, silent
from service.insight.published import Published
from service.insight.trials import SAMPLE, SEED, Trials, sample

DRAWS = 200
SPREAD = 0.1
MOST_DRAWS = 10_000
LEAST_STABLE = 20


@dataclass(frozen=True, slots=True)
class Unstable:
    """A product and the share of draws (0-1) in which it gets something else than its grade."""

    product: str
    group: str
    grade: str
    share: float


@dataclass(frozen=True, slots=True)
class Stability:
    """One group's grades under drawn weights.

    Attributes:
        graded: products of the sample with a single letter by the draft; shares are of these.
        products: how many the group has in all.
        flipped: the share that gets something else in at least one draw, 0-1.
        mean: the share that gets something else, the mean over draws, 0-1.
    """

    group: str
    products: int
    graded: int
    flipped: float
    mean: float


@dataclass(frozen=True, slots=True)
class Robustness:
    """What was drawn, and what became of the grades."""

    draws: int
    spread: float
    seed: int
    groups: tuple[Stability, ...]
    least_stable: tuple[Unstable, ...]


def robustness(
    published: Published,
    draft: Ruleset,
    *,
    draws: int = DRAWS,
    spread: float = SPREAD,
    seed: int = SEED,
    most: int | None = SAMPLE,
    named: int = LEAST_STABLE,
    progress: Progress = silent,
    cancelled: Cancelled = never,
) -> Robustness:
    """Return how stable a draft's grades are when its weights are drawn around what they are.

    Args:
        draws: how often.
        spread: 0 up to but not 1, see above.
        seed: the same one gives the same result.
        most: products of each group, a random sample; None is all.
        named: how many of the least stable products to name.
        progress: is told how many draws are done, of how many.

    Raises:
        KompasError: where draws or spread do not fit.
        OvertakenError: where it was cancelled.
    """
    if not 1 <= draws <= MOST_DRAWS:
        raise KompasError("draws", f"{draws} is not 1 to {MOST_DRAWS}.", f"Give {DRAWS}, say.")
    if not 0 <= spread < 1:
        raise KompasError("spread", f"{spread} is not 0 to below 1.", f"Give {SPREAD}, say.")
    with published.lock:
        members = [(group.rows, rules) for group, rules in published.stored.groups(draft)]
    groups, unstable = [], []
    for number, (rows, rules) in enumerate(members):
        check(cancelled)
        trials = Trials(published, rules, sample(rows, most, seed))
        chance = np.random.default_rng([seed, *rules.group.encode()])  # each group's own
        letters = trials.base < len(GRADES)
        flips = np.zeros(len(trials.rows), dtype=np.int64)
        for draw in range(draws):
            check(cancelled)
            flips += trials.scaled(_factors(rules, spread, chance)) != trials.base
            progress(number * draws + draw + 1, len(members) * draws)
        graded = int(letters.sum())
        share = flips[letters] / draws
        groups.append(
            Stability(
                rules.group,
                len(rows),
                graded,
                float((share > 0).mean()) if graded else 0.0,
                float(share.mean()) if graded else 0.0,
            )
        )
        places = np.flatnonzero(letters)[np.argsort(-share, kind="stable")[:named]]
        unstable += [
            Unstable(
                published.stored.ids[trials.rows[i]],
                published.group_of(int(trials.rows[i])),
                GRADES[trials.base[i]],
                float(flips[i] / draws),
            )
            for i in places.tolist()
            if flips[i]
        ]
    unstable.sort(key=lambda each: (-each.share, each.product))
    return Robustness(draws, spread, seed, tuple(groups), tuple(unstable[:named]))


def _factors(rules: GroupRules, spread: float, chance: np.random.Generator) -> Mapping[str, float]:
    """Draw by what each criterion's weight, or each adjustment's points, are multiplied."""
    if spread == 0:
        return {}
    many = 1 / spread**2
    if rules.base is not None:
        drawn = chance.gamma(many, 1 / many, len(rules.criteria))
        return dict(zip((c.id for c in rules.criteria), drawn.tolist(), strict=True))
    weighty = [c for c in rules.criteria if c.weight > 0]
    if len(weighty) < 2:  # one weight alone is all of it, whatever it is
        return {}
    total = sum(c.weight for c in weighty)
    shares = np.array([c.weight / total for c in weighty])
    drawn = chance.dirichlet(np.maximum(shares * (many - 1), 1e-3))
    # A weight that all but vanishes stays one, so that what it alone speaks for keeps a score.
    factors = np.maximum(drawn / shares, 1e-9)
    return dict(zip((c.id for c in weighty), factors.tolist(), strict=True))
