"""One product's rows as they counted at a moment, and rulesets that were published.

Rows that imports put in are kept for ever with who put them in, took their place or withdrew them,
so their state at any moment can be told. Rows that were loaded as a whole (the shipped catalogue, a
shop's own files) carry no moment, and loading again replaced them: of those only today's are known.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Any

from scoring.canonical import shown
from scoring.errors import KompasError
from service.store.workspace import Workspace

AMONG = "(SELECT value FROM json_each(?))"
WHOLE = ("sources", "groups", "label_types")  # tables that every product needs
ENDED = ("superseded_by", "withdrawn_by", "withdrawn_at", "withdrawn_why")
LEAST_DIGITS = 8
Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Past:
    """What counted of one product at a moment.

    Attributes:
        product: the id of the one that stands for all that are the same.
        tables: table -> its rows, as a workspace of that moment would hold them.
        undated: rows of evidence and labels that carry no moment.
        that_day: imports of the moment's day that put in or ended some of its rows.
    """

    product: str
    tables: Mapping[str, Rows]
    undated: int
    that_day: tuple[str, ...]


def past_of(workspace: Workspace, product: str, moment: datetime) -> Past:
    """Return what counted of a product at a moment.

    Raises:
        KompasError: where there is no such product.
    """
    row = _select(workspace, "SELECT same_as FROM same_products WHERE product_id = ?", product)
    whole = str(row[0]["same_as"]) if row else product
    same = _select(workspace, "SELECT * FROM same_products WHERE same_as = ?", whole)
    ids = json.dumps([whole, *(each["product_id"] for each in same)])
    products = _select(workspace, f"SELECT * FROM products WHERE id IN {AMONG}", ids)  # noqa: S608
    if whole not in {each["id"] for each in products}:
        raise KompasError(
            shown(product), "is no product of the workspace.", "Give its id, as the API gives it."
        )
    subjects = json.dumps([*json.loads(ids), *(each["group_id"] for each in products)])
    figures = _select(workspace, f"{_ROWS['evidence']} IN {AMONG} ORDER BY t.id", subjects)
    labels = _select(workspace, f"{_ROWS['labels']} IN {AMONG} ORDER BY t.id", ids)
    equivalents = _select(
        workspace,
        f"SELECT * FROM equivalents WHERE product_id IN {AMONG}",  # noqa: S608
        ids,
    )
    keys = f"SELECT * FROM identifiers WHERE product_id IN {AMONG}"  # noqa: S608
    every = [*figures, *labels]
    return Past(
        product=whole,
        tables={
            **{table: _select(workspace, f"SELECT * FROM {table}") for table in WHOLE},  # noqa: S608
            "products": products,
            "same_products": same,
            "identifiers": _select(workspace, keys, ids),
            "evidence": [_plain(row) for row in figures if _counted(row, moment)],
            "labels": [_plain(row) for row in labels if _counted(row, moment)],
            "equivalents": [
                {**row, "revoked_at": None}
                for row in equivalents
                if _by(row["created_at"], moment)
                and not (row["revoked_at"] and _by(row["revoked_at"], moment))
            ],
        },
        undated=sum(_counted(row, moment) and not row["_came"] for row in every),
        that_day=tuple(_of_day(every, moment)),
    )


def published_ruleset(workspace: Workspace, prefix: str) -> dict[str, Any]:
    """Return the row of the published ruleset whose hash begins so.

    Raises:
        KompasError: where the prefix is too short, or none or several begin so.
    """
    place, digits = f"ruleset {shown(prefix)}", prefix.lower()
    if len(digits) < LEAST_DIGITS or not set(digits) <= set("0123456789abcdef"):
        raise KompasError(
            place,
            f"is not {LEAST_DIGITS} or more hexadecimal digits.",
            "Give the hash that stands in an answer of the API.",
        )
    found = _select(
        workspace, "SELECT * FROM rulesets WHERE substr(hash, 1, ?) = ?", len(digits), digits
    )
    if len(found) != 1:
        raise KompasError(
            place,
            "fits several published rulesets." if found else "was never published from here.",
            "Give more digits." if found else "Publish it once, or use the workspace that did.",
        )
    return found[0]


_ROWS = {  # what came, superseded and withdrew a row, and when
    name: f"SELECT t.*, i.at AS _came, n.import_id AS _next, ni.at AS _superseded,"  # noqa: S608
    f" w.at AS _withdrawn FROM {name} t LEFT JOIN imports i ON i.id = t.import_id"
    f" LEFT JOIN {name} n ON n.id = t.superseded_by LEFT JOIN imports ni ON ni.id = n.import_id"
    f" LEFT JOIN imports w ON w.id = t.withdrawn_by WHERE t.{column}"
    for name, column in (("evidence", "subject"), ("labels", "product_id"))
}


def _counted(row: Mapping[str, Any], moment: datetime) -> bool:
    """Tell whether a row was there, and nothing had taken its place or withdrawn it."""
    if row["_came"] and not _by(row["_came"], moment):
        return False
    ends = [(row["withdrawn_by"], row["_withdrawn"]), (row["withdrawn_at"], row["withdrawn_at"])]
    ends.append((row["superseded_by"], row["_superseded"] or row["withdrawn_at"]))
    # What ended a row and has no moment itself has ended it, as far as can be told.
    return not any(by and (not at or _by(at, moment)) for by, at in ends)


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as one that counts, of no import: the others are not copied."""
    kept = {name: value for name, value in row.items() if not name.startswith("_")}
    return kept | {name: None for name in (*ENDED, "import_id") if name in kept}


def _of_day(rows: Iterable[Mapping[str, Any]], moment: datetime) -> list[str]:
    day = moment.date()
    times = {row[name] for row in rows for name in ("_came", "_superseded", "_withdrawn")}
    return sorted(at for at in times if at and _moment(at).date() == day)


def _by(at: str, moment: datetime) -> bool:
    return _moment(at) <= moment


def _moment(at: str) -> datetime:
    found = datetime.fromisoformat(at)
    if len(at) == len("2026-01-01"):
        found = datetime.combine(found.date(), time.min)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _select(workspace: Workspace, sql: str, *values: object) -> Rows:
    cursor = workspace.connection.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
