"""Hostile and broken files: a clear error or rejections, never a crash, never a hang."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.errors import KompasError
from service.importers.base import Reading, Record, Rejection
from service.importers.columns import SYNONYMS, recognise
from service.importers.looks import sample
from service.importers.numbers import FieldError, day, number, yes
from service.template import write_template
from tests.conftest import some
from tests.suppliers.conftest import FIXTURES, SOURCES

SAME_FILE = settings(
    max_examples=some(150),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
HEADERS = [names.split("|")[0] for names in SYNONYMS.values()]
CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["1.234,5", "=1+1", "-", "NA", "5,7E+12", "31.12.2027", "Svanen (til 1-1-2030)", "((((",
         "1e999", "0x10", "١٢", "½", "kr. ,", "(,", "'=", "EKSEMPEL", "I alt", "A+++",
         "http://[", "\x00"]
    ),
    st.floats().map(str),
    st.integers().map(str),
)  # fmt: skip


def swallow(source: str, file: Path) -> None:
    """Read a file as the engine does. Only KompasError may come of it."""
    try:
        SOURCES[source].recognises(sample(file))
        SOURCES[source].about(file, Reading(shop="s"))
        for item in SOURCES[source].read(file, Reading(shop="s")):
            assert isinstance(item, Record | Rejection)
            if isinstance(item, Rejection):
                assert item.place
                assert item.reason
                assert item.remedy
            else:
                assert item.key
                assert item.name_da
                assert all(f.unit is not None and f.value == f.value for f in item.figures)
    except KompasError as error:
        assert error.problem
        assert error.remedy


@SAME_FILE
@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=12), max_size=8),
    st.lists(st.sampled_from(HEADERS), min_size=2, max_size=12),
    st.sampled_from(";,\t|"),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
)
def test_any_cells_below_known_headers_are_read_or_rejected(
    tmp_path, rows, headers, separator, encoding
):
    """Whatever people or machines put into a table's fields."""
    text = "\n".join(separator.join(row) for row in [headers, *rows])
    (tmp_path / "f").write_bytes(text.encode(encoding, errors="replace"))
    swallow("supplier", tmp_path / "f")


@SAME_FILE
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(tmp_path, content):
    """By each of the sources."""
    (tmp_path / "f").write_bytes(content)
    for source in SOURCES:
        swallow(source, tmp_path / "f")


def mutated(data: bytes, seed: int) -> bytes:
    """Return bytes with a few of them changed, lost, doubled or moved."""
    rng, result = random.Random(seed), bytearray(data)
    for _ in range(rng.randint(1, 12)):
        at = rng.randrange(len(result))
        kind = rng.randrange(5)
        if kind == 0:
            result[at] = rng.randrange(256)
        elif kind == 1:
            del result[at : at + rng.randint(1, 200)]
        elif kind == 2:
            result[at:at] = result[at : at + rng.randint(1, 200)]
        elif kind == 3:
            result[at:at] = rng.choice(
                [b"<", b">", b"&", b"\0", b'"', b";", b"\xff", b"]]>", b"\n"]
            )
        else:
            del result[at : None if rng.random() < 0.1 else at + 1]
        if not result:
            return b""
    return bytes(result)


@pytest.mark.parametrize(
    ("source", "name"),
    [("supplier", "prisliste.csv"), ("peppol", "catalogue.xml"), ("bmecat", "bmecat.xml")],
)
def test_a_damaged_file_is_read_or_refused(tmp_path, source, name):
    """300 mutations of each fixture's bytes."""
    data = (FIXTURES / name).read_bytes()
    for seed in range(300):
        (tmp_path / "f").write_bytes(mutated(data, seed))
        swallow(source, tmp_path / "f")


def test_a_damaged_workbook_is_read_or_refused(tmp_path):
    """Mutations of the archive, and of the XML in it."""
    write_template(tmp_path / "t.xlsx", "laptop")
    data = (tmp_path / "t.xlsx").read_bytes()
    for seed in range(40):
        (tmp_path / "f").write_bytes(mutated(data, seed))
        swallow("supplier", tmp_path / "f")
    for seed in range(60):
        (tmp_path / "f").write_bytes(_mutated_member(data, seed))
        swallow("supplier", tmp_path / "f")


def _mutated_member(data: bytes, seed: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        names = [n for n in old.namelist() if n.endswith((".xml", ".rels"))]
        chosen = random.Random(seed).choice(names)
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, mutated(content, seed) if name == chosen else content)
    return buffer.getvalue()


@pytest.mark.parametrize("seed", range(7))
def test_a_damaged_official_example_is_read_or_refused(tmp_path, original, seed):
    """Mutations of the real catalogues."""
    names = sorted(original("procurement/peppol-catalogue").glob("*.xml"))
    data = names[seed].read_bytes()
    for mutation in range(20):
        (tmp_path / "f").write_bytes(mutated(data, mutation))
        swallow("peppol", tmp_path / "f")


@pytest.mark.parametrize(
    "line",
    [
        b"1;" + b"9" * 200_000,
        b"1;" + b"(" * 100_000,
        b"1;" + b"1,1." * 50_000,
        b"1;" + b"Svanen(" * 20_000,
        b"1;" + b" ;" * 100_000,
        b'1;"' + b"\n" * 900_000,
        b"\n".join(b"%d;;;;ukendt gruppe nr %d;m%d\xc3\xa6rke" % (n, n, n) for n in range(20_000)),
    ],
)
def test_no_content_takes_more_than_linear_time(tmp_path, line):
    """Long digits, brackets, quotes, and a different unknown group and label in every row."""
    header = "Varenr;Varenavn;Pris;EAN;Varegruppe;Mærkninger\n".encode()
    (tmp_path / "f").write_bytes(header + line)
    swallow("supplier", tmp_path / "f")


def test_deeply_nested_xml_is_refused(tmp_path):
    """A thousand levels are no catalogue."""
    head = (FIXTURES / "catalogue.xml").read_bytes().split(b"<cac:CatalogueLine>")[0]
    (tmp_path / "f").write_bytes(head + b"<cac:CatalogueLine>" * 100_000)
    swallow("peppol", tmp_path / "f")


@given(st.text(max_size=80))
def test_any_text_is_a_header_a_number_a_date_or_none(text):
    """Only FieldError, which the reader turns into a rejection."""
    recognise(text)
    yes(text)
    for function in (number, day):
        try:
            function(text)
        except FieldError as error:
            assert error.remedy
