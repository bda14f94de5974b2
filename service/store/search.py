"""The index that the catalogue is searched by: words that lead to products, and their kinds.

A kind is a combination of group, brand, shops, labels and whether there is evidence: products fall
into far fewer kinds than there are products, so counting by kind is quick, and every count of
every facet is worked out from it. Triggers note what has changed; `bring_in_step` writes it anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.store.workspace import COUNTING, Workspace

BATCH = 20_000
NEWLINE = "char(10)"
_PENDING = "SELECT product_id FROM search_changed LIMIT ?"
_MEMBERS = (
    "SELECT id AS product, id AS own FROM products WHERE id IN (SELECT id FROM temp.pending)"
    " UNION ALL SELECT same_as, product_id FROM same_products"
    " WHERE same_as IN (SELECT id FROM temp.pending)"
)
_FRESH = f"""
WITH m AS MATERIALIZED ({_MEMBERS}),
keys AS (SELECT m.product, group_concat(DISTINCT i.key) AS words FROM m
  JOIN identifiers i ON i.product_id = m.own GROUP BY m.product),
sold AS (SELECT product, group_concat(sku, ' ') AS words, group_concat(DISTINCT shop_id) AS shops
  FROM (SELECT m.product, o.sku, o.shop_id FROM m JOIN offers o ON o.product_id = m.own
    WHERE o.{COUNTING["offers"]} ORDER BY o.shop_id) GROUP BY product),
held AS (SELECT product, group_concat(DISTINCT code) AS codes FROM (
  SELECT m.product, l.code FROM m JOIN labels l ON l.product_id = m.own
    WHERE {COUNTING["labels"]}
  UNION SELECT m.product, e.code FROM m JOIN equivalents e ON e.product_id = m.own
    WHERE e.revoked_at = '' ORDER BY 2) GROUP BY product),
figures AS (SELECT DISTINCT m.product FROM m JOIN evidence e ON e.subject = m.own
  WHERE {COUNTING["evidence"]})
INSERT INTO temp.fresh
SELECT p.id, p.id || {NEWLINE} || p.name_da || {NEWLINE} || p.name_en || {NEWLINE} || p.brand
    || {NEWLINE} || coalesce(keys.words, '') || {NEWLINE} || coalesce(sold.words, ''),
  p.group_id, p.brand, coalesce(sold.shops, ''), coalesce(held.codes, ''),
  figures.product IS NOT NULL
FROM products p LEFT JOIN keys ON keys.product = p.id LEFT JOIN sold ON sold.product = p.id
  LEFT JOIN held ON held.product = p.id LEFT JOIN figures ON figures.product = p.id
WHERE p.id IN (SELECT id FROM temp.pending)
  AND p.id NOT IN (SELECT product_id FROM same_products)
"""  # noqa: S608 - names of our own
_KIND = (
    "(SELECT k.id FROM search_kinds k WHERE (k.group_id, k.brand, k.shops, k.labels, k.known)"
    " = (f.group_id, f.brand, f.shops, f.labels, f.known))"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A combination that products have; shops and labels are sorted."""

    id: int
    group: str
    brand: str
    shops: tuple[str, ...]
    labels: tuple[str, ...]
    known: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One product of a page."""

    id: str
    name_da: str
    name_en: str
    group: str
    brand: str
    grade: str


def pending(workspace: Workspace) -> int:
    """Return how many products the index is behind by."""
    sql = "SELECT count(*) FROM search_changed"
    found: int = workspace.connection.execute(sql).fetchone()[0]
    return found


def bring_in_step(workspace: Workspace) -> None:
    """Write anew the rows of up to BATCH products that have changed; again until none is left."""
    with workspace.writing():
        _batch(workspace)


def _batch(workspace: Workspace) -> None:
    run = workspace.connection.execute
    run("CREATE TEMP TABLE IF NOT EXISTS pending (id TEXT PRIMARY KEY) WITHOUT ROWID")
    run(
        "CREATE TEMP TABLE IF NOT EXISTS fresh (id TEXT PRIMARY KEY, words, group_id, brand,"
        " shops, labels, known) WITHOUT ROWID"
    )
    run("DELETE FROM temp.pending")
    run("DELETE FROM temp.fresh")
    # The first statement that writes to the file: whoever else indexes waits here.
    run(
        "INSERT OR REPLACE INTO search_state VALUES ('generation', coalesce((SELECT value + 1"
        " FROM search_state WHERE key = 'generation'), 1))"
    )
    changed = run(_PENDING, (BATCH,)).fetchall()
    workspace.connection.executemany("INSERT INTO temp.pending VALUES (?)", changed)
    workspace.connection.executemany("DELETE FROM search_changed WHERE product_id = ?", changed)
    run(_FRESH)
    columns = "group_id, brand, shops, labels, known"
    run(
        f"INSERT OR IGNORE INTO search_kinds ({columns})"  # noqa: S608
        f" SELECT DISTINCT {columns} FROM temp.fresh"
    )
    # FTS5 must be told what it forgets, word for word.
    gone = (
        "SELECT s.id, t.words FROM searched s JOIN temp.pending p ON p.id = s.product_id"
        " JOIN search_texts t ON t.id = s.id"
    )
    run(f"INSERT INTO search_words (search_words, rowid, words) SELECT 'delete', * FROM ({gone})")  # noqa: S608
    run(
        "DELETE FROM search_texts WHERE id IN (SELECT s.id FROM searched s"
        " JOIN temp.pending p ON p.id = s.product_id)"
    )
    run(
        "DELETE FROM searched WHERE product_id IN (SELECT id FROM temp.pending)"
        " AND product_id NOT IN (SELECT id FROM temp.fresh)"
    )
    run(
        "INSERT INTO searched (product_id, kind, grade)"  # noqa: S608
        f" SELECT f.id, {_KIND}, '' FROM temp.fresh f WHERE true"
        " ON CONFLICT (product_id) DO UPDATE SET kind = excluded.kind"
    )
    texts = "SELECT s.id, f.words FROM searched s JOIN temp.fresh f ON f.id = s.product_id"
    run(f"INSERT INTO search_texts (id, words) {texts}")
    run(f"INSERT INTO search_words (rowid, words) {texts}")


def state(workspace: Workspace, key: str) -> str:
    """Return what the index says of itself: "generation", or the "snapshot" of its grades."""
    sql = "SELECT value FROM search_state WHERE key = ?"
    row = workspace.connection.execute(sql, (key,)).fetchone()
    return str(row[0]) if row else ""


def put_grades(workspace: Workspace, snapshot: str, grades: Iterable[tuple[str, str]]) -> None:
    """Write the (product, grade) that a snapshot publishes; "" where it has none."""
    run = workspace.connection.execute
    with workspace.writing():
        run("CREATE TEMP TABLE IF NOT EXISTS grades (id TEXT PRIMARY KEY, grade) WITHOUT ROWID")
        run("DELETE FROM temp.grades")
        workspace.connection.executemany("INSERT OR REPLACE INTO temp.grades VALUES (?, ?)", grades)
        run(
            "UPDATE searched SET grade = coalesce(g.grade, '') FROM searched s"
            " LEFT JOIN temp.grades g ON g.id = s.product_id"
            " WHERE searched.id = s.id AND searched.grade <> coalesce(g.grade, '')"
        )
        run("DELETE FROM temp.grades")
        run("INSERT OR REPLACE INTO search_state VALUES ('snapshot', ?)", (snapshot,))
        run(
            "INSERT OR REPLACE INTO search_state VALUES ('generation', coalesce((SELECT value + 1"
            " FROM search_state WHERE key = 'generation'), 1))"
        )


def kinds(workspace: Workspace) -> list[Kind]:
    """Return all kinds."""
    sql = "SELECT id, group_id, brand, shops, labels, known FROM search_kinds"
    return [
        Kind(number, group, brand, _several(shops), _several(labels), bool(known))
        for number, group, brand, shops, labels, known in workspace.connection.execute(sql)
    ]


def counts(workspace: Workspace, match: str) -> dict[tuple[int, str], int]:
    """Return (kind, grade) -> how many products of it a query finds, all of them for ""."""
    by = "kind, grade"
    sql = f"SELECT {by}, count(*) FROM searched GROUP BY {by}"  # noqa: S608
    if match:
        sql = (
            f"SELECT {by}, count(*) FROM search_words w CROSS JOIN searched s ON s.id = w.rowid"  # noqa: S608
            f" WHERE w.search_words MATCH ? GROUP BY {by}"
        )
    rows = workspace.connection.execute(sql, (match,) if match else ())
    return {(kind, grade): count for kind, grade, count in rows}


def page(
    workspace: Workspace,
    match: str,
    wanted: Sequence[tuple[int, str]] | None,
    limit: int,
    offset: int,
    *,
    many: bool = True,
) -> list[Found]:
    """Return some products of those that a query finds, in the order in which they came.

    Args:
        match: an FTS5 query, "" for all.
        wanted: the kinds and grades that they must be of; None is any.
        many: whether a good part of all is of these: then it is quicker to walk through all.
    """
    froms, where = "searched s", []
    values: list[object] = []
    if match:
        froms = "search_words w CROSS JOIN searched s ON s.id = w.rowid"
        where.append("w.search_words MATCH ?")
        values.append(match)
    if wanted is not None:
        kind = "+s.kind" if many else "s.kind"  # the plus keeps SQLite from sorting a great many
        among = "json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(?)"
        where.append(f"({kind}, s.grade) IN (SELECT {among})")
        values.append(json.dumps(wanted))
    clause = f" WHERE {' AND '.join(where)}" if where else ""
    order = " ORDER BY w.rowid" if match else " ORDER BY s.id"
    rows = workspace.connection.execute(
        "SELECT p.id, p.name_da, p.name_en, p.group_id, p.brand, t.grade FROM"  # noqa: S608
        f" (SELECT s.id, s.product_id, s.grade FROM {froms}{clause}{order} LIMIT ? OFFSET ?) t"
        " JOIN products p ON p.id = t.product_id ORDER BY t.id",
        (*values, limit, offset),
    )
    return [Found(*row) for row in rows]


def _several(text: str) -> tuple[str, ...]:
    return tuple(text.split(",")) if text else ()
