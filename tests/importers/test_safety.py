"""Hostile files: refused by what they declare, before they are unpacked."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from scoring.errors import KompasError
from service.importers import jsonfile, safe, workbook
from service.importers.looks import sample
from service.importers.xmlfile import elements
from tests.importers import build


def archive(file: Path, *members: tuple[str, bytes]) -> Path:
    """Write a ZIP of members."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members:
            out.writestr(name, content)
    return file


def test_a_zip_bomb_is_refused_by_its_ratio(tmp_path: Path):
    """Ten megabytes of zeros in ten kilobytes."""
    file = archive(tmp_path / "bomb.zip", ("a.json", b"\0" * 10_000_000))
    with pytest.raises(KompasError, match="only a bomb"):
        sample(file)


def test_a_zip_of_too_many_files_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """By the number in its directory."""
    monkeypatch.setattr(safe, "MAX_MEMBERS", 10)
    file = archive(tmp_path / "many.zip", *((f"{i}.json", b"[]") for i in range(11)))
    with pytest.raises(KompasError, match="holds 11 files"):
        sample(file)


def test_a_zip_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """By the sum that its directory declares."""
    monkeypatch.setattr(safe, "MAX_UNPACKED", 100)
    file = archive(tmp_path / "large.zip", ("a.json", b"x" * 101))
    with pytest.raises(KompasError, match="unpacks to 101 bytes"):
        sample(file)


def test_a_member_larger_than_it_declares_is_not_read_on(tmp_path: Path, take):
    """The directory's size is what is read; then the sum does not fit, and that is told."""
    file = build.eprel(tmp_path / "liar.zip")
    content = bytearray(file.read_bytes())
    at = content.rindex(b"PK\x01\x02") + 24
    content[at : at + 4] = (400).to_bytes(4, "little")
    file.write_bytes(bytes(content))
    with pytest.raises(KompasError):
        take("eprel", file)


def test_an_encrypted_zip_is_told(tmp_path: Path):
    """With what to do."""
    file = archive(tmp_path / "secret.zip", ("a.json", b"[]"))
    content = bytearray(file.read_bytes())
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    file.write_bytes(bytes(content))
    with pytest.raises(KompasError, match="is encrypted"):
        sample(file)


def test_names_in_an_archive_are_never_paths(tmp_path: Path, take):
    """A member that would climb out of the folder is a name and no more."""
    evil = build.eprel(tmp_path / "evil.zip", name="../../../../tmp/kompas-evil")
    report = take("eprel", evil)
    assert report.taken == 2
    assert not Path("/tmp/kompas-evil-0.json").exists()
    assert report.first[0].place == "kompas-evil-0.json, object 3"


def test_a_gzip_bomb_is_refused_as_it_grows(tmp_path: Path, take):
    """It is unpacked no further than its proportion allows."""
    file = tmp_path / "bomb.jsonl"
    line = b'{"code": "1", "_tags": "' + b"0" * 3_000_000 + b'"}\n'
    file.write_bytes(gzip.compress(line * 3))
    with pytest.raises(KompasError, match="proportion"):
        take("openfoodfacts", file)


def test_a_gzip_is_read_whatever_its_name(tmp_path: Path, take, files):
    """By its first bytes."""
    file = tmp_path / "products.txt"
    file.write_bytes(gzip.compress(files["openfoodfacts"].read_bytes()))
    assert take("openfoodfacts", file).taken == 5


def test_a_truncated_gzip_leaves_nothing(tmp_path: Path, take, files, workspace):
    """The end is missing, so nothing is taken."""
    file = tmp_path / "products.jsonl.gz"
    file.write_bytes(gzip.compress(files["openfoodfacts"].read_bytes())[:-20])
    with pytest.raises(KompasError):
        take("openfoodfacts", file)
    assert not [p for p in workspace.rows("products") if p["id"].startswith("openfoodfacts")]


def test_a_workbook_with_a_document_type_is_refused(tmp_path: Path, files):
    """That is where entities come from."""
    bad = tmp_path / "dtd.xlsx"
    with zipfile.ZipFile(files["concito"]) as old, zipfile.ZipFile(bad, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "xl/workbook.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + content
            new.writestr(member.filename, content)
    with pytest.raises(KompasError, match="document type"):
        sample(bad)


def test_a_workbook_that_unpacks_too_large_is_refused(monkeypatch: pytest.MonkeyPatch, files):
    """By what its directory declares."""
    monkeypatch.setattr(workbook, "MAX_WORKBOOK", 1_000)
    with pytest.raises(KompasError, match="too large a workbook"):
        sample(files["concito"])


def test_a_sheet_that_claims_a_billion_rows_ends(tmp_path: Path, files, take):
    """Blank rows are counted, not believed."""
    bad = tmp_path / "rows.xlsx"
    with zipfile.ZipFile(files["concito"]) as old, zipfile.ZipFile(bad, "w") as new:
        for member in old.infolist():
            content = old.read(member)
            if member.filename == "xl/worksheets/sheet2.xml":
                content = content.replace(b'<row r="7"', b'<row r="999999999"')
                content = content.replace(b'"A7"', b'"A999999999"')
            new.writestr(member.filename, content)
    assert take("concito", bad).taken == 4


XML = '<?xml version="1.0"?>{}<a><b>one</b><c/><b>{}</b></a>'


@pytest.mark.parametrize(
    ("doctype", "text"),
    [
        ('<!DOCTYPE a [<!ENTITY x "boom">]>', "&x;"),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>', "&x;"),
        ('<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">', "two"),
        ('<!DOCTYPE a [<!ENTITY x "x"><!ENTITY y "&x;&x;&x;&x;">]>', "&y;"),
    ],
)
def test_xml_with_a_document_type_is_refused(tmp_path: Path, doctype: str, text: str):
    """Entities, files and the network are never asked for."""
    file = tmp_path / "a.xml"
    file.write_text(XML.format(doctype, text))
    with pytest.raises(KompasError):
        list(elements(file, "b"))


def test_xml_is_read_element_by_element(tmp_path: Path):
    """In the file's order; what was read is let go."""
    file = tmp_path / "a.xml"
    file.write_text(XML.format("", "two"))
    assert [element.text for element in elements(file, "b")] == ["one", "two"]


def test_xml_that_ends_in_the_middle_is_told_with_its_line(tmp_path: Path):
    """No half file."""
    file = tmp_path / "a.xml"
    file.write_text(XML.format("", "two")[:-4])
    with pytest.raises(KompasError, match=r"a\.xml:1: is no well-formed XML"):
        list(elements(file, "b"))


def test_an_endless_line_is_refused(tmp_path: Path, take, monkeypatch: pytest.MonkeyPatch, files):
    """Before it is in memory."""
    monkeypatch.setattr(safe, "MAX_LINE", 1_000)
    file = tmp_path / "long.csv"
    file.write_bytes(files["agribalyse"].read_bytes() + b"x" * 2_000)
    with pytest.raises(KompasError, match="the line is over 1,000 bytes"):
        take("agribalyse", file)


def test_an_endless_json_object_is_refused(tmp_path: Path, take, monkeypatch: pytest.MonkeyPatch):
    """Before it is in memory."""
    monkeypatch.setattr(jsonfile, "MAX_OBJECT", 100_000)
    file = tmp_path / "long.json"
    file.write_text('[{"certificationInfo": {}, "gtin": "' + "1" * 300_000 + '"}]')
    with pytest.raises(KompasError, match="object of over"):
        take("tco", file)


@pytest.mark.parametrize("content", [b"", b" \n\n", b"PK\x03\x04 no zip", b"\x1f\x8b no gzip"])
def test_an_empty_or_damaged_file_is_told(tmp_path: Path, take, content: bytes):
    """Whatever its name says."""
    file = tmp_path / "concito.xlsx"
    file.write_bytes(content)
    with pytest.raises(KompasError):
        take("concito", file)


def test_a_file_in_another_encoding_is_told_with_its_line(tmp_path: Path, take, files):
    """And nothing is taken of it."""
    file = tmp_path / "latin.csv"
    file.write_bytes(files["agribalyse"].read_text("utf-8-sig").encode("latin-1"))
    with pytest.raises(KompasError, match=r"latin\.csv:\d+: is not utf-8"):
        take("agribalyse", file)
