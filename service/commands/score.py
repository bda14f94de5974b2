"""kompas score: products of a file, with no catalogue at all."""

from __future__ import annotations

import json
from typing import TextIO

import click

from service import rulesets
from service.scorefile import score_lines


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--rules", default=rulesets.DEFAULT, show_default=True, help="Shipped id or file.")
def score(file: TextIO, rules: str) -> None:
    """Score the products of FILE, one JSON object a line ("-" reads standard input)."""
    for answer in score_lines(rulesets.load(rules), file):
        click.echo(json.dumps(answer, ensure_ascii=False))
