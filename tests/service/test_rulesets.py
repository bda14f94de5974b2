"""Rulesets from files: three levels of inheritance, and files that cannot be used."""

import json
from datetime import date
from pathlib import Path

import pytest

from scoring.cases import run_cases
from scoring.errors import RulesetError
from service import rulesets

MUNICIPALITY = """
extends = "default"
id = "aarhus"
version = "2027.1"
[references.council]
text = "The council's decision of 1 December 2026"
[groups.laptop.cuts]
A = 80
[[groups.laptop.criteria]]
id = "warranty"
weight = 20
[[groups.laptop.criteria]]
id = "materials"
remove = true
[[groups.laptop.criteria]]
id = "charger"
kind = "materials"
text = {da = "Oplader med", en = "Charger in the box"}
weight = 5
reference = "council"
[[groups.laptop.criteria.readings]]
attribute = "charger"
objective = "min"
value = {kind = "table", table = [[0, 100], [1, 0]]}
[[cases]]
name = "A laptop of 75 points is a B here"
date = 2026-11-23
group = "laptop"
evidence = {tec = 17.5}
labels = ["EPEAT_GOLD"]
grade = "B"
"""
UNIT = """
extends = "../aarhus.toml"
id = "aarhus-schools"
version = "2027.1"
cases = []
[groups.laptop.cuts]
D = 25
[[groups.laptop.criteria]]
id = "charger"
weight = 15
"""


def weights(ruleset: rulesets.Ruleset) -> dict[str, float]:
    return {c.id: c.weight for c in ruleset.groups["laptop"].criteria}


@pytest.fixture
def unit(tmp_path: Path) -> Path:
    """The file of a unit that extends its municipality's, which extends the national rules."""
    (tmp_path / "aarhus.toml").write_text(MUNICIPALITY, "utf-8")
    (tmp_path / "schools").mkdir()
    file = tmp_path / "schools" / "unit.toml"
    file.write_text(UNIT, "utf-8")
    return file


def test_a_unit_extends_its_municipality_which_extends_the_national_rules(unit: Path):
    """Weights change, go and come at each level; the rest is the nation's."""
    national = rulesets.load("default")
    town, school = rulesets.load(str(unit.parent.parent / "aarhus.toml")), rulesets.load(str(unit))
    kept = {k: v for k, v in weights(national).items() if k != "materials"}
    assert weights(town) == kept | {"warranty": 20, "charger": 5}
    assert weights(school) == kept | {"warranty": 20, "charger": 15}
    assert town.groups["laptop"].cuts == (80, 60, 45, 30)
    assert school.groups["laptop"].cuts == (80, 60, 45, 25)
    assert school.groups["food"] == national.groups["food"]
    assert len({r.hash for r in (national, town, school)}) == 3


def test_a_childs_cases_take_the_parents_place(unit: Path):
    """The parent's would not come out with other weights."""
    for file, count in ((unit.parent.parent / "aarhus.toml", 1), (unit, 0)):
        ruleset = rulesets.load(str(file))
        assert run_cases(ruleset, json.loads(ruleset.canonical)) == count


def test_an_error_of_inheritance_names_the_file_and_the_place(unit: Path):
    """Of the child that is wrong, not of the one that was loaded."""
    town = unit.parent.parent / "aarhus.toml"
    town.write_text(MUNICIPALITY.replace('"materials"\nremove', '"material"\nremove'), "utf-8")
    with pytest.raises(RulesetError, match="cannot be removed") as caught:
        rulesets.load(str(unit))
    assert caught.value.place == f"{town}: groups.laptop.criteria[1].id"


@pytest.mark.parametrize(
    ("own", "told"),
    [
        ('extends = "default"\nversion = "1"', "own id"),
        ('extends = "default"\nid = "x"', "own version"),
        ('extends = "default"\nid = "default"\nversion = "1"', "is the parent's"),
        ('extends = "nowhere.toml"\nid = "x"\nversion = "1"', "neither a file nor a shipped"),
        ("extends = 7", "is no ruleset"),
        ('extends = ""', "is no ruleset"),
        ('extends = "."\nid = "x"\nversion = "1"', "cannot be read"),
        ('extends = "\\u0000"\nid = "x"\nversion = "1"', "neither a file nor a shipped"),
        ("a = " + "[" * 2_000 + "]" * 2_000, "nested"),
        (".".join("a" * 2_000) + " = 1", "is nested over 30 deep"),
        ("a = " + "9" * 5_000, "cannot be read"),
        ("id = nan", "id: nan is not a text|ruleset"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, own: str, told: str):
    """Ghosts, missing names, depths and numbers without end."""
    file = tmp_path / "mine.toml"
    file.write_text(own, "utf-8")
    with pytest.raises(RulesetError, match=told) as caught:
        rulesets.load(str(file))
    assert str(tmp_path) in caught.value.place
    assert caught.value.remedy
    assert len(str(caught.value)) < 1_000


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_cycle_is_told_with_its_route(tmp_path: Path, length: int):
    """Of one file or of several."""
    for i in range(length):
        text = f'extends = "{(i + 1) % length}.toml"\nid = "{i}"\nversion = "1"'
        (tmp_path / f"{i}.toml").write_text(text, "utf-8")
    with pytest.raises(RulesetError, match="is a cycle") as caught:
        rulesets.load(str(tmp_path / "0.toml"))
    assert caught.value.problem.count("→") == length


@pytest.mark.parametrize(("levels", "told"), [(10, None), (11, "is a level over 10")])
def test_ten_levels_are_the_most(tmp_path: Path, levels: int, told: str | None):
    """The shipped one among them."""
    for i in range(1, levels):
        parent = "default" if i == 1 else f"{i - 1}.toml"
        text = f'extends = "{parent}"\nid = "{i}"\nversion = "1"'
        (tmp_path / f"{i}.toml").write_text(text, "utf-8")
    last = str(tmp_path / f"{levels - 1}.toml")
    if told is None:
        assert rulesets.load(last).id == "9"
        return
    with pytest.raises(RulesetError, match=told):
        rulesets.load(last)


def test_a_file_over_ten_megabytes_is_refused_unread(tmp_path: Path):
    """By its size, whatever it holds."""
    file = tmp_path / "big.toml"
    file.write_text('x = "' + "x" * rulesets.MAX_BYTES + '"', "utf-8")
    with pytest.raises(RulesetError, match="is over 10,000,000 bytes"):
        rulesets.load(str(file))


def test_a_shipped_ruleset_is_loaded_for_today_or_for_a_day():
    """And says which; before the first value of a parameter it says that."""
    assert rulesets.load("default").day == date.today()
    assert rulesets.load("default", date(2023, 1, 1)).day == date(2023, 1, 1)
    with pytest.raises(RulesetError, match="begin on 2023-01-01, and 2022"):
        rulesets.load("default", date(2022, 12, 31))
