"""Official lists of real model names, where they are at hand: what is matched must be right."""

from __future__ import annotations

import csv
import json

import pytest

from service.matching.ladder import Line, match_lines
from service.store.workspace import Workspace


def words(text: str) -> set[str]:
    return set("".join(c if c.isalnum() else " " for c in text.casefold()).split())


@pytest.mark.parametrize(
    "name",
    ["ENERGY_STAR_Certified_Computers.csv", "ENERGY_STAR_Certified_Version_8.0__Computers.csv"],
)
def test_energy_star_names_are_matched_to_their_own_model_or_to_none(
    workspace: Workspace, original, name: str
):
    """2,347 real names of which the catalogue knows a few: every match has the same words."""
    with original(f"it/energystar/{name}").open(encoding="utf-8-sig", newline="") as handle:
        rows = [(row["Brand Name"], row["Model Name"] or "") for row in csv.DictReader(handle)]
    lines = [Line(i, brand=brand, name=model) for i, (brand, model) in enumerate(rows)]
    matched = [m for m in match_lines(workspace, lines) if m.subject]
    assert matched
    for match in matched:
        spare = {"i5", "i7"}
        stated = words(f"{match.line.brand} {match.line.name}") - spare
        assert words(match.name) == stated, match


def test_monitors_of_another_generation_match_nothing(workspace: Workspace, original):
    """250 certified displays of 2025: the catalogue's monitors are of 2022 and before."""
    data = json.loads(original("it/tco/products.json").read_text("utf-8"))
    items = (
        data if isinstance(data, list) else next(v for v in data.values() if isinstance(v, list))
    )
    lines = [Line(i, name=item["name"]) for i, item in enumerate(items)]
    assert [m.subject for m in match_lines(workspace, lines) if m.subject] == []
