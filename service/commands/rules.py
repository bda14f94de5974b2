"""kompas rules: check a ruleset, compare two, print the schema."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from scoring.cases import run_cases
from scoring.diff import changes
from service import rulesets


@click.group()
def rules() -> None:
    """Work with rulesets."""


@rules.command()
@click.argument("file")
def check(file: str) -> None:
    """Check a ruleset (a TOML FILE, or the id of a shipped one) and run its golden cases."""
    ruleset = rulesets.load(file)
    cases = run_cases(ruleset, json.loads(ruleset.canonical))
    groups = ", ".join(ruleset.groups)
    click.echo(f"{ruleset.id} {ruleset.version} is valid: {groups}; hash {ruleset.hash}")
    click.echo(f"{cases} golden cases come out as they should")


@rules.command()
@click.argument("old")
@click.argument("new")
@click.option("--json", "as_json", is_flag=True, help="Print a list of {place, kind, old, new}.")
def diff(old: str, new: str, as_json: bool) -> None:
    """Print what differs from ruleset OLD to ruleset NEW (ids or files), inheritance resolved."""
    found = changes(rulesets.document(old), rulesets.document(new))
    if as_json:
        click.echo(json.dumps([asdict(change) for change in found], indent=2, ensure_ascii=False))
        return
    for change in found:
        click.echo(change.text())
    if not found:
        click.echo("No difference.")


@rules.command()
def schema() -> None:
    """Print the JSON Schema of a ruleset, inheritance resolved."""
    click.echo(json.dumps(rulesets.schema(), indent=2, ensure_ascii=False))
