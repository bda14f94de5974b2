"""What a draft would do to the published grades: counted for every group, at once.

A group that the draft leaves as it is published is not scored. Of the others, what the draft before
gave is kept, and the points of each criterion: a slider's step costs one group's weighted sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import add
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scoring.rules import GroupRules, Ruleset
from service.insight.cancelling import Cancelled, check, never
from service.insight.judged import NO_COVERAGE, Coverage, Judged
from service.insight.published import Published
from service.publish.migration import OUTCOMES, THREADS
from service.publish.pipeline import check_grades
from service.publish.stored import StoredGroup
from service.publish.subjects import Index

SIZE = len(OUTCOMES)


@dataclass(frozen=True)
class GroupChange:
    """How the grades of one group move.

    Attributes:
        counts: products by outcome, before by after, shape (8, 8), both in OUTCOMES.
        before, after: how much is known.
    """

    group: str
    counts: NDArray[np.int64]
    before: Coverage
    after: Coverage

    @staticmethod
    def of(group: str, before: Judged, after: Judged) -> GroupChange:
        """Count n products: what each got before and after."""
        cell = before.outcome * np.int8(SIZE) + after.outcome  # at most 63
        counts = np.bincount(cell, minlength=SIZE * SIZE).reshape(SIZE, SIZE)
        return GroupChange(group, counts, before.known, after.known)

    @staticmethod
    def joined(group: str, parts: Iterable[GroupChange]) -> GroupChange:
        """Return several changes as one group's."""
        every = list(parts)
        return GroupChange(
            group,
            reduce(add, (part.counts for part in every), np.zeros((SIZE, SIZE), dtype=np.int64)),
            reduce(add, (part.before for part in every), NO_COVERAGE),
            reduce(add, (part.after for part in every), NO_COVERAGE),
        )

    @property
    def products(self) -> int:
        """How many there are."""
        return int(self.counts.sum())

    @property
    def changed(self) -> int:
        """How many get another outcome."""
        return self.products - int(np.trace(self.counts))

    @property
    def share(self) -> float:
        """The share that gets another outcome, 0-1; 0 of nothing."""
        return self.changed / self.products if self.products else 0.0

    def json(self) -> dict[str, Any]:
        """Return it as the API shows it; shares and coverages are 0-1."""
        sides = (("before", self.before, 1), ("after", self.after, 0))
        return {
            "group": self.group,
            "products": self.products,
            "changed": self.changed,
            "share": self.share,
            **{
                side: dict(zip(OUTCOMES, self.counts.sum(axis=axis).tolist(), strict=True))
                for side, _, axis in sides
            },
            "matrix": self.counts.tolist(),
            "coverage": {
                side: {"mean": known.mean, "below": known.share_below} for side, known, _ in sides
            },
        }


@dataclass(frozen=True)
class Member:
    """The products of one set of rules, before and after.

    Attributes:
        rows: which of the catalogue's products they are, rising, shape (n,).
        change: how their grades move. Its group is the one that the draft's rules stand under;
            where the draft has none for them, the published rules' one, else the group at the top.
        same: whether the draft leaves all as it is published.
    """

    rows: Index
    before: Judged
    after: Judged
    change: GroupChange
    same: bool

    @property
    def group(self) -> str:
        """Whose rules these are."""
        return self.change.group

    @property
    def top(self) -> str:
        """The group at the top."""
        return self.group.partition("/")[0]


@dataclass(frozen=True)
class Preview:
    """A draft against what is published. Movers, shops and swaps are asked of it one by one."""

    published: Published
    draft: Ruleset
    members: tuple[Member, ...]

    @cached_property
    def groups(self) -> tuple[GroupChange, ...]:
        """The change of every group that has rules of its own."""
        return self._by(lambda member: member.group)

    @cached_property
    def tops(self) -> tuple[GroupChange, ...]:
        """The change of every group at the top."""
        return self._by(lambda member: member.top)

    @property
    def total(self) -> GroupChange:
        """The change of the whole catalogue, under the group ""."""
        return GroupChange.joined("", (member.change for member in self.members))

    def _by(self, name: Callable[[Member], str]) -> tuple[GroupChange, ...]:
        names = dict.fromkeys(map(name, self.members))
        return tuple(
            GroupChange.joined(each, (m.change for m in self.members if name(m) == each))
            for each in names
        )


def preview(published: Published, draft: Ruleset, cancelled: Cancelled = never) -> Preview:
    """Return what a draft would do to the published catalogue.

    Args:
        draft: parsed for the published day, so that dated parameters are the same.
        cancelled: is asked before each group is scored.

    Raises:
        KompasError: where the draft's letters cannot be shown to buyers.
        OvertakenError: where it was cancelled.
    """
    check_grades(draft)
    stored, now = published.stored, published.ruleset

    def compared(found: tuple[StoredGroup, GroupRules]) -> Member:
        check(cancelled)
        group, rules = found
        before = published.before_of(group.rows)
        kinds = stored.table.groups.kinds
        ours = [kind for kind in kinds if draft.rules_for(kind) is rules]
        same = all(now.rules_for(kind) == rules for kind in ours)
        after = before if same else published.after_of(group, rules)
        change = GroupChange.of(rules.group, before, after)
        return Member(group.rows, before, after, change, same)

    with published.lock:
        check(cancelled)
        # numpy lets the interpreter go while it works on long columns: two groups fit side by side
        with ThreadPoolExecutor(THREADS) as pool:
            members = list(pool.map(compared, stored.groups(draft)))
    return Preview(published, draft, (*members, *_without_rules(published, draft)))


def _without_rules(published: Published, draft: Ruleset) -> Iterable[Member]:
    """Yield the products that the draft has no rules for, by whose rules they had."""
    groups, now = published.stored.table.groups, published.ruleset
    names: dict[str, list[int]] = {}
    for number, kind in enumerate(groups.kinds):
        if draft.rules_for(kind) is None:
            rules = now.rules_for(kind)
            names.setdefault(rules.group if rules else kind.partition("/")[0], []).append(number)
    for name, numbers in names.items():
        rows = np.flatnonzero(np.isin(groups.index, numbers))
        if len(rows):
            before, after = published.before.take(rows), Judged.nothing(len(rows))
            change = GroupChange.of(name, before, after)
            yield Member(rows, before, after, change, not before.known.judged)
