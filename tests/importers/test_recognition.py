"""Every file is known by its content, and a wrong one is told apart with whose it is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from scoring.errors import KompasError
from service.importers import registry
from service.importers.looks import sample

OURS = (
    *("concito", "agribalyse", "boavizta", "eprel", "tco", "energystar", "repair_index"),
    "openfoodfacts",
)
KINDS = (*OURS, "concito-1.0", "energystar-json", "openfoodfacts-csv")


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_recognised_by_its_own_source_first(kind: str, files: dict[str, Path]):
    """The registry's order decides where a free form would take it too."""
    look = sample(files[kind])
    assert next(s.id for s in registry.SOURCES if s.recognises(look)) == kind.split("-")[0]


@pytest.mark.parametrize(
    ("source", "kind"), [(s, k) for s in OURS for k in KINDS if k.split("-")[0] != s]
)
def test_a_wrong_file_is_refused_and_told_whose_it_is(
    source: str, kind: str, files: dict[str, Path], take, tmp_path: Path
):
    """By content: the name and the ending say something else."""
    right = kind.split("-")[0]
    file = Path(shutil.copy(files[kind], tmp_path / f"{source}.dat"))
    with pytest.raises(KompasError, match=f"kompas import {right} "):
        take(source, file)


def test_a_file_of_no_source_is_told(take, tmp_path: Path):
    """With where the sources are listed."""
    file = tmp_path / "poem.csv"
    file.write_text("Roses are red\nViolets are blue\n")
    with pytest.raises(KompasError, match="kompas sources"):
        take("boavizta", file)


def test_an_unknown_source_is_told_with_those_that_there_are(take, files):
    """So that a misspelling is seen."""
    with pytest.raises(KompasError, match="There are: concito, agribalyse"):
        take("consito", files["concito"])


def test_every_module_of_the_registry_has_its_id_and_title():
    """Ids are unique and fit on a command line."""
    ids = [s.id for s in registry.SOURCES]
    assert len(set(ids)) == len(ids)
    assert all(i.isascii() and i == i.lower() and " " not in i for i in ids)
    assert all(s.title for s in registry.SOURCES)
