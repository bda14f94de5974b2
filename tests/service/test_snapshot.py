"""Publishing: whole or not at all, noticed by readers, calm where there is nothing to serve."""

import shutil
import stat
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from scoring.errors import KompasError
from service import rulesets
from service.app import create_app
from service.config import Config
from service.publish.pipeline import publish
from service.store.snapshot_folder import KEPT, SnapshotContent, write_snapshot
from service.store.workspace import Workspace
from tests.service.conftest import HOST

NO_KEYS = (np.zeros(0, dtype=np.uint64), np.zeros(0, dtype=np.uint64))
ASK = {"shop": HOST, "items": [{"ref": "1", "gtin": "9524100001077"}]}


@pytest.fixture
def folder(published: Path, tmp_path: Path) -> Path:
    """Return a copy of the published workspace that a test may change."""
    copy = tmp_path / "copy"
    shutil.copytree(published, copy, symlinks=True)
    return copy


def republish(folder: Path, rules: str = "default", **more: object) -> Path:
    with Workspace(folder) as workspace:
        return publish(workspace, rulesets.load(rules), folder, **more).path  # type: ignore[arg-type]


def test_without_a_snapshot_the_answer_is_a_503_that_says_what_to_do(tmp_path: Path):
    """And health says so with a 200, for the process is well."""
    client = create_app(Config(folder=tmp_path)).test_client()
    response = client.post("/api/v1/scores", json=ASK)
    assert (response.status_code, response.json["code"]) == (503, "snapshot_missing")
    assert "kompas publish" in response.json["message"]
    assert client.get("/healthz").json["status"] == "snapshot_missing"


def test_an_expired_snapshot_is_not_served(folder: Path):
    """Its certificates may have run out, so it must not be believed."""
    republish(folder, day=date.today() - timedelta(days=40), valid_days=39)
    client = create_app(Config(folder=folder)).test_client()
    response = client.post("/api/v1/scores", json=ASK)
    assert (response.status_code, response.json["code"]) == (503, "snapshot_expired")
    republish(folder)
    assert client.post("/api/v1/scores", json=ASK).status_code == 200


def test_a_new_snapshot_is_served_without_a_restart(folder: Path):
    """The next request sees the new ruleset's hash."""
    client = create_app(Config(folder=folder)).test_client()
    before = client.post("/api/v1/scores", json=ASK).json
    republish(folder, "default-concito")
    after = client.post("/api/v1/scores", json=ASK).json
    assert before["ruleset"]["id"] == "default"
    assert after["ruleset"]["id"] == "default-concito"


def test_the_concito_rules_read_no_agribalyse_figure(folder: Path):
    """One scale reads one database: without CONCITO's figures there is no letter."""
    republish(folder, "default-concito")
    client = create_app(Config(folder=folder)).test_client()
    (answer,) = client.post("/api/v1/scores", json=ASK).json["items"]
    assert answer["grade"] is answer["range"] is None
    assert "klimaaftryk" in answer["summary"]


def test_an_expired_certificate_does_not_count_and_is_said_to_have_expired(folder: Path):
    """The day after its last day the label is gone, with a note."""
    client = create_app(Config(folder=folder)).test_client()
    with Workspace(folder) as workspace:
        rows = [r for r in workspace.rows("labels") if r["valid_to"] < date.today().isoformat()]
    assert rows
    answers = [client.get(f"/api/v1/products/{row['product_id']}").json["item"] for row in rows]
    for row, answer in zip(rows, answers, strict=True):
        assert row["code"] not in [label["code"] for label in answer["labels"]]
        assert any("udløb" in note for note in answer["notes"])


def test_a_damaged_new_snapshot_leaves_the_old_one_serving(folder: Path):
    """A file that is no snapshot is not believed."""
    client = create_app(Config(folder=folder)).test_client()
    assert client.post("/api/v1/scores", json=ASK).status_code == 200
    link = folder / "snapshot"
    link.unlink()
    link.write_bytes(b"not a database")
    assert client.post("/api/v1/scores", json=ASK).status_code == 200
    link.unlink()
    assert client.post("/api/v1/scores", json=ASK).status_code == 200


def test_a_failed_publish_leaves_no_trace_and_the_old_snapshot(folder: Path):
    """An error half-way through the rows: nothing is renamed, nothing is left behind."""

    def rows():
        yield [(b"{}", b"")]
        raise OSError("No space left on device")

    before = sorted(p.name for p in folder.iterdir())
    target = (folder / "snapshot").resolve()
    with pytest.raises(KompasError, match="old snapshot still serves"):
        write_snapshot(folder, SnapshotContent({"a": "b"}, {"da": rows()}, NO_KEYS))
    assert sorted(p.name for p in folder.iterdir()) == before
    assert (folder / "snapshot").resolve() == target


def test_a_full_disk_is_told_and_leaves_the_old_snapshot(folder: Path):
    """RLIMIT_FSIZE stands in for no disk: the kernel refuses the write in the same way."""
    import subprocess
    import sys

    code = (
        "import resource, signal, sys; from service.cli import main;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000));"
        f"main(['--workspace', {str(folder)!r}, 'publish'])"
    )
    target = (folder / "snapshot").resolve()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "old snapshot still serves" in done.stderr
    assert (folder / "snapshot").resolve() == target
    assert not list(folder.glob(".building-*"))


def test_only_the_newest_snapshots_are_kept(folder: Path):
    """Three of them, the current one included."""
    for days in range(KEPT + 2):
        republish(folder, valid_days=30 + days)
    kept = list(folder.glob("snapshot-*"))
    assert len(kept) == KEPT
    assert (folder / "snapshot").resolve() in kept


def test_readers_of_another_user_can_open_the_snapshot(folder: Path):
    """The service may run under its own account."""
    mode = (folder / "snapshot").stat().st_mode
    assert mode & stat.S_IROTH


def test_a_key_that_leads_to_two_products_matches_neither(folder: Path):
    """A wrong identity is worse than none."""
    with Workspace(folder) as workspace, workspace.writing():
        row = {"key": "gtin:09524100001077", "product_id": "demo:fi-10102", "rung": "gtin"}
        workspace.put("identifiers", [row | {"origin": "test"}])
    republish(folder)
    client = create_app(Config(folder=folder)).test_client()
    (answer,) = client.post("/api/v1/scores", json=ASK).json["items"]
    assert answer["match"]["rung"] == "none"


def test_a_folder_that_cannot_be_written_is_told():
    """The message says what to correct; /proc can be written by nobody, root included."""
    with pytest.raises(KompasError, match="rights"):
        write_snapshot(Path("/proc/kompas"), SnapshotContent({}, {}, NO_KEYS))
