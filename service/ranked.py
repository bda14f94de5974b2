"""The gaps of the workspace as it is now, found once for as long as nothing is changed."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scoring.errors import KompasError
from service import rulesets
from service.errors import UnavailableError
from service.gaps import Gap, gaps
from service.publish.catalogue import Catalogue, read_catalogue
from service.store.snapshot import SnapshotReader
from service.store.workspace import Workspace

Key = tuple[str, tuple[int, ...], date, str]
LARGEST = 100_000  # products: of more the list takes longer than a page may


@dataclass(frozen=True, slots=True)
class Ranked:
    """What is missing, the weightiest first.

    Attributes:
        english: (criterion, its Danish text) → its English text.
        published: whether the rules are those that are published; else the shipped ones.
    """

    gaps: tuple[Gap, ...]
    english: dict[tuple[str, str], str]
    published: bool

    def suppliers(self) -> dict[str, tuple[int, int, float]]:
        """Return supplier → how many gaps, of how many products, with what weight together."""
        found: dict[str, list[Gap]] = defaultdict(list)
        for gap in self.gaps:
            found[gap.supplier].append(gap)
        totals = {
            name: (len(of), len({g.product for g in of}), sum(g.weight for g in of))
            for name, of in found.items()
        }
        return dict(sorted(totals.items(), key=lambda item: (-item[1][2], item[0])))


_kept: dict[str, tuple[Key, Ranked]] = {}


def ranked(workspace: Workspace, reader: SnapshotReader) -> Ranked:
    """Return the gaps under the published rules, under the shipped ones where none are.

    Raises:
        KompasError: where there are more products than a page can wait for.
    """
    (products,) = workspace.connection.execute("SELECT count(*) FROM products").fetchone()
    if products > LARGEST:
        raise KompasError(
            "kompas gaps",
            f"cannot rank {products:,} products while a page waits.",
            "Run it on the server: it lists what is missing and writes the requests.",
        )
    today = date.today()
    try:
        document, published = reader.current().meta["ruleset"], True
    except UnavailableError:
        document, published = "", False
    key = (str(workspace.path), _state(workspace.path), today, document)
    kept = _kept.get(key[0])
    if kept and kept[0] == key:
        return kept[1]
    if published:
        rules = rulesets.ruleset_of_document(json.loads(document), "the published ruleset", today)
    else:
        rules = rulesets.load(rulesets.DEFAULT, today)
    every = [c for group in rules.groups.values() for c in group.criteria]
    every += [group.base for group in rules.groups.values() if group.base is not None]
    found = Ranked(
        tuple(gaps(rules, catalogue(workspace))),
        {(c.id, c.text.da): c.text.en for c in every},
        published,
    )
    _kept[key[0]] = (key, found)
    return found


def catalogue(workspace: Workspace) -> Catalogue:
    """Return the catalogue as it counts today."""
    return read_catalogue(workspace, date.today())


def _state(file: Path) -> tuple[int, ...]:
    """Return what changes with every writing: times and sizes of the database and its log."""
    found: list[int] = []
    for part in (file, file.with_name(f"{file.name}-wal")):
        try:
            stat = part.stat()
            found += [stat.st_mtime_ns, stat.st_size]
        except OSError:
            found += [0, 0]
    return tuple(found)
