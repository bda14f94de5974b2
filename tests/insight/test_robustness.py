"""Draws and steps: repeatable, nothing moves where nothing is changed, and a flip is a flip."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.errors import KompasError
from scoring.rules import Ruleset
from service.insight.cancelling import OvertakenError
from service.insight.published import Published
from service.insight.robustness import robustness
from service.insight.sensitivity import sensitivity
from service.insight.trials import Trials, sample
from service.publish.migration import OUTCOMES
from tests.conftest import some
from tests.insight.conftest import document, parsed
from tests.insight.drafts import documents


@settings(max_examples=some(15))
@given(documents(), st.integers(0, 9))
def test_without_spread_nothing_flips(published: Published, drawn: dict[str, Any], seed: int):
    """Whatever the rules are."""
    found = robustness(published, parsed(drawn, published), draws=3, spread=0, seed=seed)
    assert all(group.flipped == group.mean == 0 for group in found.groups)
    assert found.least_stable == ()


def test_draws_are_repeatable_and_shares_agree(published: Published):
    """The same seed gives the same; another one other draws; more spread flips more."""
    draft = parsed(document(), published)
    told: list[tuple[int, int]] = []
    first = robustness(
        published, draft, draws=40, spread=0.3, progress=lambda *done: told.append(done)
    )
    assert robustness(published, draft, draws=40, spread=0.3) == first
    assert robustness(published, draft, draws=40, spread=0.3, seed=7) != first
    assert told[-1][0] == told[-1][1] == len(told) == 40 * len(first.groups)
    little = robustness(published, draft, draws=40, spread=0.02)
    assert sum(g.mean for g in little.groups) < sum(g.mean for g in first.groups)
    for group in first.groups:
        assert 0 <= group.mean <= group.flipped <= 1
        assert group.graded <= group.products
    shares = [each.share for each in first.least_stable]
    assert shares == sorted(shares, reverse=True)
    assert shares
    assert min(shares) > 0
    assert all(each.grade in "ABCDE" for each in first.least_stable)


def test_a_cancelled_robustness_stops(published: Published):
    """In the middle of its draws."""
    asked = iter(range(10_000))
    with pytest.raises(OvertakenError):
        robustness(published, published.ruleset, draws=50, cancelled=lambda: next(asked) > 20)
    assert next(asked) < 25


@pytest.mark.parametrize("wrong", [{"draws": 0}, {"spread": 1.0}, {"spread": -0.1}])
def test_what_cannot_be_drawn_is_refused(published: Published, wrong: Mapping[str, Any]):
    """With its remedy."""
    with pytest.raises(KompasError):
        robustness(published, published.ruleset, **wrong)
    with pytest.raises(KompasError):
        sensitivity(published, published.ruleset, "laptop", step=0)


def test_a_sample_is_drawn_without_repetition():
    """And is the same for the same seed."""
    rows = np.arange(0, 1000, 3)
    found = sample(rows, 50, seed=1)
    assert len(set(found.tolist())) == 50
    assert set(found.tolist()) <= set(rows.tolist())
    assert found.tolist() == sorted(found.tolist()) == sample(rows, 50, seed=1).tolist()
    assert sample(rows, None) is rows


def _share(published: Published, draft: Ruleset, changed: Mapping[str, Any], group: str) -> float:
    rows = next(g.rows for g, r in published.stored.groups(draft) if r.group == group)
    before = Trials(published, draft.groups[group], rows).base
    after = Trials(published, parsed(changed, published).groups[group], rows).base
    return float((before != after).mean())


def test_bars_are_what_the_changed_rules_give(published: Published):
    """A weight a fifth up and down, and a cut two points: as if that draft had been written."""
    draft = parsed(document(), published)
    bars = {(bar.kind, bar.name): bar for bar in sensitivity(published, draft, "laptop")}
    assert len(bars) == len(draft.groups["laptop"].criteria) + 4
    for factor, side in ((0.8, "down"), (1.2, "up")):
        changed = document()
        for criterion in changed["groups"]["laptop"]["criteria"]:
            if criterion["id"] == "energy":
                criterion["weight"] *= factor
        expected = _share(published, draft, changed, "laptop")
        assert getattr(bars["weight", "energy"], side) == expected
    changed = document()
    changed["groups"]["laptop"]["cuts"]["B"] += 2
    assert bars["cut", "B"].up == _share(published, draft, changed, "laptop")
    assert bars["cut", "B"].value == draft.groups["laptop"].cuts[1]
    lengths = [bar.down + bar.up for bar in bars.values()]
    assert lengths == sorted(lengths, reverse=True)
    assert sensitivity(published, draft, "nothing") == ()


def test_an_adjustment_is_scaled_and_the_base_is_not(published: Published):
    """Twice the points of an adjustment is what rules with twice its points give."""
    draft = parsed(document(), published)
    food = draft.groups["food"]
    rows = next(g.rows for g, r in published.stored.groups(draft) if r.group == "food")
    trials = Trials(published, food, rows)
    assert food.base is not None
    assert (trials.scaled({food.base.id: 5.0}) == trials.base).all()
    organic = next(c for c in food.criteria if c.labels is not None)
    assert organic.labels is not None
    classes = tuple(replace(c, points=3 * c.points) for c in organic.labels.classes)
    extras = tuple(replace(c, points=3 * c.points) for c in organic.labels.extras)
    labels = replace(organic.labels, classes=classes, extras=extras, most=3 * organic.labels.most)
    changed = tuple(replace(c, labels=labels) if c is organic else c for c in food.criteria)
    expected = Trials(published, replace(food, criteria=changed), rows).base
    assert (trials.scaled({organic.id: 3.0}) == expected).all()
    assert (expected != trials.base).any()
    assert trials.base.max() < len(OUTCOMES)
