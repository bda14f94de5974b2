"""What publishing would change, against what is served now; nothing is written."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

from scoring.rules import Ruleset
from scoring.table import Kinds
from service.publish.catalogue import Catalogue
from service.publish.judge import judge
from service.publish.migration import GONE, Migration, outcome, outcomes
from service.publish.stored import StoredCatalogue
from service.store.snapshot import open_snapshot


def dry_run(catalogue: Catalogue, ruleset: Ruleset, folder: Path) -> Migration:
    """Return the grade migration from a folder's current snapshot to a catalogue and ruleset.

    Raises:
        KompasError: where the current snapshot's products cannot be read.
    """
    after = np.full(len(catalogue.products), GONE, dtype=np.int8)
    for verdicts in judge(ruleset, catalogue.products):
        after[verdicts.rows] = outcome(verdicts.scores.grading)
    ids = catalogue.products.ids
    now = dict(zip(ids, after.tolist(), strict=True))
    group_of = dict(zip(ids, _names(catalogue.products.groups), strict=True))
    was: dict[str, int] = {}
    snapshot = open_snapshot(folder)
    if snapshot is not None:
        day = date.fromisoformat(snapshot.meta["data_as_of"])
        stored = StoredCatalogue.beside(snapshot.path, snapshot.meta["ruleset"], day)
        was = dict(zip(stored.ids, outcomes(stored, stored.ruleset).tolist(), strict=True))
        for product, group in zip(stored.ids, _names(stored.table.groups), strict=True):
            group_of.setdefault(product, group)
    every = list(group_of)
    return Migration.of(
        Kinds.of(list(group_of.values())),
        np.array([was.get(product, GONE) for product in every], dtype=np.int8),
        np.array([now.get(product, GONE) for product in every], dtype=np.int8),
    )


def _names(groups: Kinds) -> list[str]:
    return [groups.kinds[i] for i in groups.index.tolist()]
