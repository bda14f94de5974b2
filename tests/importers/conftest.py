"""A workspace with the shipped catalogue, invented files of every source, and the real ones."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from service.importers.base import Reading
from service.importers.report import Report
from service.importers.run import import_file
from service.loading.catalogue import load_catalogue
from service.store.workspace import Workspace
from tests.importers import build
from tests.importers.told import tell, told

__all__ = ["tell", "told"]  # fixtures of their own file

FIXTURES = Path(__file__).parent / "fixtures"
Import = Callable[..., Report]


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a workspace that holds the shipped catalogue; only copy it."""
    folder = tmp_path_factory.mktemp("loaded")
    with Workspace(folder) as workspace:
        load_catalogue(workspace)
    return folder


@pytest.fixture
def folder(loaded: Path, tmp_path: Path) -> Path:
    """Return a folder with a workspace of the test's own."""
    return Path(shutil.copytree(loaded, tmp_path / "workspace"))


@pytest.fixture
def workspace(folder: Path) -> Iterator[Workspace]:
    """Return an open workspace with the shipped catalogue."""
    with Workspace(folder) as workspace:
        yield workspace


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return source id -> an invented file in the source's format."""
    made = tmp_path_factory.mktemp("files")
    return {
        "concito": build.concito_12(made / "concito.xlsx"),
        "concito-1.0": build.concito_10(made / "concito-1.0.xlsx"),
        "eprel": build.eprel(made / "eprel.zip"),
        "agribalyse": FIXTURES / "agribalyse.csv",
        "boavizta": FIXTURES / "boavizta.csv",
        "tco": FIXTURES / "tco.json",
        "energystar": FIXTURES / "energystar.csv",
        "energystar-json": FIXTURES / "energystar.json",
        "repair_index": FIXTURES / "repair_index.csv",
        "openfoodfacts": FIXTURES / "openfoodfacts.jsonl",
        "openfoodfacts-csv": FIXTURES / "openfoodfacts.csv",
    }


@pytest.fixture
def take(workspace: Workspace) -> Import:
    """Return a function that imports a file into the test's workspace."""

    def run(source: str, file: Path, options: dict[str, str] | None = None, **more: Any) -> Report:
        mapping = Reading(options=options) if options else None
        return import_file(workspace, source, file, mapping=mapping, **more)

    return run


def reasons(report: Report) -> set[tuple[str, str]]:
    """Return (column, value) of the first rejections."""
    return {(r.column, r.value) for r in (*report.first, *report.first_fields)}


def figures(workspace: Workspace, subject: str) -> dict[str, float]:
    """Return attribute -> value of what counts for a product or group."""
    return {
        r["attribute"]: r["value"] for r in workspace.rows("evidence") if r["subject"] == subject
    }
