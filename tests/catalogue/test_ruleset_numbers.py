"""The default rules' own numbers, computed again from the files they cite."""

import csv
import statistics
from collections import defaultdict

import numpy as np
import pytest

from scoring.values import Log
from service import rulesets

DEFAULT = rulesets.load("default")
LIFETIME = {"laptop": 5, "desktop": 6, "monitor": 7}
GRID = 0.114


def test_the_food_anchors_are_agribalyses_own_5th_and_95th_percentile(read_original):
    """0.552 and 24.75 kg CO2e/kg over all 2,451 foods."""
    rows = read_original("food/agribalyse-3.2-synthese.csv")
    figures = [float(row["Changement climatique"]) for row in rows]
    base = DEFAULT.groups["food"].base
    assert len(figures) == 2451
    assert base is not None
    scale = base.readings[0].value
    assert isinstance(scale, Log)
    assert np.percentile(figures, [5, 95]) == pytest.approx([scale.best, scale.worst])


@pytest.mark.parametrize(
    ("group", "brand"),
    [
        ("laptop", "Lenovo"),
        ("laptop", "Dell"),
        ("laptop", "Apple"),
        ("desktop", "Lenovo"),
        ("monitor", "HP"),
    ],
)
def test_brand_medians_are_those_of_boavizta(original, group: str, brand: str):
    """Within 2 %: the rules' figures leave out a handful of near-duplicates."""
    with original("it/boavizta-data-us.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = [r for r in csv.DictReader(file) if r["subcategory"].lower() == group]
    tec = statistics.median(float(r["yearly_tec"]) for r in rows if r["yearly_tec"])
    yearly = defaultdict(list)
    for row in rows:
        if row["gwp_total"] and row["gwp_use_ratio"]:
            embodied = float(row["gwp_total"]) * (1 - float(row["gwp_use_ratio"]))
            use = float(row["yearly_tec"] or tec) * GRID
            yearly[row["manufacturer"]].append(embodied / LIFETIME[group] + use)
    carbon = next(c for c in DEFAULT.groups[group].criteria if c.id == "carbon")
    within = carbon.readings[0].within
    assert within is not None
    assert statistics.median(yearly[brand]) == pytest.approx(
        within.medians[brand.lower()], rel=0.02
    )


@pytest.mark.parametrize("group", sorted(LIFETIME))
def test_lifetimes_and_grid_are_those_of_the_field_notes(group: str):
    """Laptop 5, desktop 6, monitor 7 years; 0.114 kg/kWh."""
    (derived,) = DEFAULT.groups[group].derived
    assert derived.parameters["lifetime_years"] == LIFETIME[group]
    assert derived.parameters["grid_kg_per_kwh"] == GRID


@pytest.mark.parametrize(
    ("group", "weights"),
    [
        ("laptop", {"ecolabel": 30, "repair": 30, "energy": 15, "carbon": 15, "materials": 10}),
        ("desktop", {"ecolabel": 30, "repair": 30, "energy": 15, "carbon": 15, "materials": 10}),
        ("monitor", {"ecolabel": 30, "repair": 20, "energy": 30, "carbon": 10, "materials": 10}),
        ("smartphone", {"ecolabel": 20, "repair": 40, "energy": 20, "carbon": 10, "materials": 10}),
        ("tablet", {"ecolabel": 20, "repair": 40, "energy": 20, "carbon": 10, "materials": 10}),
    ],
)
def test_weights_by_kind_are_those_of_the_field_notes(group: str, weights: dict[str, int]):
    """The table of shared/field/it-equipment.md, "The default IT rules"."""
    found: dict[str, float] = defaultdict(float)
    for criterion in DEFAULT.groups[group].criteria:
        found[criterion.kind] += criterion.weight
    assert found == weights
