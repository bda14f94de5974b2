"""kompas jobs: publish what is due, and see what publishes."""

from __future__ import annotations

from pathlib import Path

import click

from service.curation.search import catch_up
from service.governance import jobs as governance
from service.governance.errors import BusyError
from service.store import jobs as store
from service.store.jobs import Job
from service.store.workspace import Workspace


@click.group()
def jobs() -> None:
    """Publish rulesets that are due, and list what was published."""


@jobs.command()
@click.pass_obj
def due(folder: Path) -> None:
    """Publish the versions whose day has come; for cron or a timer, as often as you like."""
    try:
        ended = governance.due(folder)
        catch_up(folder)
    except BusyError as error:
        click.echo(f"nothing was started: {error}", err=True)
        return
    for job in ended:
        click.echo(_line(job))
    if not ended:
        click.echo("nothing was published")
    if any(job.status == "failed" for job in ended):
        raise SystemExit(1)


@jobs.command("list")
@click.option("--limit", default=20, show_default=True, help="How many.")
@click.pass_obj
def list_command(folder: Path, limit: int) -> None:
    """List the last jobs, the newest first."""
    with Workspace(folder) as workspace:
        governance.look_after(workspace, folder)
        found = store.newest(workspace, limit)
    for job in found:
        click.echo(_line(job))
    if not found:
        click.echo("There were no jobs.")


def _line(job: Job) -> str:
    if job.status == "failed":
        why = " ".join(str(job.result.get(key, "")) for key in ("place", "problem", "remedy"))
        how = f"failed: {why}"
    elif job.active:
        share = f" {100 * job.done // job.total} %" if job.total else ""
        how = f"{job.status}: {job.stage or 'starting'}{share}, process {job.pid}"
    else:
        how = f"done: {job.result.get('snapshot', '')}"
    return f"{job.id}\t{job.created_at[:19]}\t{job.kind}\t{job.subject}\t{job.actor}\t{how}"
