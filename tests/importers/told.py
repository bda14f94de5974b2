"""A source that tells what a test says: the real engine runs it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.errors import KompasError
from service.importers import registry
from service.importers.base import (
    About,
    Figure,
    Item,
    Reading,
    Record,
    Sample,
)
from service.importers.report import Report
from service.importers.run import import_file
from service.store.workspace import Workspace

GTIN, OTHER = "5700000000011", "5700000000028"


class Told:
    """A source whose items are what the test says, whatever stands in its file."""

    id = "told"
    title = "Told"

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.origin = About("Told", "1", 2026, "us", "CC0", "us", "")
        self.fail = False

    def recognises(self, sample: Sample) -> bool:
        """Tell by the first word."""
        return sample.head.startswith(b"told")

    def about(self, file: Path, reading: Reading) -> About:
        """Return what the test says."""
        return self.origin

    def read(self, file: Path, reading: Reading) -> Iterator[Item]:
        """Yield what the test says."""
        yield from self.items
        if self.fail:
            raise KompasError(file.name, "ends in the middle.", "Download it again.")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    """Return a source that tells what the test says, registered like any other."""
    source = Told()
    monkeypatch.setattr(registry, "SOURCES", (*registry.SOURCES, source))
    return source


@pytest.fixture
def tell(told: Told, workspace: Workspace, tmp_path: Path):
    """Return a function that imports items, each time as another file."""
    count = iter(range(1_000))

    def run_it(*items: Item, shop: str = "", dry_run: bool = False, **origin: object) -> Report:
        told.items = list(items)
        told.origin = replace(told.origin, **origin)
        file = tmp_path / "told.txt"
        file.write_text(f"told {next(count)}")
        return import_file(workspace, "told", file, shop=shop, dry_run=dry_run)

    return run_it


def product(key: str = "a", **more: object) -> Record:
    fields = {"name_da": key, "brand": "Fjordtek", "group": "laptop"} | more
    return Record(place=f"line {key}", key=key, **fields)  # type: ignore[arg-type]


def tec(value: float, **more: object) -> Figure:
    return Figure("tec", value, "kWh/år", **more)  # type: ignore[arg-type]


def screen(value: float, year: int) -> Figure:
    return Figure("screen_size", value, "″", year=year)


def rows(workspace: Workspace, table: str) -> str:
    return json.dumps(workspace.history(table), sort_keys=True)
