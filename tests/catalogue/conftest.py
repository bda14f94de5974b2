"""The shipped catalogue's files, and the files they were read from where these are at hand."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

Rows = list[dict[str, str]]

FOLDER = Path(__file__).resolve().parents[2] / "service" / "catalogue"


def read(file: Path) -> Rows:
    """Return a CSV file's rows as text by column; a row of another length is an error."""
    with file.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle, strict=True))
    assert all(None not in row and None not in row.values() for row in rows), file.name
    return rows


@pytest.fixture(scope="session")
def catalogue() -> Callable[[str], Rows]:
    """Return a function that reads a shipped file by its name without ending."""
    return lambda name: read(FOLDER / f"{name}.csv")


@pytest.fixture(scope="session")
def read_original(original: Callable[[str], Path]) -> Callable[[str], Rows]:
    """Return a function that reads an original CSV file, or skips the test."""
    return lambda path: read(original(path))
