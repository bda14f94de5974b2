"""kompas template, mapping and gaps: what suppliers are asked for, and how their files are read."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from service import rulesets
from service.data_requests import write_requests
from service.importers.mapping_guess import write_mapping
from service.publish.catalogue import read_catalogue
from service.publish.gap_list import goods_of
from service.publish.gaps import gaps
from service.store.workspace import Workspace
from service.template import write_template

SHOWN = 50


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--group", default="", help="Only this product group: laptop, food/dairy …")
def template(file: Path, group: str) -> None:
    """Write the workbook FILE (.xlsx) that a supplier can fill in."""
    write_template(file, group)
    click.echo(f"wrote {file}")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def mapping(file: Path) -> None:
    """Print which columns of a supplier's FILE are taken for what, as a mapping file (TOML)."""
    click.echo(write_mapping(file), nl=False)


@click.command("gaps")
@click.option("--supplier", default="", help="Only this supplier's products.")
@click.option(
    "--requests",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write a data request (XLSX) per supplier into this folder.",
)
@click.option("--rules", default=rulesets.DEFAULT, show_default=True, help="Shipped id or file.")
@click.option("--limit", default=SHOWN, show_default=True, help="How many gaps to show.")
@click.pass_obj
def gaps_command(
    workspace: Path, supplier: str, folder: Path | None, rules: str, limit: int
) -> None:
    """List missing evidence, that which would settle most first."""
    with Workspace(workspace) as opened:
        catalogue = read_catalogue(opened, date.today())
    found = gaps(rulesets.load(rules), catalogue, supplier)
    for gap in found.take(slice(max(0, limit))).listed(goods_of(catalogue.products)):
        click.echo(
            f"{gap.weight:7.2f}  {gap.supplier}  {gap.product}  {gap.name}: {gap.text.da} "
            f"({gap.grades:.1f} grades, {gap.coverage:.0%} of the weight, {gap.offers} offers)"
        )
    click.echo(f"{len(found)} gaps, {min(len(found), max(0, limit))} shown")
    if folder is not None:
        for file in write_requests(folder, found, catalogue):
            click.echo(f"wrote {file}")
