"""Missing data: ranked, filtered, asked for, and what came back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from service import ranked
from service.admin import gaps_words, reviews_words, shops_words, uploads_words
from service.admin.words import WORDS
from service.app import create_app
from service.config import Config
from service.importers.base import Reading
from service.importers.run import import_file
from service.store import audit
from service.store.workspace import Workspace
from tests.service.visitor import post, sign_in

NASTY = "<script>alert(1)</script>' OR 1=1; --" + "x" * 5_000


@pytest.fixture(scope="module")
def folder(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(loaded, tmp_path_factory.mktemp("gaps") / "workspace"))


@pytest.fixture
def client(folder: Path) -> Iterator[FlaskClient]:
    with create_app(Config(folder=folder, insecure=True)).test_client() as found:
        sign_in(found, "sten")
        yield found


def test_the_list_is_ranked_and_filtered(client: FlaskClient) -> None:
    page = client.get("/admin/gaps/").get_data(as_text=True)
    assert "1–50 af " in page
    assert "Klimaaftryk" in page
    assert 'value="food"' in page
    food = client.get("/admin/gaps/?group=food/tropical").get_data(as_text=True)
    assert 0 < food.count("<tr>") < page.count("<tr>")
    for query in ("supplier=nobody", "group=nowhere", "page=999999999999"):
        answer = client.get(f"/admin/gaps/?{query}")
        assert answer.status_code == 200
        assert "Her mangler intet" in answer.get_data(as_text=True)


def test_a_catalogue_too_large_for_a_page_is_told_what_to_do(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranked, "LARGEST", 10)
    answer = client.get("/admin/gaps/")
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "kan ikke rangere" in page
    assert "kompas gaps" in page
    assert "Kør den på serveren" in page


def test_a_request_is_a_workbook_and_is_written_down(client: FlaskClient, folder: Path) -> None:
    assert "ikke endnu" in client.get("/admin/gaps/").get_data(as_text=True)
    answer = post(client, "/admin/gaps/request", supplier="demo")
    assert answer.status_code == 200
    book = load_workbook(BytesIO(answer.data))
    assert book.sheetnames[0] == "Varer"
    assert "dataanmodning-demo.xlsx" in answer.headers["Content-Disposition"]
    answer.close()
    with Workspace(folder) as workspace:
        entry = next(audit.entries(workspace, action="request.make"))
    assert (entry.actor, entry.subject) == ("sten", "demo")
    assert entry.details["gaps"] > 0
    page = client.get("/admin/gaps/").get_data(as_text=True)
    assert f"{entry.details['gaps']} mangler dengang" in page


def test_what_comes_back_is_seen(client: FlaskClient, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "svar.csv"
    file.write_text("Varenr.;Varenavn;CO2e pr. kg\nNY-1;Ny vare;0,41\n", "utf-8")
    with Workspace(folder) as workspace:
        reading = Reading(options={"supplier": "Demo"})
        import_file(workspace, "supplier", file, mapping=reading, shop="demo").close()
    page = client.get("/admin/gaps/").get_data(as_text=True)
    assert "1 rækker, " in page


@pytest.mark.parametrize("supplier", ["", NASTY, "nobody"])
def test_hostile_suppliers_get_no_workbook(client: FlaskClient, supplier: str) -> None:
    answer = post(client, "/admin/gaps/request", supplier=supplier)
    assert answer.status_code == 404
    page = client.get("/admin/gaps/", query_string={"supplier": supplier, "group": NASTY})
    assert page.status_code == 200
    assert "<script>alert" not in page.get_data(as_text=True)


def test_who_only_reads_makes_no_request(folder: Path) -> None:
    with create_app(Config(folder=folder, insecure=True)).test_client() as viewer:
        sign_in(viewer, "vera")
        assert "Hent dataanmodning" not in viewer.get("/admin/gaps/").get_data(as_text=True)
        assert post(viewer, "/admin/gaps/request", supplier="demo").status_code == 403


def test_no_page_takes_a_shared_word_for_itself() -> None:
    """The frame around a page would then say it, too."""
    for own in (gaps_words, reviews_words, shops_words, uploads_words):
        assert not set(own.TEXTS) & set(WORDS), own.__name__
