"""What operations need: readiness, logs without personal data, numbers, limits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from scoring.errors import KompasError
from service import logs
from service.app import create_app
from service.config import Config
from tests.service.conftest import HOST

BODY = {"shop": HOST, "items": [{"ref": "a", "name": "hemmelig vare"}, {"ref": "b", "gtin": "1"}]}


def lines(captured: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in captured.readouterr().err.splitlines()]


def test_readiness_tells_the_age(client: FlaskClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json["status"] == "ok"
    assert 0 <= answer.json["age_seconds"] < 3600


def test_without_a_snapshot_it_is_alive_but_not_ready(tmp_path: Path) -> None:
    with create_app(Config(folder=tmp_path)).test_client() as client:
        assert client.get("/healthz").status_code == 200
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json["code"]) == (503, "snapshot_missing")


def test_with_an_old_snapshot_it_is_not_ready(published: Path, tmp_path: Path) -> None:
    source = (published / "snapshot").resolve()
    target = tmp_path / "snapshot-old"
    target.mkdir()
    for path in source.iterdir():
        (target / path.name).write_bytes(path.read_bytes())
    meta = json.loads((target / "meta.json").read_text("utf-8"))
    (target / "meta.json").write_text(json.dumps(meta | {"expires": "2020-01-01"}), "utf-8")
    (tmp_path / "snapshot").symlink_to(target)
    with create_app(Config(folder=tmp_path)).test_client() as client:
        assert client.get("/readyz").json["code"] == "snapshot_expired"
        assert "kompas_snapshot_ok 0.0" in client.get("/metrics").get_data(as_text=True)


def test_a_request_is_one_line_that_tells_of_nobody(client: FlaskClient, capsys: Any) -> None:
    client.post(
        "/api/v1/scores?who=me",
        json=BODY,
        environ_base={"REMOTE_ADDR": "203.0.113.7"},
        headers={"X-Forwarded-For": "198.51.100.9", "User-Agent": "a browser of mine"},
    )
    client.get("/api/v1/products/hemmeligt-nummer?shop=x")
    found = lines(capsys)
    assert [line["route"] for line in found] == [
        "/api/v1/scores",
        "/api/v1/products/<path:product>",
    ]
    assert set(found[0]) == {"event", "level", "at", "method", "route", "status", "ms"} | {
        "request_id"
    }
    text = json.dumps(found)
    for secret in ("203.0", "198.51", "hemmelig", "who", "browser", HOST):
        assert secret not in text


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        ("abc-123_x.Y9", True),
        ("short", False),
        ("x" * 65, False),
        ("bad id with spaces", False),
        ('{"event":"forged"}', False),
        ("", False),
    ],
)
def test_the_request_id(client: FlaskClient, capsys: Any, sent: str, taken: bool) -> None:
    answer = client.get("/healthz", headers={"X-Request-ID": sent})
    told = answer.headers["X-Request-ID"]
    assert (told == sent) is taken
    assert lines(capsys)[-1]["request_id"] == told


def test_an_error_of_ours_is_logged_without_its_text(
    published: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(Config(folder=published))

    def broken(*_: object) -> None:
        raise RuntimeError("hemmelig vare")

    monkeypatch.setattr("service.api.answers", broken)
    with app.test_client() as client:
        answer = client.post("/api/v1/scores", json=BODY)
    assert answer.status_code == 500
    assert answer.json["code"] == "internal_server_error"
    failed, request = lines(capsys)
    assert (failed["event"], failed["error"], request["status"]) == ("failed", "RuntimeError", 500)
    assert any("broken" in where for where in failed["where"])
    assert "hemmelig" not in json.dumps(failed)


def test_the_level_of_logs(published: Path, capsys: Any) -> None:
    with create_app(Config(folder=published, log="warning")).test_client() as client:
        client.get("/healthz")
    assert lines(capsys) == []


def test_what_gunicorn_says_names_no_address() -> None:
    import logging

    formatter = logs.JsonFormatter()
    for text in (
        "Invalid request from ip=203.0.113.7: x",
        "Invalid request from ip=2001:db8::7: x",
    ):
        record = logging.LogRecord("gunicorn.error", 30, "f", 1, text, (), None)
        told = json.loads(formatter.format(record))
        assert "203.0" not in told["event"]
        assert "2001" not in told["event"]
        assert told["level"] == "warning"


def test_numbers_count_scores_by_rung(client: FlaskClient) -> None:
    def unknown() -> float:
        text = client.get("/metrics").get_data(as_text=True)
        found = [x for x in text.splitlines() if x.startswith('kompas_scores_total{rung="none"}')]
        return float(found[0].split()[-1]) if found else 0.0

    before = unknown()
    client.post("/api/v1/scores", json=BODY)
    assert unknown() == before + 2
    text = client.get("/metrics").get_data(as_text=True)
    for name in ("snapshot_age_seconds", "snapshot_products", "request_seconds_bucket"):
        assert f"kompas_{name}" in text
    assert 'route="/api/v1/scores"' in text


def test_numbers_are_for_this_machine(client: FlaskClient) -> None:
    away = {"REMOTE_ADDR": "203.0.113.7"}
    assert client.get("/metrics", environ_base=away).status_code == 403
    for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
        assert client.get("/metrics", headers={name: "127.0.0.1"}).status_code == 403


def test_numbers_with_a_token(published: Path) -> None:
    with create_app(Config(folder=published, metrics_token="m")).test_client() as client:
        assert client.get("/metrics").status_code == 401
        sent = {"Authorization": "Bearer m"}
        away = {"REMOTE_ADDR": "203.0.113.7"}
        assert client.get("/metrics", headers=sent, environ_base=away).status_code == 200


def test_the_api_has_no_limit_unless_one_is_set(published: Path) -> None:
    with create_app(Config(folder=published, rate="3/minute")).test_client() as client:
        answers = [client.post("/api/v1/scores", json=BODY) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert set(answers[3].json) == {"code", "status", "message", "errors"}
        elsewhere = client.post(
            "/api/v1/scores", json=BODY, environ_base={"REMOTE_ADDR": "203.0.113.7"}
        )
        assert elsewhere.status_code == 200
        assert client.get("/healthz").status_code == 200


def test_an_address_that_goes_on_failing_must_wait(tmp_path: Path) -> None:
    from tests.service.visitor import sign_in

    app = create_app(Config(folder=tmp_path, insecure=True, sign_in_rate="3/minute"))
    with app.test_client() as client:
        found = [sign_in(client, f"name{i}", "wrong wrong wrong").status_code for i in range(4)]
    assert found == [401, 401, 401, 429]


@pytest.mark.parametrize(
    "settings",
    [
        {"KOMPAS_RATE": "many"},
        {"KOMPAS_SIGN_IN_RATE": "0 or so"},
        {"KOMPAS_LOG": "loud"},
        {"KOMPAS_OIDC_ISSUER": "http://provider.example"},
        {"KOMPAS_OIDC_ISSUER": "https://p.example"},
        {"KOMPAS_OIDC_ISSUER": "https://p.example", "KOMPAS_OIDC_CLIENT_ID": "x"},
        {
            "KOMPAS_OIDC_ISSUER": "https://p.example",
            "KOMPAS_OIDC_CLIENT_ID": "x",
            "KOMPAS_OIDC_ROLES": "A=king",
        },
        {
            "KOMPAS_OIDC_ISSUER": "https://p.example",
            "KOMPAS_OIDC_CLIENT_ID": "x",
            "KOMPAS_OIDC_ROLES": "A=owner",
            "KOMPAS_OIDC_SCOPES": "profile",
        },
    ],
)
def test_settings_that_do_not_do_are_named(settings: dict[str, str]) -> None:
    with pytest.raises(KompasError) as error:
        Config.from_environment({"KOMPAS_WORKSPACE": "x"} | settings)
    assert error.value.place.startswith("KOMPAS_")
    assert error.value.remedy


def test_roles_of_claims() -> None:
    config = Config.from_environment(
        {
            "KOMPAS_WORKSPACE": "x",
            "KOMPAS_OIDC_ISSUER": "https://p.example",
            "KOMPAS_OIDC_CLIENT_ID": "x",
            "KOMPAS_OIDC_ROLES": "CN=Kompas,OU=IT=owner; b=author,approver;c=viewer",
            "KOMPAS_OIDC_ROLES_CLAIM": "realm.roles",
        }
    )
    oidc = config.oidc
    assert oidc is not None
    assert oidc.roles_of({"realm": {"roles": ["b", 7, None]}}) == ("author", "approver")
    assert oidc.roles_of({"realm": {"roles": "c b"}}) == ("viewer", "author", "approver")
    assert oidc.roles_of({"realm": {"roles": "CN=Kompas,OU=IT"}}) == ("owner",)
    assert oidc.roles_of({"realm.roles": ["c"]}) == ("viewer",)
    for nothing in ({}, {"realm": "c"}, {"realm": {"roles": {"b": 1}}}, {"roles": ["b"]}):
        assert oidc.roles_of(nothing) == ()
