"""Reads suppliers' files as the import engine does, without writing anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from service.importers.base import Reading, Record, Rejection, Source
from service.importers.bmecat import Bmecat
from service.importers.peppol_catalogue import PeppolCatalogue
from service.importers.supplier_file import SupplierFile

FIXTURES = Path(__file__).parent / "fixtures"
SOURCES: dict[str, Source] = {s.id: s for s in (SupplierFile(), PeppolCatalogue(), Bmecat())}


@dataclass(frozen=True)
class Found:
    """What a source gave: its records and its rejections."""

    records: list[Record]
    rejections: list[Rejection]

    @property
    def one(self) -> Record:
        """The only record."""
        assert len(self.records) == 1, self
        return self.records[0]

    @property
    def refusal(self) -> Rejection:
        """The only rejection."""
        assert len(self.rejections) == 1, self
        return self.rejections[0]

    def figures(self) -> dict[str, float]:
        """The only record's figures by attribute."""
        return {f.attribute: f.value for f in self.one.figures}

    def codes(self) -> list[str]:
        """The only record's labels."""
        return [c.code for c in self.one.certificates]


Read = Callable[..., Found]


def found_in(source: Source, file: Path, reading: Reading) -> Found:
    """Return what a source reads from a file."""
    items = list(source.read(file, reading))
    return Found(
        [i for i in items if isinstance(i, Record)], [i for i in items if isinstance(i, Rejection)]
    )


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that reads a text, bytes or a file by a source."""

    def run(
        content: str | bytes | Path,
        source: str = "supplier",
        shop: str = "shop",
        mapping: Mapping[str, str] | None = None,
        **options: str,
    ) -> Found:
        file = content if isinstance(content, Path) else tmp_path / "file"
        if not isinstance(content, Path):
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        return found_in(SOURCES[source], file, Reading(mapping or {}, shop, options))

    return run
