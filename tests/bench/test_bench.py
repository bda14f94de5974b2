"""Every part of the bench at tiny size, so that it cannot rot; wrk and the peers stay out."""

import json
import sqlite3
import urllib.request
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from stdnum import ean

from bench import (
    __main__,
    adminpages,
    bigcatalogue,
    imports,
    insight,
    load,
    matching,
    names,
    pages,
    preview,
    publishing,
    scoring,
    servers,
    serving,
    swapping,
)
from bench.rows import Row, printed, row, verdict
from bench.weighted import rules, table
from scoring.score import score
from service.store.snapshot_folder import CURRENT

ROWS = 2_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bigcatalogue, "FOLDER", tmp_path_factory.mktemp("bench"))
        made = bigcatalogue.bigcatalogue(ROWS)
        assert bigcatalogue.bigcatalogue(ROWS) == made, "it is kept"
    return pages.published(made)


@pytest.fixture(autouse=True)
def _small(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for part in (adminpages, insight, preview, publishing, serving):
        monkeypatch.setattr(part, "bigcatalogue", lambda _: folder)
    monkeypatch.setenv("KOMPAS_WORKERS", "2")  # of the servers: enough for both clients


def test_the_catalogue_is_believable(folder: Path) -> None:
    connection = sqlite3.connect(folder / "workspace.db")

    def count(table: str) -> int:
        found: int = connection.execute(
            f"SELECT count(*) FROM {table} WHERE origin = 'bench'"
        ).fetchone()[0]
        return found

    assert [count(t) for t in ("products", "identifiers", "offers")] == [ROWS, 2 * ROWS, ROWS]
    assert ROWS / 4 < count("labels") < ROWS / 2
    assert count("evidence") > 4 * ROWS
    crooked = "SELECT count(*) FROM evidence WHERE NOT (low <= value AND value <= high)"
    assert connection.execute(crooked).fetchone() == (0,)
    connection.close()
    assert all(ean.is_valid(names.gtin(number)) for number in range(0, 1_000_000, 9_973))


def test_all_products_of_the_pages_are_found(folder: Path) -> None:
    with servers.kompas(folder) as server:
        for body in pages.bodies(folder, items=50, pages=3):
            status, answer = swapping.ask(server.url, body)
            assert status == 200
            rungs = [item["match"]["rung"] for item in json.loads(answer)["items"]]
            assert set(rungs) == {"gtin", "mpn", "sku"}


def test_bare_flask_answers_and_its_time_is_counted() -> None:
    with servers.bare_flask() as server, urllib.request.urlopen(server.url) as answer:
        assert json.load(answer) == {"status": "ok"}
        assert load.cpu_seconds(server.group) > 0
    assert load.cpu_seconds(server.group) == 0, "all its processes have ended"


def test_shares_are_ratios_within_a_pair() -> None:
    own, floor = (load.Load(rps, 1, p99, 900, 0.2) for rps, p99 in ((400, 6), (1000, 4)))
    found = serving.shares({size: [(own, floor)] * 3 for size in serving.SHARES})
    found |= serving.against([(own, floor)])
    assert found["serve_share_50"]["value"] == 0.4
    assert found["p99_ratio_50"]["value"] == 1.5
    assert found["vs_boaviztapi_items"]["value"] == 20


def test_scoring_gives_the_weighted_sum_and_finds_alternatives() -> None:
    chance = np.random.default_rng(1)
    matrix, weights = 100 * chance.random((ROWS, 8)), chance.dirichlet(np.ones(8))
    scores = score(rules(weights), table(matrix)).score.value
    np.testing.assert_allclose(scores, matrix @ weights, atol=1e-9)
    assert_measured(scoring.best_alternatives(chance, matrix, 1), "alternatives_1m_s")


def test_publishing_and_the_bare_write_write_the_same_rows(folder: Path) -> None:
    before = sum(path.stat().st_size for path in (folder / CURRENT).iterdir())
    found = publishing.run(ROWS, 1)
    assert_measured(found, "publish_ratio", "publish_read_s")
    assert found["publish_mb"]["value"] == pytest.approx(before / 2**20, rel=0.1)


def test_previewing() -> None:
    assert_measured(preview.run(ROWS, 2), "preview_1m_ms")


def test_previewing_for_administrators() -> None:
    found = insight.run(ROWS, 2)
    assert_measured(found, "admin_preview_1m_ms")
    assert_measured(found, "admin_preview_function_1m_ms")


def test_the_administrations_pages() -> None:
    assert_measured(adminpages.run(ROWS, 1), "admin_page_p95_ms")


def test_swapping_fails_nothing() -> None:
    found = swapping.run(1)
    assert found["swap_failures"]["value"] == 0
    assert found["swap_requests"]["value"] > 10


@pytest.mark.parametrize("part", [matching.run, imports.run])
def test_matching_and_importing(part: Callable[[int], dict[str, Row]]) -> None:
    assert_measured(part(300))


def test_a_run_of_one_part_keeps_the_rows_of_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "bench.json"
    target.write_text(json.dumps({"other": row([1], "s"), "swap_failures": row([9], "", 0)}))
    monkeypatch.setattr(__main__, "TARGET", target)
    parts = {"a": lambda: {"swap_failures": row([2], "", 0)}, "b": lambda: 1 / 0}
    monkeypatch.setattr(__main__, "PARTS", parts)
    monkeypatch.setattr("sys.argv", ["bench", "a"])
    assert __main__.main() == 0
    assert set(json.loads(target.read_text())) == {"other", "swap_failures"}
    assert "MISSED by 2" in capsys.readouterr().out


def test_a_part_that_breaks_fails_the_run_after_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(__main__, "TARGET", tmp_path / "build" / "bench.json")
    parts = {"broken": lambda: 1 / 0, "a": lambda: {"swaps": row([2], "")}}
    monkeypatch.setattr(__main__, "PARTS", parts)
    monkeypatch.setattr("sys.argv", ["bench"])
    assert __main__.main() == 1
    assert set(json.loads(__main__.TARGET.read_text())) == {"swaps"}


def test_goals_are_read_in_their_direction() -> None:
    assert verdict("serve_share_1", row([0.9], "", 0.8)) == "met"
    assert verdict("serve_share_1", row([0.6], "", 0.8)) == "MISSED by 25%"
    assert verdict("p99_ratio_50", row([2.0], "", 3.0)) == "met"
    assert "0.500-0.700" in printed("serve_share_1", row([0.5, 0.6, 0.7], "of bare", 0.8))


def assert_measured(found: dict[str, Row], *wanted: str) -> None:
    assert set(wanted) <= set(found)
    for measured in found.values():
        assert set(measured) == {"value", "goal", "unit", "runs"}
        assert measured["value"] >= 0
