"""`kompas explain` says of every product what the snapshot serves, then and now."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from scoring.errors import KompasError
from service import rulesets
from service.cli import main
from service.insight.explain import explain, moment_of
from service.insight.published import Published
from service.publish.pipeline import publish
from service.store.snapshot import open_snapshot
from service.store.workspace import Workspace
from tests.conftest import EXAMPLES

HASH = rulesets.load("default").hash


def _grade(served) -> str | None:
    return served["grade"] or (served["range"] and "–".join(served["range"]))


def test_every_product_of_the_demo_catalogue_is_reproduced(published: Published, folder: Path):
    """Score, bounds, grade, coverage, reasons with figures, sources and contributions, caps."""
    now, seen = datetime.now(UTC), 0
    with Workspace(folder) as workspace:
        for product in published.stored.ids[:: 1 if EXAMPLES >= 1000 else 7]:
            served = published.served(product, "en")
            found = explain(workspace, product, HASH[:8], now, published.ruleset.day)
            scored = found.scored
            assert scored is not None
            assert (found.hash, scored.grade) == (HASH, _grade(served))
            assert np.round(scored.coverage, 3) == served["coverage"]
            if scored.score is None:
                assert served["score"] is None
                continue
            for bound, name in (("low", "low"), ("value", "score"), ("high", "high")):
                assert served[name] == np.round(getattr(scored.score, bound), 1)
            steps = {step.criterion: step for step in scored.steps}
            for reason in served["reasons"]:
                if reason["criterion"] == "limit":
                    assert scored.limit == pytest.approx(reason["contribution"], abs=0.1)
                    continue
                step = steps[reason["criterion"]]
                assert step.contribution == pytest.approx(reason["contribution"], abs=0.1)
                if reason["value"] is not None:
                    assert step.figure is not None
                    assert step.figure.value == pytest.approx(reason["value"], abs=1e-3)
                if reason["source"] is not None:
                    sources = found.sources[reason["criterion"]]
                    assert (reason["source"], reason["status"]) in {
                        (source.name, source.status) for source in sources
                    }
                seen += 1
            held = {cap.text.en for cap in scored.caps}
            notes = set(served["notes"])
            assert {t for t in held if t in notes} == held - _silent(published, held)
    assert seen > (300 if EXAMPLES >= 1000 else 40)


def _silent(published: Published, held: set[str]) -> set[str]:
    """Return the texts of caps that withhold the grade: these stand in the summary."""
    groups = published.ruleset.groups.values()
    return held & {cap.text.en for rules in groups for cap in rules.caps if cap.no_grade}


def _import(workspace: Workspace, number: int, at: datetime) -> None:
    text = dict.fromkeys(("source", "shop", "part", "evidence_source", "file", "hash"), "x")
    counts = dict.fromkeys(("complete", "read", "taken", "rejected", "added", "changed"), 0)
    more = {"unchanged": 0, "withdrawn": 0, "reading": "", "at": at.isoformat(timespec="seconds")}
    workspace.put("imports", [{"id": number, **text, **counts, **more}])


def test_an_earlier_import_is_explained_as_it_was_served(copied: Path):
    """A figure that another one has superseded, and one that was withdrawn, count as they did."""
    # An import's rows, as `service.store.imports` leaves them, at moments of our choosing.
    start = datetime(2026, 3, 1, 12, tzinfo=UTC)
    ruleset = rulesets.load("default")
    with Workspace(copied) as workspace:
        laptop = next(p["id"] for p in workspace.rows("products") if p["group_id"] == "laptop")
        published_as = []
        row = {
            "subject": laptop,
            "attribute": "tec",
            "unit": "kWh/år",
            "status": "measured",
            "source": "energystar",
            "year": 2026,
            "valid_from": "",
            "valid_to": "",
            "inherits": 0,
            "origin": "import:x",
        }
        for number, tec in enumerate((12.0, 55.0), start=1):
            with workspace.writing():
                _import(workspace, number, start + timedelta(days=10 * number))
                figures = {"value": tec, "low": tec, "high": tec}
                workspace.put(
                    "evidence", [row | figures | {"id": 9000 + number, "import_id": number}]
                )
                if number == 2:
                    workspace.connection.execute(
                        "UPDATE evidence SET superseded_by = 9002 WHERE id = 9001"
                    )
            publish(workspace, ruleset, copied)
            published_as.append(_served(copied, laptop))
        with workspace.writing():
            _import(workspace, 3, start + timedelta(days=30))
            workspace.connection.execute("UPDATE evidence SET withdrawn_by = 3 WHERE id = 9002")
        publish(workspace, ruleset, copied)
        published_as.append(_served(copied, laptop))
        assert published_as[0]["score"] != published_as[1]["score"] != published_as[2]["score"]
        day = start.date()
        found = [
            explain(workspace, laptop, HASH, start + timedelta(days=10 * n + 1), None)
            for n in (1, 2, 3)
        ]
        before = explain(workspace, laptop, HASH, start, day)
    for each, served in zip(found, published_as, strict=True):
        assert each.scored is not None
        assert each.scored.score is not None
        assert np.round(each.scored.score.value, 1) == served["score"]
        assert each.scored.grade == _grade(served)
    assert before.scored == found[2].scored
    assert any("last published" in limit for limit in found[0].limits)


def _served(folder: Path, product: str):
    snapshot = open_snapshot(folder)
    assert snapshot is not None
    return Published.of(snapshot).served(product, "da")


def test_what_an_import_changed_that_day_is_said(copied: Path):
    """For a date alone does not tell which side of the import is meant."""
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    with Workspace(copied) as workspace:
        laptop = next(p["id"] for p in workspace.rows("products") if p["group_id"] == "laptop")
        with workspace.writing():
            _import(workspace, 1, at)
            workspace.connection.execute(
                "UPDATE evidence SET import_id = 1 WHERE subject = ?", [laptop]
            )
        found = explain(workspace, laptop, HASH, moment_of("2026-03-01"))
        earlier = explain(workspace, laptop, HASH, moment_of("2026-03-01T11:00"))
    assert any(at.isoformat() in limit for limit in found.limits)
    assert found.scored != earlier.scored


def test_the_command_prints_both_ways(folder: Path, published: Published):
    """Text for people, JSON for programs; errors in one line."""
    product = published.stored.ids[0]
    call = ["--workspace", str(folder), "explain", product, "--ruleset", HASH[:8]]
    text = CliRunner().invoke(main, call)
    assert text.exit_code == 0, text.output
    assert "What cannot be reproduced:" in text.output
    assert HASH in text.output
    found = json.loads(CliRunner().invoke(main, [*call, "--json"]).output)
    assert found["product"] == product
    assert {"scored", "sources", "limits", "at"} <= set(found)
    wrong = CliRunner().invoke(main, [*call, "--at", "yesterday"])
    assert wrong.exit_code == 1
    assert "2026-11-25" in wrong.output


@pytest.mark.parametrize("digits", ["213ca83", "zzzzzzzzzz", "0" * 12, "%" * 8])
def test_a_ruleset_that_is_none_is_refused(folder: Path, published: Published, digits: str):
    """Too short, no hash, never published."""
    with Workspace(folder) as workspace, pytest.raises(KompasError, match="ruleset"):
        explain(workspace, published.stored.ids[0], digits, datetime.now(UTC))


def test_a_product_that_is_none_is_refused(folder: Path):
    """With its id."""
    with Workspace(folder) as workspace, pytest.raises(KompasError, match="nix"):
        explain(workspace, "nix", HASH, datetime.now(UTC))
