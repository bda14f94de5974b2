"""Damaged and hostile variants of every fixture: a clear error or rejections, never anything else.

Bytes are mutated anywhere in the file; cells are replaced by what people and machines write into
cells. After each, nothing is half imported.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.errors import KompasError
from service.importers import registry
from service.importers.base import Reading
from service.importers.run import import_file
from service.store.workspace import Workspace
from tests.conftest import some
from tests.importers import build

BYTES = (
    *("concito", "concito-1.0", "agribalyse", "boavizta", "eprel", "tco", "energystar"),
    *("energystar-json", "repair_index", "openfoodfacts", "openfoodfacts-csv"),
)
TABLES = ("evidence", "labels", "products", "groups", "identifiers", "imports", "sources")
READING = Reading(options={"version": "2026-01-01"})
NASTY = st.one_of(
    st.sampled_from(
        [
            *("", " ", "0", "-1", "1e309", "1e-16", "NaN", "inf", "1.234,5", "1,5", "½", "−3"),
            *("=cmd|'/c calc'!A1", "\x00", "\u202e", "\ufeff", "9" * 400, "x" * 5_000, '"', ";"),
            *("true", "null", "[]", "{}", "A+++", "B", "H", "2026-02-30", "99/99/9999", "****"),
            *("5700000000011", "05700000000099", "0000000000000", "../../etc/passwd", "/", "/a/"),
        ]
    ),
    st.text(max_size=30),
    st.floats().map(repr),
    st.integers().map(str),
)
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), NASTY),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
FUZZ = settings(max_examples=some(500), suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def arena(loaded: Path) -> Iterator[Workspace]:
    """Return one workspace for all examples: each runs dry, so each begins with the same."""
    with Workspace(loaded) as workspace:
        yield workspace


def counts(workspace: Workspace) -> list[int]:
    run = workspace.connection.execute
    return [run(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES]


def survive(workspace: Workspace, kind: str, file: Path) -> None:
    """Import a file dry; anything but a KompasError or a whole report is a failure."""
    before = counts(workspace)
    try:
        report = import_file(workspace, kind.split("-")[0], file, dry_run=True, mapping=READING)
    except KompasError as error:
        assert error.place
        assert error.problem
    else:
        assert report.already or report.read == report.taken + report.rejected
        report.close()
    assert counts(workspace) == before


@pytest.mark.parametrize("kind", BYTES)
def test_mutated_bytes_give_an_error_or_rejections(
    kind: str, files: dict[str, Path], arena: Workspace, tmp_path_factory: pytest.TempPathFactory
):
    """Flipped, cut out, doubled and cut off."""
    original = files[kind].read_bytes()
    file = tmp_path_factory.mktemp("bytes") / files[kind].name
    at = st.integers(0, len(original) - 1)

    @FUZZ
    @given(
        st.lists(st.tuples(at, st.integers(0, 255)), max_size=6),
        st.one_of(st.none(), st.tuples(at, st.integers(1, 64))),
        st.one_of(st.none(), at),
    )
    def mutated(
        flips: list[tuple[int, int]], doubled: tuple[int, int] | None, end: int | None
    ) -> None:
        content = bytearray(original)
        for where, value in flips:
            content[where] = value
        if doubled is not None:
            where, length = doubled
            content[where:where] = content[where : where + length] * 2
        file.write_bytes(bytes(content[:end] if end is not None else content))
        survive(arena, kind, file)

    mutated()


def table_with(text: str, delimiter: str, changes: list[tuple[int, int, str]]) -> str:
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    for row, column, value in changes:
        line = rows[1 + row % (len(rows) - 1)]
        line[column % len(line)] = value
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


CELLS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), NASTY), max_size=8)


@pytest.mark.parametrize(
    ("kind", "delimiter"),
    [
        ("agribalyse", ","),
        ("boavizta", ","),
        ("energystar", ","),
        ("repair_index", ";"),
        ("openfoodfacts-csv", "\t"),
    ],
)
def test_mutated_cells_give_rejections(
    kind: str,
    delimiter: str,
    files: dict[str, Path],
    arena: Workspace,
    tmp_path_factory: pytest.TempPathFactory,
):
    """Whatever stands in a cell."""
    original = files[kind].read_text("utf-8-sig")
    file = tmp_path_factory.mktemp("cells") / files[kind].name

    @FUZZ
    @given(CELLS)
    def mutated(changes: list[tuple[int, int, str]]) -> None:
        text = table_with(original, delimiter, changes)
        file.write_text(text, "utf-8", errors="replace", newline="")
        survive(arena, kind, file)

    mutated()


def damage(items: list[Any], changes: list[tuple[int, int, Any]]) -> list[Any]:
    found = json.loads(json.dumps(items))
    for row, field, value in changes:
        target = found[row % len(found)]
        if isinstance(target, dict) and target:
            key = sorted(target)[field % len(target)]
            inner = target[key]
            if isinstance(inner, dict) and inner and field % 3:
                inner[sorted(inner)[field % len(inner)]] = value
            else:
                target[key] = value
        else:
            found[row % len(found)] = value
    return found


def _lines(file: Path, items: list[Any]) -> None:
    file.write_text("\n".join(json.dumps(item) for item in items))


def _array(file: Path, items: list[Any]) -> None:
    file.write_text(json.dumps(items))


def _zip(file: Path, items: list[Any]) -> None:
    build.eprel(file, items)


@pytest.mark.parametrize(
    ("kind", "write"),
    [("tco", _array), ("energystar-json", _array), ("openfoodfacts", _lines), ("eprel", _zip)],
)
def test_mutated_fields_give_rejections(
    kind: str,
    write: Callable[[Path, list[Any]], None],
    files: dict[str, Path],
    arena: Workspace,
    tmp_path_factory: pytest.TempPathFactory,
):
    """Numbers for objects, lists for texts, half characters, nothing at all."""
    if kind == "eprel":
        items: list[Any] = list(build.PHONES)
    elif kind == "openfoodfacts":
        items = [json.loads(files[kind].read_text("utf-8").splitlines()[0])] * 4
    else:
        items = json.loads(files[kind].read_text("utf-8"))
    file = tmp_path_factory.mktemp("fields") / files[kind].name
    changes = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), ANYTHING), max_size=8)

    @FUZZ
    @given(changes)
    def mutated(found: list[tuple[int, int, Any]]) -> None:
        write(file, damage(items, found))
        survive(arena, kind, file)

    mutated()


def test_mutated_cells_of_a_workbook_give_rejections(
    arena: Workspace, tmp_path_factory: pytest.TempPathFactory
):
    """Texts for numbers, errors, days, formulas."""
    file = tmp_path_factory.mktemp("book") / "concito.xlsx"
    cell = st.one_of(
        st.none(), st.booleans(), st.floats(-1e9, 1e9), st.dates(), st.text(max_size=9)
    )
    changes = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 8), cell), max_size=6)

    @settings(FUZZ, max_examples=some(25))
    @given(changes)
    def mutated(found: list[tuple[int, int, Any]]) -> None:
        foods = [list(food) for food in build.FOODS_12]
        for row, column, value in found:
            clean = (
                "".join(c for c in value if c.isprintable()) if isinstance(value, str) else value
            )
            foods[row][column] = clean
        build.concito_12(file, foods)
        survive(arena, "concito", file)

    mutated()


def test_deeply_nested_json_ends_in_an_error_or_a_rejection(arena: Workspace, tmp_path: Path):
    """A megabyte of brackets."""
    head = '{"code": "1", "product_name": "x", "labels_tags": '
    file = tmp_path / "deep.json"
    file.write_text(f"{head}{'[' * 500_000}{']' * 500_000}}}\n")
    survive(arena, "openfoodfacts", file)
    file.write_text('[{"certificationInfo": ' + '{"a":' * 200_000 + "1" + "}" * 200_000 + "}]")
    survive(arena, "tco", file)


def test_every_official_source_is_fuzzed():
    """A new one must be added to the list of this file, or in its own tests."""
    free = {"supplier", "peppol", "bmecat"}  # fuzzed in tests/suppliers
    assert {s.id for s in registry.SOURCES} - free == {kind.split("-")[0] for kind in BYTES}
