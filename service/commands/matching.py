"""kompas match and kompas review: from lists to products, with a person for the doubtful ones."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import nullcontext
from pathlib import Path

import click

from service.commands.admin import actor
from service.loading.catalogue import load_catalogue
from service.matching import review
from service.matching.ladder import Match, match_lines
from service.matching.linesfile import read_lines, write_matches
from service.store.workspace import Workspace

FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
ASKED_AT_ONCE = 1000


@click.command()
@click.argument("file", type=FILE)
@click.option("--shop", default="", help="The shop of lines that name none.")
@click.option("--output", type=click.Path(path_type=Path), help="Write here, not to the screen.")
@click.option("--no-review", is_flag=True, help="Do not put doubtful lines on the review list.")
@click.pass_obj
def match(folder: Path, file: Path, shop: str, output: Path | None, no_review: bool) -> None:
    """Match the lines of FILE (CSV: ref, gtin, brand, mpn, sku, name, shop) to products."""
    rungs: Counter[str] = Counter()
    doubtful: list[Match] = []
    asked = 0
    with Workspace(folder) as workspace:
        if workspace.empty():
            load_catalogue(workspace)
        opened = output.open("w", encoding="utf-8", newline="") if output else None
        with opened or nullcontext(sys.stdout) as target:
            for found in write_matches(match_lines(workspace, read_lines(file, shop)), target):
                rungs["doubtful" if found.doubtful else found.rung] += 1
                doubtful += [found] if found.doubtful and not no_review else []
                if len(doubtful) >= ASKED_AT_ONCE:
                    asked += review.ask(workspace, doubtful)
                    doubtful.clear()
        asked += review.ask(workspace, doubtful)
    counts = ", ".join(f"{count} {rung}" for rung, count in rungs.most_common())
    click.echo(f"{sum(rungs.values())} lines: {counts or 'none'}", err=True)
    if asked:
        click.echo(f"{asked} new on the review list: see `kompas review`", err=True)


@click.group("review", invoke_without_command=True)
@click.pass_context
def review_group(context: click.Context) -> None:
    """List the doubtful matches that wait for a person."""
    if context.invoked_subcommand is not None:
        return
    with Workspace(context.obj) as workspace:
        waiting = review.waiting(workspace)
    for row in waiting:
        click.echo(f"{row['id']}  {row['shop_id'] or '-'}  {row['title']}")
        for place in row["candidates"]:
            click.echo(f"     {place['score']:3d}  {place['subject']}  {place['name']}")
    click.echo(f"{len(waiting)} waiting")


@review_group.command()
@click.argument("number", type=int, metavar="ID")
@click.option("--as", "subject", default="", help="Another product or group than the best one.")
@click.pass_obj
def accept(folder: Path, number: int, subject: str) -> None:
    """Confirm the match with this ID; it is remembered for the shop's SKU."""
    with Workspace(folder) as workspace:
        chosen = review.accept(workspace, number, subject, actor())
    click.echo(f"{number} is {chosen}; publish to use it in the browser too")


@review_group.command()
@click.argument("number", type=int, metavar="ID")
@click.pass_obj
def reject(folder: Path, number: int) -> None:
    """Say that no candidate is right; the line is not matched by its text again."""
    with Workspace(folder) as workspace:
        review.reject(workspace, number, actor())
    click.echo(f"{number} is refused")


@review_group.command()
@click.argument("number", type=int, metavar="ID")
@click.pass_obj
def reopen(folder: Path, number: int) -> None:
    """Take the answer to the match with this ID back; it waits for a person again."""
    with Workspace(folder) as workspace:
        review.reopen(workspace, number, actor())
    click.echo(f"{number} waits again")
