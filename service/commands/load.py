"""kompas load and kompas load-offers: the shipped catalogue, and a shop's offers."""

from __future__ import annotations

from pathlib import Path

import click

from scoring.errors import KompasError
from service.loading.catalogue import load_catalogue
from service.loading.offers import load_demo, load_offers
from service.store.workspace import Workspace

FILE = click.Path(path_type=Path, dir_okay=False, exists=True)
SHOP_HOST = click.option(
    "--shop-host", "hosts", multiple=True, metavar="SHOP=HOST", help="Where buyers see the shop."
)


@click.command()
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


@click.command("load-offers")
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
