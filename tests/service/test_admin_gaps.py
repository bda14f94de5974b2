"""Missing data: ranked, filtered, asked for, and what came back."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from service import rulesets
from service.admin import gaps_words, reviews_words, shops_words, uploads_words
from service.admin.words import WORDS
from service.app import create_app
from service.config import Config
from service.importers.base import Reading
from service.importers.run import import_file
from service.publish.pipeline import publish
from service.publish.stored_gaps import StoredGaps
from service.store import audit
from service.store.columns_file import COLUMNS, read_columns, write_columns
from service.store.workspace import Workspace
from tests.service.visitor import post, sign_in

NASTY = "<script>alert(1)</script>' OR 1=1; --" + "x" * 5_000


@pytest.fixture(scope="module")
def folder(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = Path(shutil.copytree(loaded, tmp_path_factory.mktemp("gaps") / "workspace"))
    with Workspace(copy) as workspace:
        publish(workspace, rulesets.load("default"), copy)
    return copy


@pytest.fixture
def own(folder: Path, tmp_path: Path) -> Path:
    """Return a copy that a test may change."""
    return Path(shutil.copytree(folder, tmp_path / "own", symlinks=True))


@pytest.fixture
def client(folder: Path) -> Iterator[FlaskClient]:
    with visited(folder) as found:
        yield found


@contextmanager
def visited(folder: Path) -> Iterator[FlaskClient]:
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


def test_pages_follow_one_another_without_a_gap_or_a_repeat(client: FlaskClient) -> None:
    """All rows of all pages are as many as are told, and the last page ends with the last."""
    first = client.get("/admin/gaps/").get_data(as_text=True)
    (total,) = re.findall(r"1–50 af (\d+)", first)
    pages = [client.get(f"/admin/gaps/?page={n}").get_data(as_text=True) for n in range(2)]
    counts = [page.partition('id="missing"')[2].count("<tr><td>") for page in pages]
    assert counts == [50, int(total) - 50]
    assert f"51–{total} af {total}" in pages[1]


def test_the_list_is_the_last_publishs_and_says_so(own: Path) -> None:
    """What is loaded since counts from the next one, of a product that is gone the id is told."""
    stored = StoredGaps.beside((own / "snapshot").resolve())
    assert stored is not None
    (gone,) = stored.goods_of("demo", 1)
    with visited(own) as client:
        before = client.get("/admin/gaps/").get_data(as_text=True)
        assert gone not in before
        assert re.search(r"fra den seneste udgivelse, \d\d\.\d\d\.\d{4} \d\d\.\d\d;", before)
        with Workspace(own) as workspace:
            with workspace.writing():
                workspace.connection.execute("DELETE FROM offers")
                workspace.connection.execute("DELETE FROM products WHERE id = ?", [gone])
            after = client.get("/admin/gaps/").get_data(as_text=True)
            assert "1–50 af" in after
            assert gone in after
            publish(workspace, rulesets.load("default"), own)
        assert "Her mangler intet" in client.get("/admin/gaps/").get_data(as_text=True)


@pytest.mark.parametrize(
    ("language", "told"), [("da", "udgivet noget endnu"), ("en", "published yet")]
)
def test_before_the_first_publish_it_is_said_what_to_do(
    loaded: Path, tmp_path: Path, language: str, told: str
) -> None:
    folder = Path(shutil.copytree(loaded, tmp_path / "workspace"))
    speak(folder, language)
    with visited(folder) as client:
        page = client.get("/admin/gaps/").get_data(as_text=True)
        assert told in page
        assert "kompas publish" in page
        assert 'href="/admin/rules"' in page
        assert post(client, "/admin/gaps/request", supplier="demo").status_code == 404


@pytest.mark.parametrize(("language", "told"), [("da", "en gang til"), ("en", "once more")])
def test_a_snapshot_of_an_earlier_release_must_be_published_once_more(
    own: Path, language: str, told: str
) -> None:
    speak(own, language)
    snapshot = (own / "snapshot").resolve()
    kept = {n: a for n, a in read_columns(snapshot).items() if not n.startswith("gap:")}
    write_columns(snapshot / COLUMNS, kept)
    with visited(own) as client:
        page = client.get("/admin/gaps/").get_data(as_text=True)
        assert told in page
        assert "kompas publish" in page


def speak(folder: Path, language: str) -> None:
    with Workspace(folder) as workspace, workspace.writing():
        workspace.connection.execute("UPDATE users SET language = ?", [language])


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


def test_who_has_answered_all_since_is_asked_nothing(own: Path) -> None:
    with Workspace(own) as workspace, workspace.writing():
        workspace.connection.execute("DELETE FROM offers")
    with visited(own) as client:
        answer = post(client, "/admin/gaps/request", supplier="demo")
        assert answer.status_code == 422
        assert "mangler ikke længere noget" in answer.get_data(as_text=True)


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
