"""kompas import and kompas sources."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from service.commands.admin import actor
from service.importers import registry
from service.importers.run import import_file
from service.importers.settings import read_mapping
from service.loading.catalogue import load_catalogue
from service.store.workspace import Workspace

FILE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.command("import")
@click.argument("source")
@click.argument("file", type=FILE)
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and do nothing.")
@click.option("--mapping", type=FILE, help="TOML or JSON: the file's columns, and settings.")
@click.option("--shop", default="", help="The shop that the file's offers belong to.")
@click.option(
    "--report", "target", type=click.Path(path_type=Path), help="Write every rejection to a CSV."
)
@click.pass_obj
def import_command(
    folder: Path,
    source: str,
    file: Path,
    dry_run: bool,
    mapping: Path | None,
    shop: str,
    target: Path | None,
) -> None:
    """Import FILE as SOURCE delivers it (`kompas sources` lists them), all or nothing."""
    reading = read_mapping(mapping) if mapping else None
    watched = sys.stderr.isatty()

    def progress(rows: int) -> None:
        if watched:
            click.echo(f"\r{rows:,} rows", nl=False, err=True)

    with Workspace(folder) as workspace:
        if workspace.empty():
            load_catalogue(workspace)
        report = import_file(
            workspace,
            source,
            file,
            dry_run=dry_run,
            mapping=reading,
            shop=shop,
            progress=progress,
            actor=actor(),
        )
    if watched:
        click.echo("\r", nl=False, err=True)
    try:
        for line in report.summary():
            click.echo(line)
        if target is not None:
            report.save(target)
            click.echo(f"wrote {target}")
    finally:
        report.close()


@click.command()
@click.pass_obj
def sources(folder: Path) -> None:
    """List the sources that can be imported, and what was imported of each with its licence."""
    done: dict[str, list[str]] = {}
    if (folder / "workspace.db").exists():
        with Workspace(folder) as workspace:
            known = {row["id"]: row for row in workspace.rows("sources")}
            for row in workspace.rows("imports"):
                source = known[row["evidence_source"]]
                line = f"    {row['at'][:10]} {source['id']}, licence: {source['licence']}"
                done.setdefault(row["source"], []).append(line)
    for entry in registry.SOURCES:
        click.echo(f"{entry.id:15} {entry.title}")
        licence = getattr(entry, "licence", "")
        if licence:
            click.echo(f"    licence: {licence}")
        for line in done.get(entry.id, [])[-3:]:
            click.echo(line)
