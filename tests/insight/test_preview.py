"""A preview counts what publishing the draft would give, and forgets nothing that matters."""

import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.errors import KompasError
from scoring.score import score
from service.insight.cancelling import OvertakenError
from service.insight.movers import movers
from service.insight.preview import Preview, preview
from service.insight.published import Published
from service.insight.swaps import offered, swap_change
from service.insight.touched import touched
from service.publish.migration import OUTCOMES, outcome
from service.publish.pipeline import publish
from service.publish.stored import StoredCatalogue
from service.store.snapshot import Snapshot, open_snapshot
from service.store.workspace import Workspace
from tests.conftest import some
from tests.insight.conftest import document, parsed
from tests.insight.drafts import documents


def alone(published: Published, draft: Any, row: int) -> tuple[float, int]:
    """Return a product's score and outcome by a draft, scored by itself."""
    rules = draft.rules_for(published.group_of(row))
    if rules is None:
        return float("nan"), OUTCOMES.index("absent")
    scores = score(rules, published.stored.table.take(np.array([row])))
    return float(scores.score.value[0]), int(outcome(scores.grading)[0])


def test_the_published_rules_change_nothing(published: Published):
    """Nothing moves, nobody is touched, no swap comes or goes, and every product is counted."""
    found = preview(published, parsed(document(), published))
    assert all(change.changed == 0 and change.share == 0 for change in found.groups)
    assert all(change.before == change.after for change in found.groups)
    assert found.total.products == len(published.stored.ids) == 218
    assert movers(found).total == 0
    assert touched(found, "shop") == touched(found, "brand") == ()
    swaps = swap_change(found)
    assert (swaps.touched, swaps.gained, swaps.lost) == (0, (), ())
    assert swaps.offers == 77


@settings(max_examples=some(20))
@given(documents())
def test_margins_of_the_matrices_are_the_histograms(published: Published, drawn: dict[str, Any]):
    """For groups at the top and with rules of their own; both count the whole catalogue."""
    draft = parsed(drawn, published)
    found = preview(published, draft)
    rows = range(len(published.stored.ids))
    after = [alone(published, draft, row)[1] for row in rows]
    for changes in (found.tops, found.groups, (found.total,)):
        before_all = sum(change.counts.sum(axis=1) for change in changes)
        after_all = sum(change.counts.sum(axis=0) for change in changes)
        assert before_all.tolist() == np.bincount(published.before.outcome, minlength=8).tolist()
        assert after_all.tolist() == np.bincount(after, minlength=8).tolist()
        for change in changes:
            shown = change.json()
            assert sum(shown["before"].values()) == sum(shown["after"].values())
            assert shown["changed"] == shown["products"] - np.trace(shown["matrix"])


@settings(max_examples=some(20))
@given(documents(), st.integers(0, 30), st.integers(1, 300))
def test_movers_are_what_each_product_scores_alone(
    published: Published, drawn: dict[str, Any], start: int, count: int
):
    """A page is that part of the whole list, and the list holds all that differ, most first."""
    draft = parsed(drawn, published)
    found = preview(published, draft)
    every = movers(found, count=1000)
    assert movers(found, start=start, count=count).movers == every.movers[start : start + count]
    wanted = set()
    for row, product in enumerate(published.stored.ids):
        was = (published.before.score[row], int(published.before.outcome[row]))
        now = alone(published, draft, row)
        if abs(now[0] - was[0]) > 0 or now[1] != was[1]:
            wanted.add(product)
    assert {mover.product for mover in every.movers} == wanted
    assert every.total == len(wanted)
    gaps = []
    for mover in every.movers:
        row = published.row(mover.product)
        score_after = alone(published, draft, row)[0]
        assert mover.score_after == (None if np.isnan(score_after) else score_after)
        both = mover.score_before is not None and mover.score_after is not None
        gaps.append(abs(mover.score_after - mover.score_before) if both else -1)
    assert gaps == sorted(gaps, reverse=True)


@settings(max_examples=some(20))
@given(documents(), documents(), st.integers(0, 8))
def test_after_a_cancelled_preview_the_next_one_is_right(
    snapshot: Snapshot, first: dict[str, Any], second: dict[str, Any], stop: int
):
    """Whatever was scored before it was overtaken; so is what is asked twice."""
    published = Published(snapshot, _fresh(snapshot))
    asked = iter(range(100))
    with suppress(OvertakenError):
        preview(published, parsed(first, published), lambda: next(asked) >= stop)
    fresh = Published(snapshot, _fresh(snapshot))
    draft = parsed(second, published)
    expected = [change.json() for change in preview(fresh, draft).groups]
    for _ in range(2):
        assert [change.json() for change in preview(published, draft).groups] == expected


def _fresh(snapshot: Snapshot) -> StoredCatalogue:
    day = Published.of(snapshot).ruleset.day
    return StoredCatalogue.beside(snapshot.path, snapshot.meta["ruleset"], day)


def test_a_cancelled_preview_stops_before_it_scores(published: Published):
    """It says so by its error."""
    with pytest.raises(OvertakenError):
        preview(published, parsed(document(), published), lambda: True)


def _strict(published: Published) -> Preview:
    changed = document()
    for name in ("laptop", "food"):
        changed["groups"][name]["cuts"] = {"A": 99, "B": 90, "C": 80, "D": 70}
    for criterion in changed["groups"]["laptop"]["criteria"]:
        criterion["weight"] = 90 if criterion["id"] == "energy" else 5
    return preview(published, parsed(changed, published))


def test_movers_by_group_and_by_cell(published: Published):
    """A cell of the matrix leads to as many products as it says, and to those alone."""
    found = _strict(published)
    by_group = {change.group: change for change in found.tops}
    fish = movers(found, count=1000, group="food/fish").movers
    assert fish
    assert all(mover.group.startswith("food/fish") for mover in fish)
    for i, j in np.argwhere(by_group["food"].counts):
        cell = (OUTCOMES[i], OUTCOMES[j])
        page = movers(found, count=1000, group="food", cell=cell)
        assert page.total == len(page.movers) == by_group["food"].counts[i, j]
    with pytest.raises(KompasError, match="F"):
        movers(found, cell=("A", "F"))


def test_coverage_is_before_and_after(published: Published):
    """A higher demand leaves the mean and moves the share below it."""
    changed = document()
    changed["groups"]["laptop"]["minimum_coverage"] = 0.9
    found = preview(published, parsed(changed, published))
    laptop = next(change for change in found.groups if change.group == "laptop")
    assert laptop.before.mean == pytest.approx(laptop.after.mean)
    assert laptop.after.share_below > laptop.before.share_below


def test_letters_that_cannot_be_shown_are_refused(published: Published):
    """By the error that publishing would give."""
    changed = document()
    changed["groups"]["laptop"]["grades"] = ["A+", "B", "C", "D", "E"]
    changed["groups"]["laptop"]["cuts"] = {"A+": 80, "B": 60, "C": 40, "D": 20}
    with pytest.raises(KompasError, match=r"A\+"):
        preview(published, parsed(changed, published))


def test_the_shop_and_brands_touched(published: Published, folder: Path):
    """Each product counts once for its shop, as the workspace has it."""
    found = _strict(published)
    changed = {
        published.stored.ids[row]
        for member in found.members
        for row in member.rows[member.before.outcome != member.after.outcome]
    }
    with Workspace(folder) as workspace:
        sold = {offer["product_id"] for offer in workspace.rows("offers")}
    (shop,) = touched(found, "shop")
    assert (shop.name, shop.products, shop.changed) == ("demo", len(sold), len(sold & changed))
    assert sum(brand.changed for brand in touched(found, "brand")) == len(changed)
    assert all(b.better + b.worse <= b.changed for b in touched(found, "brand"))


def _served_swaps(snapshot: Snapshot) -> set[tuple[str, str]]:
    published = Published.of(snapshot)
    found = set()
    for product in published.stored.ids:
        for number in {hit[1] for hit in snapshot.find([f"id:{product}"]).values()}:
            _, swaps = snapshot.answer(number, "da", b"demo\t")
            for each in json.loads(swaps):
                found.add((product, each["product"]["id"]))
    return found


def test_swaps_are_those_that_are_served(published: Published, snapshot: Snapshot, folder: Path,
    tmp_path: Path):  # fmt: skip
    """Before, as the snapshot serves them; after, as the snapshot published with the draft does."""
    strict = _strict(published)
    changed = swap_change(strict, most=10_000)
    before = _pairs(published, published.ruleset)
    assert before >= _served_swaps(snapshot)
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy, symlinks=True)
    with Workspace(copy) as workspace:
        publish(workspace, strict.draft, copy)
    other = open_snapshot(copy)
    assert other is not None
    after = _pairs(published, strict.draft)
    assert after == _pairs(Published.of(other), Published.of(other).ruleset)
    assert after >= _served_swaps(other)
    gained = {(swap.product, swap.other) for swap in changed.gained}
    lost = {(swap.product, swap.other) for swap in changed.lost}
    assert gained == after - before
    assert lost == before - after
    assert gained
    assert lost
    total = changed.groups.values()
    assert sum(c.after - c.before for c in total) == sum(c.gained - c.lost for c in total)


def _pairs(published: Published, ruleset: Any) -> set[tuple[str, str]]:
    found = offered(published, ruleset)
    own, place = np.nonzero(found.other >= 0)
    product, ids = published.offers.product, published.stored.ids
    return {
        (ids[product[a]], ids[product[found.other[a, b]]]) for a, b in zip(own, place, strict=True)
    }
