"""The ladder's keys, the review list, and what is remembered of it."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from scoring.errors import KompasError
from service import rulesets
from service.app import create_app
from service.cli import main
from service.config import Config
from service.loading.catalogue import load_catalogue
from service.loading.offers import load_demo
from service.matching import review
from service.matching.ladder import Line, Match, match_lines
from service.matching.linesfile import read_lines
from service.publish.pipeline import publish
from service.store.workspace import Workspace

DOUBTFUL = "Kylling tikka 2 kg"
HOST = "shop.example.dk"


@pytest.fixture
def workspace(tmp_path: Path):
    """Return a fresh workspace with the catalogue and the demo shop."""
    with Workspace(tmp_path) as workspace:
        load_catalogue(workspace)
        load_demo(workspace, [HOST])
        yield workspace


def one(workspace: Workspace, **line: str) -> Match:
    (match,) = match_lines(workspace, [Line(1, **line)])
    return match


def ask(workspace: Workspace, folder: Path, **item: str):
    publish(workspace, rulesets.load("default"), folder)
    client = create_app(Config(folder=folder)).test_client()
    body = {"shop": HOST, "items": [{"ref": "x"} | item]}
    return client.post("/api/v1/scores", json=body).json["items"][0]


def test_the_best_rung_wins(workspace: Workspace):
    """GTIN, then the shop's SKU, then the machine type, then the family, then the group."""
    gtin = one(workspace, gtin="9524100001077", name="Toiletpapir")
    assert (gtin.rung, gtin.subject, gtin.confidence) == ("gtin", "demo:fi-10101", "high")
    assert one(workspace, shop="demo", sku="FI-10103", name="Ost").rung == "sku"
    assert one(workspace, brand="Lenovo", mpn="20N2000RMX").rung == "machine_type"
    assert one(workspace, brand="Dell", name="Latitude 5430").rung == "family"
    assert one(workspace, name="Rapsolie 10 l dunk").rung == "group"
    assert one(workspace, name="Toiletpapir").rung == "none"


def test_a_bad_gtin_is_told_and_the_name_used(workspace: Workspace):
    """The note says what is wrong with it."""
    match = one(workspace, gtin="9524100001078", name="Rapsolie 10 l dunk")
    assert match.rung == "group"
    assert "check digit" in match.note


def test_the_same_title_is_the_same_product(workspace: Workspace):
    """A product's own title reaches it, with medium confidence."""
    match = one(workspace, name="Engsø økologisk letmælk 1,5 % 1 l")
    assert (match.rung, match.confidence) in (("title", "medium"), ("group", "low"))


def test_a_doubtful_line_is_asked_about_once(workspace: Workspace):
    """The second time it is already on the list."""
    match = one(workspace, shop="demo", sku="X1", name=DOUBTFUL)
    assert match.doubtful
    assert match.rung == "none"
    assert review.ask(workspace, [match]) == 1
    assert review.ask(workspace, [match]) == 0
    (row,) = review.waiting(workspace)
    assert row["candidates"][0]["subject"] == "food/meat/chicken-whole"


def test_an_accepted_match_is_remembered_for_the_shops_sku(workspace: Workspace):
    """For that SKU in that shop, whatever the name, and nowhere else."""
    review.ask(workspace, [one(workspace, shop="demo", sku="X1", name=DOUBTFUL)])
    (row,) = review.waiting(workspace)
    assert review.accept(workspace, row["id"]) == "food/meat/chicken-whole"
    assert review.waiting(workspace) == []
    assert one(workspace, shop="demo", sku="X1", name="Nyt navn").subject.endswith("chicken-whole")
    assert one(workspace, shop="other", sku="X1", name=DOUBTFUL).doubtful


def test_a_person_may_choose_another_subject(workspace: Workspace):
    """A product too; one that does not exist is refused."""
    review.ask(workspace, [one(workspace, shop="demo", sku="X1", name=DOUBTFUL)])
    (row,) = review.waiting(workspace)
    with pytest.raises(KompasError, match="no product or group"):
        review.accept(workspace, row["id"], "nonsense")
    review.accept(workspace, row["id"], "demo:fi-10101")
    assert one(workspace, shop="demo", sku="X1", name=DOUBTFUL).rung == "sku"


def test_a_rejected_match_is_not_proposed_again(workspace: Workspace):
    """Neither by its text nor for review."""
    review.ask(workspace, [one(workspace, name=DOUBTFUL)])
    (row,) = review.waiting(workspace)
    review.reject(workspace, row["id"])
    match = one(workspace, name=DOUBTFUL)
    assert (match.rung, match.doubtful) == ("none", False)


def test_an_unknown_review_is_told(workspace: Workspace):
    """With the way to find the right number."""
    with pytest.raises(KompasError, match="kompas review"):
        review.accept(workspace, 99)


def test_a_name_alone_reaches_a_group_with_a_range_and_low_confidence(
    workspace: Workspace, tmp_path: Path
):
    """Never a single letter."""
    answer = ask(workspace, tmp_path, name="RAPSOLIE 10 LTR. DUNK")
    assert answer["match"] == {"rung": "group", "confidence": "low"}
    assert answer["product"]["group"] == "food/fat/rapeseed-oil"
    assert answer["grade"] is None
    assert len(answer["range"]) == 2


def test_a_name_alone_reaches_a_model(workspace: Workspace, tmp_path: Path):
    """With what a title has around it."""
    answer = ask(workspace, tmp_path, name='Dell Latitude 5430 14" i5-1235U 8GB 256GB')
    assert answer["match"]["rung"] == "family"
    assert answer["product"]["id"] == "dell-latitude-5430"


def test_a_doubtful_name_matches_nothing_on_a_page(workspace: Workspace, tmp_path: Path):
    """Not enough data, never a guess."""
    assert ask(workspace, tmp_path, name=DOUBTFUL)["match"]["rung"] == "none"


def test_answers_of_people_are_published(workspace: Workspace, tmp_path: Path):
    """An accepted SKU matches on a page; a refused one is not matched by its name."""
    for sku, name in (("X1", DOUBTFUL), ("X2", DOUBTFUL)):
        review.ask(workspace, [one(workspace, shop="demo", sku=sku, name=name)])
    first, second = review.waiting(workspace)
    review.accept(workspace, first["id"])
    review.reject(workspace, second["id"])
    answer = ask(workspace, tmp_path, sku="X1")
    assert answer["match"] == {"rung": "group", "confidence": "low"}
    refused = ask(workspace, tmp_path, sku="X2", name="Rapsolie 10 l dunk")
    assert refused["match"]["rung"] == "none"


def test_items_that_match_by_key_build_no_text_index(workspace: Workspace, tmp_path: Path):
    """The index costs nothing until a name is all there is."""
    publish(workspace, rulesets.load("default"), tmp_path)
    app = create_app(Config(folder=tmp_path))
    body = {"shop": HOST, "items": [{"ref": "x", "gtin": "9524100001077", "name": "Letmælk"}]}
    app.test_client().post("/api/v1/scores", json=body)
    snapshot = app.extensions["kompas_snapshot"].current()
    assert "matcher" not in snapshot.derived


def test_the_command_matches_a_file_and_lists_what_waits(tmp_path: Path):
    """Windows-1252 and semicolons, as spreadsheets write them; formula cells come out inert."""
    file = tmp_path / "lines.csv"
    file.write_bytes(
        f"ref;sku;name\n=1+1;A1;HK. OKSEKØD 8-12% 2,5 KG\n2;A2;{DOUBTFUL}\n".encode("cp1252")
    )
    output = tmp_path / "out.csv"
    command = ["--workspace", str(tmp_path), "match", str(file), "--shop", "s"]
    done = CliRunner().invoke(main, [*command, "--output", str(output)])
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(output.read_text("utf-8").splitlines()))
    assert rows[0]["product"] == "food/meat/beef-mince-10"
    assert rows[0]["ref"] == "'=1+1"
    assert rows[1]["doubtful"] == "1"
    listed = CliRunner().invoke(main, ["--workspace", str(tmp_path), "review"])
    assert DOUBTFUL in listed.output
    done = CliRunner().invoke(main, ["--workspace", str(tmp_path), "review", "accept", "1"])
    assert "chicken-whole" in done.output
    done = CliRunner().invoke(main, ["--workspace", str(tmp_path), "review", "reject", "7"])
    assert done.exit_code == 1
    assert "no such review" in done.output


def test_a_file_without_a_column_to_match_is_told(tmp_path: Path):
    """The error names the columns that would do."""
    file = tmp_path / "lines.csv"
    file.write_text("ref,colour\n1,red\n", "utf-8")
    with pytest.raises(KompasError, match="gtin, brand"):
        list(read_lines(file))
