"""The tripwire: how many grades a ruleset changes against what is served now.

A product counts where it has a grade, or a range, before or after. Those that have too little data
both times would hide a change: of 58 laptops with 9 grades, all 9 could change unseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from scoring.rules import Ruleset
from service.publish.migration import GONE, NOTHING, Migration, outcomes
from service.publish.stored import StoredCatalogue
from service.store import settings
from service.store.snapshot import open_snapshot
from service.store.workspace import Workspace

SETTING = "tripwire_percent"
NO_GRADE = (NOTHING, GONE)
DEFAULT = 20.0  # percent of a group's products


@dataclass(frozen=True, slots=True)
class GroupImpact:
    """How many products of a top group change grade, of those that had or get one."""

    group: str
    products: int
    changed: int

    @property
    def share(self) -> float:
        """The share that changes, 0 to 1."""
        return self.changed / self.products if self.products else 0.0


@dataclass(frozen=True, slots=True)
class Impact:
    """What a ruleset does to the grades that are served.

    Attributes:
        threshold: percent of a group above which a reason is demanded.
        against: the hash of the ruleset that is served; "" where nothing is.
    """

    threshold: float
    against: str
    groups: Sequence[GroupImpact] = ()

    @property
    def over(self) -> list[GroupImpact]:
        """The groups in which more than the threshold changes."""
        return [group for group in self.groups if 100 * group.share > self.threshold]

    def json(self) -> dict[str, Any]:
        """Return it as it is kept and stands in the audit."""
        return {
            "threshold_percent": self.threshold,
            "against": self.against,
            "groups": [
                {"group": g.group, "products": g.products, "changed": g.changed}
                for g in self.groups
            ],
            "over": [group.group for group in self.over],
        }


def threshold(workspace: Workspace) -> float:
    """Return the percent of a group's products above which a reason is demanded."""
    return float(settings.get(workspace, SETTING, DEFAULT))


def impact_of(workspace: Workspace, folder: Path, ruleset: Ruleset) -> Impact:
    """Return what a ruleset does to the grades of a folder's current snapshot.

    Raises:
        KompasError: where the snapshot cannot be read.
    """
    limit, snapshot = threshold(workspace), open_snapshot(folder)
    if snapshot is None:
        return Impact(limit, "")
    against = snapshot.meta["ruleset_hash"]
    day = date.fromisoformat(snapshot.meta["data_as_of"])
    stored = StoredCatalogue.beside(snapshot.path, snapshot.meta["ruleset"], day)
    before, after = outcomes(stored, stored.ruleset), outcomes(stored, ruleset)
    migration = Migration.of(stored.table.groups, before, after)
    groups = []
    for group, counts in migration.counts.items():
        without = int(counts[np.ix_(NO_GRADE, NO_GRADE)].sum())
        graded = int(counts.sum()) - without
        if graded:
            same = int(np.trace(counts) - np.trace(counts[np.ix_(NO_GRADE, NO_GRADE)]))
            groups.append(GroupImpact(group, graded, graded - same))
    return Impact(limit, against, groups)
