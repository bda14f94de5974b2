"""Imports by upload: a file is tried, corrected, imported; nothing else changes anything."""

from __future__ import annotations

import json
import os
import signal
import time
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from service.access import people
from service.app import create_app
from service.config import Config
from service.loading.catalogue import load_catalogue
from service.store import audit
from service.store.workspace import Workspace
from service.uploads import child
from service.uploads.shelf import BusyError, Shelf
from tests.service.visitor import PASSWORD, post, sign_in, token

PRICES = (Path(__file__).parents[1] / "suppliers" / "fixtures" / "prisliste.csv").read_bytes()
NASTY = "<script>alert(1)</script>' OR 1=1; DROP TABLE imports; --" + "x" * 5_000


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("uploads")
    with Workspace(folder) as workspace:
        load_catalogue(workspace)
        people.create(workspace, "test", "sten", ["steward", "owner"], password=PASSWORD)
        people.create(workspace, "test", "vera", ["viewer"], password=PASSWORD)
    return folder


@pytest.fixture
def app(loaded: Path) -> Flask:
    return create_app(Config(folder=loaded, insecure=True, max_upload=1024 * 1024))


@pytest.fixture
def client(app: Flask, loaded: Path) -> Iterator[FlaskClient]:
    with app.test_client() as found:
        sign_in(found, "sten")
        yield found
    for started in child._started:
        started.wait()
    shelf = Shelf(loaded)
    for upload in shelf.every():
        _wait(shelf, upload.token)
        shelf.drop(upload.token)


def _wait(shelf: Shelf, name: str) -> Any:
    for _ in range(600):
        found = shelf.find(name)
        if found is None or (found.stage != "running" and not shelf.busy(name)):
            return found
        time.sleep(0.05)
    raise AssertionError("the run does not end")


def send(client: FlaskClient, data: bytes, name: str = "prisliste.csv", **more: str) -> Any:
    page = client.get("/admin/uploads/").get_data(as_text=True)
    form = {"source": "supplier", "shop": "", **more, "csrf_token": token(page)}
    boundary, body = encode_multipart({**form, "file": FileStorage(BytesIO(data), name)})
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post("/admin/uploads/", data=body, content_type=kind)


def rows(loaded: Path, table: str) -> int:
    with Workspace(loaded) as workspace:
        return len(workspace.history(table))


def test_a_price_list_is_tried_then_imported_and_written_down(
    client: FlaskClient, loaded: Path
) -> None:
    shelf, before = Shelf(loaded), rows(loaded, "products")
    sent = send(client, PRICES, shop="demo", name="../../etc/Priser <b>.csv")
    assert sent.status_code == 303
    address = sent.headers["Location"]
    name = address.rsplit("/", 1)[1]
    page = client.get(address).get_data(as_text=True)
    assert "Priser &lt;b&gt;.csv" in page
    assert "EAN-nr." in page
    assert "Indlæs for alvor" not in page
    assert post(client, f"{address}/run").status_code == 409  # it was not tried
    headers = [one.header for one in _guess(shelf, name).columns]
    columns = [one.column for one in _guess(shelf, name).columns]
    tried = post(client, f"{address}/try", header=headers, column=columns, option_supplier="Engsø")
    assert tried.status_code == 303
    assert _wait(shelf, name).stage == "tried"
    assert rows(loaded, "products") == before  # it was rolled back
    page = client.get(address).get_data(as_text=True)
    assert "Indlæs for alvor" in page
    report = client.get(f"{address}/report.csv")
    assert report.get_data(as_text=True).lstrip("\ufeff").startswith("place,column,value")
    report.close()
    assert post(client, f"{address}/run").status_code == 303
    assert _wait(shelf, name).stage == "done"
    assert rows(loaded, "products") > before
    assert not shelf.file(name).exists()
    assert post(client, f"{address}/run").status_code == 409
    with Workspace(loaded) as workspace:
        entry = next(audit.entries(workspace, action="import.run"))
        assert audit.verify(workspace) is None
    assert entry.actor == "sten"
    assert entry.details["file"] == "Priser <b>.csv"
    assert len(entry.details["hash"]) == 64
    assert entry.details["added"] > 0
    assert "Priser &lt;b&gt;.csv" in client.get("/admin/uploads/").get_data(as_text=True)
    again = send(client, PRICES, shop="demo").headers["Location"]
    post(client, f"{again}/try", header=headers, column=columns, option_supplier="Engsø")
    _wait(shelf, again.rsplit("/", 1)[1])
    assert "Nøjagtig den fil er indlæst før" in client.get(again).get_data(as_text=True)


def _guess(shelf: Shelf, name: str) -> Any:
    from service.uploads.mapping import guessed

    return guessed(shelf.file(name), {}, {})


def test_the_wrong_kind_says_what_it_looks_like(client: FlaskClient, loaded: Path) -> None:
    answer = send(client, PRICES, source="eprel")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "er ikke fra kilden" in page
    assert "Leverandørens egen prisliste" in page
    assert 'value="eprel" required checked' in page
    assert Shelf(loaded).every() == []


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n" + b"x" * 500, b"PK\x03\x04broken", b"\0" * 99])
def test_what_is_no_table_is_refused(client: FlaskClient, loaded: Path, data: bytes) -> None:
    assert send(client, data).status_code == 422
    assert list((loaded / "uploads").iterdir()) == []


def test_a_bomb_is_refused(client: FlaskClient, loaded: Path) -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", b"0" * 50_000_000)
    answer = send(client, packed.getvalue(), "eprel.zip", source="eprel")
    assert answer.status_code == 422
    assert "ondsindet" in answer.get_data(as_text=True)
    assert list((loaded / "uploads").iterdir()) == []


def test_a_file_over_the_limit_is_refused_early_and_while_it_streams(
    client: FlaskClient, loaded: Path
) -> None:
    answer = send(client, b"a;b\n" * 600_000)
    assert answer.status_code == 413
    assert "Filen er for stor" in answer.get_data(as_text=True)
    assert list((loaded / "uploads").iterdir()) == []
    between = send(client, b"a;b;c\n" + b"1;2;3\n" * 176_000)  # within the form's own bytes
    assert between.status_code == 413
    assert list((loaded / "uploads").iterdir()) == []


def test_other_forms_keep_their_small_limit(client: FlaskClient) -> None:
    assert post(client, "/admin/account", language="x" * 400_000).status_code == 413


def test_a_file_sent_without_a_session_is_not_kept(app: Flask, loaded: Path) -> None:
    with app.test_client() as nobody:
        form = {"source": "supplier", "file": (BytesIO(b"a" * 500_000), "x.csv")}
        answer = nobody.post("/admin/uploads/", data=form)
    assert answer.status_code == 401
    assert "for stort til at gemme" in answer.get_data(as_text=True)
    assert list((loaded / "uploads").iterdir()) == []


def test_a_viewer_gets_to_none_of_it(app: Flask, client: FlaskClient) -> None:
    address = send(client, PRICES).headers["Location"]
    with app.test_client() as viewer:
        sign_in(viewer, "vera")
        assert viewer.get(address).status_code == 403
        assert post(viewer, f"{address}/drop").status_code == 403


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"source": NASTY}, "Vælg en kilde"),
        ({"shop": NASTY}, "er ikke en butiks id"),
        ({"source": ""}, "Vælg en kilde"),
    ],
)
def test_hostile_fields_are_told_and_shown_as_text(
    client: FlaskClient, form: dict[str, str], told: str
) -> None:
    answer = send(client, PRICES, **form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert told in page
    assert "<script>alert" not in page


def test_hostile_columns_and_settings_are_told(client: FlaskClient, loaded: Path) -> None:
    data = b"EAN;<script>alert(1)</script>;Varenavn\n1;<img src=x onerror=alert(1)>;2\n"
    address = send(client, data, name=NASTY).headers["Location"]
    page = client.get(address).get_data(as_text=True)
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    for header, column in ((["a"], [NASTY]), (["a", "b"], ["gtin", "gtin"]), (["a"], [])):
        answer = post(client, f"{address}/try", header=header, column=column, option_sheet=NASTY)
        assert answer.status_code == 422
        assert "<script>alert" not in answer.get_data(as_text=True)
    post(client, f"{address}/try", header=["nowhere"], column=["sku"], option_supplier=NASTY)
    name = address.rsplit("/", 1)[1]
    failed = _wait(Shelf(loaded), name)
    assert failed.stage == "failed"
    page = client.get(address).get_data(as_text=True)
    assert "Filen kunne ikke læses" in page
    assert f"{name}.upload" not in page  # the sender's own name is told


def test_a_child_that_died_is_noticed(client: FlaskClient, loaded: Path) -> None:
    address = send(client, PRICES).headers["Location"]
    name = address.rsplit("/", 1)[1]
    shelf = Shelf(loaded)
    upload = shelf.find(name)
    assert upload is not None
    child.start(loaded, upload, "sten", real=False)
    started = child._started[-1]
    os.kill(started.pid, signal.SIGSTOP)
    with pytest.raises(BusyError):
        child.start(loaded, upload, "sten", real=False)
    assert client.get(address).get_data(as_text=True).count("hx-get") == 1
    assert post(client, f"{address}/drop").status_code == 409
    os.kill(started.pid, signal.SIGKILL)
    started.wait()
    found = _wait(shelf, name)
    assert found.error == {"problem": "died"}
    assert "blev afbrudt" in client.get(address).get_data(as_text=True)
    post(client, f"{address}/try", header=[], column=[])
    assert _wait(shelf, name).stage == "tried"


def test_a_file_that_changed_since_it_was_tried_is_not_imported(
    client: FlaskClient, loaded: Path
) -> None:
    address = send(client, PRICES).headers["Location"]
    name = address.rsplit("/", 1)[1]
    shelf = Shelf(loaded)
    post(client, f"{address}/try", header=[], column=[])
    _wait(shelf, name)
    before = rows(loaded, "imports")
    with shelf.file(name).open("ab") as file:
        file.write(b"9;;;;Ny;;1\n")
    post(client, f"{address}/run")
    assert "has changed since" in _wait(shelf, name).error["problem"]
    assert rows(loaded, "imports") == before


def test_files_are_private_and_go_after_a_day(client: FlaskClient, loaded: Path) -> None:
    name = send(client, PRICES).headers["Location"].rsplit("/", 1)[1]
    place = loaded / "uploads" / name
    assert place.stat().st_mode & 0o077 == 0
    assert json.loads((place / "state.json").read_text())["name"] == "prisliste.csv"
    os.utime(place, (time.time() - 90_000,) * 2)
    assert name not in client.get("/admin/uploads/").get_data(as_text=True)
    assert not place.exists()


@pytest.mark.parametrize("name", ["x", "../people", "0" * 32, "%2e%2e", "A" * 5000])
def test_no_address_leads_out_of_the_shelf(client: FlaskClient, name: str) -> None:
    for tail in ("", "/progress", "/report.csv"):
        assert client.get(f"/admin/uploads/{name}{tail}").status_code == 404


def test_the_template_is_a_workbook(client: FlaskClient) -> None:
    answer = client.get("/admin/uploads/template.xlsx")
    assert answer.data.startswith(b"PK")


def test_a_dry_run_leaves_no_copy_and_lets_others_write(client: FlaskClient, loaded: Path) -> None:
    address = send(client, PRICES).headers["Location"]
    name = address.rsplit("/", 1)[1]
    shelf = Shelf(loaded)
    post(client, f"{address}/try", header=[], column=[])
    assert _wait(shelf, name).stage == "tried"
    assert {place.name for place in (loaded / "uploads" / name).iterdir()} == {
        f"{name}.upload",
        "lock",
        "rejections.csv",
        "state.json",
    }


def test_a_change_during_an_import_is_told_to_wait(
    client: FlaskClient, loaded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.admin.gate.PATIENCE", 0.1)
    with Workspace(loaded) as workspace, workspace.writing():
        audit.record(workspace, "test", "import.run", "x")
        answer = post(client, "/admin/account", language="en")
    assert answer.status_code == 503
    assert "Intet er ændret" in answer.get_data(as_text=True)
