"""The tables whose rows are kept for ever: what tells two rows apart, and how two are merged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kept:
    """A table whose rows are kept for ever: what tells two rows apart, and what they say."""

    table: str
    key: tuple[str, ...]
    content: tuple[str, ...]
    merge: str  # how a second row of the same key in one file changes the first

    @property
    def staged(self) -> str:
        """The name of its staging table."""
        return f"staged_{self.table}"

    def same(self, columns: Sequence[str]) -> str:
        """Return the SQL that says that row t and staged row s agree in columns."""
        return " AND ".join(f"t.{c} IS s.{c}" for c in columns)


def _newer(column: str, otherwise: str) -> str:
    """Return the SQL of a merged column: the newer year's figure stands, the older is let go."""
    return (
        f"{column} = CASE WHEN excluded.year > year THEN excluded.{column}"
        f" WHEN excluded.year = year THEN {otherwise} ELSE {column} END"
    )


FIGURES = Kept(
    "evidence",
    ("subject", "attribute"),
    ("value", "low", "high", "unit", "status", "year", "valid_from", "valid_to", "inherits"),
    # Two rows about one thing in one year are both true: the interval covers both.
    ", ".join(
        (
            _newer("value", "value"),
            _newer("low", "min(low, excluded.low)"),
            _newer("high", "max(high, excluded.high)"),
            _newer("valid_from", "valid_from"),
            _newer("valid_to", "valid_to"),
            "year = max(year, excluded.year)",
        )
    )
    + " WHERE excluded.unit = unit",
)
LABELS = Kept(
    "labels",
    ("product_id", "code", "licence"),
    ("valid_from", "valid_to"),
    "valid_to = CASE WHEN '' IN (valid_to, excluded.valid_to) THEN ''"
    " ELSE max(valid_to, excluded.valid_to) END, valid_from = min(valid_from, excluded.valid_from)",
)
