"""Searching the catalogue: what people type, facets with their counts, pages."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from scoring.rules import inside
from service.store import search as index
from service.store.search import Found, Kind
from service.store.snapshot import Snapshot, open_snapshot
from service.store.workspace import Workspace

PAGE = 50
DEEPEST = 200  # pages: whoever looks further narrows the search
WORDS, LONGEST = 12, 64  # of a query: more words, and more of a word, are left out
FACETS = ("group", "brand", "shop", "grade", "label", "known")
REMEMBERED = 32  # queries whose counts are kept
SHOWN = 12  # values of a facet that are listed, the commonest
RANGE, NONE = "range", "none"  # grades of products that have no single one
_WORD = re.compile(r"[^\W_]+")
Cell = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet, and how many products it would leave."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found.

    Attributes:
        total: how many there are on all pages.
        pages: how many pages can be asked for.
        behind: how many products the index has still to take in, after a great load.
        facets: facet -> its values; the counts regard the text and the other facets.
    """

    found: list[Found]
    total: int
    page: int
    pages: int
    facets: Mapping[str, list[Choice]]
    behind: int = 0


def match_of(text: str) -> str:
    """Return the FTS5 query that finds products with all of some typed words, "" for none.

    Each word is found where an indexed word begins with it; a part number written in parts is
    found written in one too, and a GTIN without its leading zeros. A single letter among other
    parts is a word of its own: what merely begins with it is a good part of all. Words are letters
    and digits in quotes, so that nothing typed can mean anything else to FTS5.
    """
    terms = []
    for word in text.replace("\0", " ").split()[:WORDS]:
        parts = _WORD.findall(word[:LONGEST])
        if not parts:
            continue
        alone = len(parts) == 1
        ways = [" AND ".join(_quoted(p, begun=alone or len(p) > 1) for p in parts)]
        whole = "".join(parts)
        if not alone:
            ways.append(_quoted(whole))
        if whole.isascii() and whole.isdigit() and 8 <= len(whole) < 14:
            ways.append(_quoted(whole.zfill(14)))
        terms.append(" OR ".join(f"({way})" for way in ways))
    return " AND ".join(f"({term})" for term in terms)


def _quoted(word: str, *, begun: bool = True) -> str:
    return f'"{word}"*' if begun else f'"{word}"'


def search(
    workspace: Workspace,
    snapshot: Snapshot | None,
    text: str,
    wanted: Mapping[str, str],
    page: int,
) -> Results:
    """Return a page of the products that have all words of a text and the wanted facets.

    Args:
        snapshot: whose grades are told, None where nothing is published.
        wanted: facet -> its value; a group holds those below it, "known" is "yes" or "no".
        page: from 1; one that is not there is the nearest that is.
    """
    behind = in_step(workspace, snapshot)
    match, tests = match_of(text), _tests(wanted)
    if text.strip() and not match:
        return Results([], 0, 1, 1, {facet: [] for facet in FACETS}, behind)
    kinds, counts = _counted(workspace, match)
    passes = {facet: {cell for cell in counts if _holds(test, kinds, cell)}
              for facet, test in tests.items()}  # fmt: skip
    cells = set(counts).intersection(*passes.values()) if passes else set(counts)
    total = sum(counts[cell] for cell in cells)
    pages = max(1, min(DEEPEST, -(-total // PAGE)))
    page = min(max(page, 1), pages)
    few = total * 20 < sum(counts.values())
    found = index.page(
        workspace, match, sorted(cells) if passes else None, PAGE, (page - 1) * PAGE, many=not few
    )
    facets = {}
    for facet in FACETS:
        others = [ok for name, ok in passes.items() if name != facet]
        left = set(counts).intersection(*others) if others else set(counts)
        facets[facet] = _choices(facet, wanted.get(facet, ""), left, kinds, counts)
    return Results(found, total, page, pages, facets, behind)


def in_step(workspace: Workspace, snapshot: Snapshot | None) -> int:
    """Bring the index nearer to the workspace, and its grades to what is published.

    One batch at a time, so that nobody waits long for a page; return how many products are left.
    """
    if index.pending(workspace):
        index.bring_in_step(workspace)
    left = index.pending(workspace)
    mark = snapshot.hash if snapshot else ""
    if not left and index.state(workspace, "snapshot") != mark:
        index.put_grades(workspace, mark, grades(snapshot) if snapshot else ())
    return left


def catch_up(folder: Path) -> None:
    """Bring the index wholly in step, so that who searches after a publish waits for nothing.

    Where another writer holds the workspace, searches go on with it, one batch at a time.
    """
    snapshot = open_snapshot(folder)
    with suppress(sqlite3.OperationalError), Workspace(folder) as workspace:
        while in_step(workspace, snapshot):
            pass


_ANSWER = re.compile(
    rb'"product":\{"id":("(?:[^"\\]|\\.)*").*?,"grade":(null|"."),"range":(null|\[)', re.DOTALL
)


def grades(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Yield each product of a snapshot with its grade, RANGE or NONE."""
    answers = snapshot.texts["da"]
    for number in range(min(int(snapshot.meta["products"]), len(answers))):
        told = _ANSWER.match(answers[number][0])
        if told is None:
            continue
        product, grade, ranged = told.groups()
        single = grade.strip(b'"').decode() if grade != b"null" else ""
        yield json.loads(product), single or (NONE if ranged == b"null" else RANGE)


Counted = tuple[dict[int, Kind], dict[Cell, int]]


_remembered: dict[tuple[str, str, str], Counted] = {}


def _counted(workspace: Workspace, match: str) -> Counted:
    """Return the kinds and how many of each a query finds, as long as the index is the same."""
    key = (str(workspace.path), index.state(workspace, "generation"), match)
    if key not in _remembered:
        kinds = {kind.id: kind for kind in index.kinds(workspace)}
        counts = index.counts(workspace, match)
        if len(_remembered) >= REMEMBERED:
            _remembered.clear()
        _remembered[key] = kinds, counts
    return _remembered[key]


Test = Callable[[Kind, str], bool]


def _tests(wanted: Mapping[str, str]) -> dict[str, Test]:
    tests: dict[str, Callable[[str], Test]] = {
        "group": lambda v: lambda kind, _: inside(kind.group, (v,)),
        "brand": lambda v: lambda kind, _: kind.brand == v,
        "shop": lambda v: lambda kind, _: v in kind.shops,
        "label": lambda v: lambda kind, _: v in kind.labels,
        "known": lambda v: lambda kind, _: kind.known is (v == "yes"),
        "grade": lambda v: lambda _, grade: (grade or NONE) == v,
    }
    return {facet: tests[facet](wanted[facet]) for facet in FACETS if wanted.get(facet)}


def _holds(test: Test, kinds: Mapping[int, Kind], cell: Cell) -> bool:
    return test(kinds[cell[0]], cell[1])


def _choices(
    facet: str,
    chosen: str,
    cells: set[Cell],
    kinds: Mapping[int, Kind],
    counts: Mapping[Cell, int],
) -> list[Choice]:
    found: Counter[str] = Counter()
    for cell in cells:
        for value in _values(facet, kinds[cell[0]], cell[1]):
            found[value] += counts[cell]
    listed = found.most_common(SHOWN)
    if facet == "grade":
        listed = sorted(found.items())
    if chosen and chosen not in dict(listed):
        listed.append((chosen, found[chosen]))
    return [Choice(value, count, value == chosen) for value, count in listed if value]


def _values(facet: str, kind: Kind, grade: str) -> tuple[str, ...]:
    if facet == "shop":
        return kind.shops
    if facet == "label":
        return kind.labels
    if facet == "group":
        parts = kind.group.split("/")
        return tuple("/".join(parts[: i + 1]) for i in range(len(parts)))
    if facet == "known":
        return ("yes" if kind.known else "no",)
    return (grade or NONE,) if facet == "grade" else (kind.brand,)
