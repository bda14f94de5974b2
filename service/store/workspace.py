"""The workspace: one SQLite file in WAL that holds everything people put in."""

from __future__ import annotations

import sqlite3
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from scoring.errors import KompasError
from service.store.migrations import migrations

Row = Mapping[str, Any]
FILE = "workspace.db"
PER_LOAD = ("evidence", "labels", "offers", "identifiers", "products", "group_codes")
COUNTING = {  # a row that was superseded or withdrawn is kept and counts no more
    "evidence": "superseded_by IS NULL AND withdrawn_by IS NULL AND withdrawn_at IS NULL",
    "labels": "superseded_by IS NULL AND withdrawn_by IS NULL AND withdrawn_at IS NULL",
    "offers": "withdrawn_by IS NULL",
}


class Workspace:
    """An open workspace. Writing happens inside `writing()`: all of it or nothing."""

    def __init__(self, folder: Path, patience: float = 30) -> None:
        """Open the workspace of a folder and bring its schema up to date.

        Args:
            patience: seconds to wait where somebody else is writing, an import for instance.

        Raises:
            KompasError: where the folder cannot be made or the file is no workspace.
        """
        self.path = folder / FILE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = Database(sqlite3.connect(self.path, timeout=patience))
            self._db.enable_wal()
            migrations.apply(self._db)
        except (OSError, sqlite3.DatabaseError) as error:
            raise KompasError(
                str(self.path), f"cannot be opened: {error}.", "Check the folder's rights and disk."
            ) from None

    def __enter__(self) -> Workspace:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection, for the other modules of service/store."""
        return self._db.conn

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Make a transaction: committed at the end, rolled back on any error.

        It is the only writer from its start, so that what it reads stands until it has written;
        begun later, SQLite would refuse to write as soon as another process had written between.
        """
        if not self.connection.in_transaction:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self.connection.rollback()
                raise
            self.connection.commit()
            return
        with self._db.atomic():
            yield

    def copy_to(self, folder: Path) -> None:
        """Write a copy into another folder, of what is committed; others go on writing meanwhile.

        Raises:
            KompasError: where it cannot be written.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(folder / FILE)) as target:
                self._db.conn.backup(target)
        except (OSError, sqlite3.Error) as error:
            raise KompasError(
                str(folder), f"cannot be written: {error}.", "Free some disk space."
            ) from None

    def put(self, table: str, rows: Iterable[Row]) -> None:
        """Insert rows, replacing those of the same primary key."""
        self._db.table(table).insert_all((dict(row) for row in rows), replace=True)

    def forget(self, origin: str, but: Container[str] = ()) -> None:
        """Remove what an earlier load of the same origin put in, but not from some tables.

        Rows that were withdrawn by hand stay, for `service.store.hand.keep_withdrawn`.
        """
        for table in (t for t in PER_LOAD if t not in but):
            by_hand = " AND withdrawn_at IS NULL" if table in ("evidence", "labels") else ""
            self._db.table(table).delete_where(f"origin = ?{by_hand}", [origin])

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return the rows of a table that count, in the order of its primary key."""
        return self._rows(table, COUNTING.get(table))

    def history(self, table: str) -> list[dict[str, Any]]:
        """Return all rows of a table, superseded and withdrawn ones too."""
        return self._rows(table, None)

    def _rows(self, table: str, where: str | None) -> list[dict[str, Any]]:
        target = self._db.table(table)
        order = ", ".join(f"[{pk}]" for pk in target.pks)
        return list(target.rows_where(where, order_by=order))

    def keys(self, table: str) -> set[Any]:
        """Return the primary keys of a table that has a single-column one."""
        pk = self._db.table(table).pks[0]
        return {row[pk] for row in self._db.table(table).rows_where(select=f"[{pk}]")}

    def empty(self) -> bool:
        """Tell whether nothing was loaded yet."""
        return self._db.table("sources").count == 0
