"""kompas audit: verify the chain, list the rows."""

from __future__ import annotations

import csv
import json
import re
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TextIO

import click

from scoring.errors import KompasError
from service.store import audit as store
from service.store.audit import COLUMNS, Entry, Fault
from service.store.snapshot_folder import kept_snapshots
from service.store.workspace import FILE, Workspace

HASH = re.compile(r"[0-9a-f]{64}")
DAY = click.DateTime(["%Y-%m-%d"])
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@click.group()
def audit() -> None:
    """Who did what, when and why."""


@audit.command()
@click.option("--head", help="A hash that you have kept from outside: it must be a row's.")
@click.pass_obj
def verify(folder: Path, head: str | None) -> None:
    """Check that no row was changed, removed or put in, and that snapshots' heads are there."""
    if head is not None and not HASH.fullmatch(head):
        raise KompasError("--head", f"'{head[:70]}' is no hash.", "Give 64 hexadecimal digits.")
    if not (folder / FILE).exists():  # opening it would make one
        raise KompasError(str(folder / FILE), "is not there.", "Name the folder with --workspace.")
    snapshots = kept_snapshots(folder)
    with Workspace(folder) as workspace:
        kept = [(path.name, meta["audit"]) for path, meta in snapshots.items() if "audit" in meta]
        for where, digest in [*([("--head", head)] if head else []), *kept, ("", "")]:
            fault = store.verify(workspace, digest)
            if fault is not None:
                raise _told(fault, where, digest)
        last = store.head(workspace)
        count = next((entry.id for entry in store.entries(workspace, limit=1)), 0)
    click.echo(f"{count} rows hold together; {len(kept)} snapshots' heads are among them")
    click.echo(f"head {last}")


@audit.command("list")
@click.option("--actor", default="", help="That one's rows alone.")
@click.option("--action", default="", help="Such as ruleset, or ruleset.approve.")
@click.option("--subject", default="", help="Rows whose subject contains this.")
@click.option("--since", type=DAY, help="From this day on.")
@click.option("--until", type=DAY, help="To this day, included.")
@click.option("--limit", type=click.IntRange(min=1), help="The newest so many.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV with all columns.")
@click.pass_obj
def list_command(
    folder: Path,
    actor: str,
    action: str,
    subject: str,
    since: date | None,
    until: date | None,
    limit: int | None,
    as_csv: bool,
) -> None:
    """List rows, the newest first."""
    with Workspace(folder) as workspace:
        rows = store.entries(
            workspace,
            actor=actor,
            action=action,
            subject=subject,
            since=f"{since:%Y-%m-%d}" if since else "",
            until=f"{until:%Y-%m-%d}" if until else "",
            limit=limit,
        )
        if as_csv:
            write_csv(rows, sys.stdout)
            return
        for entry in rows:
            details = json.dumps(entry.details, ensure_ascii=False)
            told = f"{entry.id}\t{entry.at}\t{entry.actor}\t{entry.action}\t{entry.subject}"
            click.echo(f"{told}\t{details}")


def write_csv(rows: Iterable[Entry], file: TextIO) -> None:
    """Write rows as CSV; no cell is a formula to a spreadsheet, whatever somebody has typed."""
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    for entry in rows:
        details = json.dumps(entry.details, ensure_ascii=False)
        texts = (entry.at, entry.actor, entry.action, entry.subject, details)
        inert = [f"'{text}" if text.startswith(FORMULA) else text for text in texts]
        writer.writerow([entry.id, *inert, entry.previous, entry.hash])


def _told(fault: Fault, where: str, digest: str) -> KompasError:
    if fault.problem == "head":
        return KompasError(
            f"audit, after row {fault.id}",
            f"ends without the row whose hash {where} holds ({digest}).",
            "Rows at the end were removed or written anew: compare with a backup.",
        )
    problem = {
        "changed": "is not as it was written.",
        "missing": "is missing.",
    }[fault.problem]
    return KompasError(f"audit, row {fault.id}", problem, "Compare with a backup.")
