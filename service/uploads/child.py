"""Runs an upload in a process of its own, so that no request waits for it: `python -m` this.

The process inherits the upload's lock: as long as it holds that, it is alive.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from scoring.errors import KompasError
from service.curation.search import catch_up
from service.importers.base import Reading, Rejection
from service.importers.report import Report
from service.importers.run import import_file
from service.loading.catalogue import load_catalogue
from service.store.workspace import Workspace
from service.uploads.shelf import BusyError, Shelf, Stage, Upload, now

SHOWN = 20
TELL_EVERY = 0.5  # seconds
_started: list[subprocess.Popen[bytes]] = []  # until they are seen to have ended
FIELDS = ("source", "title", "evidence_source", "licence", "already", "outdated", "fields")


def start(folder: Path, upload: Upload, user: str, *, real: bool) -> None:
    """Start a run of an upload; it goes on when this process ends.

    Raises:
        BusyError: where somebody works on it already.
        KompasError: where the process cannot be started.
    """
    shelf = Shelf(folder)
    with shelf.lock(upload.token) as lock:
        before = shelf.find(upload.token)
        if before is None or before.stage == "done" or (real and before.stage != "tried"):
            raise BusyError  # another form came first
        shelf.write(
            replace(upload, stage="running", real=real, rows=0, began=now(), error={}, user=user)
        )
        words = [sys.executable, "-m", "service.uploads.child", str(folder.resolve()), upload.token]
        _started[:] = [child for child in _started if child.poll() is None]
        try:
            child = subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                pass_fds=(lock.fileno(),),
                start_new_session=True,
            )
        except OSError as error:
            shelf.write(upload)
            raise KompasError("uploads", f"{error.strerror}.", "Try again.") from None
        _started.append(child)


def run(folder: Path, token: str) -> None:
    """Do what an upload's state says, and write down what came of it."""
    shelf = Shelf(folder)
    upload = shelf.find(token)
    if upload is None or upload.stage != "running":
        return
    try:
        report = _import(shelf, folder, upload)
    except KompasError as error:
        told = {"place": error.place, "problem": error.problem, "remedy": error.remedy}
        said = {key: text.replace(f"{token}.upload", upload.name) for key, text in told.items()}
        shelf.write(replace(upload, stage="failed", error=said))
        return
    except Exception as error:
        shelf.write(
            replace(upload, stage="failed", error={"problem": f"broken: {type(error).__name__}"})
        )
        raise
    report.save(shelf.rejections(token))
    report.close()
    stage: Stage = "done" if upload.real else "tried"
    shelf.write(replace(upload, stage=stage, rows=report.read, report=_told(report)))
    if upload.real:
        shelf.forget_file(token)
        catch_up(folder)


def _import(shelf: Shelf, folder: Path, upload: Upload) -> Report:
    if not upload.real:  # on a copy: nobody's writing waits for a dry run
        with _copied(shelf, folder, upload.token) as aside:
            return _import_into(shelf, aside, upload)
    return _import_into(shelf, folder, upload)


@contextmanager
def _copied(shelf: Shelf, folder: Path, token: str) -> Iterator[Path]:
    """Make a copy of the workspace for as long as it is needed."""
    aside = shelf.file(token).with_name("copy")
    shutil.rmtree(aside, ignore_errors=True)
    try:
        with Workspace(folder) as workspace:
            workspace.copy_to(aside)
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _import_into(shelf: Shelf, folder: Path, upload: Upload) -> Report:
    with Workspace(folder) as workspace:
        if workspace.empty():
            load_catalogue(workspace)
        return import_file(
            workspace,
            upload.source,
            shelf.file(upload.token),
            dry_run=not upload.real,
            mapping=Reading(upload.columns, upload.shop, upload.options),
            progress=_progress(shelf, upload),
            name=upload.name,
            actor=upload.user,
            only=upload.hash,
        )


def _progress(shelf: Shelf, upload: Upload) -> Callable[[int], None]:
    told = time.monotonic()

    def progress(rows: int) -> None:
        nonlocal told
        if time.monotonic() - told > TELL_EVERY:
            told = time.monotonic()
            shelf.write(replace(upload, rows=rows))

    return progress


def _told(report: Report) -> dict[str, object]:
    shown = (report.first + report.first_fields)[:SHOWN]
    found: dict[str, object] = {name: getattr(report, name) for name in FIELDS}
    return (
        found
        | report.counts()
        | {
            "products": report.products,
            "groups": report.groups,
            "first": [_row(rejection) for rejection in shown],
        }
    )


def _row(rejection: Rejection) -> dict[str, object]:
    return {
        "place": ", ".join(filter(None, (rejection.place, rejection.column))),
        "value": rejection.value[:120],
        "reason": rejection.reason,
        "remedy": rejection.remedy,
        "whole": rejection.whole,
    }


if __name__ == "__main__":
    run(Path(sys.argv[1]), sys.argv[2])
