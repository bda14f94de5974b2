"""Which source a figure's source id belongs to, and which of two versions is the later one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from service.importers.base import About
from service.store.known import retire_shipped
from service.store.workspace import Workspace

Row = Mapping[str, Any]
Age = tuple[int, tuple[int, ...]]
_VERSION = re.compile(r"-v?\d[\w.-]*$")
_NUMBERS = re.compile(r"v?\d+([.-]\d+)*")


def source_id(source: str, about: About) -> str:
    """Return the id under which a version of a source stands in its evidence: "concito-1.2"."""
    version = re.sub(r"[^\w.-]+", "-", about.version.casefold()).strip("-")
    return f"{source}-{version}" if version else source


def family(evidence_source: str) -> str:
    """Return the source that an evidence's source id is a version of: "energystar"."""
    return _VERSION.sub("", evidence_source).replace("-", "")


def age(year: int, version: str) -> Age:
    """Return the key that sorts the versions of one source, the latest last.

    A version that is no number, such as a commit's hash, is as old as its year.
    """
    numbers = re.findall(r"\d+", version) if _NUMBERS.fullmatch(version) else []
    return year or 0, tuple(int(n[:18]) for n in numbers)


def replaced_by(sources: Iterable[Row], source: str, about: About) -> tuple[str, ...]:
    """Return the ids of the same family's sources that are not later than this version."""
    return tuple(
        row["id"]
        for row in sources
        if family(row["id"]) == source.replace("-", "")
        and age(row["year"], row["version"]) <= age(about.year, about.version)
    )


def retire_catalogue(workspace: Workspace) -> None:
    """After the shipped catalogue was loaded: let imported figures stand for its own again."""
    sources = workspace.rows("sources")
    ages = {row["id"]: age(row["year"], row["version"]) for row in sources}
    newest: dict[str, Age] = {}
    for row in workspace.rows("imports"):
        had = newest.get(row["source"], (0, ()))
        newest[row["source"]] = max(had, ages.get(row["evidence_source"], had))
    for source, latest in newest.items():
        shipped = [
            i for i, a in ages.items() if family(i) == source.replace("-", "") and a <= latest
        ]
        retire_shipped(workspace, source, shipped)
