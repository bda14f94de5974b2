"""The rules' pages, asked as a browser asks them."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.config import Config
from tests.service.visitor import sign_in, token

FIELD = "groups.laptop.criteria[{}].weight"
HOSTILE = ("<script>alert(1)</script>", "'; DROP TABLE users; --", "x" * 5000, "\x00", "🦆")


@pytest.fixture(scope="module")
def folder(governed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("rules") / "copy"
    return Path(shutil.copytree(governed, copy, symlinks=True))


@pytest.fixture
def author(folder: Path) -> Iterator[FlaskClient]:
    with create_app(Config(folder=folder, insecure=True)).test_client() as client:
        sign_in(client, "author")
        yield client


def made(client: FlaskClient, **fields: str) -> str:
    """Make a draft and return its address."""
    page = client.get("/admin/rules").get_data(as_text=True)
    form = {"source": "published", "csrf_token": token(page)} | fields
    answer = client.post("/admin/rules", data=form)
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return str(answer.headers["Location"])


def fields_of(page: str) -> dict[str, str]:
    """Return what a form of a page would send, selects left as they are."""
    found = dict(re.findall(r'<input[^>]* name="([^"]+)" value="([^"]*)"', page))
    return {name.replace("&#39;", "'"): value for name, value in found.items()}


def test_saving_a_form_that_nobody_touched_changes_nothing(author: FlaskClient) -> None:
    path = made(author)
    for group in ("laptop", "food", "monitor", "smartphone"):
        page = author.get(f"{path}/group/{group}").get_data(as_text=True)
        form = fields_of(page)
        assert len(form) > 5
        assert author.post(f"{path}/group/{group}", data=form).status_code == 303
    text = author.get(path).get_data(as_text=True)
    sentences = re.findall(r"<li>(.*?)</li>", text.split('id="diff"')[1].split("</ul>")[0])
    assert len(sentences) == 1  # the version's own name
    assert "Versionen" in sentences[0]


def test_two_who_save_the_same_draft(author: FlaskClient) -> None:
    path = made(author)
    page = author.get(f"{path}/group/laptop").get_data(as_text=True)
    form = fields_of(page)
    first = form | {FIELD.format("repair"): "25"}
    assert author.post(f"{path}/group/laptop", data=first).status_code == 303
    second = form | {FIELD.format("warranty"): "15,5"}
    answer = author.post(f"{path}/group/laptop", data=second)
    told = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "author gemte en nyere udgave" in told
    again = fields_of(told)
    assert again[FIELD.format("repair")] == "25"
    assert again[FIELD.format("warranty")] == "15,5"
    assert author.post(f"{path}/group/laptop", data=again).status_code == 303
    text = author.get(f"{path}/text").get_data(as_text=True)
    assert "weight = 15.5" in text
    assert "weight = 25" in text


@pytest.mark.parametrize("value", [*HOSTILE, "", "abc", "1e999", "nan", "-5", "1;2"])
def test_no_value_of_a_field_breaks_the_preview_or_is_saved(
    author: FlaskClient, value: str
) -> None:
    path = made(author)
    page = author.get(f"{path}/group/laptop").get_data(as_text=True)
    for name in (FIELD.format("energy"), "groups.laptop.cuts.A", "groups.laptop.minimum_coverage"):
        form = fields_of(page) | {name: value, "serial": "1"}
        seen = author.post(f"{path}/preview/laptop", data=form)
        assert seen.status_code in (200, 204)
        assert "<script>alert" not in seen.get_data(as_text=True)
        answer = author.post(f"{path}/group/laptop", data=form)
        assert answer.status_code in (303, 409, 422), value
    after = author.get(path)
    assert after.status_code == 200


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_of_a_field_breaks_it(author: FlaskClient, name: str) -> None:
    path = made(author)
    form = fields_of(author.get(f"{path}/group/laptop").get_data(as_text=True)) | {name: "1"}
    assert author.post(f"{path}/group/laptop", data=form).status_code in (303, 422)
    assert author.get(f"{path}/group/{name[:100]}").status_code in (404, 400)


def test_an_overtaken_preview_is_not_shown(author: FlaskClient) -> None:
    path = made(author)
    form = fields_of(author.get(f"{path}/group/laptop").get_data(as_text=True))
    assert author.post(f"{path}/preview/laptop", data=form | {"serial": "20"}).status_code == 200
    assert author.post(f"{path}/preview/laptop", data=form | {"serial": "10"}).status_code == 204


def test_text_and_sliders_are_one_document(author: FlaskClient) -> None:
    path = made(author)
    text = author.get(f"{path}/export").get_data(as_text=True)
    page = author.get(f"{path}/text").get_data(as_text=True)
    form: dict[str, Any] = {"csrf_token": token(page), "revision": "1"}
    changed = text.replace("weight = 30\n", "weight = 33\n", 1)
    assert changed != text
    assert author.post(f"{path}/text", data=form | {"text": changed}).status_code == 303
    groups = re.findall(r"/group/([a-z/]+)\"", author.get(path).get_data(as_text=True))
    pages = [author.get(f"{path}/group/{group}").get_data(as_text=True) for group in groups]
    assert any('value="33"' in page for page in pages)


@pytest.mark.parametrize("text", ["", "a = ", "[x", "\x00", 'extends = "/etc/passwd"', "a=1\n" * 9])
def test_a_text_that_is_no_ruleset_is_told_and_kept_in_the_field(
    author: FlaskClient, text: str
) -> None:
    path = made(author)
    page = author.get(f"{path}/text").get_data(as_text=True)
    form = {"csrf_token": token(page), "revision": "1", "text": text}
    answer = author.post(f"{path}/text", data=form)
    assert answer.status_code in (303, 422)
    assert "root:" not in answer.get_data(as_text=True)
    if answer.status_code == 303:  # saved as a draft with its faults
        assert "Det skal rettes" in author.get(path).get_data(as_text=True)


def test_who_has_written_does_not_approve(author: FlaskClient, folder: Path) -> None:
    path = made(author)
    page = author.get(path).get_data(as_text=True)
    form = {"csrf_token": token(page), "revision": "1", "action": "submit"}
    assert author.post(f"{path}/act", data=form).status_code == 303
    form |= {"revision": "2", "action": "approve"}
    assert author.post(f"{path}/act", data=form).status_code == 422
    assert author.post(f"{path}/act", data=form | {"action": "rm -rf"}).status_code == 404


@pytest.mark.parametrize("page", ["movers", "robustness?draws=20&spread=0.2", "swaps", "text"])
@pytest.mark.parametrize("role", ["viewer", "approver"])
def test_what_may_be_read_is_read_by_all(folder: Path, page: str, role: str) -> None:
    with create_app(Config(folder=folder, insecure=True)).test_client() as client:
        sign_in(client, role)
        assert client.get(f"/admin/rules/1/{page}").status_code == 200
        assert client.get("/admin/rules/99/text").status_code == 404
