"""Reads the workspace without opening it for writing: for what serves, which never writes."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from service.store.workspace import FILE


def peek(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    """Return the rows of a query; none where there is no workspace or not yet such a table.

    Raises:
        sqlite3.Error: where there is a workspace that cannot be read just now.
    """
    path = folder / FILE
    if not path.exists():
        return []
    address = path.absolute().as_uri()
    try:
        return _rows(f"{address}?mode=ro", sql)
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return []
        if path.with_name(f"{FILE}-wal").exists():
            raise
        # Where the folder may not be written, a file in WAL is read only as one that stands still.
        return _rows(f"{address}?mode=ro&immutable=1", sql)


def _rows(address: str, sql: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(address, uri=True, timeout=2)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()
