"""The shipped vocabulary and devices as a text matcher, and the labelled cases."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.loading.catalogue import load_catalogue
from service.matching.ladder import matcher
from service.matching.text import TextMatcher
from service.store.workspace import Workspace

CASES = Path(__file__).parent / "cases"


@dataclass(frozen=True)
class Case:
    """A title as shops write it, and the subjects that are right for it ("none" for none)."""

    kind: str
    title: str
    expected: frozenset[str]

    @property
    def held_out(self) -> bool:
        """Tell whether it belongs to the half that no threshold was chosen on."""
        return hashlib.sha256(self.title.encode()).digest()[0] % 2 == 1


def cases() -> list[Case]:
    """Return all labelled lines."""
    found = []
    for kind in ("food", "none", "it"):
        with (CASES / f"{kind}.csv").open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle, strict=True):
                found.append(Case(kind, row["title"], frozenset(row["expected"].split("|"))))
    return found


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """Return a workspace that holds the shipped catalogue; tests do not write to it."""
    with Workspace(tmp_path_factory.mktemp("matching")) as workspace:
        load_catalogue(workspace)
        yield workspace


@pytest.fixture(scope="session")
def text(workspace: Workspace) -> TextMatcher:
    """Return the text matcher of the shipped catalogue."""
    return matcher(workspace)


@pytest.fixture(scope="session")
def group(text: TextMatcher):
    """Return a function: a food title's accepted group without "food/", else None."""

    def find(title: str, brand: str = "") -> str | None:
        hits = [hit for hit in text.hits(title, brand) if hit.accepted]
        return hits[0].key.removeprefix("group:food/") if hits else None

    return find
