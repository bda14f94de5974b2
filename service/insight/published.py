"""The published catalogue and what its own rules give it: read once for each snapshot."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from threading import Lock
from typing import Any

from scoring.errors import KompasError
from scoring.rules import GroupRules, Ruleset
from service.insight.judged import Judged
from service.publish.stored import StoredCatalogue, StoredGroup
from service.publish.stored_offers import StoredOffers
from service.publish.subjects import Index
from service.publish.texts import Language
from service.store.snapshot import Snapshot

HELD = "insight"  # where a snapshot keeps it


class Published:
    """What is served now, ready to be compared with drafts.

    Attributes:
        before: what the published rules give each product.
        kept: what others have computed from it alone and want to keep.
        lock: held while the catalogue is scored, for it remembers on the way.
    """

    def __init__(self, snapshot: Snapshot, stored: StoredCatalogue) -> None:
        self.snapshot, self.stored, self.lock = snapshot, stored, Lock()
        parts = [
            (group.rows, Judged.of(group.scores(rules)))
            for group, rules in stored.groups(stored.ruleset)
        ]
        self.before = Judged.joined(len(stored.ids), parts)
        self._before: dict[int, tuple[Index, Judged]] = {}
        self._after: dict[str, tuple[StoredGroup, GroupRules, Judged]] = {}
        self._row: dict[str, int] = {}
        self.kept: dict[str, Any] = {}

    @staticmethod
    def of(snapshot: Snapshot) -> Published:
        """Return a snapshot's catalogue; the first time it is read and scored.

        Raises:
            KompasError: where it cannot be read.
        """
        known: Published | None = snapshot.derived.get(HELD)
        if known is None:
            day = date.fromisoformat(snapshot.meta["data_as_of"])
            stored = StoredCatalogue.beside(snapshot.path, snapshot.meta["ruleset"], day)
            known = snapshot.derived[HELD] = Published(snapshot, stored)
        return known

    @cached_property
    def offers(self) -> StoredOffers:
        """The offers of its products.

        Raises:
            KompasError: where the snapshot is an earlier release's, which stored none.
        """
        return StoredOffers.beside(self.snapshot.path, self.stored.table.groups)

    @property
    def ruleset(self) -> Ruleset:
        """What the snapshot was published with."""
        return self.stored.ruleset

    def before_of(self, rows: Index) -> Judged:
        """Return what is published of some rows; remembered for the arrays asked for last."""
        known = self._before.get(id(rows))
        if known is None or known[0] is not rows:
            if len(self._before) > 200:  # of ways to split that are gone
                self._before.clear()
            known = self._before[id(rows)] = (rows, self.before.take(rows))
        return known[1]

    def after_of(self, group: StoredGroup, rules: GroupRules) -> Judged:
        """Return what some rules give a group; remembered for those asked for last."""
        known = self._after.get(rules.group)
        if known is None or known[0] is not group or known[1] != rules:
            known = (group, rules, Judged.of(group.scores(rules)))
            self._after[rules.group] = known
        return known[2]

    def row(self, product: str) -> int:
        """Return a product's row.

        Raises:
            KompasError: where nothing is published of it.
        """
        if not self._row:
            self._row = {each: row for row, each in enumerate(self.stored.ids)}
        if product not in self._row:
            raise KompasError(product, "is not published.", "Give the id of a published product.")
        return self._row[product]

    def group_of(self, row: int) -> str:
        """Return a product's group."""
        return self.stored.table.groups[row]

    def served(self, product: str, language: Language) -> Mapping[str, Any]:
        """Return the answer about a product as it is served now; {} of one without rules."""
        key = f"id:{product}"
        hit = self.snapshot.find([key]).get(key)
        if hit is None:
            return {}
        body, swaps = self.snapshot.answer(hit[1], language, b"\0")
        found: dict[str, Any] = json.loads(b"{%b%b}" % (body, swaps))
        return found

    def name(self, product: str, language: Language) -> str:
        """Return a product's name, its id where nothing is served of it."""
        return str(self.served(product, language).get("product", {}).get("name", product))
