"""The SQL of an import: figures are staged aside, then settled against what was there, set by set.

Staging tables are temporary files of SQLite, so memory stays flat however long the import is.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.store.kept import FIGURES, LABELS, Kept
from service.store.workspace import Workspace

Row = Mapping[str, Any]
STANDS = "t.superseded_by IS NULL AND t.withdrawn_by IS NULL"


OFFER = ("path", "product_id", "price", "currency", "net_content", "net_unit", "supplier")


@dataclass(frozen=True, slots=True)
class Settling:
    """What an import settles.

    Attributes:
        number: the import's id.
        origin: of the source's rows, shop and all.
        source: the id that its evidence carries.
        replaced: sources of the same family in the shipped catalogue that it takes over from.
        part, complete: which rows are withdrawn where the file lacks them.
    """

    number: int
    origin: str
    source: str
    replaced: tuple[str, ...]
    part: str
    complete: bool


@dataclass
class Counts:
    """Rows of evidence, labels and offers by what became of them."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    withdrawn: int = 0


class ImportStore:
    """Stages and settles the rows of one import inside the caller's transaction."""

    def __init__(self, workspace: Workspace) -> None:
        """Make empty staging tables."""
        self._db = workspace.connection
        for kept in (FIGURES, LABELS):
            self._db.execute(f"DROP TABLE IF EXISTS temp.{kept.staged}")
            columns, key = ", ".join((*kept.key, *kept.content)), ", ".join(kept.key)
            self._db.execute(
                f"CREATE TEMP TABLE {kept.staged} ({columns}, PRIMARY KEY ({key})) WITHOUT ROWID"
            )
        for name, columns in (
            ("staged_keys", "key PRIMARY KEY"),
            ("staged_offers", f"shop_id, sku, {', '.join(OFFER)}, PRIMARY KEY (shop_id, sku)"),
        ):
            self._db.execute(f"DROP TABLE IF EXISTS temp.{name}")
            self._db.execute(f"CREATE TEMP TABLE {name} ({columns}) WITHOUT ROWID")

    def stage(self, kept: Kept, rows: Iterable[Row]) -> None:
        """Put rows aside; a second row of the same key is merged into the first."""
        columns = (*kept.key, *kept.content)
        self._db.executemany(
            f"INSERT INTO {kept.staged} ({', '.join(columns)})"  # noqa: S608
            f" VALUES ({', '.join(f':{c}' for c in columns)})"
            f" ON CONFLICT ({', '.join(kept.key)}) DO UPDATE SET {kept.merge}",
            rows,
        )

    def stage_offers(self, rows: Iterable[Row]) -> None:
        """Put offers aside; the last of a SKU counts."""
        columns = ("shop_id", "sku", *OFFER)
        marks = ", ".join(f":{c}" for c in columns)
        self._db.executemany(f"INSERT OR REPLACE INTO staged_offers VALUES ({marks})", rows)  # noqa: S608

    def stage_keys(self, keys: Sequence[str]) -> set[str]:
        """Remember records' keys; return those that an earlier chunk of the file had."""
        text = json.dumps(keys)
        among = "SELECT value FROM json_each(?)"
        seen = self._db.execute(f"SELECT key FROM staged_keys WHERE key IN ({among})", (text,))  # noqa: S608
        found = {row[0] for row in seen}
        self._db.execute(f"INSERT OR IGNORE INTO staged_keys {among}", (text,))
        return found

    def settle(self, kept: Kept, to: Settling) -> Counts:
        """Turn what is staged into rows that count, and end what they take the place of."""
        run, counts = self._db.execute, Counts()
        mine = f"{STANDS} AND t.origin = :origin"
        # The shipped catalogue holds figures of the same family too.
        shipped = "t.origin = 'catalogue' AND t.source IN (SELECT value FROM json_each(:replaced))"
        family = f"{STANDS} AND (t.origin = :origin OR {shipped})"
        names = {
            "origin": to.origin,
            "source": to.source,
            "number": to.number,
            "part": to.part,
            "replaced": json.dumps(to.replaced),
        }
        if to.complete:
            counts.withdrawn = run(
                f"UPDATE {kept.table} AS t SET withdrawn_by = :number WHERE {mine}"  # noqa: S608
                " AND t.import_id IN (SELECT i.id FROM imports i JOIN imports n ON n.id = :number"
                "   WHERE (i.source, i.shop, i.part) = (n.source, n.shop, n.part))"
                f" AND NOT EXISTS (SELECT 1 FROM {kept.staged} s WHERE {kept.same(kept.key)})",
                names,
            ).rowcount
        counts.unchanged = run(
            f"DELETE FROM {kept.staged} AS s WHERE EXISTS (SELECT 1 FROM {kept.table} t"  # noqa: S608
            f" WHERE {mine} AND t.source = :source"
            f" AND {kept.same((*kept.key, *kept.content))})",
            names,
        ).rowcount
        counts.changed = run(
            f"SELECT count(*) FROM {kept.staged} s WHERE EXISTS (SELECT 1 FROM {kept.table} t"  # noqa: S608
            f" WHERE {mine} AND {kept.same(kept.key)})",
            names,
        ).fetchone()[0]
        columns = ", ".join((*kept.key, *kept.content))
        total = run(
            f"INSERT INTO {kept.table} ({columns}, source, origin, import_id)"  # noqa: S608
            f" SELECT {columns}, :source, :origin, :number FROM {kept.staged}",
            names,
        ).rowcount
        counts.added = total - counts.changed
        # The plus keeps SQLite from walking through the whole import for each row.
        run(
            f"UPDATE {kept.table} AS t SET superseded_by = (SELECT s.id FROM {kept.table} s"  # noqa: S608
            f"   WHERE +s.import_id = :number AND {kept.same(kept.key)})"
            f" WHERE {family} AND t.import_id IS NOT :number"
            f" AND EXISTS (SELECT 1 FROM {kept.staged} s WHERE {kept.same(kept.key)})",
            names,
        )
        return counts

    def outdate(self, kept: Kept, to: Settling, by: int) -> Counts:
        """Keep what is staged as history only: a later version, import `by`, is in force."""
        columns = ", ".join((*kept.key, *kept.content))
        return Counts(
            added=self._db.execute(
                f"INSERT INTO {kept.table} ({columns}, source, origin, import_id, withdrawn_by)"  # noqa: S608
                f" SELECT {columns}, ?, ?, ?, ? FROM {kept.staged}",
                (to.source, to.origin, to.number, by),
            ).rowcount
        )

    def give_way(self, kept: Kept, to: Settling, later: Sequence[str]) -> Counts:
        """Keep as history the staged rows that a later version's rows stand for already.

        For a file that holds a part only: what no later file had is settled as ever.
        """
        run = self._db.execute
        names = {
            "origin": to.origin,
            "source": to.source,
            "number": to.number,
            "later": json.dumps(later),
        }
        among = "t.source IN (SELECT value FROM json_each(:later))"
        newer = f"{STANDS} AND t.origin = :origin AND {among} AND {kept.same(kept.key)}"
        unchanged = run(
            f"DELETE FROM {kept.staged} AS s WHERE EXISTS (SELECT 1 FROM {kept.table} t"  # noqa: S608
            f" WHERE {newer} AND {kept.same(kept.content)})",
            names,
        ).rowcount
        columns = (*kept.key, *kept.content)
        added = run(
            f"INSERT INTO {kept.table} ({', '.join(columns)}, source, origin, import_id,"  # noqa: S608
            f" superseded_by) SELECT {', '.join(f's.{c}' for c in columns)}, :source, :origin,"
            f" :number, t.id FROM {kept.staged} s JOIN {kept.table} t ON {newer}",
            names,
        ).rowcount
        run(
            f"DELETE FROM {kept.staged} AS s"  # noqa: S608
            f" WHERE EXISTS (SELECT 1 FROM {kept.table} t WHERE {newer})",
            names,
        )
        return Counts(added=added, unchanged=unchanged)

    def settle_offers(self, to: Settling) -> Counts:
        """Bring the staged offers in; an offer is what the shop says now, so it is replaced."""
        run, counts = self._db.execute, Counts()
        same = " AND ".join(f"t.{c} IS s.{c}" for c in OFFER)
        pair = "(t.shop_id, t.sku) = (s.shop_id, s.sku)"
        if to.complete:
            counts.withdrawn = run(
                "UPDATE offers AS t SET withdrawn_by = ? WHERE t.withdrawn_by IS NULL"  # noqa: S608
                f" AND t.origin = ? AND NOT EXISTS (SELECT 1 FROM staged_offers s WHERE {pair})",
                (to.number, to.origin),
            ).rowcount
        counts.unchanged = run(
            "DELETE FROM staged_offers AS s WHERE EXISTS (SELECT 1 FROM offers t"  # noqa: S608
            f" WHERE t.withdrawn_by IS NULL AND t.origin = ? AND {pair} AND {same})",
            (to.origin,),
        ).rowcount
        counts.changed = run(
            "SELECT count(*) FROM staged_offers s"  # noqa: S608
            f" WHERE EXISTS (SELECT 1 FROM offers t WHERE {pair})"
        ).fetchone()[0]
        columns = ", ".join(("shop_id", "sku", *OFFER))
        total = run(
            f"INSERT OR REPLACE INTO offers ({columns}, origin, import_id)"  # noqa: S608
            f" SELECT {columns}, ?, ? FROM staged_offers",
            (to.origin, to.number),
        ).rowcount
        counts.added = total - counts.changed
        return counts

    def drop_identifiers(self, to: Settling) -> None:
        """Forget the identifiers that the source's part no longer gives."""
        self._db.execute(
            "DELETE FROM identifiers WHERE origin = ? AND import_id IN (SELECT i.id FROM imports i"
            " JOIN imports n ON n.id = ? WHERE i.id <> n.id"
            " AND (i.source, i.shop, i.part) = (n.source, n.shop, n.part))",
            (to.origin, to.number),
        )
