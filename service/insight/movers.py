"""Which products move most: by points, of a group or a cell of the matrix, page by page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.canonical import shown
from scoring.errors import KompasError
from scoring.rules import inside
from scoring.table import Bools
from scoring.values import Array
from service.insight.preview import Member, Preview
from service.publish.migration import OUTCOMES
from service.publish.subjects import Index
from service.publish.texts import Language

PAGE = 20


@dataclass(frozen=True, slots=True)
class Mover:
    """A product that moves; scores are None and grades are None where there is none."""

    product: str
    name: str
    group: str
    score_before: float | None
    score_after: float | None
    grade_before: str | None
    grade_after: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the products that move, and how many there are in all."""

    total: int
    movers: tuple[Mover, ...]


def movers(
    preview: Preview,
    *,
    start: int = 0,
    count: int = PAGE,
    group: str = "",
    cell: tuple[str, str] | None = None,
    language: Language = "da",
) -> Page:
    """Return the products that move most: by |points|, then as the catalogue lists them.

    Args:
        start, count: which of them.
        group: products of this product group and all below it alone.
        cell: outcomes before and after, of OUTCOMES: all products of that cell of the matrix,
            those that do not move too. Without it: whose score or outcome differs.

    A score that is gained or lost is no number of points: such products come last.

    Raises:
        KompasError: where an outcome is none of OUTCOMES.
    """
    wanted = tuple(map(_outcome, cell)) if cell else None
    total, places, keys, numbers = 0, [], [], []
    for number, member in enumerate(preview.members):
        if member.same and wanted is None:
            continue
        moved = _moved(member)
        chosen = _chosen(preview, member, moved, group, wanted)
        rows, found = _most(moved, chosen, start + count)
        total += found
        places.append(rows)
        keys.append(moved[rows])
        numbers.append(np.full(len(rows), number))
    if not places:
        return Page(0, ())
    place, key, number_of = (np.concatenate(each) for each in (places, keys, numbers))
    row = np.array(
        [preview.members[m].rows[p] for m, p in zip(number_of, place, strict=True)], dtype=np.int64
    )
    order = np.lexsort((row, -key))[start : start + count]
    each = ((preview.members[number_of[i]], int(place[i])) for i in order)
    return Page(total, tuple(_mover(preview, member, at, language) for member, at in each))


def _outcome(name: str) -> int:
    if name not in OUTCOMES:
        raise KompasError(
            "cell", f"{shown(name)} is no outcome.", f"Give two of {', '.join(OUTCOMES)}."
        )
    return OUTCOMES.index(name)


def _moved(member: Member) -> Array:
    """Return how many points each product moves; -1 where one of its scores is not there."""
    moved = np.subtract(member.after.score, member.before.score)
    np.abs(moved, out=moved)
    moved[np.isnan(moved)] = -1.0
    return moved


def _chosen(
    preview: Preview, member: Member, moved: Array, group: str, cell: tuple[int, ...] | None
) -> Bools:
    before, after = member.before.outcome, member.after.outcome
    chosen: Bools = (moved > 0) | (before != after)
    if cell:
        chosen = (before == cell[0]) & (after == cell[1])
    if group and not inside(member.group, (group,)):
        groups = preview.published.stored.table.groups.take(member.rows)
        chosen &= groups.where(lambda kind: inside(kind, (group,)))
    return chosen


def _most(moved: Array, chosen: Bools, most: int) -> tuple[Index, int]:
    """Return the places of the most points among the chosen, ties by place, and how many are."""
    rows = np.flatnonzero(chosen)
    if len(rows) <= most:
        return rows, len(rows)
    found = moved[rows]
    least = np.partition(found, len(found) - most)[len(found) - most]
    over = rows[found > least]
    ties = rows[found == least][: most - len(over)]
    return np.concatenate([over, ties]), len(rows)


def _mover(preview: Preview, member: Member, place: int, language: Language) -> Mover:
    row = int(member.rows[place])
    published = preview.published
    product = published.stored.ids[row]
    return Mover(
        product,
        published.name(product, language),
        published.group_of(row),
        _number(member.before.score[place]),
        _number(member.after.score[place]),
        member.before.text(place),
        member.after.text(place),
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
