"""Publishing: what answers hold beyond the demo's, what a dry run says, and what survives."""

import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from scoring.errors import KompasError
from service import rulesets
from service.app import create_app
from service.cli import main
from service.config import Config
from service.publish.pipeline import publish
from service.schemas import Envelope, fits
from service.store.answers_file import AnswersReader, AnswersWriter
from service.store.columns_file import packed, unpacked
from service.store.keys_file import KeysReader, hashes_of, leads_of, write_keys
from service.store.workspace import Workspace
from tests.service.conftest import HOST
from tests.service.test_snapshot import folder  # noqa: F401 - a fixture

ASK = {"shop": HOST, "items": [{"ref": "1", "gtin": "9524100001077"}]}


def served(folder: Path, **item: Any) -> Any:  # noqa: F811
    """Return the answer to one item of the demo shop."""
    client = create_app(Config(folder=folder)).test_client()
    body = {"shop": HOST, "items": [{"ref": "x"} | item]}
    return client.post("/api/v1/scores", json=body).json["items"][0]


def change(folder: Path, table: str, **values: Any) -> None:  # noqa: F811
    """Set columns of the row of SKU FI-10101 or of that primary key, and publish."""
    with Workspace(folder) as workspace:
        with workspace.writing():
            row = next(r for r in workspace.rows(table) if r.get("sku") == "FI-10101")
            workspace.put(table, [row | values])
        publish(workspace, rulesets.load("default"), folder)


def test_contributions_are_rounded_so_that_they_sum_to_the_score(folder: Path):  # noqa: F811
    """What a buyer adds up is what stands above it."""
    client = create_app(Config(folder=folder)).test_client()
    with Workspace(folder) as workspace:
        ids = [p["id"] for p in workspace.rows("products")]
    for product in ids:
        item = client.get(f"/api/v1/products/{product}").json["item"]
        if item["score"] is not None:
            total = round(sum(r["contribution"] for r in item["reasons"]), 1)
            assert total == item["score"], product


def test_a_second_offer_of_a_product_has_its_own_alternatives(folder: Path):  # noqa: F811
    """Two packs of one milk: the price difference is that of the pack that is looked at."""
    change(folder, "offers", sku="FI-10101-BIG", path="/vare/stor", price=99.0, net_content=4.0)
    small, big = (served(folder, sku=sku)["alternatives"] for sku in ("FI-10101", "FI-10101-BIG"))
    assert [a["path"] for a in small] == [a["path"] for a in big]
    assert small[0]["price_difference"] != big[0]["price_difference"]


def test_an_offer_whose_product_is_gone_is_left_out(folder: Path):  # noqa: F811
    """It leads nowhere, and the others are published."""
    change(folder, "offers", sku="GONE", path="/vare/gone", product_id="gone")
    assert served(folder, sku="GONE")["match"]["rung"] == "none"
    assert served(folder, sku="FI-10101")["grade"] == "B"


def test_alternatives_stay_within_the_agreement(folder: Path):  # noqa: F811
    """An offer under another agreement than all others has none, and is none."""
    assert served(folder, sku="FI-10101")["alternatives"]
    change(folder, "offers", agreement="SKI 50.90")
    assert served(folder, sku="FI-10101")["alternatives"] == []


def test_an_expired_certificate_is_what_would_lift_the_grade(folder: Path):  # noqa: F811
    """The plainest counterfactual comes first, in both languages."""
    client = create_app(Config(folder=folder)).test_client()
    with Workspace(folder) as workspace:
        ids = [p["id"] for p in workspace.rows("products")]
    told = [client.get(f"/api/v1/products/{i}").json["item"]["counterfactual"] for i in ids]
    texts = [each["text"] for each in told if each]
    assert any("stadig var gyldigt (udløb" in text for text in texts)
    assert any(", hvis klimaaftrykket er højst" in text for text in texts)
    english = {"Accept-Language": "en"}
    items = [client.get(f"/api/v1/products/{i}", headers=english).json["item"] for i in ids]
    assert any(" if " in i["counterfactual"]["text"] for i in items if i["counterfactual"])


def test_a_dry_run_tells_how_grades_move_and_writes_nothing(folder: Path):  # noqa: F811
    """Against the current snapshot, group by group; the link and the files stay as they are."""
    before = sorted((p.name, p.stat().st_mtime_ns) for p in folder.iterdir() if "db" not in p.name)
    arguments = ["--workspace", str(folder), "publish", "--dry-run"]
    same = CliRunner().invoke(main, arguments)
    assert same.exit_code == 0, same.output
    assert "all: 218 products, 0 change (0.0 %)" in same.output
    moved = CliRunner().invoke(main, [*arguments, "--rules", "default-concito"])
    assert "food: 52 products, 51 change (98.1 %)" in moved.output
    assert "monitor: 37 products, 0 change" in moved.output
    after = sorted((p.name, p.stat().st_mtime_ns) for p in folder.iterdir() if "db" not in p.name)
    assert before == after


def test_a_dry_run_before_the_first_publish_counts_everything_as_new(tmp_path: Path):
    """From absent to what it becomes."""
    done = CliRunner().invoke(main, ["--workspace", str(tmp_path), "publish", "--dry-run"])
    assert done.exit_code == 0, done.output
    assert "absent" in done.output
    assert not (tmp_path / "snapshot").exists()


@pytest.mark.parametrize("wait", [0.02, 0.1, 0.25, 0.4, 0.6])
def test_a_publish_that_is_killed_leaves_the_old_snapshot(folder: Path, wait: float):  # noqa: F811
    """kill -9 at any moment: the old one serves on, and the next publish clears away the rest."""
    client = create_app(Config(folder=folder)).test_client()
    expected = client.post("/api/v1/scores", json=ASK).json["items"]
    command = [sys.executable, "-m", "service.cli", "--workspace", str(folder), "publish"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        process.stderr.readline()  # it has begun
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
    assert client.post("/api/v1/scores", json=ASK).json["items"] == expected
    fresh = create_app(Config(folder=folder)).test_client()
    assert fresh.post("/api/v1/scores", json=ASK).json["items"] == expected
    with Workspace(folder) as workspace:
        publish(workspace, rulesets.load("default"), folder)
    assert not list(folder.glob(".building-*"))


def test_two_publishes_at_once_do_not_meet(folder: Path):  # noqa: F811
    """The second is told to wait."""
    import fcntl

    with (folder / ".publishing").open("w") as lock, Workspace(folder) as workspace:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(KompasError, match="another publish is running"):
            publish(workspace, rulesets.load("default"), folder)


@pytest.mark.parametrize("name", ["keys", "answers.da", "answers.en.index", "meta.json"])
def test_a_snapshot_that_is_cut_short_is_not_believed(folder: Path, name: str):  # noqa: F811
    """A reader that is running goes on with the old one; a new one says what to do."""
    running = create_app(Config(folder=folder)).test_client()
    assert running.post("/api/v1/scores", json=ASK).status_code == 200
    good = (folder / "snapshot").resolve()
    bad = folder / "snapshot-bad"
    shutil.copytree(good, bad)
    (bad / name).write_bytes((good / name).read_bytes()[:-9])
    (folder / "snapshot").unlink()
    (folder / "snapshot").symlink_to(bad.name)
    assert running.post("/api/v1/scores", json=ASK).status_code == 200
    fresh = create_app(Config(folder=folder)).test_client()
    assert fresh.post("/api/v1/scores", json=ASK).json["code"] == "snapshot_missing"


@given(st.lists(st.text(max_size=20), unique=True, max_size=40), st.lists(st.text(max_size=20)))
def test_keys_are_found_and_others_are_not(tmp_path_factory, known, asked):
    """What was written is read; what was not is nothing."""
    path = tmp_path_factory.mktemp("keys") / "keys"
    known = ["a key", *(k for k in known if k != "a key")]
    hashes = hashes_of(known)
    order = np.argsort(hashes)
    numbers = np.arange(len(known), dtype=np.int64)
    write_keys(path, hashes[order], leads_of(numbers % 40, numbers * 3)[order])
    found = KeysReader(path).find([*known, *asked, "x"])
    expected = {key: (i % 40, i * 3) for i, key in enumerate(known)}
    assert found == {key: expected[key] for key in [*known, *asked] if key in expected}


@given(st.lists(st.tuples(st.binary(max_size=50), st.binary(max_size=50)), max_size=30))
def test_answers_are_read_as_they_were_written(tmp_path_factory, rows):
    """Whatever they hold, in blocks of any size."""
    path = tmp_path_factory.mktemp("answers") / "answers.da"
    with AnswersWriter(path) as writer:
        writer.add(rows[:7])
        writer.add(rows[7:])
    reader = AnswersReader(path)
    assert [reader[i] for i in range(len(reader))] == rows


@given(st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]))))
def test_texts_are_unpacked_as_they_were_packed(texts):
    """None, an empty one alone, and all others."""
    assert unpacked(packed(texts)) == texts


shops = st.one_of(st.text(max_size=300), st.none(), st.integers())
items = st.one_of(st.lists(st.none() | st.just({}), max_size=120), st.none(), st.text(max_size=3))
bodies = st.one_of(
    st.fixed_dictionaries({}, optional={"shop": shops, "items": items, "more": st.none()}),
    st.none(),
    st.lists(st.integers(), max_size=2),
)


@given(bodies)
def test_the_quick_look_at_a_request_takes_what_marshmallow_takes(body):
    """It never takes what does not fit; what it lets pass is loaded unchanged."""
    try:
        loaded = Envelope().load(body)
    except ValidationError:
        assert not fits(body)
    else:
        assert fits(body)
        assert loaded == body


@pytest.mark.parametrize(
    ("start", "end", "counts"),
    [("", "2026-11-25", True), ("2026-11-25", "", True), ("", "2026-11-24", False),
     ("2026-11-26", "", False)],
)  # fmt: skip
def test_evidence_counts_on_its_first_and_last_day_and_not_after(folder: Path, start, end, counts):  # noqa: F811
    """A figure that ended yesterday is nothing today; a product's own goes before its group's."""
    from datetime import date

    from service.publish.catalogue import read_catalogue

    with Workspace(folder) as workspace:
        with workspace.writing():
            row = next(
                r for r in workspace.rows("evidence") if r["subject"] == "food/dairy/milk-semi"
            )
            new = {"id": 999_999, "subject": "demo:fi-10101", "attribute": row["attribute"]}
            dates = {"valid_from": start, "valid_to": end, "status": "assumed", "value": 9.0}
            workspace.put("evidence", [row | new | dates | {"low": 9.0, "high": 9.0}])
        catalogue = read_catalogue(workspace, date(2026, 11, 25))
    place = list(catalogue.products.ids).index("demo:fi-10101")
    figures = catalogue.products.evidence[row["attribute"]]
    assert figures.interval.value[place] == (9.0 if counts else row["value"])
    assert catalogue.products[place].evidence[row["attribute"]].specific is counts
