"""Adapters are data: checked hard, kept in versions, published with the scores."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from service import rulesets
from service.app import create_app
from service.cli import main
from service.config import Config
from service.publish.pipeline import publish
from service.shops.files import MAX_BYTES, AdapterError, checked
from service.shops.keeping import MAX_ADAPTERS
from service.shops.schema import json_schema
from service.store.workspace import Workspace
from tests.conftest import ROOT
from tests.scoring.rules_for_tests import short
from tests.service.conftest import HOST
from tests.service.test_api import fits

EXTENSION = "chrome-extension://abcdefghijklmnopabcdefghijklmnop"
WHOLE: dict[str, Any] = {
    "id": "kontorhuset",
    "name": "Kontorhuset",
    "hosts": ["kontorhuset.example.dk", "butik.example.dk:8443", "127.0.0.1:8600"],
    "detect": "meta[name='generator'][content*=\"Shopware\"]",
    "pages": {
        "product": {"match": "main.product", "paths": ["/vare/*/{sku}", "/p-{gtin}.html"]},
        "basket": {"paths": ["/kurv", "/**/basket"]},
    },
    "product": {
        "root": "main.product",
        "name": "h1",
        "image": "figure:has(> img) img",
        "price": "[itemprop=price]@content",
        "labels": {"gtin": ["EAN", "Stregkode"], "sku": ["Varenr."]},
        "fields": {"mpn": "[data-mpn]@data-mpn"},
        "variant": {"fields": {"sku": "option:checked@value"}},
    },
    "listing": {"card": "li.card", "link": "a[href]", "fields": {"sku": "@data-sku"}},
    "lines": {"line": "tr.line", "quantity": "input@value", "total": "td.sum"},
    "add": "button.add",
}


def kompas(folder: Path, *arguments: str):
    """Run `kompas shops …` on a workspace."""
    command = ["--workspace", str(folder), "shops", *arguments]
    return CliRunner().invoke(main, command, catch_exceptions=False)


def write(folder: Path, document: object, name: str = "a.json") -> str:
    """Write a document to a file and return its path."""
    file = folder / name
    file.write_text(json.dumps(document), "utf-8")
    return str(file)


def changed(place: str, value: object) -> dict[str, Any]:
    """Return WHOLE with another value at a place such as product.fields.mpn."""
    document = json.loads(json.dumps(WHOLE))
    *steps, last = place.split(".")
    inner = document
    for step in steps:
        inner = inner[step]
    inner[last] = value
    return document


def test_a_whole_adapter_is_valid_for_the_check_and_for_the_published_schema(tmp_path: Path):
    """Every part of the format once."""
    result = kompas(tmp_path, "check", write(tmp_path, WHOLE))
    assert (result.exit_code, result.stdout) == (0, "kontorhuset is valid\n")
    Draft202012Validator.check_schema(json_schema())
    Draft202012Validator(json_schema()).validate(WHOLE)


REFUSED: list[tuple[str, object, str]] = [
    ("id", "Kontor huset", "a-z"),
    ("id", "a" * 41, "a-z"),
    ("id", 7, "no text"),
    ("name", "", "1 to 80"),
    ("name", "a\x1b[31m", "cannot be seen"),
    ("name", "half \ud800", "cannot be seen"),
    ("hosts", "shop.example.dk", "no list"),
    ("hosts", ["a.example.dk"] * 2, "twice"),
    ("hosts", [f"a{i}.example.dk" for i in range(41)], "0 to 40"),
    ("hosts", ["https://shop.example.dk"], "no host name"),
    ("hosts", ["shop.example.dk/vare"], "no host name"),
    ("hosts", ["*.example.dk"], "no host name"),
    ("hosts", ["Shop.example.dk"], "lower case"),
    ("hosts", ["kød.example.dk"], "xn--"),
    ("hosts", ["shop.example.dk\n"], "no host name"),
    ("hosts", ["dk"], "whole host name"),
    ("hosts", ["shop.example.dk:0"], "port"),
    ("hosts", ["shop.example.dk:65536"], "port"),
    ("hosts", ["999.1.1.1"], "no address"),
    ("hosts", [None], "null"),
    ("detect", "a" * 301, "1 to 300"),
    ("detect", "meta[name='x", "no CSS selector"),
    ("detect", "a)", "no CSS selector"),
    ("detect", "a\nb", "cannot be seen"),
    ("detect", "a{color:red}", "no CSS selector"),
    ("detect", ":is(" * 70 + "a" + ")" * 4, "no CSS selector"),
    ("pages.other", {"match": "a"}, "product, listing"),
    ("pages.product", {}, "match or paths"),
    ("pages.product.paths", ["vare"], "no path pattern"),
    ("pages.product.paths", ["/vare/[0-9]+"], "no path pattern"),
    ("pages.product.paths", ["/vare/{name}"], "no path pattern"),
    ("pages.product.paths", ["/vare/*{sku}"], "no path pattern"),
    ("pages.product.paths", ["/vare**"], "no path pattern"),
    ("pages.product.paths", ["/{sku}/{sku}"], "twice"),
    ("pages.product.paths", ["/" + "a" * 200], "1 to 200"),
    ("pages.product.paths", ["/a"] * 21, "1 to 20"),
    ("product.code", "alert(1)", "is no key here"),
    ("product.labels.ean", ["EAN"], "gtin, mpn, sku, brand"),
    ("product.labels.gtin", ["w" * 61], "1 to 60"),
    ("product.labels.gtin", ["EAN"] * 21, "1 to 20"),
    ("product.labels.gtin", ["E\u200bAN"], "cannot be seen"),
    ("product.fields.mpn", "a[@x", "no CSS selector"),
    ("product.fields.mpn", "a@on click", "no CSS selector"),
    ("product.image", "img@src", "no CSS selector"),
    ("product.variant", {}, "missing"),
    ("listing", None, "null"),
    ("listing", [], "card, link"),
    ("listing", {"link": "a"}, "missing"),
    ("lines.line", {"$ne": 1}, "no text"),
    ("__proto__", {}, "is no key here"),
]


@pytest.mark.parametrize(("place", "value", "told"), REFUSED, ids=short)
def test_a_fault_is_told_with_its_place_and_a_remedy(
    tmp_path: Path, place: str, value: object, told: str
):
    """And the adapter is not added."""
    file = write(tmp_path, changed(place, value))
    result = kompas(tmp_path, "check", file)
    assert result.exit_code == 1
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"Error: {file}: {place}")
    assert told in line
    assert result.stderr.isascii() or "\x1b" not in result.stderr
    assert kompas(tmp_path, "add", file).exit_code == 1
    assert not (tmp_path / "workspace.db").exists()


@pytest.mark.parametrize(("place", "value", "told"), REFUSED, ids=short)
def test_what_the_schema_refuses_the_check_refuses_too(place: str, value: object, told: str):
    """The published schema knows less: keys, types and bounds; it never asks for more."""
    document = changed(place, value)
    with pytest.raises(AdapterError):
        checked(document, "x")
    structural = ("is no key here", "no text", "no list", "missing", "null", "1 to", "0 to")
    if any(word in told for word in structural):
        assert not Draft202012Validator(json_schema()).is_valid(document)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"{", "is not JSON"),
        (b"\xff{}", "is not JSON in UTF-8"),
        (b"[" * 20_000, "is not JSON"),
        (b"[]", "no object"),
        (b"null", "a.json"),
        (b'{"id": "a", "id": "b"}', "'id' stands twice"),
        (b" " * (MAX_BYTES + 1), "is over 32,768 bytes"),
        (b'{"id": ' + b"9" * 5000 + b"}", "is not JSON"),
    ],
    ids=short,
)
def test_a_file_that_is_no_adapter_is_told(tmp_path: Path, data: bytes, told: str):
    """Whatever it holds; a file that is not there too."""
    file = tmp_path / "a.json"
    file.write_bytes(data)
    result = kompas(tmp_path, "check", str(file))
    assert result.exit_code == 1
    assert told in result.stderr
    assert kompas(tmp_path, "check", str(tmp_path / "none.json")).exit_code == 1


def test_an_adapter_for_no_shop_or_without_a_page_is_refused(tmp_path: Path):
    """It would do nothing, or everything."""
    empty = {"id": "a", "name": "A", "hosts": []}
    result = kompas(tmp_path, "check", write(tmp_path, empty | {"add": "button"}))
    assert "Give hosts, or detect" in result.stderr
    result = kompas(tmp_path, "check", write(tmp_path, empty | {"hosts": ["a.example.dk"]}))
    assert "says nothing of any page" in result.stderr


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*WHOLE, "card", "paths", "x"]), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(json_values, st.sampled_from(list(WHOLE)))
def test_no_document_whatever_it_holds_breaks_the_check(value: object, key: str):
    """It is an adapter, or it is refused with faults that each name the file."""
    for document in (value, WHOLE | {key: value}):
        try:
            checked(document, "a.json")
        except AdapterError as error:
            assert all(fault.place.startswith("a.json") for fault in error.faults)
        else:
            assert Draft202012Validator(json_schema()).is_valid(document)


def test_the_shipped_adapters_that_are_in_the_format_pass_the_check(tmp_path: Path):
    """They are the same documents."""
    files = sorted(
        f for f in (ROOT / "extension/shops").glob("*.json") if not f.stem.endswith(".expected")
    )
    assert files
    result = kompas(tmp_path, "check", *map(str, files))
    assert result.exit_code == 0, result.stderr


def test_of_several_files_all_are_added_or_none(tmp_path: Path):
    """Every fault of every file is told at once."""
    good = write(tmp_path, WHOLE)
    bad = write(tmp_path, changed("hosts", ["dk"]) | {"id": "b", "x": 1}, "b.json")
    result = kompas(tmp_path, "add", good, bad)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 2
    assert kompas(tmp_path, "list").stdout == "0 adapters\n"
    again = write(tmp_path, WHOLE, "c.json")
    assert "Give each its own" in kompas(tmp_path, "add", good, again).stderr
    other = write(tmp_path, WHOLE | {"id": "b"}, "b.json")
    result = kompas(tmp_path, "add", good, other)
    assert "Let one adapter stand for a host" in result.stderr
    assert kompas(tmp_path, "list").stdout == "0 adapters\n"


def test_an_adapter_is_added_exported_replaced_removed_and_restored(tmp_path: Path):
    """Each step says when it takes effect, and nothing is lost."""
    first = write(tmp_path, WHOLE)
    result = kompas(tmp_path, "add", first)
    assert "kontorhuset is added" in result.stdout
    assert "takes effect at the next `kompas publish`" in result.stdout
    assert kompas(tmp_path, "add", first).stdout == "kontorhuset was there already\n"
    assert json.loads(kompas(tmp_path, "export", "kontorhuset").stdout) == WHOLE
    second = write(tmp_path, WHOLE | {"name": "Nyt navn"})
    kompas(tmp_path, "add", second)
    assert "Nyt navn" in kompas(tmp_path, "list").stdout
    assert "is version 1 again" in kompas(tmp_path, "restore", "kontorhuset").stdout
    assert json.loads(kompas(tmp_path, "export", "kontorhuset").stdout) == WHOLE
    kompas(tmp_path, "restore", "kontorhuset")
    assert "Nyt navn" in kompas(tmp_path, "list").stdout
    assert kompas(tmp_path, "remove", "kontorhuset").exit_code == 0
    assert kompas(tmp_path, "list").stdout == "0 adapters\n"
    assert kompas(tmp_path, "remove", "kontorhuset").exit_code == 1
    kompas(tmp_path, "restore", "kontorhuset")
    assert "Nyt navn" in kompas(tmp_path, "list").stdout
    kompas(tmp_path, "restore", "kontorhuset", "--version", "1")
    assert json.loads(kompas(tmp_path, "export", "kontorhuset").stdout) == WHOLE
    assert kompas(tmp_path, "history", "kontorhuset").stdout.endswith("7 versions\n")


@pytest.mark.parametrize("command", ["export", "remove", "restore"])
def test_an_adapter_that_is_not_there_is_told(tmp_path: Path, command: str):
    """With the command that lists what is."""
    result = kompas(tmp_path, command, "nobody")
    assert result.exit_code == 1
    assert "kompas shops" in result.stderr


def test_the_only_version_of_an_adapter_cannot_be_undone(tmp_path: Path):
    """It can be removed."""
    kompas(tmp_path, "add", write(tmp_path, WHOLE))
    for version in ((), ("--version", "9")):
        result = kompas(tmp_path, "restore", "kontorhuset", *version)
        assert "not in the history" in result.stderr


def test_more_adapters_than_an_answer_can_hold_are_refused(tmp_path: Path):
    """The extension reads 4 MB at most."""
    files = [
        write(tmp_path, WHOLE | {"id": f"a{i}", "hosts": [f"a{i}.example.dk"]}, f"{i}.json")
        for i in range(MAX_ADAPTERS + 1)
    ]
    assert "101 adapters" in kompas(tmp_path, "add", *files).stderr
    assert kompas(tmp_path, "add", *files[1:]).exit_code == 0


@pytest.fixture
def folder(tmp_path: Path, published: Path) -> Path:
    """Return a workspace of its own with an adapter, published."""
    shutil.copytree(published, tmp_path / "w", symlinks=True)
    kompas(tmp_path / "w", "add", write(tmp_path, WHOLE))
    republish(tmp_path / "w")
    return tmp_path / "w"


def republish(folder: Path) -> None:
    """Publish a workspace."""
    with Workspace(folder) as workspace:
        publish(workspace, rulesets.load("default"), folder)


def client_of(folder: Path, **settings: str) -> FlaskClient:
    """Return a client of a service on a folder."""
    return create_app(Config(folder=folder, **settings)).test_client()


def test_the_shops_answer_holds_shops_with_offers_and_the_adapters(folder: Path):
    """In the published shape; a shop without offers is none."""
    with Workspace(folder) as workspace, workspace.writing():
        workspace.put("shops", [{"id": "empty", "name": "Tom"}])
    republish(folder)
    response = client_of(folder).get("/api/v1/shops")
    fits("ShopsResponse", response.json)
    assert response.json == {
        "shops": [{"id": "demo", "name": "demo", "hosts": [HOST]}],
        "adapters": [WHOLE],
    }


def test_what_is_added_takes_effect_at_the_next_publish_only(folder: Path):
    """The request path reads the snapshot alone."""
    client = client_of(folder)
    kompas(folder, "remove", "kontorhuset")
    assert client.get("/api/v1/shops").json["adapters"] == [WHOLE]
    republish(folder)
    assert client.get("/api/v1/shops").json["adapters"] == []


def test_who_has_the_shops_already_gets_a_304_until_something_is_published(folder: Path):
    """By the snapshot's hash."""
    client = client_of(folder)
    first = client.get("/api/v1/shops")
    tag = first.headers["ETag"]
    assert tag.strip('"') == (folder / "snapshot").resolve().name.removeprefix("snapshot-")
    assert first.headers["Cache-Control"] == "private, no-cache"
    again = client.get("/api/v1/shops", headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    kompas(folder, "remove", "kontorhuset")
    republish(folder)
    assert client.get("/api/v1/shops", headers={"If-None-Match": tag}).status_code == 200


def test_a_snapshot_of_an_earlier_release_answers_with_empty_lists(folder: Path):
    """It has no file of shops."""
    ((folder / "snapshot").resolve() / "shops.json").unlink()
    response = client_of(folder).get("/api/v1/shops")
    assert response.json == {"shops": [], "adapters": []}


def test_without_a_snapshot_the_shops_are_a_503(tmp_path: Path):
    """In the one shape of errors."""
    response = client_of(tmp_path).get("/api/v1/shops")
    assert response.status_code == 503
    fits("ApiError", response.json)


def test_the_shops_need_the_token_where_scores_do(folder: Path):
    """The schema too."""
    client = client_of(folder, token="hemmelig")
    for path in ("/api/v1/shops", "/api/v1/shops/schema"):
        assert client.get(path).status_code == 401
        headers = {"Authorization": "Bearer hemmelig"}
        assert client.get(path, headers=headers).status_code == 200


def test_the_schema_of_adapters_is_published(folder: Path):
    """As it stands in the code."""
    response = client_of(folder).get("/api/v1/shops/schema")
    assert response.mimetype == "application/schema+json"
    assert response.json == json_schema()


@pytest.mark.parametrize("path", ["/api/v1/shops", "/api/v1/scores"])
def test_an_extension_may_read_shops_as_it_reads_scores_without_a_host_permission(
    folder: Path, path: str
):
    """The preflight allows what it sends, and it can read the ETag; a web page gets neither."""
    client = client_of(folder)
    asked = {
        "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization, if-none-match",
    }
    preflight = client.options(path, headers={"Origin": EXTENSION} | asked).headers
    assert preflight["Access-Control-Allow-Origin"] == EXTENSION
    allowed = preflight["Access-Control-Allow-Headers"].lower()
    assert "authorization" in allowed
    assert "if-none-match" in allowed
    page = client.options(path, headers={"Origin": "https://shop.example.dk"} | asked).headers
    assert "Access-Control-Allow-Origin" not in page


def test_a_304_may_be_read_by_an_extension_too(folder: Path):
    """The headers of CORS stand on it, or the browser would call it a failure."""
    client = client_of(folder)
    first = client.get("/api/v1/shops", headers={"Origin": EXTENSION})
    assert first.headers["Access-Control-Expose-Headers"] == "ETag"
    headers = {"Origin": EXTENSION, "If-None-Match": first.headers["ETag"]}
    again = client.get("/api/v1/shops", headers=headers)
    assert again.status_code == 304
    assert again.headers["Access-Control-Allow-Origin"] == EXTENSION
    plain = client.get("/api/v1/shops")  # with a host permission no Origin may be sent
    assert plain.status_code == 200
