"""One product's waterfall sums to its score, and spreads count what they say they count."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.errors import KompasError
from service.insight import distribution
from service.insight.movers import movers
from service.insight.preview import preview
from service.insight.published import Published
from service.insight.story import product_story
from service.insight.waterfall import Waterfall
from tests.conftest import some
from tests.insight.conftest import document, parsed
from tests.insight.drafts import documents


def _sums(scored: Waterfall) -> None:
    known = [step.contribution for step in scored.steps if step.contribution is not None]
    if scored.score is None:
        assert not known
        assert scored.grade is None
        return
    assert sum(known) + (scored.limit or 0) == pytest.approx(scored.score.value, abs=1e-9)
    assert scored.score.low - 1e-9 <= scored.score.value <= scored.score.high + 1e-9
    if scored.limit is None:
        assert sum(step.weight or 0 for step in scored.steps) == pytest.approx(1)
        for step in scored.steps:
            if step.points is not None:
                given = step.points.value * step.weight
                assert step.contribution == pytest.approx(given, abs=1e-9)


@settings(max_examples=some(25))
@given(documents(), st.lists(st.integers(0, 217), max_size=12))
def test_contributions_sum_to_the_score(
    published: Published, drawn: dict[str, Any], rows: list[int]
):
    """Before and after, of every product; and the grades are those that are listed as moving."""
    draft = parsed(drawn, published)
    listed = {m.product: m for m in movers(preview(published, draft), count=1000).movers}
    for product in [published.stored.ids[row] for row in rows]:
        story = product_story(published, product, draft)
        for scored in (story.before, story.after):
            if scored is not None:
                _sums(scored)
        mover = listed.get(product)
        if mover is not None:
            sides = [(s.grade if s else None) for s in (story.before, story.after)]
            assert sides == [mover.grade_before, mover.grade_after]
        elif story.before and story.after:  # bounds may differ all the same
            values = [s.score and s.score.value for s in (story.before, story.after)]
            assert values[0] == values[1]


def test_a_story_before_is_what_is_served(published: Published):
    """Score, bounds, coverage and grade, of every published product."""
    for product in published.stored.ids:
        story = product_story(published, product, published.ruleset)
        served = published.served(product, "da")
        assert story.before == story.after
        assert story.name == served["product"]["name"]
        scored = story.before
        assert scored is not None
        grade = served["grade"] or (served["range"] and "–".join(served["range"]))
        assert scored.grade == grade
        assert np.round(scored.coverage, 3) == served["coverage"]
        for bound in ("low", "high"):
            found = None if scored.score is None else np.round(getattr(scored.score, bound), 1)
            assert found == served[bound]


def test_a_product_that_is_not_there_is_named(published: Published):
    """In the error."""
    with pytest.raises(KompasError, match="no-such-thing"):
        product_story(published, "no-such-thing", published.ruleset)


def test_figures_are_all_counted(published: Published):
    """Derived ones too, known and unknown, in equal ratios behind a logarithmic function."""
    draft = parsed(document(), published)
    laptops = int((published.stored.table.groups.where(lambda g: g == "laptop")).sum())
    seen = 0
    for criterion in draft.groups["laptop"].criteria:
        for number in range(len(criterion.readings)):
            found = distribution.figures(
                published, draft, "laptop", criterion.id, reading=number, bins=10
            )
            assert sum(found.counts) == found.known
            assert found.known + found.unknown == laptops
            assert list(found.edges) == sorted(found.edges)
            assert len(found.edges) == 11
            seen += found.known
    assert seen > 0
    food = distribution.figures(published, draft, "food", "climate")
    ratios = np.diff(np.log(food.edges))
    assert np.allclose(ratios, ratios[0]) or np.allclose(
        np.diff(food.edges), food.edges[1] - food.edges[0]
    )


def test_a_histogram_has_known_values_at_its_ends():
    """What lies outside the edges is in the first or the last bin; nothing is no error."""
    found = distribution.histogram(np.array([-5.0, 1, 1.5, 9, np.nan]), np.array([1.0, 2, 3]))
    assert (found.counts, found.known, found.unknown) == ((3, 1), 4, 1)
    assert (found.least, found.most) == (-5.0, 9.0)
    empty = distribution.histogram(np.zeros(0), np.array([0.0, 1]))
    assert (empty.counts, empty.least) == ((0,), None)


def test_scores_stand_with_their_cuts(published: Published):
    """Before by the published cuts, after by the draft's."""
    changed = document()
    changed["groups"]["laptop"]["cuts"] = {"A": 99, "B": 90, "C": 80, "D": 70}
    found = preview(published, parsed(changed, published))
    after = distribution.scores(found, "laptop")
    before = distribution.scores(found, "laptop", after=False)
    assert after.cuts == (99, 90, 80, 70)
    assert before.cuts == published.ruleset.groups["laptop"].cuts
    assert after.histogram == before.histogram  # cuts move no score
    assert after.histogram.known == sum(after.histogram.counts) > 0


@pytest.mark.parametrize(
    ("group", "criterion", "reading"),
    [
        ("boat", "energy", 0),
        ("laptop", "ecolabel", 0),
        ("laptop", "nix", 0),
        ("laptop", "energy", 9),
    ],
)
def test_what_has_no_figures_is_refused(published, group, criterion, reading):
    """With its place."""
    draft = parsed(document(), published)
    with pytest.raises(KompasError):
        distribution.figures(published, draft, group, criterion, reading=reading)
