"""The real files, where they are at hand: they import, and the counts are right."""

from __future__ import annotations

from pathlib import Path

import pytest

from service import rulesets
from service.publish.pipeline import publish
from service.store.workspace import Workspace

ENERGY_STAR = "it/energystar/ENERGY_STAR_Certified_"
COUNTS = [  # source, file, rows read, taken, rejected, single fields left out
    ("concito", "food/concito-1.0.xlsx", 500, 500, 0, 1),
    ("concito", "food/concito-1.2.xlsx", 540, 505, 35, 0),
    ("agribalyse", "food/agribalyse-3.2-synthese.csv", 2451, 2451, 0, 0),
    ("boavizta", "it/boavizta-data-us.csv", 1226, 1201, 25, None),
    ("tco", "it/tco/products.json", 250, 250, 0, 0),
    ("energystar", f"{ENERGY_STAR}Computers.csv", 1930, 1930, 0, None),
    ("energystar", f"{ENERGY_STAR}Version_8.0__Computers.csv", 417, 417, 0, None),
    ("eprel", "it/eprel/eprel_smartphones_sample.csv", 10, 10, 0, 0),
    ("repair_index", "it/fr_repairability/exemple-valide.csv", 3, 3, 0, 2),
]


@pytest.mark.parametrize(("source", "path", "read", "taken", "rejected", "fields"), COUNTS)
def test_a_real_file_imports_with_the_right_counts(
    source, path, read, taken, rejected, fields, take, original
):
    """Of CONCITO 1.2: 505 with a figure, 35 without."""
    report = take(source, original(path))
    assert (report.read, report.taken, report.rejected) == (read, taken, rejected)
    if fields is not None:
        assert report.fields == fields


def test_the_foods_without_a_danish_figure_are_told_as_such(take, original):
    """All 35 of them, and nothing else."""
    report = take("concito", original("food/concito-1.2.xlsx"))
    assert {r.value for r in report.first} == {"Ikke beregnet for DK"}


def test_a_later_concito_supersedes_the_earlier(take, original, workspace: Workspace):
    """499 groups have both; 1.2 has the figure that counts, and all of 1.0 stays as history."""
    take("concito", original("food/concito-1.0.xlsx"))
    report = take("concito", original("food/concito-1.2.xlsx"))
    assert (report.changed, report.added, report.withdrawn) == (499, 5, 0)
    counting = [r for r in workspace.rows("evidence") if r["attribute"] == "co2e_concito"]
    assert {r["source"] for r in counting} == {"concito-1.2"}
    history = [r for r in workspace.history("evidence") if r["source"] == "concito-1.0"]
    assert len(history) == 499


def test_agribalyse_finds_the_shipped_groups_by_their_codes(take, original, workspace: Workspace):
    """And gives the figures that ship, for it is the same version."""
    shipped = {
        r["subject"]: r["value"]
        for r in workspace.rows("evidence")
        if r["attribute"] == "co2e_agribalyse" and r["source"] == "agribalyse-3.2"
    }
    take("agribalyse", original("food/agribalyse-3.2-synthese.csv"))
    now = {
        r["subject"]: (r["low"], r["high"])
        for r in workspace.rows("evidence")
        if r["attribute"] == "co2e_agribalyse" and r["subject"] in shipped
    }
    assert len(shipped) > 400
    assert all(low - 0.01 <= shipped[group] <= high + 0.01 for group, (low, high) in now.items())


def test_boavizta_counts_its_traps(take, original):
    """Composite names, names that stand twice, and errors of 0 that count as not stated."""
    report = take("boavizta", original("it/boavizta-data-us.csv"))
    composite = [r for r in report.first if r.column == "name"]
    assert len(composite) >= 10
    assert report.fields >= 57


def test_everything_together_publishes(take, original, workspace: Workspace, tmp_path: Path):
    """With the shipped rules; products without a known group are simply not there."""
    for source, path, *_ in COUNTS:
        take(source, original(path))
    for rules in ("default", "default-concito"):
        assert publish(workspace, rulesets.load(rules), tmp_path).graded > 100
