"""The command line, run as its users run it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from service import rulesets
from service.cli import main
from tests.scoring.rules_for_tests import short

LAPTOP: dict[str, Any] = {
    "id": "a",
    "group": "laptop",
    "evidence": {"tec": 15, "repair_index": {"value": 7.5, "low": 7, "high": 8}},
    "labels": ["TCO_DEVELOPMENT:10"],
}


MINE = 'extends = "default"\nid = "mine"\nversion = "1"\n[groups.laptop.cuts]\n'


def run(*arguments: str, text: str | None = None):
    return CliRunner().invoke(main, list(arguments), input=text, catch_exceptions=False)


def score(*products: object, rules: str = "default"):
    lines = "\n".join(p if isinstance(p, str) else json.dumps(p) for p in products)
    result = run("score", "-", "--rules", rules, text=lines)
    return result, [json.loads(line) for line in result.stdout.splitlines()]


def test_score_answers_one_line_per_product_in_order():
    """The published form: id, score, low, high, grade, coverage, contributions."""
    milk = {"id": "b", "group": "food/dairy/milk-semi", "evidence": {"co2e_agribalyse": 1.27}}
    result, answers = score(LAPTOP, milk, LAPTOP | {"id": "c", "labels": []})
    assert result.exit_code == 0
    assert [a["id"] for a in answers] == ["a", "b", "c"]
    for answer in answers:
        assert set(answer) == {"id", "score", "low", "high", "grade", "coverage", "contributions"}
        assert sum(answer["contributions"].values()) == pytest.approx(answer["score"])
    assert (answers[0]["grade"], answers[0]["coverage"]) == ("A", 0.65)
    assert answers[1]["grade"] == "B"


@pytest.mark.parametrize(
    ("name", "product", "grade"),
    [
        ("certified and efficient", LAPTOP, "A"),
        ("carbon alone is too little", {"evidence": {"carbon_per_year": 30}, "labels": []}, None),
        ("label alone is too little", {"evidence": {}, "labels": ["TCO_DEVELOPMENT:10"]}, None),
        (
            "one kind of evidence gives no A",
            {"evidence": {"repair_index": 9, "warranty_years": 5, "tec": 10}, "labels": []},
            "A",
        ),
        ("refurbished is not graded", {"evidence": {"refurbished": 1, "tec": 10}}, None),
        ("a match by family gives no A", {"match": "family"}, "B"),
    ],
)
def test_the_default_it_rules(name: str, product: dict[str, object], grade: str | None):
    """Each case is a laptop and the grade that shared/field/it-equipment.md asks for."""
    _, (answer,) = score(LAPTOP | product)
    assert answer["grade"] == grade


@pytest.mark.parametrize(
    ("rules", "attribute", "figure", "labels", "group", "grade"),
    [
        ("default-concito", "co2e_concito", 0.79, [], "food", "A"),
        ("default-concito", "co2e_concito", 1.74, [], "food", "B"),
        ("default-concito", "co2e_concito", 3.7, [], "food", "C"),
        ("default-concito", "co2e_concito", 7.9, [], "food", "D"),
        ("default-concito", "co2e_concito", 8.2, [], "food", "E"),
        ("default-concito", "co2e_concito", 8.2, ["DK_ECO"], "food", "D"),
        ("default-concito", "co2e_concito", 15, ["DK_ECO"], "food", "E"),
        ("default-concito", "co2e_agribalyse", 1, [], "food", None),
        ("default", "co2e_concito", 1, [], "food", None),
        ("default", "co2e_agribalyse", 1.17, [], "food", "A"),
        ("default", "co2e_agribalyse", 5.6, ["MARINE_STEWARDSHIP_COUNCIL_LABEL"], "food/fish", "C"),
        ("default", "co2e_agribalyse", 5.6, ["MARINE_STEWARDSHIP_COUNCIL_LABEL"], "food/meat", "D"),
        ("default", "co2e_agribalyse", 5.6, ["FAIR_TRADE_MARK"], "food/tropical/coffee", "C"),
    ],
)
def test_the_default_food_rules(rules, attribute, figure, labels, group, grade):
    """A < 0.8, B < 1.75, C < 3.75, D < 8.0 by CONCITO; labels as shared/field/food.md says."""
    _, (answer,) = score(
        {"id": 1, "group": group, "evidence": {attribute: figure}, "labels": labels}, rules=rules
    )
    assert answer["grade"] == grade


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "line 2"),
        ("[]", "line 2"),
        ({"id": 1}, "line 2"),
        ({"id": 1, "group": "boat"}, "Rules exist for food"),
        (LAPTOP | {"evidence": {"tec": "15"}}, "line 2, tec"),
        (LAPTOP | {"evidence": {"tec": {"value": 1, "low": 2}}}, "line 2, tec"),
        (LAPTOP | {"evidence": {"tec": {"low": 2}}}, "line 2, tec"),
        ('{"id": 1, "group": "laptop", "evidence": {"tec": NaN}}', "line 2, tec"),
        ('{"id": 1, "group": "laptop", "evidence": {"tec": Infinity}}', "line 2, tec"),
        ('{"id": 1, "group": "laptop", "evidence": {"tec": 1e999}}', "line 2, tec"),
        ('{"id": 1, "group": "laptop", "evidence": {"tec": ' + "9" * 5000 + "}}", "line 2"),
        ("[" * 100_000, "line 2"),
        (LAPTOP | {"evidence": {"tec": 10**400}}, "line 2, tec"),
        (LAPTOP | {"evidence": {"tec": -15}}, "line 2, tec"),
        (LAPTOP | {"evidence": {"tec": True}}, "line 2, tec"),
        (LAPTOP | {"evidence": {"tec": {"value": 15, "unit": "W"}}}, "line 2, tec, unit"),
        (LAPTOP | {"evidence": []}, "line 2, evidence"),
        (LAPTOP | {"labels": [1]}, "line 2, labels"),
        (LAPTOP | {"match": "sure"}, "line 2, match"),
        (LAPTOP | {"colour": "blue"}, "line 2"),
    ],
    ids=short,
)
def test_a_bad_product_is_named_by_its_line_and_none_is_scored(line: object, told: str):
    """Half an answer would be mistaken for a whole one."""
    result, answers = score(LAPTOP, line)
    assert result.exit_code == 1
    assert told in result.stderr
    assert answers == []


def test_rules_check_accepts_the_shipped_and_names_the_fault_of_others(tmp_path: Path):
    """By file, place and remedy."""
    assert run("rules", "check", "default").exit_code == 0
    assert run("rules", "check", "default-concito").exit_code == 0
    file = tmp_path / "mine.toml"
    file.write_text(MINE + "A = 10\n", "utf-8")
    result = run("rules", "check", str(file))
    assert result.exit_code == 1
    assert f"{file}: groups.laptop.cuts.A" in result.stderr
    assert "Let A > B > C > D." in result.stderr


def test_a_municipalitys_ruleset_changes_only_what_it_says(tmp_path: Path):
    """One cut is raised; the rest is inherited, and the hash is another."""
    file = tmp_path / "mine.toml"
    file.write_text(MINE + "A = 99.5\n", "utf-8")
    _, (answer,) = score(LAPTOP | {"evidence": {"tec": 17}}, rules=str(file))
    assert answer["grade"] == "B"
    assert score(LAPTOP | {"evidence": {"tec": 17}})[1][0]["grade"] == "A"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = ", "is not TOML"),
        ('extends = "{self}"', "is a cycle"),
        ('extends = "nowhere"', "neither a file nor a shipped ruleset"),
        ("extends = 7", "extends"),
        ('x = "' + "x" * 10_000_001 + '"', "is over 10,000,000 bytes"),
        ("", "is missing"),
    ],
    ids=short,
)
def test_rulesets_that_cannot_be_read_say_why(tmp_path: Path, text: str, told: str):
    """Broken text, cycles, ghosts and giants."""
    file = tmp_path / "bad.toml"
    file.write_text(text.replace("{self}", str(file)), "utf-8")
    result = run("rules", "check", str(file))
    assert result.exit_code == 1
    assert told in result.stderr


def test_rules_diff_tells_what_a_municipality_changed(tmp_path: Path):
    """One line a change, or the same as JSON; of the same ruleset that there is none."""
    file = tmp_path / "mine.toml"
    file.write_text(MINE + "A = 99.5\n", "utf-8")
    assert run("rules", "diff", "default", str(file)).stdout.splitlines() == [
        "groups.laptop.cuts.A: 75 → 99.5",
        'id: "default" → "mine"',
        'version: "2026.1" → "1"',
    ]
    assert json.loads(run("rules", "diff", "default", str(file), "--json").stdout)[0] == {
        "place": "groups.laptop.cuts.A",
        "kind": "changed",
        "old": 75,
        "new": 99.5,
    }
    assert run("rules", "diff", "default", "default").stdout == "No difference.\n"
    assert json.loads(run("rules", "diff", "default", "default", "--json").stdout) == []


def test_rules_schema_prints_the_schema():
    """As JSON, for an editor."""
    assert json.loads(run("rules", "schema").stdout) == rulesets.schema()


def test_a_figure_of_a_file_may_carry_its_unit():
    """15,000 Wh are 15 kWh."""
    written = {"value": 15_000, "unit": "Wh/år"}
    _, answers = score(LAPTOP, LAPTOP | {"evidence": LAPTOP["evidence"] | {"tec": written}})
    assert answers[0] == answers[1]


def test_a_new_workspace_is_filled_and_published_by_one_command(tmp_path: Path):
    """publish loads the shipped catalogue where there is nothing yet."""
    result = run("--workspace", str(tmp_path / "new"), "publish")
    assert result.exit_code == 0, result.output
    assert (tmp_path / "new" / "snapshot").exists()


def test_a_shop_host_for_another_shop_is_refused(tmp_path: Path):
    """demo=… is what belongs to the demo shop."""
    result = run("--workspace", str(tmp_path), "load", "--demo", "--shop-host", "x=host")
    assert result.exit_code == 1
    assert "demo=shop.example.dk" in result.stderr


def commands(group: click.Command, path: tuple[str, ...] = ()):
    yield path, group
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command, name
            yield from commands(command, (*path, name))


def test_a_command_that_is_not_there():
    result = run("publsh")
    assert result.exit_code == 2
    assert "No such command 'publsh'" in result.stderr


@pytest.mark.parametrize(("path", "command"), list(commands(main)), ids=lambda x: str(x)[:40])
def test_every_command_has_help_and_stands_in_the_docs(path, command):
    """docs/cli.md names each of them."""
    from tests.conftest import ROOT

    assert command.help
    if path and not isinstance(command, click.Group):
        assert f"kompas {' '.join(path)}" in (ROOT / "docs/cli.md").read_text("utf-8")


def test_serve_answers_under_gunicorn_and_ends_on_sigterm(published: Path):
    """The real server, a free port, a request, a clean end."""
    import urllib.request

    command = [sys.executable, "-m", "service.cli", "--workspace", str(published), "serve"]
    process = subprocess.Popen([*command, "--port", "0"], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().split()[-1]
        with urllib.request.urlopen(f"{address}/healthz", timeout=30) as response:
            assert json.load(response)["status"] == "ok"
    finally:
        process.terminate()
        process.wait(timeout=30)
        if process.stdout:
            process.stdout.close()
    assert process.returncode == 0


def test_a_port_in_use_is_told(published: Path):
    """With the remedy."""
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        result = run("--workspace", str(published), "serve", "--port", port)
    assert result.exit_code == 1
    assert "Choose another port." in result.stderr


@pytest.mark.parametrize("name", ["default", "default-concito", "green-score"])
def test_the_shipped_rulesets_are_valid_and_keep_their_golden_cases(name: str):
    """Each has some, and all come out."""
    result = run("rules", "check", name)
    assert result.exit_code == 0, result.stderr
    assert int(result.stdout.splitlines()[-1].split()[0]) >= 2
