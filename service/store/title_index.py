"""A full-text index of product titles in a SQLite file of its own, made to be thrown away."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

SCHEMA = """
PRAGMA journal_mode=OFF;
PRAGMA synchronous=OFF;
CREATE TABLE titles (id INTEGER PRIMARY KEY, subject TEXT NOT NULL, title TEXT NOT NULL);
CREATE VIRTUAL TABLE words USING fts5 (
  title, content='', detail=none, columnsize=0, tokenize="unicode61 remove_diacritics 0"
);
"""
VOCABULARY = "CREATE VIRTUAL TABLE vocabulary USING fts5vocab (words, row)"


class TitleTable:
    """Titles by number, and the numbers of those that hold given words."""

    def __init__(self, path: str = "") -> None:
        """Open an index; "" is a temporary file that SQLite removes itself."""
        self._db = sqlite3.connect(path, check_same_thread=False)
        self._db.executescript(SCHEMA)

    def fill(self, rows: Iterable[tuple[int, str, str, str]]) -> None:
        """Put (number, subject, title, words) in, in one go."""
        for number, subject, title, words in rows:
            self._db.execute("INSERT INTO titles VALUES (?, ?, ?)", (number, subject, title))
            self._db.execute("INSERT INTO words (rowid, title) VALUES (?, ?)", (number, words))
        self._db.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._db.commit()

    def counts(self) -> dict[str, int]:
        """Return word -> how many titles hold it."""
        self._db.execute(VOCABULARY)
        return dict(self._db.execute("SELECT term, doc FROM vocabulary"))

    def holding(self, words: Sequence[str], joint: str, most: int) -> list[tuple[str, str]]:
        """Return (subject, title) of up to `most` titles that hold all (AND) or any (OR) words."""
        query = f" {joint} ".join(f'"{word}"' for word in words)
        sql = (
            "SELECT t.subject, t.title FROM words w JOIN titles t ON t.id = w.rowid"
            " WHERE words MATCH ? LIMIT ?"
        )
        return self._db.execute(sql, (query, most)).fetchall()
