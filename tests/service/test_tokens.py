"""Tokens of the API: who gets in, how soon a revoked one does not, what is kept."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import string
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import KompasError
from service.access import tokens
from service.app import create_app
from service.config import Config
from service.store import audit
from service.store.tokens import everything
from service.store.workspace import Workspace
from tests.service.conftest import HOST


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """A workspace of its own beside what is published."""
    for path in published.glob("snapshot*"):
        (tmp_path / path.name).symlink_to(path.resolve())
    with Workspace(tmp_path):
        pass
    return tmp_path


def made(folder: Path, scope: str = "scores", expires_on: str = "") -> str:
    with Workspace(folder) as workspace:
        return tokens.create(workspace, "anna", "Odense", scope, expires_on)[0]


def ask(app: Flask, token: str = "", path: str = "/api/v1/scores") -> int:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    body = {"shop": HOST, "items": [{"ref": "a", "name": "x"}]}
    with app.test_client() as client:
        return client.post(path, json=body, headers=headers).status_code


def later(app: Flask) -> None:
    """Let the seconds pass after which a worker reads the tokens again."""
    app.extensions["kompas_tokens"]._next = 0.0


def test_the_first_token_closes_the_api(folder: Path) -> None:
    app = create_app(Config(folder=folder))
    assert ask(app) == 200
    token = made(folder)
    later(app)
    assert (ask(app), ask(app, token), ask(app, token[:-1] + "0")) == (401, 200, 401)


def test_a_revoked_token_is_refused_and_opens_nothing(folder: Path) -> None:
    app, token = create_app(Config(folder=folder)), made(folder)
    assert ask(app, token) == 200
    with Workspace(folder) as workspace:
        tokens.revoke(workspace, "anna", 1, "den er lækket")
    later(app)
    assert (ask(app, token), ask(app)) == (401, 401)
    with Workspace(folder) as workspace:
        tokens.reopen(workspace, "anna", "kun til demo")
        assert [e.action for e in audit.entries(workspace)][:2] == ["token.reopen", "token.revoke"]
    later(app)
    assert ask(app) == 200


def test_a_worker_reads_them_again_within_five_seconds() -> None:
    assert tokens.AFTER <= 5


def test_between_two_readings_the_disk_is_left_alone(folder: Path) -> None:
    app, token = create_app(Config(folder=folder)), made(folder)
    assert ask(app, token) == 200
    os.rename(folder / "workspace.db", folder / "elsewhere.db")
    app.extensions["kompas_tokens"]._next = float("inf")
    assert ask(app, token) == 200


def test_a_token_is_good_to_its_last_day(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app, token = create_app(Config(folder=folder)), made(folder, expires_on="2999-12-31")
    assert ask(app, token) == 200
    monkeypatch.setattr(tokens, "_past", lambda day: bool(day))
    assert ask(app, token) == 401


def test_scopes(folder: Path) -> None:
    app = create_app(Config(folder=folder))
    preview = "/api/v1/rulesets/preview"
    assert ask(app, path=preview) == 403
    scores, admin = made(folder), made(folder, "admin")
    later(app)
    assert (ask(app, scores, preview), ask(app, "", preview)) == (401, 401)
    assert (ask(app, admin, preview), ask(app, admin)) == (422, 200)


def test_the_tokens_of_settings_go_on_working(folder: Path) -> None:
    app = create_app(Config(folder=folder, token="of the settings", admin_token="admin"))
    token = made(folder)
    assert (ask(app, "of the settings"), ask(app, token), ask(app)) == (200, 200, 401)
    assert ask(app, "admin", "/api/v1/rulesets/preview") == 422


def test_a_machine_with_a_snapshot_alone_serves(published: Path, tmp_path: Path) -> None:
    for path in published.glob("snapshot*"):
        (tmp_path / path.name).symlink_to(path.resolve())
    app = create_app(Config(folder=tmp_path, secret="s"))
    assert ask(app) == 200
    assert not (tmp_path / "workspace.db").exists()


def test_a_workspace_that_cannot_be_read_lets_nobody_in(folder: Path) -> None:
    made(folder)
    for path in folder.glob("workspace.db*"):
        path.unlink()
    (folder / "workspace.db").write_bytes(b"no database" * 1000)
    app = create_app(Config(folder=folder))
    assert ask(app) == 503
    assert ask(app, "kompas_x") == 503


def test_a_workspace_that_fails_later_leaves_what_was_known(folder: Path) -> None:
    app, token = create_app(Config(folder=folder)), made(folder)
    assert ask(app, token) == 200
    for path in folder.glob("workspace.db*"):
        path.unlink()
    (folder / "workspace.db").write_bytes(b"no database" * 1000)
    later(app)
    assert (ask(app, token), ask(app)) == (200, 401)


def test_a_workspace_of_an_earlier_release_has_no_tokens(folder: Path) -> None:
    (folder / "workspace.db").unlink()
    sqlite3.connect(folder / "workspace.db").execute("CREATE TABLE x (y)").connection.close()
    assert ask(create_app(Config(folder=folder, secret="s"))) == 200


def test_a_folder_that_is_read_only_is_read(folder: Path, tmp_path: Path) -> None:
    token = made(folder)
    copy = tmp_path / "copy"
    copy.mkdir()
    shutil.copy(folder / "workspace.db", copy)
    assert tokens.hashed(token) in {row[0] for row in tokens.tokens.serving(copy)}


def test_only_the_hash_is_kept(folder: Path) -> None:
    token = made(folder)
    data = b"".join(path.read_bytes() for path in folder.glob("workspace.db*"))
    assert token.encode() not in data
    assert token[7:20].encode() not in data
    with Workspace(folder) as workspace:
        assert everything(workspace)[0].hash == tokens.hashed(token)


@pytest.mark.parametrize(
    ("name", "scope", "day"),
    [
        ("", "scores", ""),
        ("x" * 81, "scores", ""),
        ("x", "root", ""),
        ("x", "scores", "2020-01-01"),
        ("x", "scores", "i morgen"),
        ("x", "scores", "20991231"),
    ],
)
def test_what_does_not_do_makes_nothing(folder: Path, name: str, scope: str, day: str) -> None:
    with Workspace(folder) as workspace:
        with pytest.raises(KompasError):
            tokens.create(workspace, "anna", name, scope, day)
        assert everything(workspace) == []
        assert audit.count(workspace) == 0


def test_tokens_can_be_told_by_their_form() -> None:
    found = {tokens._new() for _ in range(50)}
    assert len(found) == 50
    assert all(re.fullmatch(r"kompas_[0-9A-Za-z]{38}", token) for token in found)
    assert all(tokens.looks_right(token) for token in found)


@given(place=st.integers(7, 44), other=st.sampled_from(string.ascii_letters + string.digits))
def test_a_slip_of_one_character_is_noticed(place: int, other: str) -> None:
    token = tokens._new()
    slip = token[:place] + other + token[place + 1 :]
    assert tokens.looks_right(slip) is (slip == token)


@given(st.text(max_size=60))
def test_no_text_is_an_error(text: str) -> None:
    assert not tokens.looks_right(text)


def test_the_bearer_may_be_anything(client: FlaskClient) -> None:
    for value in ("Bearer", "Bearer ", "Bearer \xe6", "Basic x", "Bearer " + "x" * 5000):
        answer = client.get("/api/v1/rulesets/schema", headers={"Authorization": value})
        assert answer.status_code == 200
