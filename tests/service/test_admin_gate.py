"""The gate of /admin: every route says who may, and lets in nobody else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.access import people
from service.access.roles import ROLES
from service.app import create_app
from service.config import Config
from service.store import audit
from service.store.workspace import Workspace
from tests.service.visitor import PASSWORD, sign_in, token

SAFE = ("GET", "HEAD", "OPTIONS")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The service with one user of each role, whose name is the role's."""
    folder = tmp_path_factory.mktemp("admin")
    with Workspace(folder) as workspace:
        for role in ("owner", *(role for role in ROLES if role != "owner")):
            people.create(workspace, "test", role, [role], password=PASSWORD)
        people.create(workspace, "test", "gone", ["owner"], password=PASSWORD)
        people.change(workspace, "test", "gone", active=False)
    return create_app(Config(folder=folder, insecure=True))


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as found:
        yield found


def rules(app: Flask) -> list[tuple[str, str, str]]:
    """Return method, an address with its parts filled in, and needs of every route of /admin."""
    found = []
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/admin"):
            continue
        view = app.view_functions[rule.endpoint]
        address = re.sub(r"<int:[^>]+>", "1", rule.rule)
        address = re.sub(r"<[^>]+>", "x", address)
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            found.append((method, address, getattr(view, "needs", "")))
    return found


def test_every_route_says_who_may(app: Flask) -> None:
    assert {needs for _, _, needs in rules(app)} <= {"anybody", "read", "data", "rules"} | {
        "approve",
        "own",
    }
    assert ("POST", "/admin/account", "read") in rules(app)


def test_nobody_is_sent_to_the_door_by_every_other_route(app: Flask) -> None:
    for method, address, needs in rules(app):
        with app.test_client() as client:
            answer = client.open(address, method=method)
            if needs == "anybody":
                assert answer.status_code < 500, (method, address)
            elif method == "GET":
                assert answer.status_code == 302, (method, address)
                assert "/admin/sign-in" in answer.headers["Location"]
            else:
                assert answer.status_code == 401, (method, address)
            part = client.open(address, method=method, headers={"HX-Request": "true"})
            if needs != "anybody":
                assert part.status_code == 401, (method, address)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_to_what_it_may_and_no_further(app: Flask, role: str) -> None:
    with app.test_client() as client:
        assert sign_in(client, role).status_code == 303
        for method, address, needs in rules(app):
            if "sign-out" in address:
                continue
            answer = client.open(address, method=method)
            may = needs == "anybody" or needs in ROLES[role]
            assert (answer.status_code == 403) is not may, (method, address, answer.status_code)
            if may and method not in SAFE:  # no token was sent
                assert answer.status_code == 400, (method, address, answer.status_code)
            elif may:
                assert answer.status_code < 500, (method, address, answer.status_code)


def test_a_forged_form_changes_nothing(client: FlaskClient, app: Flask) -> None:
    sign_in(client, "viewer")
    answer = client.post("/admin/account", data={"language": "en", "csrf_token": "forged"})
    assert answer.status_code == 400
    assert "Intet er ændret" in answer.get_data(as_text=True)
    assert '<html lang="da">' in client.get("/admin/account").get_data(as_text=True)


@pytest.mark.parametrize("name", ["viewer", "gone", "nobody", "' OR 1=1 --", "x" * 5000, ""])
def test_a_wrong_password_lets_nobody_in(client: FlaskClient, name: str) -> None:
    answer = sign_in(client, name, "not the password")
    assert answer.status_code == 401
    assert client.get("/admin/").status_code == 302


def test_an_account_that_was_shut_is_out_at_once(client: FlaskClient, app: Flask) -> None:
    sign_in(client, "steward")
    folder = app.extensions["kompas_config"].folder
    with Workspace(folder) as workspace:
        people.change(workspace, "test", "steward", active=False)
    assert client.get("/admin/").status_code == 302
    with Workspace(folder) as workspace:
        people.change(workspace, "test", "steward", active=True)
        assert audit.verify(workspace) is None


def test_too_many_tries_must_wait_even_with_the_right_password(client: FlaskClient) -> None:
    for _ in range(10):
        assert sign_in(client, "author", "wrong wrong wrong").status_code == 401
    answer = sign_in(client, "author")
    assert answer.status_code == 429
    assert "kvarter" in answer.get_data(as_text=True)


def test_a_session_that_ends_in_the_middle_of_a_form_loses_nothing(client: FlaskClient) -> None:
    answer = client.post("/admin/account", data={"language": "en", "csrf_token": "old"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 401
    kept = re.search(r'name="resume" value="([^"]+)"', page)
    assert kept
    again = sign_in(client, "approver", resume=kept[1]).get_data(as_text=True)
    assert 'name="language" value="en"' in again
    sent = client.post("/admin/account", data={"language": "en", "csrf_token": token(again)})
    assert '<html lang="en">' in sent.get_data(as_text=True)


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "/api/", "javascript:x"],
)
def test_the_door_leads_nowhere_else(client: FlaskClient, address: str) -> None:
    answer = sign_in(client, "viewer", next=address)
    assert answer.headers["Location"] == "/admin/"


def test_signing_in_gives_the_session_another_name(client: FlaskClient) -> None:
    client.get("/admin/sign-in")
    before = client.get_cookie("kompas", path="/admin")
    sign_in(client, "viewer")
    after = client.get_cookie("kompas", path="/admin")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert (after.http_only, after.same_site) == (True, "Lax")


def test_pages_carry_their_headers(client: FlaskClient) -> None:
    for address in ("/admin/sign-in", "/admin/", "/admin/nowhere"):
        headers = client.get(address).headers
        assert "script-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_over_plain_http_elsewhere_no_cookie_is_sent(tmp_path: Path) -> None:
    with create_app(Config(folder=tmp_path)).test_client() as client:
        client.get("/admin/sign-in")
        cookie = client.get_cookie("kompas", path="/admin")
        assert cookie is not None
        assert cookie.secure


def test_the_last_owner_stays(tmp_path: Path) -> None:
    with Workspace(tmp_path) as workspace:
        people.create(workspace, "cli:x", "anna", ["owner"], password=PASSWORD)
        with pytest.raises(Exception, match="last owner"):
            people.change(workspace, "anna", "anna", roles=["viewer"])
        with pytest.raises(Exception, match="last owner"):
            people.change(workspace, "anna", "anna", active=False)
        people.create(workspace, "anna", "bo", ["owner"], password=PASSWORD)
        assert people.change(workspace, "anna", "anna", roles=["viewer"]).roles == ("viewer",)
        assert [e.action for e in audit.entries(workspace)] == [
            "user.change",
            "user.create",
            "user.create",
        ]
