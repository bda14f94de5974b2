"""The import engine: one file, one transaction, all of it or nothing."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from pathlib import Path

from scoring.errors import KompasError
from service.importers import registry
from service.importers.base import Reading, Source
from service.importers.job import Job, Progress
from service.importers.looks import sample
from service.importers.report import Report
from service.store import audit
from service.store.workspace import Workspace


class _DryRunError(Exception):
    """Rolls a dry run back."""


def import_file(
    workspace: Workspace,
    source_id: str,
    file: Path,
    *,
    dry_run: bool = False,
    mapping: Reading | None = None,
    shop: str = "",
    progress: Progress | None = None,
    name: str = "",
    actor: str = "",
    only: str = "",
) -> Report:
    """Import a file of a source and return what that did; the caller closes the report.

    Args:
        dry_run: do everything, then roll it back.
        mapping: how the file's columns are named, and the source's settings.
        shop: the shop that the file's offers belong to.
        progress: is told the number of rows read so far, every CHUNK records.
        name: what the file is called; "" is its own name.
        actor: who imports, for the audit.
        only: the SHA-256 that the file must have, where somebody has seen it before.

    Raises:
        KompasError: where the file as a whole cannot be taken; nothing has then changed.
    """
    source = registry.source(source_id)
    reading = replace(mapping or Reading(), shop=shop or (mapping.shop if mapping else ""))
    if reading.shop and not re.fullmatch(r"[a-z0-9-]{1,40}", reading.shop):
        raise KompasError("--shop", f"'{reading.shop}' is no shop id.", "Use a-z, 0-9 and '-'.")
    recognise(source, file)
    about = source.about(file, reading)
    report = Report(
        source.id, source.title, name or file.name, licence=about.licence, dry_run=dry_run
    )
    job = Job(workspace, source, file, reading, about, report, progress or (lambda _: None))
    try:
        with workspace.writing():
            job.run()
            if only and report.hash != only:
                raise KompasError(report.file, "has changed since.", "Send it again.")
            if dry_run:
                raise _DryRunError
            if not report.already:
                _record(workspace, report, reading.shop, actor)
    except _DryRunError:
        pass
    except sqlite3.Error as error:
        report.close()
        raise KompasError(
            str(workspace.path),
            f"the import was not written: {error}.",
            "Let other imports end, free some disk space, and try again.",
        ) from None
    except BaseException:
        report.close()
        raise
    return report


def _record(workspace: Workspace, report: Report, shop: str, actor: str) -> None:
    details = {"file": report.file, "hash": report.hash, "shop": shop, **report.counts()}
    audit.record(workspace, actor or "system", "import.run", report.evidence_source, details)


def looks_like(file: Path) -> list[Source]:
    """Return the sources that recognise a file by its content.

    Raises:
        KompasError: where it cannot be read, is empty or breaks a limit.
    """
    look = sample(file)
    return [source for source in registry.SOURCES if source.recognises(look)]


def recognise(source: Source, file: Path) -> None:
    """Raise KompasError where a file is not the source's, saying which source it looks like."""
    others = looks_like(file)
    if source in others:
        return
    problem = f"is no file of {source.title}."
    if others:
        remedy = f"It looks like {others[0].title}: kompas import {others[0].id} {file.name}"
    else:
        remedy = "It looks like no source that is known here; `kompas sources` lists them."
    raise KompasError(file.name, problem, remedy)
