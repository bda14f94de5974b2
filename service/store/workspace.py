"""The workspace: one SQLite file in WAL that holds everything people put in."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from scoring.errors import KompasError
from service.store.migrations import migrations

Row = Mapping[str, Any]
FILE = "workspace.db"
PER_LOAD = ("evidence", "labels", "offers", "identifiers", "products")


class Workspace:
    """An open workspace. Writing happens inside `writing()`: all of it or nothing."""

    def __init__(self, folder: Path) -> None:
        """Open the workspace of a folder and bring its schema up to date.

        Raises:
            KompasError: where the folder cannot be made or the file is no workspace.
        """
        self.path = folder / FILE
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._db = Database(sqlite3.connect(self.path, timeout=30))
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

    def writing(self) -> AbstractContextManager[Any]:
        """Return a transaction: committed at the end, rolled back on any error."""
        return self._db.atomic()

    def put(self, table: str, rows: Iterable[Row]) -> None:
        """Insert rows, replacing those of the same primary key."""
        self._db.table(table).insert_all((dict(row) for row in rows), replace=True)

    def forget(self, origin: str) -> None:
        """Remove what an earlier load of the same origin put in."""
        for table in PER_LOAD:
            self._db.table(table).delete_where("origin = ?", [origin])

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return all rows of a table, in the order of its primary key."""
        target = self._db.table(table)
        return list(target.rows_where(order_by=", ".join(f"[{pk}]" for pk in target.pks)))

    def keys(self, table: str) -> set[Any]:
        """Return the primary keys of a table that has a single-column one."""
        pk = self._db.table(table).pks[0]
        return {row[pk] for row in self._db.table(table).rows_where(select=f"[{pk}]")}

    def empty(self) -> bool:
        """Tell whether nothing was loaded yet."""
        return self._db.table("sources").count == 0
