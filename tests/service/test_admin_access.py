"""The pages of users, tokens and the audit, with hostile input in every field."""

from __future__ import annotations

import ast
import csv
import io
import re
import sqlite3
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.access import people
from service.admin import trail_words
from service.app import create_app
from service.config import Config
from service.store import audit, tokens, users
from service.store.workspace import Workspace
from tests.service.visitor import PASSWORD, sign_in, token

SERVICE = Path(__file__).parents[2] / "service"
HOSTILE = [
    "<script>alert(1)</script>",
    "'; DROP TABLE users; --",
    "x" * 5000,
    "=1+1",
    "\x00",
    "æ\u202eb",
]


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    with Workspace(tmp_path) as workspace:
        people.create(workspace, "test", "anna", ["owner"], password=PASSWORD)
    return create_app(Config(folder=tmp_path, insecure=True))


@pytest.fixture
def owner(app: Flask) -> FlaskClient:
    client = app.test_client()
    assert sign_in(client, "anna").status_code == 303
    return client


@pytest.fixture
def workspace(app: Flask) -> Iterator[Workspace]:
    with Workspace(app.extensions["kompas_config"].folder) as opened:
        yield opened


def send(client: FlaskClient, path: str, **fields: Any) -> Any:
    """Send a form of a page, with its token."""
    page = client.get("/admin/account").get_data(as_text=True)
    return client.post(path, data={"csrf_token": token(page), **fields})


def text(answer: Any) -> str:
    return unescape(answer.get_data(as_text=True))


def test_a_token_is_shown_once(owner: FlaskClient, workspace: Workspace) -> None:
    made = send(owner, "/admin/tokens/", name="Odense", scope="scores", expires_on="")
    assert made.status_code == 201
    shown = re.search(r"kompas_\w{38}", text(made))
    assert shown
    later = text(owner.get("/admin/tokens/"))
    assert "Odense" in later
    assert shown[0] not in later
    assert send(owner, "/admin/tokens/1/revoke", reason="").status_code == 422
    assert tokens.numbered(workspace, 1).revoked_at == ""  # type: ignore[union-attr]
    assert send(owner, "/admin/tokens/1/revoke", reason="lækket").status_code == 303
    assert "ingen nøgle virker" in text(owner.get("/admin/tokens/"))
    assert send(owner, "/admin/tokens/reopen", reason="demo").status_code == 303
    assert "API'et er åbent" in text(owner.get("/admin/tokens/"))
    assert send(owner, "/admin/tokens/9/revoke", reason="lækket").status_code == 422


@pytest.mark.parametrize("value", HOSTILE)
def test_tokens_take_no_hostile_input(owner: FlaskClient, workspace: Workspace, value: str) -> None:
    for field in ("name", "scope", "expires_on"):
        form = {"name": "Odense", "scope": "scores", "expires_on": ""} | {field: value}
        answer = send(owner, "/admin/tokens/", **form)
        assert answer.status_code in (201, 422), field
        assert "<script>alert" not in answer.get_data(as_text=True)
    send(owner, "/admin/tokens/1/revoke", reason=value)
    assert "<script>alert" not in owner.get("/admin/tokens/").get_data(as_text=True)
    assert audit.verify(workspace) is None


def test_a_user_is_made_with_a_password_shown_once(owner: FlaskClient, app: Flask) -> None:
    form = {"name": "Bo", "display": "Bo B", "roles": ["author", "viewer"]}
    made = send(owner, "/admin/people/", **form)
    assert made.status_code == 201
    password = re.search(r"(\w{4}-){3}\w{4}", text(made))
    assert password
    assert sign_in(app.test_client(), "bo", password[0]).status_code == 303
    page = text(owner.get("/admin/people/"))
    assert "Læser, Regelforfatter" in page
    assert password[0] not in page
    taken = send(owner, "/admin/people/", **form)
    assert taken.status_code == 422
    assert 'value="Bo B"' in text(taken)


def test_shut_opened_and_a_new_password(
    owner: FlaskClient, app: Flask, workspace: Workspace
) -> None:
    send(owner, "/admin/people/", name="bo", roles=["steward"], password=PASSWORD)
    bo = app.test_client()
    sign_in(bo, "bo")
    assert bo.get("/admin/").status_code == 200
    assert send(owner, "/admin/people/bo/shut", reason="x").status_code == 422
    assert send(owner, "/admin/people/bo/shut", reason="er stoppet").status_code == 303
    assert bo.get("/admin/").status_code == 302
    assert send(owner, "/admin/people/bo/reopen").status_code == 303
    assert bo.get("/admin/").status_code == 200
    assert send(owner, "/admin/people/bo", roles=["author"], display="B").status_code == 303
    assert bo.get("/admin/").status_code == 200
    assert send(owner, "/admin/people/bo/password").status_code == 201
    assert bo.get("/admin/").status_code == 302  # the old password's sessions have ended
    shut = next(audit.entries(workspace, action="user", subject="bo", limit=4, before=4))
    assert shut.details["reason"] == "er stoppet"
    assert users.named(workspace, "bo").roles == ("author",)  # type: ignore[union-attr]


def test_the_last_owner_stays(owner: FlaskClient, workspace: Workspace) -> None:
    for path, form in (("", {"roles": ["viewer"]}), ("/shut", {"reason": "er stoppet"})):
        answer = send(owner, f"/admin/people/anna{path}", **form)
        assert answer.status_code == 422
        assert "den sidste ejer" in text(answer)
    assert send(owner, "/admin/people/anna", roles=[]).status_code == 422
    assert audit.count(workspace) == 1


@pytest.mark.parametrize("value", HOSTILE)
def test_people_take_no_hostile_input(owner: FlaskClient, workspace: Workspace, value: str) -> None:
    for field in ("name", "display", "roles", "password"):
        form: dict[str, Any] = {"name": "bo", "display": "Bo", "roles": ["viewer"], "password": ""}
        answer = send(owner, "/admin/people/", **form | {field: value})
        assert answer.status_code in (201, 303, 422), field
        assert "<script>alert" not in answer.get_data(as_text=True)
    for path in ("", "/password", "/shut", "/reopen"):
        form = {"display": value, "roles": [value], "password": value, "reason": value}
        assert send(owner, f"/admin/people/bo{path}", **form).status_code in (303, 422), path
    assert send(owner, "/admin/people/' OR 1=1 --", roles=["owner"]).status_code == 404
    assert "<script>alert" not in owner.get("/admin/people/").get_data(as_text=True)
    assert users.named(workspace, "anna").roles == ("owner",)  # type: ignore[union-attr]


def fill(workspace: Workspace, count: int) -> None:
    with workspace.writing():
        for i in range(count):
            subject = f"=cmd|{i}" if i % 2 else f"vare {i}"
            audit.record(workspace, "bo", "evidence.set", subject, {"value": i, "reason": "fordi"})


def test_the_trail_is_filtered_and_paged(owner: FlaskClient, workspace: Workspace) -> None:
    fill(workspace, 120)
    page = text(owner.get("/admin/audit/"))
    assert page.count("Rettede en oplysning</td>") == 50
    assert "Begrundelse:" in page
    older = re.search(r'rel="next" href="([^"]+)"', page)
    assert older
    assert "#71" in text(owner.get(older[1]))
    assert "Oprettede en bruger</td>" in text(owner.get("/admin/audit/?action=user"))
    assert "Rettede en oplysning</td>" not in text(owner.get("/admin/audit/?actor=test"))
    assert text(owner.get("/admin/audit/?subject=vare+10")).count("vare 10") >= 2
    assert "Ingen rækker passer" in text(owner.get("/admin/audit/?until=2001-01-01"))
    assert "Filteret på dage" in text(owner.get("/admin/audit/?since=i+dag"))


@pytest.mark.parametrize("field", ["actor", "action", "subject", "since", "until", "before"])
def test_filters_take_anything(owner: FlaskClient, field: str) -> None:
    for value in HOSTILE:
        answer = owner.get("/admin/audit/", query_string={field: value})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.get_data(as_text=True)
        file = owner.get("/admin/audit/entries.csv", query_string={field: value})
        assert file.status_code == 200


def test_csv_is_whole_and_inert(owner: FlaskClient, workspace: Workspace) -> None:
    fill(workspace, 300)
    answer = owner.get("/admin/audit/entries.csv?action=evidence")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert len(rows) == 300
    assert rows[0]["subject"] == "'=cmd|299"
    assert not any(str(cell).startswith(("=", "+", "-", "@")) for r in rows for cell in r.values())


def test_a_row_that_was_tampered_with_is_found(owner: FlaskClient, workspace: Workspace) -> None:
    fill(workspace, 5)
    assert "Kæden holder: 6 rækker" in text(owner.get("/admin/audit/verify"))
    raw = sqlite3.connect(workspace.path)
    raw.execute("DROP TRIGGER audit_no_update")
    raw.execute("UPDATE audit SET details = '{}' WHERE id = 3")
    raw.commit()
    raw.close()
    assert "brudt ved række 3" in text(owner.get("/admin/audit/verify"))


def recorded() -> Iterator[tuple[str, str]]:
    """Yield (file, pattern of the action) of every call of audit.record in the service."""
    for path in SERVICE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("audit.record"):
                action = node.args[2]
                if isinstance(action, ast.Constant):
                    yield path.name, re.escape(str(action.value))
                elif isinstance(action, ast.JoinedStr):
                    parts = (
                        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+"
                        for part in action.values
                    )
                    yield path.name, "".join(parts)


def test_every_action_that_is_recorded_has_words() -> None:
    found = list(recorded())
    assert len(found) >= 6
    for file, pattern in found:
        assert any(re.fullmatch(pattern, code) for code in trail_words.ACTIONS), (file, pattern)
    assert {code.split(".")[0] for code in trail_words.ACTIONS} <= set(trail_words.KINDS)


def test_words_are_there_in_both_languages(owner: FlaskClient) -> None:
    tables = (trail_words.ACTIONS, trail_words.KINDS, trail_words.DETAILS, trail_words.VALUES)
    for table in tables:
        assert all(set(words) == {"da", "en"} and all(words.values()) for words in table.values())
    send(owner, "/admin/account", language="en")
    for path in ("tokens/", "people/", "people/anna", "audit/", "audit/verify"):
        assert '<html lang="en">' in text(owner.get(f"/admin/{path}"))
