"""The catalogue's pages: a steward finds a product, corrects it, and is told what is wrong."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.access import people
from service.app import create_app
from service.config import Config
from service.store import audit, equivalents
from service.store.workspace import FILE, Workspace
from tests.service.visitor import PASSWORD, sign_in, token

TODAY = date.today()
MARKUP = "<script>alert(1)</script>"
HOSTILE = (MARKUP, "'; DROP TABLE evidence; --", "x" * 5000, '"><img src=x onerror=alert(1)>', "\0")
FIGURE = {
    "attribute": "warranty_years", "value": "5", "status": "measured", "source": "Garantibevis 17",
    "year": str(TODAY.year), "reason": "Leverandøren har sendt beviset",
}  # fmt: skip
CLAIM = {
    "code": "TCO_DEVELOPMENT", "document": "Rapport 114", "reviewer": "Mette Holm",
    "expires_on": (TODAY + timedelta(days=30)).strftime("%d-%m-%Y"), "reason": "Opfylder alle krav",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A published workspace of its own with a steward and a viewer; the audit holds at the end."""
    tmp_path = tmp_path_factory.mktemp("catalogue")
    with Workspace(published) as workspace:
        workspace.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(published, tmp_path, symlinks=True, dirs_exist_ok=True)
    with Workspace(tmp_path) as workspace:
        for name in ("steward", "viewer"):
            people.create(workspace, "test", name, [name], password=PASSWORD)
    assert (tmp_path / FILE).exists()
    yield tmp_path
    with Workspace(tmp_path) as workspace:
        assert audit.verify(workspace) is None


@pytest.fixture(scope="module")
def app(folder: Path) -> Flask:
    return create_app(Config(folder=folder, insecure=True))


@pytest.fixture(scope="module")
def client(app: Flask) -> FlaskClient:
    """Somebody who is signed in as a steward."""
    found = app.test_client()
    sign_in(found, "steward")
    return found


@pytest.fixture(scope="module")
def viewer(app: Flask) -> FlaskClient:
    """Somebody who only reads, in English."""
    with Workspace(app.extensions["kompas_config"].folder) as workspace:
        people.change(workspace, "test", "viewer", language="en")
    found = app.test_client()
    sign_in(found, "viewer")
    return found


@pytest.fixture(scope="module")
def laptops(folder: Path) -> Iterator[str]:
    sql = (
        "SELECT p.id FROM products p WHERE group_id NOT LIKE 'food%' AND group_id <> ''"
        " AND p.id NOT IN (SELECT product_id FROM labels)"
        " ORDER BY group_id <> 'laptop', p.demo DESC, p.id"
    )
    with Workspace(folder) as workspace:
        return iter([str(row[0]) for row in workspace.connection.execute(sql)])


@pytest.fixture
def laptop(laptops: Iterator[str]) -> str:
    """A laptop, or another device, without a label that no other test has touched."""
    return next(laptops)


def text(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


def send(client: FlaskClient, what: str, product: str, **fields: Any) -> Any:
    """Send a form as the product's page has it; `seen` is read there where it is not given."""
    page = text(client, f"/admin/catalogue/product/{product}")
    seen = re.search(r'name="seen" value="(\d+)"', page)
    assert seen
    form = {"csrf_token": token(page), "seen": seen[1], **fields}
    return client.post(f"/admin/catalogue/{what}/{product}", data=form)


def test_a_product_is_found_and_shown(client: FlaskClient, laptop: str) -> None:
    page = text(client, "/admin/catalogue?q=laptop&group=laptop")
    assert "Varegruppe" in page
    assert f"/admin/catalogue/product/{laptop}" in text(client, f"/admin/catalogue?q={laptop}")
    page = text(client, f"/admin/catalogue/product/{laptop}")
    for heading in ("Det, køberne ser nu", "Alt, vi ved om varen", "Hvor den sælges", "Sæt et tal"):
        assert heading in page
    assert 'class="grade large"' in page


def test_every_product_of_the_demo_has_a_page_in_both_languages(
    client: FlaskClient, viewer: FlaskClient, folder: Path
) -> None:
    with Workspace(folder) as workspace:
        sql = "SELECT DISTINCT product_id FROM offers"
        products = [row[0] for row in workspace.connection.execute(sql)]
    for product in products:
        assert "Det, køberne ser nu" in text(client, f"/admin/catalogue/product/{product}")
    for product in products[:20]:
        assert "What buyers see now" in text(viewer, f"/admin/catalogue/product/{product}")


def test_nothing_found_says_what_to_try(client: FlaskClient) -> None:
    page = text(client, "/admin/catalogue?q=findesikke")
    assert "Ingen varer passer" in page
    assert "begyndelsen af et ord er nok" in page


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_searches_are_harmless(client: FlaskClient, hostile: str) -> None:
    for field in ("q", "group", "brand", "shop", "grade", "label", "known", "page"):
        answer = client.get("/admin/catalogue", query_string={field: hostile})
        assert answer.status_code == 200
        assert MARKUP not in answer.text
        assert "<img src=x" not in answer.text
    answer = client.get("/admin/catalogue/product/" + hostile.replace("/", "")[:900])
    assert answer.status_code == 404


def test_a_figure_is_set_changed_withdrawn_and_brought_back(
    client: FlaskClient, folder: Path, laptop: str
) -> None:
    answer = send(client, "figure", laptop, **FIGURE)
    assert answer.status_code == 303
    page = text(client, answer.headers["Location"])
    assert "tæller fra næste udgivelse" in page
    assert "Garantibevis 17" in page
    assert "Sat i hånden af steward" in page
    with Workspace(folder) as workspace:
        sql = "SELECT id FROM evidence WHERE origin = 'hand' AND subject = ?"
        row = workspace.connection.execute(sql, (laptop,)).fetchone()[0]
    assert 'value="Garantibevis 17"' in text(client, f"/admin/catalogue/product/{laptop}?set={row}")
    answer = send(client, "withdraw", laptop, table="evidence", row=row, reason="Forkert bevis")
    assert answer.status_code == 303
    page = text(client, answer.headers["Location"])
    assert "Trukket tilbage af steward" in page
    assert "Forkert bevis" in page
    answer = send(client, "restore", laptop, table="evidence", row=row, reason="Rigtigt alligevel")
    assert answer.status_code == 303
    assert "Trukket tilbage af" not in text(client, answer.headers["Location"])


def test_a_figure_that_another_outranks_is_told(client: FlaskClient, folder: Path) -> None:
    sql = (
        "SELECT subject FROM evidence e JOIN products p ON p.id = e.subject"
        " WHERE attribute = 'gwp_total' AND group_id = 'laptop' AND status <> 'assumed'"
        " ORDER BY subject DESC"
    )
    with Workspace(folder) as workspace:
        product = workspace.connection.execute(sql).fetchone()[0]
    weaker = FIGURE | {"status": "assumed", "value": "200", "attribute": "gwp_total"}
    answer = send(client, "figure", product, **weaker)
    assert "tæller i stedet" in text(client, answer.headers["Location"])


@pytest.mark.parametrize("field", [*FIGURE, "low", "high", "valid_from", "valid_to"])
@pytest.mark.parametrize("hostile", HOSTILE[:4])
def test_what_is_wrong_with_a_figure_is_said_and_nothing_typed_is_lost(
    client: FlaskClient, folder: Path, laptop: str, field: str, hostile: str
) -> None:
    answer = send(client, "figure", laptop, **FIGURE | {field: hostile})
    assert MARKUP not in answer.text
    assert "<img src=x" not in answer.text
    if answer.status_code == 303:
        assert field in ("source", "reason")
        assert MARKUP not in text(client, answer.headers["Location"])
        return
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    if field != "source":
        assert 'value="Garantibevis 17"' in answer.text
    with Workspace(folder) as workspace:
        sql = "SELECT count(*) FROM evidence WHERE origin = 'hand' AND subject = ?"
        assert workspace.connection.execute(sql, (laptop,)).fetchone() == (0,)


def test_who_comes_second_sees_what_the_first_did(client: FlaskClient, laptop: str) -> None:
    assert send(client, "figure", laptop, **FIGURE).status_code == 303
    answer = send(client, "figure", laptop, **FIGURE | {"seen": "0", "source": "Et andet bevis"})
    assert answer.status_code == 409
    assert "steward har ændret varen" in answer.text
    assert "Garantibevis 17" in answer.text
    assert 'value="Et andet bevis"' in answer.text
    seen = re.search(r'name="seen" value="(\d+)"', answer.text)
    assert seen
    again = FIGURE | {"seen": seen[1], "source": "Et andet bevis"}
    assert send(client, "figure", laptop, **again).status_code == 303


@pytest.mark.parametrize(
    "fields",
    [
        {"table": "users", "row": "1", "reason": "x"},
        {"table": "evidence", "row": "1 OR 1=1", "reason": "x"},
        {"table": "evidence", "row": "99999999", "reason": "x"},
        {"table": "evidence", "row": "1", "reason": ""},
        {"seen": "-1", "table": "evidence", "row": "1", "reason": "x"},
        {},
    ],
)
def test_rows_that_are_not_there_are_refused(
    client: FlaskClient, laptop: str, fields: dict[str, str]
) -> None:
    for what in ("withdraw", "restore", "revoke"):
        assert send(client, what, laptop, **fields).status_code in (409, 422)


def test_a_document_in_place_of_a_label(client: FlaskClient, folder: Path, laptop: str) -> None:
    answer = send(client, "equivalent", laptop, **CLAIM)
    assert answer.status_code == 303
    page = text(client, answer.headers["Location"])
    assert "Rapport 114" in page
    assert "TCO Certified" in page
    with Workspace(folder) as workspace:
        (held,) = equivalents.of_products(workspace, [laptop])
    assert held.expires_on == (TODAY + timedelta(days=30)).isoformat()
    assert laptop in text(client, "/admin/catalogue?label=TCO_DEVELOPMENT&q=" + laptop)
    answer = send(client, "revoke", laptop, row=held.id, reason="Gjaldt en anden model")
    assert answer.status_code == 303
    assert "Tilbagekaldt af steward" in text(client, answer.headers["Location"])


@pytest.mark.parametrize("field", list(CLAIM))
@pytest.mark.parametrize("hostile", ["", *HOSTILE[:4]])
def test_what_is_wrong_with_a_document_is_said(
    client: FlaskClient, laptop: str, field: str, hostile: str
) -> None:
    answer = send(client, "equivalent", laptop, **CLAIM | {field: hostile})
    assert MARKUP not in answer.text
    if answer.status_code == 303:
        assert MARKUP not in text(client, answer.headers["Location"])
    else:
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text


def test_a_viewer_reads_and_is_offered_no_form(viewer: FlaskClient, laptop: str) -> None:
    page = text(viewer, f"/admin/catalogue/product/{laptop}")
    assert "Set a figure" not in page
    assert "/admin/catalogue/withdraw/" not in page
