"""Imports by upload: send a file, correct its columns, try it, import it for real."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flask import Response, current_app, redirect, request, send_file, url_for

from scoring.errors import KompasError
from service.admin import rejections
from service.admin.errors import AdminError
from service.admin.frame import language, render
from service.admin.gate import page, part, user, workspace
from service.admin.uploads_words import TEXTS
from service.config import Config
from service.importers import registry
from service.importers.run import looks_like
from service.store import import_log
from service.template import write_template
from service.uploads import child, mapping
from service.uploads.shelf import BusyError, Shelf, Upload

uploads = part("uploads", "/admin/uploads")
PAGE = 30
SHOP = re.compile(r"[a-z0-9-]{0,40}")
LONGEST_OPTION = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(uploads, "/", needs="data")
def start() -> Any:
    """Show the sources, the files that wait, and what was imported before."""
    return _start()


@page(uploads, "/", needs="data", methods=("POST",), upload=True)
def send() -> Any:
    """Keep a file that fits its source, and go on to its page."""
    source, shop = request.form.get("source", ""), request.form.get("shop", "").strip()
    sent = request.files.get("file")
    typed = {"source": source[:40], "shop": shop[:80]}
    told = {"mb": _config().max_upload // 1024**2, "value": typed["shop"]}
    problem = ""
    if source not in {s.id for s in registry.SOURCES}:
        problem = "no_source"
    elif sent is None or not sent.filename:
        problem = "no_file"
    elif not SHOP.fullmatch(shop):
        problem = "bad_shop"
    if problem or sent is None:
        return _start(problems=[(problem, told)], **typed), 422
    shelf = _shelf()
    try:
        kept = shelf.keep(
            sent.stream, name=sent.filename or "", source=source, shop=shop, user=user().name
        )
    except KompasError as error:
        return _start(fault=error, **typed), 422
    if kept.size > _config().max_upload:
        shelf.drop(kept.token)
        return _start(problems=[("too_big", told)], **typed), 413
    try:
        alike = [s.id for s in looks_like(shelf.file(kept.token))]
    except KompasError as error:
        shelf.drop(kept.token)
        return _start(fault=_named(error, kept), **typed), 422
    if source not in alike:
        shelf.drop(kept.token)
        return _start(kind=(kept.name, source, alike), **typed), 422
    return redirect(url_for("uploads.one", token=kept.token), 303)


@page(uploads, "/<token>", needs="data")
def one(token: str) -> Any:
    """Show a file on its way: its columns, how far it is, what came of it."""
    return _one(_found(token))


@page(uploads, "/<token>/progress", needs="data")
def progress(token: str) -> Any:
    """Show how far a file is; once it has ended, the page is loaded anew."""
    upload = _found(token)
    if upload.stage != "running":
        return "", 200, {"HX-Refresh": "true"}
    return render("admin/_upload_progress.html", texts=TEXTS, upload=upload)


@page(uploads, "/<token>/try", needs="data", methods=("POST",))
def try_out(token: str) -> Any:
    """Start a dry run with the columns and settings of the form."""
    upload = _found(token)
    headers = request.form.getlist("header")
    columns = request.form.getlist("column")
    options = {
        name: value[:LONGEST_OPTION]
        for name in mapping.options_of(upload.source)
        if (value := request.form.get(f"option_{name}", "").strip())
    }
    try:
        if len(headers) != len(columns):
            raise KompasError("columns", "do not fit the file.", "Load the page again.")
        chosen = mapping.chosen(headers, columns)
    except KompasError as error:
        return _one(replace(upload, options=options), fault=error), 422
    return _run(replace(upload, columns=chosen, options=options), real=False)


@page(uploads, "/<token>/run", needs="data", methods=("POST",))
def run(token: str) -> Any:
    """Import the very file that was tried, as it was tried."""
    upload = _found(token)
    if upload.stage != "tried":
        return _one(upload, problem="not_tried"), 409
    return _run(upload, real=True)


@page(uploads, "/<token>/drop", needs="data", methods=("POST",))
def drop(token: str) -> Any:
    """Throw a file away."""
    upload = _found(token)
    try:
        _shelf().drop(token)
    except BusyError:
        return _one(upload, problem="busy"), 409
    return redirect(url_for("uploads.start"), 303)


@page(uploads, "/<token>/report.csv", needs="data")
def report(token: str) -> Any:
    """Send every rejection of the last run."""
    upload = _found(token)
    file = _shelf().rejections(token)
    if not file.exists() or not upload.report:
        raise AdminError(404, "missing")
    if language() != "da":
        return send_file(file, "text/csv", as_attachment=True, download_name="afvist.csv")
    headers = {"Content-Disposition": "attachment; filename=afvist.csv"}
    return Response(rejections.in_danish(file), mimetype="text/csv", headers=headers)


@page(uploads, "/template.xlsx", needs="data")
def template() -> Any:
    """Send the workbook that suppliers fill in."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "skema.xlsx"
        write_template(file)
        data = BytesIO(file.read_bytes())
    return send_file(data, XLSX, as_attachment=True, download_name="skema-til-leverandoerer.xlsx")


def _run(upload: Upload, *, real: bool) -> Any:
    try:
        child.start(_config().folder, upload, user().name, real=real)
    except BusyError:
        return _one(upload, problem="busy"), 409
    return redirect(url_for("uploads.one", token=upload.token), 303)


def _start(**values: Any) -> str:
    shelf, before = _shelf(), request.args.get("before", type=int)
    shelf.sweep()
    logged = import_log.logged(workspace(), before, PAGE + 1)
    given = {"problems": [], "fault": None, "kind": None, "source": "", "shop": ""} | values
    return render(
        "admin/uploads.html",
        texts=TEXTS,
        sources=registry.SOURCES,
        latest=import_log.latest(workspace()),
        waiting=shelf.every(),
        history=logged[:PAGE],
        older=logged[PAGE - 1]["id"] if len(logged) > PAGE else None,
        paged=before is not None,
        shops=sorted(workspace().keys("shops")),
        most=_config().max_upload,
        **given,
    )


def _one(upload: Upload, **values: Any) -> str:
    guess, fault = None, values.pop("fault", None)
    kept = _shelf().file(upload.token).exists()
    if upload.source in mapping.FREE and upload.stage != "running" and kept:
        try:
            file = _shelf().file(upload.token)
            guess = mapping.guessed(file, upload.columns, upload.options)
        except KompasError as error:
            fault = fault or _named(error, upload)
    return render(
        "admin/upload.html",
        texts=TEXTS,
        upload=upload,
        kept=kept,
        guess=guess,
        fault=fault,
        choices=mapping.choices(language()) if guess else [],
        options=mapping.options_of(upload.source),
        problem=values.get("problem", ""),
        typed=request.form.getlist("column") if request.method == "POST" else [],
    )


def _named(error: KompasError, upload: Upload) -> KompasError:
    """Return an error with the sender's own name for the file."""
    ours = f"{upload.token}.upload"
    said = (text.replace(ours, upload.name) for text in (error.place, error.problem, error.remedy))
    return KompasError(*said)


def _found(token: str) -> Upload:
    found = _shelf().find(token)
    if found is None:
        raise AdminError(404, "missing")
    return found


def _config() -> Config:
    config: Config = current_app.extensions["kompas_config"]
    return config


def _shelf() -> Shelf:
    return Shelf(_config().folder)
