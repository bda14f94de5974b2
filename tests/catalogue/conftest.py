"""The shipped catalogue's files, and the files they were read from where these are at hand."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable
from pathlib import Path

import pytest

Rows = list[dict[str, str]]

FOLDER = Path(__file__).resolve().parents[2] / "service" / "catalogue"
PROJECT = Path(__file__).resolve().parents[2]
ORIGINALS = Path(os.environ.get("KOMPAS_ORIGINALS", PROJECT.parent / "shared" / "data"))


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
def original() -> Callable[[str], Path]:
    """Return a function that finds a file the catalogue was read from, or skips the test.

    The originals are not part of the project (licences, size); set KOMPAS_ORIGINALS to
    the folder that holds them.
    """

    def find(path: str) -> Path:
        file = ORIGINALS / path
        if not file.exists():
            pytest.skip(f"the original {path} is not at hand (see KOMPAS_ORIGINALS)")
        return file

    return find


@pytest.fixture(scope="session")
def read_original(original: Callable[[str], Path]) -> Callable[[str], Rows]:
    """Return a function that reads an original CSV file, or skips the test."""
    return lambda path: read(original(path))
