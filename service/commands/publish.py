"""kompas publish: what the service answers with."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from service.commands.admin import actor
from service.curation.search import catch_up
from service.governance import jobs
from service.governance.current import current_ruleset
from service.governance.rights import Actor
from service.loading.catalogue import load_catalogue
from service.publish.catalogue import read_catalogue
from service.publish.dry_run import dry_run
from service.publish.pipeline import VALID_DAYS, Progress
from service.store.workspace import Workspace


@click.command("publish")
@click.option("--rules", help="Shipped id or file. [default: what is published, else default]")
@click.option("--valid-days", default=VALID_DAYS, show_default=True, help="Days it may serve.")
@click.option("--dry-run", "dry", is_flag=True, help="Only tell how grades would move.")
@click.pass_obj
def publish_command(folder: Path, rules: str | None, valid_days: int, dry: bool) -> None:
    """Score the workspace and make the result what the service answers with."""
    with Workspace(folder) as workspace:
        ruleset, base = current_ruleset(workspace, rules)
        if workspace.empty():
            load_catalogue(workspace)
        if dry:
            catalogue = read_catalogue(workspace, date.today())
            for line in dry_run(catalogue, ruleset, folder).lines():
                click.echo(line)
            click.echo("nothing was published: this was a dry run")
            return
    report = jobs.here(
        folder, ruleset, Actor(actor(), ("owner",)), base, _stages(), valid_days=valid_days
    )
    catch_up(folder)
    click.echo(
        f"published {report.path.name}: {report.products} products, {report.graded} with a grade, "
        f"{report.offers} offers, {report.keys} keys, {report.ambiguous} ambiguous left out"
    )


def _stages() -> Progress:
    """Return what says each stage once, for who waits."""
    said = [""]

    def tell(stage: str, done: int, total: int) -> None:
        if stage != said[0]:
            said[0] = stage
            click.echo(f"{stage} …", err=True)

    return tell
