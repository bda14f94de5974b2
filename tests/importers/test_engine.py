"""The engine: one transaction, the same file once, versions that supersede and never overwrite."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from scoring.errors import KompasError
from service.importers import job, registry
from service.importers.base import (
    Certificate,
    Rejection,
    ShopOffer,
)
from service.importers.run import import_file
from service.loading.catalogue import load_catalogue
from service.publish.catalogue import read_catalogue
from service.store.workspace import Workspace
from tests.importers.conftest import figures
from tests.importers.told import GTIN, product, rows, tec


def test_the_same_file_again_changes_nothing_and_says_so(take, files, workspace: Workspace):
    """By the hash of its content."""
    take("agribalyse", files["agribalyse"])
    before = [rows(workspace, t) for t in ("evidence", "imports", "groups", "sources")]
    report = take("agribalyse", files["agribalyse"])
    assert report.already
    assert "imported before" in report.summary()[0]
    assert before == [rows(workspace, t) for t in ("evidence", "imports", "groups", "sources")]


@pytest.mark.parametrize(
    "source",
    [
        s
        for s in registry.SOURCES
        if s.id
        in (
            "concito",
            "agribalyse",
            "boavizta",
            "eprel",
            "tco",
            "energystar",
            "repair_index",
            "openfoodfacts",
        )
    ],
    ids=lambda s: s.id,
)
def test_a_dry_run_tells_the_same_and_writes_nothing(source, take, files, workspace: Workspace):
    """All of it is done and rolled back."""
    tables = ("evidence", "labels", "products", "groups", "identifiers", "imports", "sources")
    before = [rows(workspace, t) for t in tables]
    trial = take(source.id, files[source.id], dry_run=True)
    assert [rows(workspace, t) for t in tables] == before
    real = take(source.id, files[source.id])
    assert (trial.read, trial.taken, trial.rejected, trial.added) == (
        real.read,
        real.taken,
        real.rejected,
        real.added,
    )
    assert real.read == real.taken + real.rejected
    assert real.added > 0


def test_a_file_that_fails_in_the_middle_leaves_nothing(told, tell, workspace: Workspace):
    """All or nothing."""
    before = rows(workspace, "products") + rows(workspace, "imports")
    told.fail = True
    with pytest.raises(KompasError, match="ends in the middle"):
        tell(product(figures=(tec(15),)))
    assert rows(workspace, "products") + rows(workspace, "imports") == before


def test_a_changed_figure_supersedes_and_does_not_overwrite(tell, workspace: Workspace):
    """The old row stays, marked with the row that took its place."""
    tell(product(figures=(tec(15),)))
    report = tell(product(figures=(tec(14),)), version="2")
    assert (report.added, report.changed, report.unchanged, report.withdrawn) == (0, 1, 0, 0)
    assert figures(workspace, "told:a") == {"tec": 14}
    old, new = [r for r in workspace.history("evidence") if r["subject"] == "told:a"]
    assert (old["value"], old["superseded_by"], old["source"]) == (15, new["id"], "told-1")
    assert (new["superseded_by"], new["source"]) == (None, "told-2")


def test_what_a_new_version_lacks_is_withdrawn_and_kept(tell, workspace: Workspace):
    """Figures and labels alike."""
    label = Certificate("TCO_DEVELOPMENT:10", "D1")
    both = product("a", figures=(tec(15),)), product("b", figures=(tec(9),), certificates=(label,))
    tell(*both)
    report = tell(both[0])
    assert (report.unchanged, report.withdrawn) == (1, 2)
    assert figures(workspace, "told:b") == {}
    assert not [r for r in workspace.rows("labels") if r["product_id"] == "told:b"]
    assert [r["value"] for r in workspace.history("evidence") if r["subject"] == "told:b"] == [9]


def test_an_incomplete_file_withdraws_nothing(tell, workspace: Workspace):
    """A page of a register is not the register."""
    tell(product("a", figures=(tec(15),)), complete=False)
    assert tell(product("b", figures=(tec(9),))).withdrawn == 0
    assert figures(workspace, "told:a") == {"tec": 15}


def test_parts_of_a_source_do_not_withdraw_each_other(tell, workspace: Workspace):
    """EPREL's phones and displays come in two files."""
    tell(product("a", figures=(tec(15),)), part="phones")
    assert tell(product("b", figures=(tec(9),)), part="displays").withdrawn == 0
    assert tell(product("c"), part="phones").withdrawn == 1
    assert figures(workspace, "told:b") == {"tec": 9}


def test_an_older_version_after_a_newer_one_is_history_only(tell, workspace: Workspace):
    """The order of importing does not decide what counts."""
    tell(product(figures=(tec(14),)), version="1.10", year=2026)
    report = tell(product(figures=(tec(15),)), version="1.9", year=2026)
    assert report.outdated == "told-1.10"
    assert figures(workspace, "told:a") == {"tec": 14}
    assert len([r for r in workspace.history("evidence") if r["subject"] == "told:a"]) == 2


def test_an_earlier_file_of_the_same_version_may_come_back(tell, workspace: Workspace):
    """A correction that was wrong is taken back by importing the file before it."""
    for value in (15, 14, 15):
        tell(product(figures=(tec(value),)))
    assert figures(workspace, "told:a") == {"tec": 15}


def test_the_shipped_catalogue_gives_way_to_an_import_of_its_source(
    take, files, workspace: Workspace
):
    """Also after the catalogue is loaded again; Agribalyse 19801 is our buttermilk."""
    group = "food/dairy/buttermilk"
    take("agribalyse", files["agribalyse"], options={"version": "3.9", "year": "2026"})
    load_catalogue(workspace)
    counting = [r for r in workspace.rows("evidence") if r["subject"] == group]
    assert {r["source"] for r in counting} == {"agribalyse-3.9"}
    assert {r["inherits"] for r in counting} == {1}


def test_an_import_older_than_the_shipped_catalogue_does_not_replace_it(
    take, files, workspace: Workspace
):
    """Agribalyse 3.0 after the shipped 3.2: what ships goes on counting."""
    take("agribalyse", files["agribalyse"], options={"version": "3.0", "year": "2020"})
    load_catalogue(workspace)
    catalogue = read_catalogue(workspace, date(2026, 11, 23))
    group = next(c for c in catalogue.classes if c.group == "food/dairy/buttermilk")
    assert group.evidence["co2e_agribalyse"].source == "agribalyse-3.2"


def test_an_expired_certificate_stops_counting_on_its_day(tell, workspace: Workspace):
    """The row stays as it is."""
    last = date(2026, 12, 31)
    tell(
        product(gtins=(GTIN,), certificates=(Certificate("TCO_DEVELOPMENT:10", "D1", None, last),))
    )
    for day, held in ((last, 1), (last + timedelta(days=1), 0)):
        found = next(p for p in read_catalogue(workspace, day).products if p.id == "told:a")
        assert (len(found.labels), len(found.expired)) == (held, 1 - held)


def test_evidence_carries_source_licence_and_import(take, files, workspace: Workspace):
    """Each figure can be followed back to the file it came from."""
    take("tco", files["tco"])
    label = next(r for r in workspace.rows("labels") if r["licence"] == "D1000000001")
    source = next(s for s in workspace.rows("sources") if s["id"] == label["source"])
    done = next(i for i in workspace.rows("imports") if i["id"] == label["import_id"])
    assert (source["name"], source["publisher"]) == ("TCO Certified GTIN API", "TCO Development")
    assert source["licence"]
    assert (done["source"], done["file"], done["taken"]) == ("tco", "tco.json", 3)


def test_offers_come_into_the_shop_and_go_when_they_are_no_longer_there(tell, workspace: Workspace):
    """They are kept, marked as withdrawn."""
    offer = ShopOffer("S-1", "/vare/1", 100.0, supplier="Engros")
    tell(product("a", offer=offer), product("b", offer=ShopOffer("S-2")), shop="skolen")
    report = tell(product("a", offer=replace(offer, price=90.0)), shop="skolen")
    assert (report.changed, report.withdrawn) == (1, 1)
    (row,) = workspace.rows("offers")
    assert (row["sku"], row["price"], row["supplier"], row["product_id"]) == (
        "S-1",
        90.0,
        "Engros",
        "told:skolen:a",
    )
    assert len(workspace.history("offers")) == 2


def test_two_shops_lists_of_one_source_do_not_touch_each_other(tell, workspace: Workspace):
    """Each shop has its own list."""
    tell(product("a", offer=ShopOffer("S-1"), figures=(tec(15),)), shop="en")
    report = tell(product("b", offer=ShopOffer("S-1"), figures=(tec(9),)), shop="to")
    assert report.withdrawn == 0
    assert len(workspace.rows("offers")) == 2


def test_a_wrong_shop_id_is_refused(tell):
    """Before anything is read."""
    with pytest.raises(KompasError, match="no shop id"):
        tell(product(), shop="Skolen & Co")


def test_progress_is_told_as_rows_are_read(told, workspace: Workspace, tmp_path: Path):
    """Every CHUNK records."""
    told.items = [product(f"n{i}", group="") for i in range(job.CHUNK + 1)]
    file = tmp_path / "told.txt"
    file.write_text("told")
    seen: list[int] = []
    import_file(workspace, "told", file, progress=seen.append)
    assert seen == [job.CHUNK, job.CHUNK + 1]


def test_rejections_are_counted_and_the_first_are_shown(tell):
    """The screen shows 20, the CSV all."""
    many = [Rejection(f"line {i}", "c", "v", "is wrong.", "Mend it.") for i in range(50)]
    report = tell(*many, product())
    assert (report.read, report.rejected, report.taken, len(report.first)) == (51, 50, 1, 20)
    assert "and 30 more" in " ".join(report.summary())


def test_a_workspace_that_is_locked_is_told(told, workspace: Workspace, tmp_path: Path):
    """With the remedy; nothing is half written."""
    file = tmp_path / "told.txt"
    file.write_text("told")
    workspace.connection.execute("PRAGMA busy_timeout = 10")
    with Workspace(workspace.path.parent) as other, other.writing():
        other.put("shops", [{"id": "x", "name": "x"}])
        with pytest.raises(KompasError, match="was not written"):
            import_file(workspace, "told", file)
