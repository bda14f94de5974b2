"""What an import asks the workspace, chunk by chunk: whose key it is, what is there already."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from service.store.workspace import Workspace

Row = Mapping[str, Any]
AMONG = "(SELECT value FROM json_each(?))"


def owners(workspace: Workspace, keys: Iterable[str]) -> dict[str, set[str]]:
    """Return identifier key -> the products that it leads to."""
    found: dict[str, set[str]] = defaultdict(set)
    rows = workspace.connection.execute(
        f"SELECT key, product_id FROM known_keys WHERE key IN {AMONG}",  # noqa: S608
        (json.dumps(list(keys)),),
    )
    for key, product in rows:
        found[key].add(product)
    return found


def products(workspace: Workspace, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return id -> row of the products that there are."""
    cursor = workspace.connection.execute(
        "SELECT id, group_id, brand, name_da, name_en, origin FROM products"  # noqa: S608
        f" WHERE id IN {AMONG}",
        (json.dumps(list(ids)),),
    )
    columns = [c[0] for c in cursor.description]
    return {row[0]: dict(zip(columns, row, strict=True)) for row in cursor}


def put_products(workspace: Workspace, rows: Iterable[Row]) -> None:
    """Add products, or give them the names, brand and group of the rows."""
    columns = ("id", "group_id", "brand", "name_da", "name_en", "demo", "origin")
    marks = ", ".join(f":{c}" for c in columns)
    workspace.connection.executemany(
        f"INSERT OR REPLACE INTO products ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608
        rows,
    )


def put_identifiers(workspace: Workspace, rows: Iterable[Row]) -> None:
    """Add identifiers, and tell of those that were there that this import gives them too."""
    workspace.connection.executemany(
        "INSERT INTO identifiers (key, product_id, rung, origin, import_id)"
        " VALUES (:key, :product_id, :rung, :origin, :import_id)"
        " ON CONFLICT (key, product_id, origin) DO UPDATE SET import_id = excluded.import_id",
        rows,
    )


def group_codes(workspace: Workspace) -> dict[str, set[str]]:
    """Return code -> the groups that have it."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in workspace.rows("group_codes"):
        found[row["code"]].add(row["group_id"])
    return found


def last_imports(workspace: Workspace, source: str, shop: str, part: str) -> list[dict[str, Any]]:
    """Return the imports of a source's part, the latest first."""
    cursor = workspace.connection.execute(
        "SELECT i.*, s.year AS source_year, s.version AS source_version FROM imports i"
        " JOIN sources s ON s.id = i.evidence_source"
        " WHERE i.source = ? AND i.shop = ? AND i.part = ? ORDER BY i.id DESC",
        (source, shop, part),
    )
    columns = [c[0] for c in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]


def open_import(workspace: Workspace, row: Row) -> int:
    """Write an import down and return its id."""
    columns = ", ".join(row)
    cursor = workspace.connection.execute(
        f"INSERT INTO imports ({columns}) VALUES ({', '.join(f':{c}' for c in row)})",  # noqa: S608
        dict(row),
    )
    assert cursor.lastrowid is not None  # it was an insert
    return cursor.lastrowid


def close_import(workspace: Workspace, number: int, counts: Mapping[str, int]) -> None:
    """Write down what an import did."""
    sets = ", ".join(f"{c} = :{c}" for c in counts)
    workspace.connection.execute(
        f"UPDATE imports SET {sets} WHERE id = :number",  # noqa: S608
        {**counts, "number": number},
    )


def retire_shipped(workspace: Workspace, source: str, shipped: Iterable[str]) -> None:
    """Let the imported figures of a source again stand for the shipped ones of its family.

    Loading the catalogue anew brings its own rows back; a later import still supersedes them.
    """
    workspace.connection.execute(
        "UPDATE evidence AS t SET superseded_by = (SELECT max(s.id) FROM evidence s"  # noqa: S608
        "   JOIN imports i ON i.id = s.import_id WHERE i.source = ? AND s.subject = t.subject"
        "   AND s.attribute = t.attribute AND s.superseded_by IS NULL AND s.withdrawn_by IS NULL)"
        f" WHERE t.origin = 'catalogue' AND t.source IN {AMONG}",
        (source, json.dumps(list(shipped))),
    )
