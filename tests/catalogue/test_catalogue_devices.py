"""The devices: real models with published figures, and typical figures per class."""

import re
from collections import Counter, defaultdict

import numpy as np
import pytest

CLASS_OF = {
    "Laptop": "laptop",
    "Desktop": "desktop",
    "Monitor": "monitor",
    "Smartphone": "smartphone",
    "Tablet": "tablet",
}
AT_LEAST = {"laptop": 30, "desktop": 12, "monitor": 16, "smartphone": 12, "tablet": 8}
FIGURES = {
    "gwp_total_kg": "gwp_total",
    "gwp_use_ratio": "gwp_use_ratio",
    "gwp_error_ratio": "gwp_error_ratio",
    "tec_kwh": "yearly_tec",
    "lifetime_years": "lifetime",
    "screen_inch": "screen_size",
}
ENERGY_STAR = "it/energystar/ENERGY_STAR_Certified_Version_8.0__Computers.csv"
BOAVIZTA = "it/boavizta-data-us.csv"


def number(text):
    """Return a figure; an empty field and a stated 0 both mean that there is none."""
    return float(text or 0) or None


def source_name(device):
    """Return the model's name in the source, which the notes give where it differs."""
    found = re.search(r"in the source: ([^;]+)", device["notes"])
    return found[1].strip() if found else device["model"]


@pytest.fixture
def boavizta(read_original):
    """Return Boavizta's rows by maker and name."""
    rows = defaultdict(list)
    for row in read_original(BOAVIZTA):
        rows[row["manufacturer"], row["name"]].append(row)
    return rows


@pytest.fixture
def measured(catalogue):
    """Return the devices with a maker's carbon footprint."""
    return [row for row in catalogue("devices") if row["source"] == "boavizta"]


def test_each_class_has_enough_models(catalogue):
    """The catalogue covers the five classes."""
    counts = Counter(row["group"] for row in catalogue("devices"))
    assert all(counts[group] >= least for group, least in AT_LEAST.items())


def test_at_least_60_devices_carry_real_figures(measured):
    """Each has total, use share, and the report they stand in."""
    full = [r for r in measured if r["gwp_total_kg"] and r["gwp_use_ratio"] and r["source_url"]]
    assert len(full) == len(measured) >= 60


def test_shares_are_between_0_and_1(measured):
    """Use share and error are ratios, not percentages."""
    ratios = [r[c] for r in measured for c in ("gwp_use_ratio", "gwp_error_ratio") if r[c]]
    assert all(0 < float(ratio) < 1 for ratio in ratios)


def test_no_figure_is_zero(catalogue):
    """A stated 0 counts as missing and is left empty."""
    fields = [row[c] for row in catalogue("devices") for c in FIGURES]
    assert not any(field and float(field) == 0 for field in fields)


def test_no_family_or_part_number_names_two_devices(catalogue):
    """An identity that leads to two devices leads to none."""
    keys = Counter()
    for row in catalogue("devices"):
        keys.update({row["family_key"]} - {""})
        keys.update((row["brand"], n) for n in row["part_numbers"].split("|") if n)
    assert [key for key, times in keys.items() if times > 1] == []


def test_every_figure_is_boaviztas_own(measured, boavizta):
    """Figures equal the file's; only energy use may come from ENERGY STAR, and says so."""
    wrong = []
    for device in measured:
        rows = boavizta[device["brand"], source_name(device)]
        row = next((r for r in rows if CLASS_OF[r["subcategory"]] == device["group"]), None)
        for column, original in FIGURES.items():
            figure = number(device[column])
            if row is None:
                wrong.append((device["id"], "is not in the file"))
            elif figure is None:
                if number(row[original]) is not None and column != "screen_inch":
                    wrong.append((device["id"], column, "was left out"))
            elif column == "tec_kwh" and "tec: energy-star" in device["notes"]:
                continue
            elif figure != pytest.approx(number(row[original]), rel=1e-4):
                wrong.append((device["id"], column, figure, row[original]))
    assert wrong == []


def test_every_energy_star_figure_is_that_models(measured, read_original):
    """The certificate names the very model and its energy use."""
    certified = {r["ENERGY STAR Unique ID"]: r for r in read_original(ENERGY_STAR)}
    for device in measured:
        found = re.search(r"tec: energy-star-v8 id (\d+)", device["notes"])
        if found:
            row = certified[found[1]]
            tec = {v for c, v in row.items() if c.endswith("TEC of Model (kWh)") and v}
            assert row["Model Name"] == device["model"]
            assert {float(v) for v in tec} == {float(device["tec_kwh"])}


def test_every_machine_type_is_that_familys(catalogue, read_original):
    """The first characters of a Lenovo part number lead to this model."""
    families = defaultdict(set)
    for row in read_original("it/lenovo_machinetype_to_family.csv"):
        families[row["mt"]].add(row["fam"])
    for device in catalogue("devices"):
        if "machine types" in device["notes"]:
            for machine_type in device["part_numbers"].split("|"):
                assert device["model"] in families[machine_type]


def test_every_eprel_class_is_the_registers_own(catalogue, read_original):
    """Energy class, repair class and years of updates equal the register's entry."""
    entries = {r["eprel_id"]: r for r in read_original("it/eprel/eprel_smartphones_sample.csv")}
    phones = [row for row in catalogue("devices") if row["source"] == "eprel"]
    assert len(phones) == len(entries)
    for phone in phones:
        entry = entries[re.match(r"EPREL (\d+)", phone["notes"])[1]]
        assert phone["energy_class"] == entry["energy_efficiency_class:eu"]
        assert phone["repair_class"] == entry["repairability_class:eu"]
        assert phone["update_years"] == entry["consumer_electronics:min_years_software_updates"]
        assert phone["part_numbers"] in entry["manufacturer:reference_number"]


def test_typical_figures_are_median_and_quintiles_of_boavizta(catalogue, read_original):
    """Value, low and high are the median, p20 and p80 of the distinct models' figures."""
    values, seen = defaultdict(list), set()
    columns = {c: c for c in ("gwp_total", "gwp_use_ratio", "screen_size")}
    columns["tec"] = "yearly_tec"
    for row in read_original(BOAVIZTA):
        name = re.sub(r"[^a-z0-9]+", "", row["name"].lower())
        key = row["manufacturer"], CLASS_OF.get(row["subcategory"]), name
        if key[1] is None or key in seen:
            continue
        seen.add(key)
        for attribute, column in columns.items():
            if number(row[column]) is not None:
                values[key[1], attribute].append(number(row[column]))
    typical = [row for row in catalogue("device_classes") if row["source"] == "boavizta"]
    for row in typical:
        low, value, high = np.percentile(values[row["group"], row["attribute"]], [20, 50, 80])
        figures = [float(row[c]) for c in ("low", "value", "high")]
        assert figures == pytest.approx([low, value, high], rel=1e-3)


def test_every_class_has_its_total_and_use_share(catalogue):
    """A device that is known by its class alone still gets a range."""
    have = {(row["group"], row["attribute"]) for row in catalogue("device_classes")}
    wanted = {(g, a) for g in AT_LEAST for a in ("gwp_total", "gwp_use_ratio")}
    assert wanted <= have
