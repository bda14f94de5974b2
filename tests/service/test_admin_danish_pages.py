"""Pages of /admin tell errors in the language of whoever reads them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from scoring.errors import KompasError
from service.access import people
from service.admin.editing import number
from service.app import create_app
from service.config import Config
from service.loading.catalogue import load_catalogue
from service.store.workspace import Workspace
from service.uploads import child
from service.uploads.shelf import Shelf
from tests.service.visitor import PASSWORD, sign_in, token

SPOKEN = pytest.mark.parametrize("language", ["da", "en"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("danish")
    with Workspace(folder) as workspace:
        load_catalogue(workspace)
        for name in ("da", "en"):
            people.create(workspace, "test", f"in-{name}", ["owner"], password=PASSWORD)
            people.change(workspace, "test", f"in-{name}", language=name)
    return folder


@pytest.fixture
def client(folder: Path, language: str) -> Iterator[FlaskClient]:
    with create_app(Config(folder=folder, insecure=True)).test_client() as found:
        sign_in(found, f"in-{language}")
        yield found


def post(client: FlaskClient, address: str, **form: str) -> tuple[int, str]:
    csrf = token(client.get("/admin/account").get_data(as_text=True))
    answer = client.post(address, data={**form, "csrf_token": csrf})
    place = answer.headers.get("Location")
    return answer.status_code, place or answer.get_data(as_text=True).replace("&#39;", "'")


@SPOKEN
def test_the_rules_fields_and_text_tell_their_errors(client: FlaskClient, language: str) -> None:
    _, draft = post(client, "/admin/rules", source="shipped", shipped="default")
    field = {"groups.laptop.cuts.A": "<b>x"}
    for address in ("group", "preview"):
        _, page = post(client, f"{draft}/{address}/laptop", **field)
        said = {"da": "er ikke et tal. Skriv ét tal", "en": "is no number. Write one number"}
        assert f"'&lt;b&gt;x' {said[language]}" in page
    status, page = post(client, f"{draft}/text", revision="1", text="x = ")
    assert status == 422
    assert {"da": "er ikke TOML:", "en": "is not TOML:"}[language] in page
    assert {"da": "Ret den linje.", "en": "Correct that line."}[language] in page
    text = '[groups.laptop]\nmethod = "no such"\n'
    post(client, f"{draft}/text", revision="1", text=text)
    page = client.get(draft).get_data(as_text=True)
    assert {"da": "</code> mangler.", "en": "</code> is missing."}[language] in page
    status, page = post(client, f"{draft}/act", action="schedule", day="i morgen")
    assert status == 422
    assert {"da": "er ikke en dato. Vælg", "en": "is no date. Choose"}[language] in page


@SPOKEN
def test_an_adapters_faults_are_told(client: FlaskClient, language: str) -> None:
    _, page = post(client, "/admin/shops/edit", document='{"id": "A", "hosts": [5]}')
    told = {
        "da": ("'A' er ikke et id. Brug 1 til 40", "5 er ikke en tekst.", "mangler. Skriv det."),
        "en": ("'A' is no id. Use 1 to 40", "5 is no text.", "is missing. Give it."),
    }
    for said in told[language]:
        assert said in page
    assert 'lang="en"' not in page.partition("<main")[2] or language == "en"


@SPOKEN
def test_a_report_of_rejected_rows_is_told(
    client: FlaskClient, folder: Path, language: str
) -> None:
    """The report was written by another process, in English; the page and the CSV are not."""
    shelf = Shelf(folder)
    data = "Varenr;EAN-nr.;Varenavn;Pris\n1;57;Skruer;5\n2;;Mælk;abc\n".encode()
    kept = shelf.keep(BytesIO(data), name="<p>.csv", source="supplier", shop="demo", user="sten")
    shelf.write(replace(kept, stage="running"))
    with shelf.lock(kept.token):
        child.run(folder, kept.token)
    page = client.get(f"/admin/uploads/{kept.token}").get_data(as_text=True).replace("&#39;", "'")
    told = {
        "da": ("linje 2", "'57' har 2 cifre.", "er ikke et tal.", "Et GTIN har 8, 12, 13"),
        "en": ("line 2", "'57' has 2 digits.", "is no number.", "A GTIN has 8, 12, 13"),
    }
    answer = client.get(f"/admin/uploads/{kept.token}/report.csv")
    report = answer.get_data(as_text=True)
    answer.close()
    assert report.startswith("\ufeffplace,column,value,reason,remedy,taken\r\n")
    for said in told[language]:
        assert said in page
        assert said in report
    shelf.drop(kept.token)


@SPOKEN
def test_a_file_that_cannot_be_read_is_told(
    client: FlaskClient, folder: Path, language: str
) -> None:
    shelf = Shelf(folder)
    kept = shelf.keep(BytesIO(b"%PDF-1.7 x"), name="a.pdf", source="supplier", shop="", user="x")
    page = client.get(f"/admin/uploads/{kept.token}").get_data(as_text=True)
    assert {"da": "er en PDF og ikke en tabel.", "en": "is a PDF, no table."}[language] in page
    shelf.drop(kept.token)


@SPOKEN
def test_an_error_that_no_page_awaits_is_told(client: FlaskClient, language: str) -> None:
    document = f'{{"id": "a-{language}", "name": "A", "hosts": ["{language}.dk"], "add": "a"}}'
    assert post(client, "/admin/shops/edit", document=document)[0] == 303
    for _ in range(2):
        status, page = post(client, f"/admin/shops/adapters/a-{language}/remove", reason="x")
    assert status == 422
    assert {"da": "er ikke en adapter, der", "en": "is no adapter that"}[language] in page


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("12,5", 12.5), ("12.5", 12.5), ("1.234,5", 1234.5), ("1,234.5", 1234.5)],
        *[("1.234", 1.234), ("1,234", 1.234), (",5", 0.5), ("-.5", -0.5), ("1e-05", 1e-05)],
        *[("7", 7), ("-5", -5), ("5,", 5.0)],
    ],
)
def test_a_rules_number_is_read_as_people_write_it(text: str, value: float) -> None:
    """One mark is a decimal one: the page itself writes 1.234 for a bit over one."""
    assert number(text, "weight") == value
    assert isinstance(number(text, "weight"), type(value))


@pytest.mark.parametrize("text", ["", "nan", "1e999", "1;2", "5 kg", "x" * 9999, "1.2.3", "#N/A"])
def test_what_is_no_number_names_its_field(text: str) -> None:
    with pytest.raises(KompasError) as error:
        number(text, "weight")
    assert error.value.place == "weight"
    assert error.value.problem.startswith(f"'{text[:40]}' is ")
