"""The command line; the commands of a subject stand in service/commands/."""

from __future__ import annotations

import json
import os
import socket
import sys
from datetime import date
from pathlib import Path
from typing import TextIO

import click

from scoring.errors import KompasError
from service import rulesets
from service.commands import admin, audit, imports, jobs, matching, rules, shops, suppliers
from service.governance import jobs as publishing_jobs
from service.governance.current import current_ruleset
from service.governance.rights import Actor
from service.loading.catalogue import load_catalogue
from service.loading.offers import load_demo, load_offers
from service.openapi import specification
from service.publish.catalogue import read_catalogue
from service.publish.dry_run import dry_run
from service.publish.pipeline import VALID_DAYS, Progress
from service.scorefile import score_lines
from service.store.workspace import Workspace

FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


class Commands(click.Group):
    """Turns the project's errors into one clear line and exit code 1."""

    def invoke(self, context: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(context)
        except KompasError as error:
            raise click.ClickException(str(error)) from None


@click.group(cls=Commands)
@click.option(
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="KOMPAS_WORKSPACE",
    default=Path("workspace"),
    show_default=True,
    help="The folder of the workspace and its snapshots (or KOMPAS_WORKSPACE).",
)
@click.version_option(package_name="indkobskompas")
@click.pass_context
def main(context: click.Context, workspace: Path) -> None:
    """Indkøbskompas: purchasing scores inside the webshops that buyers already use."""
    context.obj = workspace


def _hosts(values: tuple[str, ...], shop: str) -> list[str]:
    hosts = []
    for value in values:
        name, _, host = value.partition("=")
        if not host or name != shop:
            raise KompasError(
                "--shop-host", f"'{value}' does not fit.", f"Write {shop}=shop.example.dk."
            )
        hosts.append(host)
    return hosts


def _note(text: str) -> None:
    click.echo(f"note: {text}", err=True)


def _stages() -> Progress:
    """Return what says each stage once, for who waits."""
    said = [""]

    def tell(stage: str, done: int, total: int) -> None:
        if stage != said[0]:
            said[0] = stage
            click.echo(f"{stage} …", err=True)

    return tell


SHOP_HOST = click.option(
    "--shop-host", "hosts", multiple=True, metavar="SHOP=HOST", help="Where buyers see the shop."
)


@main.command()
@click.option("--demo", is_flag=True, help="Load the demo shop's invented goods too.")
@SHOP_HOST
@click.pass_obj
def load(folder: Path, demo: bool, hosts: tuple[str, ...]) -> None:
    """Load the shipped catalogue into the workspace; loading again replaces it."""
    with Workspace(folder) as workspace:
        load_catalogue(workspace)
        click.echo("loaded the shipped catalogue")
        if demo:
            count = load_demo(workspace, _hosts(hosts, "demo"), _note)
            click.echo(f"loaded {count} demo offers")


@main.command("load-offers")
@click.argument("file", type=FILE)
@click.option("--shop", required=True, help="The shop's id: a-z, 0-9 and '-'.")
@SHOP_HOST
@click.option("--evidence", type=FILE, help="CSV of figures by SKU.")
@click.option("--labels", type=FILE, help="CSV of certificates by SKU.")
@click.pass_obj
def load_offers_command(
    folder: Path,
    file: Path,
    shop: str,
    hosts: tuple[str, ...],
    evidence: Path | None,
    labels: Path | None,
) -> None:
    """Load a shop's offers from FILE (CSV), all or nothing; loading again replaces them."""
    with Workspace(folder) as workspace:
        if workspace.empty():
            load_catalogue(workspace)
        count = load_offers(workspace, shop, _hosts(hosts, shop), file, evidence, labels, _note)
    click.echo(f"loaded {count} offers of {shop}")


@main.command("publish")
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
    report = publishing_jobs.here(
        folder, ruleset, Actor(admin.actor(), ("owner",)), base, _stages(), valid_days=valid_days
    )
    click.echo(
        f"published {report.path.name}: {report.products} products, {report.graded} with a grade, "
        f"{report.offers} offers, {report.keys} keys, {report.ambiguous} ambiguous left out"
    )


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8600, show_default=True, help="0 takes a free one.")
@click.pass_obj
def serve(folder: Path, host: str, port: int) -> None:
    """Serve the API under gunicorn until Ctrl-C."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise KompasError(
                f"{host}:{port}", f"cannot be used: {error}.", "Choose another port."
            ) from None
        listener.listen(1024)
        os.set_inheritable(listener.fileno(), True)
        address = f"http://{host}:{listener.getsockname()[1]}"
        environment = os.environ | {"KOMPAS_WORKSPACE": str(folder.resolve())}
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            "python:service.gunicorn_conf",
            "--bind",
            f"fd://{listener.fileno()}",
            "service.wsgi:app",
        ]
        click.echo(f"listening on {address}")  # the socket queues until the workers are up
        sys.stdout.flush()
        os.execve(sys.executable, command, environment)  # noqa: S606


@main.command()
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--rules", default=rulesets.DEFAULT, show_default=True, help="Shipped id or file.")
def score(file: TextIO, rules: str) -> None:
    """Score the products of FILE, one JSON object a line ("-" reads standard input)."""
    for answer in score_lines(rulesets.load(rules), file):
        click.echo(json.dumps(answer, ensure_ascii=False))


@main.command()
def openapi() -> None:
    """Print the API's OpenAPI document."""
    click.echo(json.dumps(specification(), indent=2, ensure_ascii=False))


for subject in (admin, audit, imports, jobs, matching, rules, shops, suppliers):
    subject.register(main)


if __name__ == "__main__":
    main()
