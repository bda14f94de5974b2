"""The review list: decided once, taken back truly, hostile words shown as text."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.access import people
from service.app import create_app
from service.config import Config
from service.loading.catalogue import load_catalogue
from service.matching import review
from service.matching.ladder import Candidate, Line, Match, match_lines
from service.store import audit, reviews
from service.store.workspace import Workspace
from tests.service.visitor import PASSWORD, post, sign_in

NASTY = "<script>alert(1)</script>' OR 1=1; DROP TABLE reviews; --" + "%_\\" + "x" * 5_000
FIRST, SECOND = "food/meat/chicken", "food/fish"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("loaded")
    with Workspace(folder) as workspace:
        load_catalogue(workspace)
        people.create(workspace, "test", "sten", ["owner"], password=PASSWORD)
        people.create(workspace, "test", "vera", ["viewer"], password=PASSWORD)
        groups = sorted(workspace.keys("groups"))[:2]
        review.ask(workspace, [_doubtful(n, groups) for n in range(3)])
    return folder


@pytest.fixture
def folder(loaded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(loaded, tmp_path / "workspace"))


def _doubtful(number: int, groups: list[str]) -> Match:
    line = Line(number, sku=f"S{number}", name=f"Vare <b>{number}</b>", shop="demo")
    found = tuple(
        Candidate(group, f"Navn {group}", "group", 70 - n) for n, group in enumerate(groups)
    )
    return Match(line, "none", "", "", "none", 70.0, True, found)


@pytest.fixture
def client(folder: Path) -> Iterator[FlaskClient]:
    with create_app(Config(folder=folder, insecure=True)).test_client() as found:
        sign_in(found, "sten")
        yield found


def statuses(folder: Path) -> list[str]:
    with Workspace(folder) as workspace:
        return [reviews.one(workspace, n)["status"] for n in (1, 2, 3)]  # type: ignore[index]


def test_a_choice_is_kept_the_next_is_shown_and_undo_reopens(
    client: FlaskClient, folder: Path
) -> None:
    page = client.get("/admin/reviews/").get_data(as_text=True)
    assert "0 af 3 afgjort" in page
    assert "Vare &lt;b&gt;0&lt;/b&gt;" in page
    assert 'data-key="1"' in page
    assert 'data-key="2"' in page
    with Workspace(folder) as workspace:
        subject = review.waiting(workspace)[0]["candidates"][1]["subject"]
    answer = post(client, "/admin/reviews/1", subject=subject)
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert "1 af 3 afgjort" in page
    assert '<h2 id="line">Vare &lt;b&gt;1' in page
    assert 'data-key="u"' in page
    post(client, "/admin/reviews/2", answer="none")
    assert statuses(folder) == ["accepted", "rejected", "open"]
    with Workspace(folder) as workspace:
        (match,) = match_lines(workspace, [Line(1, sku="S0", name="x", shop="demo")])
        assert match.subject == subject  # what was said counts
    for number in (2, 1):  # the last first
        page = client.get("/admin/reviews/").get_data(as_text=True)
        assert f'action="/admin/reviews/{number}/reopen"' in page
        post(client, f"/admin/reviews/{number}/reopen")
    assert statuses(folder) == ["open"] * 3
    with Workspace(folder) as workspace:
        (match,) = match_lines(workspace, [Line(1, sku="S0", name="x", shop="demo")])
        assert match.subject == ""
        actions = [e.action for e in audit.entries(workspace, action="review")]
        assert audit.verify(workspace) is None
    assert actions == ["review.reopen", "review.reopen", "review.reject", "review.accept"]
    assert 'data-key="u"' not in client.get("/admin/reviews/").get_data(as_text=True)


def test_two_people_do_not_decide_one_line_twice(client: FlaskClient, folder: Path) -> None:
    with Workspace(folder) as workspace:
        review.reject(workspace, 1, "another")
        subject = review.waiting(workspace)[0]["candidates"][0]["subject"]
    answer = post(client, "/admin/reviews/1", subject=subject)
    assert answer.status_code == 409
    assert "afgjort af en anden" in answer.get_data(as_text=True)
    assert statuses(folder) == ["rejected", "open", "open"]


def test_another_subject_is_found_by_search(client: FlaskClient, folder: Path) -> None:
    with Workspace(folder) as workspace:
        name = workspace.rows("groups")[40]["name_da"]
    page = client.get("/admin/reviews/", query_string={"q": name, "at": 2}).get_data(as_text=True)
    with Workspace(folder) as workspace:
        found = reviews.named_like(workspace, name, 12)
    assert found
    assert all(f'value="{subject}"' in page for subject, _, _ in found)
    assert post(client, "/admin/reviews/2", subject=found[0][0]).status_code == 303
    assert statuses(folder) == ["open", "accepted", "open"]


@pytest.mark.parametrize("words", [NASTY, "_%", "_", "\\", "' OR 1=1 --", "\0\0"])
def test_hostile_words_find_nothing_and_are_text(client: FlaskClient, words: str) -> None:
    answer = client.get("/admin/reviews/", query_string={"q": words, "status": words, "at": words})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "<script>alert" not in page
    assert "intet i kataloget" in page.lower() or words == "\0\0"


@pytest.mark.parametrize("subject", ["", NASTY, "group:nowhere"])
def test_an_unknown_subject_changes_nothing(
    client: FlaskClient, folder: Path, subject: str
) -> None:
    answer = post(client, "/admin/reviews/1", subject=subject)
    assert answer.status_code == 422
    assert "<script>alert" not in answer.get_data(as_text=True)
    assert statuses(folder) == ["open"] * 3


@pytest.mark.parametrize("number", ["0", "99", str(10**30)])
def test_a_review_that_is_none_is_missing(client: FlaskClient, number: str) -> None:
    assert post(client, f"/admin/reviews/{number}", answer="none").status_code == 404
    assert post(client, f"/admin/reviews/{number}/reopen").status_code == 404
    assert client.get(f"/admin/reviews/?at={number}").status_code == 200


def test_what_was_decided_can_be_looked_through_and_the_end_is_told(
    client: FlaskClient, folder: Path
) -> None:
    for number in (1, 2, 3):
        post(client, f"/admin/reviews/{number}", answer="none")
    assert "Ingen linjer venter" in client.get("/admin/reviews/").get_data(as_text=True)
    page = client.get("/admin/reviews/?status=rejected").get_data(as_text=True)
    assert page.count("/reopen") >= 3


def test_who_only_reads_decides_nothing(folder: Path) -> None:
    with create_app(Config(folder=folder, insecure=True)).test_client() as viewer:
        sign_in(viewer, "vera")
        page = viewer.get("/admin/reviews/").get_data(as_text=True)
        assert 'data-key="1"' not in page
        assert "Din rolle kan se listen" in page
        assert post(viewer, "/admin/reviews/1", answer="none").status_code == 403
    assert statuses(folder) == ["open"] * 3
