"""Which alternatives buyers would be offered and are not today, and the other way round.

Computed on request: ranking every shelf of a million offers takes a second for each ruleset.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scoring.alternatives import NOBODY
from scoring.rules import Ruleset
from scoring.table import Bools
from scoring.values import Array
from service.insight.cancelling import Cancelled, check, never
from service.insight.preview import Preview
from service.insight.published import Published
from service.publish.subjects import Index
from service.publish.swaps import proposed

MOST = 3
PAGE = 20


@dataclass(frozen=True, slots=True)
class Swap:
    """Instead of a product, another is proposed in a shop; its score is `gain` points higher."""

    product: str
    other: str
    shop: str
    gain: float


@dataclass(frozen=True, slots=True)
class Counted:
    """How many swaps are offered for a group's products before and after, gained and lost."""

    before: int
    after: int
    gained: int
    lost: int


@dataclass(frozen=True, slots=True)
class SwapChange:
    """What becomes of the swaps.

    Attributes:
        offers: how many offers there are, and for how many of them something changes.
        groups: ruleset group -> counts.
        gained, lost: those with the most points.
    """

    offers: int
    touched: int
    groups: Mapping[str, Counted]
    gained: tuple[Swap, ...]
    lost: tuple[Swap, ...]


@dataclass(frozen=True, slots=True)
class Offered:
    """The swaps of n offers, best first; shape (n, MOST): the other offer or NOBODY, the points."""

    other: Index
    gain: Array


def swap_change(preview: Preview, cancelled: Cancelled = never, most: int = PAGE) -> SwapChange:
    """Return what becomes of the swaps by a preview's draft.

    Raises:
        OvertakenError: where it was cancelled.
        KompasError: where the snapshot is an earlier release's, which stored no offers.
    """
    published = preview.published
    with published.lock:
        before = offered(published, published.ruleset, cancelled)
        after = before
        if not all(member.same for member in preview.members):
            after = offered(published, preview.draft, cancelled)
    gained, lost = _without(after, before), _without(before, after)
    product = published.offers.product
    member_of = np.zeros(len(published.stored.ids), dtype=np.int32)
    names = list(dict.fromkeys(member.group for member in preview.members))
    for member in preview.members:
        member_of[member.rows] = names.index(member.group)
    group = member_of[product]
    columns = [
        np.bincount(group, weights=which.sum(axis=1), minlength=len(names)).astype(np.int64)
        for which in (before.other != NOBODY, after.other != NOBODY, gained, lost)
    ]
    return SwapChange(
        offers=len(product),
        touched=int((gained | lost).any(axis=1).sum()),
        groups={
            name: Counted(*(int(column[i]) for column in columns)) for i, name in enumerate(names)
        },
        gained=_first(published, after, gained, most),
        lost=_first(published, before, lost, most),
    )


def offered(published: Published, ruleset: Ruleset, cancelled: Cancelled = never) -> Offered:
    """Return the swaps of every stored offer by a ruleset; the published ones are kept.

    The caller holds the catalogue's lock.
    """
    kept: Offered | None = published.kept.get("swaps")
    if ruleset is published.ruleset and kept is not None:
        return kept
    offers = published.offers
    found = Offered(np.full((len(offers), MOST), NOBODY), np.zeros((len(offers), MOST)))
    for group, rules in published.stored.groups(ruleset):
        check(cancelled)
        place = np.full(len(published.stored.ids), -1, dtype=np.int64)
        place[group.rows] = np.arange(len(group.rows))
        row = place[offers.product]
        ours = np.flatnonzero(row >= 0)
        proposals = proposed(
            group.scores(rules),
            row[ours],
            offers.unit_price[ours],
            offers.content[ours],
            offers.unit.take(ours),
            offers.shelf[ours],
        )
        known = proposals.row != NOBODY
        found.other[ours] = np.where(known, ours[proposals.row] if len(ours) else 0, NOBODY)
        found.gain[ours] = proposals.gain
    if ruleset is published.ruleset:
        published.kept["swaps"] = found
    return found


def _without(these: Offered, those: Offered) -> Bools:
    """Return which of these are not among those of the same offer; shape (n, MOST)."""
    new: Bools = these.other != NOBODY
    for place in range(MOST):
        new &= these.other != those.other[:, place : place + 1]
    return new


def _first(published: Published, found: Offered, which: Bools, most: int) -> tuple[Swap, ...]:
    own, place = np.nonzero(which)
    gain = found.gain[own, place]
    offers, ids = published.offers, published.stored.ids
    return tuple(
        Swap(
            ids[offers.product[own[i]]],
            ids[offers.product[found.other[own[i], place[i]]]],
            offers.shop[int(own[i])],
            float(gain[i]),
        )
        for i in np.argsort(-gain, kind="stable")[:most]
    )
