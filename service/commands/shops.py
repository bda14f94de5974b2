"""kompas shops: the adapters that an administrator adds or repairs, without a release."""

from __future__ import annotations

import json
from pathlib import Path

import click

from service.commands.admin import actor
from service.shops import keeping
from service.shops.files import AdapterError
from service.store import shop_adapters
from service.store.workspace import Workspace

FILES = click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False)
)
ID = click.argument("adapter", metavar="ID")
LATER = "it takes effect at the next `kompas publish`"


class Faults(click.Group):
    """Prints every fault of an adapter, each on its line, and ends with exit code 1."""

    def invoke(self, context: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(context)
        except AdapterError as error:
            for fault in error.faults[:-1]:
                click.echo(f"Error: {fault}", err=True)
            raise click.ClickException(str(error.faults[-1])) from None


@click.group(cls=Faults)
def shops() -> None:
    """Work with the administrator's shop adapters; see docs/adding-a-shop.md."""


@shops.command("list")
@click.pass_obj
def list_command(folder: Path) -> None:
    """List the adapters that were added."""
    with Workspace(folder) as workspace:
        adapters = keeping.every(workspace)
    for adapter in adapters:
        where = ", ".join(adapter["hosts"]) or f"pages that match {adapter['detect']}"
        click.echo(f"{adapter['id']}  {adapter['name']}  {where}")
    click.echo(f"{len(adapters)} adapters")


@shops.command()
@FILES
def check(files: tuple[Path, ...]) -> None:
    """Check the adapters of FILES (JSON); nothing is added."""
    for document in keeping.read_all(files):
        click.echo(f"{document['id']} is valid")


@shops.command()
@FILES
@click.pass_obj
def add(folder: Path, files: tuple[Path, ...]) -> None:
    """Add the adapters of FILES (JSON), or replace those of the same ids; all or none."""
    documents = keeping.read_all(files)
    with Workspace(folder) as workspace:
        changed = keeping.add(workspace, documents, actor())
    for document in documents:
        new = document["id"] in changed
        click.echo(f"{document['id']} {'is added' if new else 'was there already'}")
    if changed:
        click.echo(LATER)


@shops.command()
@ID
@click.pass_obj
def remove(folder: Path, adapter: str) -> None:
    """Take the adapter ID away; `restore` brings it back."""
    with Workspace(folder) as workspace:
        keeping.remove(workspace, adapter, actor())
    click.echo(f"{adapter} is removed; {LATER}")


@shops.command()
@ID
@click.pass_obj
def export(folder: Path, adapter: str) -> None:
    """Print the adapter ID as its file."""
    with Workspace(folder) as workspace:
        document = keeping.document(workspace, adapter)
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))


@shops.command()
@ID
@click.pass_obj
def history(folder: Path, adapter: str) -> None:
    """List the versions of the adapter ID, the newest first."""
    with Workspace(folder) as workspace:
        versions = shop_adapters.versions(workspace, adapter)
    for version in versions:
        size = f"{len(version.document.encode())} bytes" if version.document else "removed"
        click.echo(f"{version.number}  {version.at}  {size}")
    click.echo(f"{len(versions)} versions")


@shops.command()
@ID
@click.option("--version", type=click.IntRange(1), help="Which; see `kompas shops history`.")
@click.pass_obj
def restore(folder: Path, adapter: str, version: int | None) -> None:
    """Undo the last change of the adapter ID, or put back one version of it."""
    with Workspace(folder) as workspace:
        restored = keeping.restore(workspace, adapter, version, actor())
    click.echo(f"{adapter} is version {restored.number} again, of {restored.at}; {LATER}")
