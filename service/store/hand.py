"""What stewards change by hand: figures set, rows withdrawn and brought back.

All of it happens inside `Workspace.writing()` after `claim`, which takes the turn to write.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

from service.store.workspace import Row, Workspace

ORIGIN = "hand"
Table = Literal["evidence", "labels"]
OWNER = {"evidence": "subject", "labels": "product_id"}
CONTENT = {  # what makes a row that is loaded again the one that was withdrawn
    "evidence": ("subject", "attribute", "value", "low", "high", "source", "year"),
    "labels": ("product_id", "code", "licence", "valid_from", "valid_to", "source"),
}
WITHDRAWN = ("withdrawn_who", "withdrawn_at", "withdrawn_why")
AMONG = "(SELECT value FROM json_each(?))"


def revision(workspace: Workspace, product: str) -> int:
    """Return how often a product was edited by hand."""
    sql = "SELECT revision FROM product_edits WHERE product_id = ?"
    row = workspace.connection.execute(sql, (product,)).fetchone()
    return row[0] if row else 0


def claim(workspace: Workspace, product: str, seen: int) -> bool:
    """Count an edit of a product; tell whether it stood as whoever edits saw it.

    It is the first statement of the transaction, so nobody else writes between it and the rest.
    """
    workspace.connection.execute(
        "INSERT INTO product_edits VALUES (?, 1)"
        " ON CONFLICT (product_id) DO UPDATE SET revision = revision + 1",
        (product,),
    )
    return revision(workspace, product) == seen + 1


def add_figure(workspace: Workspace, row: Row) -> int:
    """Add a figure set by hand in place of the one set by hand before; return its id."""
    given = dict(row) | {"origin": ORIGIN, "inherits": 0}
    cursor = workspace.connection.execute(
        f"INSERT INTO evidence ({', '.join(given)})"  # noqa: S608 - names of our own columns
        f" VALUES ({', '.join(f':{name}' for name in given)})",
        given,
    )
    assert cursor.lastrowid is not None  # it was an insert
    workspace.connection.execute(
        "UPDATE evidence SET superseded_by = :id WHERE subject = :subject AND id <> :id"
        " AND attribute = :attribute AND origin = 'hand' AND superseded_by IS NULL",
        given | {"id": cursor.lastrowid},
    )
    return cursor.lastrowid


def row_of(
    workspace: Workspace, table: Table, number: int, products: Sequence[str]
) -> dict[str, Any] | None:
    """Return a row of some products, None where they have no such row."""
    cursor = workspace.connection.execute(
        f"SELECT * FROM {table} WHERE id = ? AND {OWNER[table]} IN {AMONG}",  # noqa: S608
        (number, json.dumps(list(products))),
    )
    names = [column[0] for column in cursor.description]
    row = cursor.fetchone()
    return dict(zip(names, row, strict=True)) if row else None


def withdraw(workspace: Workspace, table: Table, number: int, who: str, at: str, why: str) -> None:
    """Let a row count no more, by hand."""
    sets = ", ".join(f"{name} = ?" for name in WITHDRAWN)
    sql = f"UPDATE {table} SET {sets} WHERE id = ?"  # noqa: S608
    workspace.connection.execute(sql, (who, at, why, number))


def restore(workspace: Workspace, table: Table, number: int) -> None:
    """Let a row that was withdrawn by hand count again."""
    sets = ", ".join(f"{name} = NULL" for name in WITHDRAWN)
    workspace.connection.execute(f"UPDATE {table} SET {sets} WHERE id = ?", (number,))  # noqa: S608


def keep_withdrawn(workspace: Workspace) -> None:
    """After rows were loaded again: let those that were withdrawn by hand stay so.

    `Workspace.forget` leaves the withdrawn ones; each hands its withdrawal to the row that now
    says the same, and goes.
    """
    for table, content in CONTENT.items():
        same = " AND ".join(f"t.{c} IS k.{c}" for c in (*content, "origin"))
        owner = OWNER[table]
        held = f"SELECT {owner} FROM {table} WHERE withdrawn_at IS NOT NULL"  # noqa: S608
        run = workspace.connection.execute
        run(
            f"UPDATE {table} AS t SET ({', '.join(WITHDRAWN)}) = (SELECT {', '.join(WITHDRAWN)}"  # noqa: S608
            f"   FROM {table} k WHERE k.withdrawn_at IS NOT NULL AND k.id < t.id AND {same})"
            f" WHERE t.withdrawn_at IS NULL AND t.import_id IS NULL AND t.origin <> 'hand'"
            f" AND t.{owner} IN ({held})"
        )
        run(
            f"DELETE FROM {table} AS k WHERE k.withdrawn_at IS NOT NULL AND k.import_id IS NULL"  # noqa: S608
            f" AND EXISTS (SELECT 1 FROM {table} t WHERE t.withdrawn_at IS NOT NULL"
            f"   AND t.id > k.id AND {same})"
        )
