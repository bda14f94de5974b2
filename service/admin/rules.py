"""The rules: versions on their way, what was published, and what is done to a version."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, current_app, redirect, request, url_for

from scoring.errors import KompasError
from service import rulesets
from service.admin.catalogue import names as catalogue_names
from service.admin.errors import AdminError
from service.admin.frame import language, render
from service.admin.gate import page, part, user, workspace
from service.admin.rules_words import TEXTS
from service.config import Config
from service.governance import drafts, jobs, lifecycle, rights, text, texts
from service.governance.conflicts import in_words
from service.governance.errors import (
    BusyError,
    ConflictError,
    InvalidError,
    NotAllowedError,
    ReasonNeededError,
    StatusError,
)
from service.governance.rights import Actor
from service.governance.words import told
from service.store import jobs as job_store
from service.store import ruleset_versions as store
from service.store.ruleset_versions import Status, Version

rules = part("rules", "/admin/rules")
UNDER_WAY: tuple[Status, ...] = ("draft", "in_review", "approved", "scheduled")
MOST_FILE = 200_000


def folder() -> Path:
    """Return the workspace's folder."""
    config: Config = current_app.extensions["kompas_config"]
    return config.folder


def actor() -> Actor:
    """Return who is signed in, as the lifecycle knows them."""
    me = user()
    return Actor(me.name, me.roles)


def version_of(number: int) -> Version:
    """Return a version; a page that says so where there is none."""
    found = store.get(workspace(), number)
    if found is None:
        raise AdminError(404, "missing")
    return found


def show(template: str, **values: Any) -> str:
    """Return one of the rules' pages; `names` are those of its version's groups, by id, and
    `group_name` tells the name of any group.
    """
    spoken = language()
    words = {name: both[spoken] for name, both in texts.STATUSES.items()}
    groups = values["version"].content.get("groups") if "version" in values else None
    names = {g: _name(groups[g], g) for g in groups} if isinstance(groups, dict) else {}

    known = cache(catalogue_names)

    return render(
        f"admin/rules/{template}",
        texts=TEXTS,
        statuses=words,
        names=names,
        group_name=lambda group: names.get(group) or known()("group", group),
        **values,
    )


@page(rules, "", needs="read")
def versions() -> Any:
    """List what is under way and what was published."""
    jobs.start_due(folder())
    jobs.look_after(workspace(), folder())
    return show("versions.html", **_listed())


def _listed() -> dict[str, Any]:
    return {
        "under_way": store.listed(workspace(), *UNDER_WAY),
        "given_up": store.listed(workspace(), "withdrawn"),
        "published": store.published(workspace())[:30],
        "now": {version.hash for version in store.listed(workspace(), "published")},
        "shipped": rulesets.shipped(),
        "job": next(iter(job_store.active(workspace())), None),
        "stages": texts.STAGES,
    }


@page(rules, "", needs="rules", methods=("POST",))
def make() -> Any:
    """Make a draft."""
    source, me = request.form.get("source", ""), actor()
    try:
        if source == "published":
            made = drafts.from_published(workspace(), me, request.form.get("hash", ""))
        elif source == "version":
            made = drafts.from_version(workspace(), me, int(request.form.get("version", "0")))
        elif source == "text":
            sent = request.files.get("file")
            written = sent.read(MOST_FILE + 1).decode("utf-8", "replace") if sent else ""
            made = drafts.from_text(workspace(), me, written)
        else:
            made = drafts.from_shipped(workspace(), me, request.form.get("shipped", ""))
    except KompasError as error:
        return show("versions.html", problem=error, **_listed()), 422
    return redirect(url_for("rules.version", number=made.id), 303)


@page(rules, "/<int:number>", needs="read")
def version(number: int) -> Any:
    """Show a version: where it stands, what it changes in words, what can be done."""
    jobs.look_after(workspace(), folder())
    return show("version.html", **_of(version_of(number)))


def _of(found: Version, **more: Any) -> dict[str, Any]:
    spoken = language()
    base = next(iter(store.listed(workspace(), "published")), None)
    base = base if base is None or base.id != found.id else None
    approvers = rights.approvers(workspace())
    return {
        "version": found,
        "base": base,
        "differences": told(base.content, found.content, spoken) if base else [],
        "comments": store.comments(workspace(), found.id),
        "actions": [a for a in rights.allowed(actor(), found, approvers) if a in ACTS],
        "words": {name: both[spoken] for name, both in texts.ACTIONS.items()},
        "job": job_store.last_of(workspace(), "publish", str(found.id)),
        "stages": texts.STAGES,
        "others": [v for v in store.listed(workspace()) if v.id != found.id][:50],
        "today": date.today().isoformat(),
        "problem": None,
    } | more


def _name(group: Any, fallback: str) -> str:
    try:
        return str(group["name"][language()])
    except (KeyError, TypeError):
        return fallback


ACTS = (
    *("submit", "approve", "schedule", "unschedule", "publish", "send_back"),
    *("withdraw", "restore"),
)


@page(rules, "/<int:number>/act", needs="read", methods=("POST",))
def act(number: int) -> Any:
    """Do something to a version; who may is for `service.governance.rights` to say."""
    found = version_of(number)
    action, me = request.form.get("action", ""), actor()
    revision = _whole(request.form.get("revision", ""), found.revision)
    reason = request.form.get("reason", "").strip()
    where = (workspace(), me, number, revision)
    try:
        if action == "approve":
            lifecycle.approve(workspace(), folder(), me, number, revision, reason)
        elif action == "schedule":
            day = _day(request.form.get("day", ""))
            lifecycle.schedule(workspace(), folder(), me, number, revision, day, reason)
        elif action == "publish":
            jobs.start(folder(), "publish", str(number), me, reason=reason, revision=revision)
        elif action == "send_back":
            lifecycle.send_back(*where, reason)
        elif action in ("submit", "unschedule", "withdraw", "restore"):
            getattr(lifecycle, action)(*where)
        else:
            raise AdminError(404, "missing")
    except KompasError as error:
        told_of = _of(version_of(number), **problem_of(error), reason=reason)
        return show("version.html", **told_of), 409 if isinstance(error, ConflictError) else 422
    return redirect(url_for("rules.version", number=number), 303)


def problem_of(error: KompasError) -> dict[str, Any]:
    """Return an error for a page: the words for its kind, and what of it helps."""
    if isinstance(error, AdminError):
        raise error
    kinds = {
        NotAllowedError: "not_allowed",
        StatusError: "wrong_status",
        BusyError: "busy",
        ReasonNeededError: "reason_needed",
    }
    word = next((name for kind, name in kinds.items() if isinstance(error, kind)), "")
    more: dict[str, Any] = {"problem": error, "problem_word": word}
    if isinstance(error, ConflictError):
        more |= {"conflict": error, "conflict_words": in_words(error, language())}
    if isinstance(error, ReasonNeededError):
        more |= {"over": error.impact.over, "threshold": error.impact.threshold}
    if isinstance(error, InvalidError):
        more |= {"faults": error.faults}
    return more


@page(rules, "/<int:number>/comment", needs="read", methods=("POST",))
def comment(number: int) -> Any:
    """Add a comment."""
    found = version_of(number)
    typed = request.form.get("text", "")
    try:
        lifecycle.comment(workspace(), actor(), number, typed)
    except KompasError as error:
        return show("version.html", **_of(found, **problem_of(error), typed=typed)), 422
    return redirect(url_for("rules.version", number=number) + "#comments", 303)


@page(rules, "/<int:number>/text", needs="read")
def as_text(number: int) -> Any:
    """Show a version as text."""
    found = version_of(number)
    return show("text.html", version=found, written=text.written(found.content), problem=None)


@page(rules, "/<int:number>/text", needs="rules", methods=("POST",))
def save_text(number: int) -> Any:
    """Save a draft's text; what was typed is shown again where it cannot be."""
    found = version_of(number)
    written = request.form.get("text", "").replace("\r\n", "\n")
    revision = _whole(request.form.get("revision", ""), found.revision)
    try:
        lifecycle.save(workspace(), actor(), number, revision, text.read(written))
    except KompasError as error:
        more = problem_of(error)
        status = 409 if "conflict" in more else 422
        return show("text.html", version=version_of(number), written=written, **more), status
    return redirect(url_for("rules.version", number=number), 303)


@page(rules, "/<int:number>/export", needs="read")
def export(number: int) -> Any:
    """Send a version as a file."""
    found = version_of(number)
    answer = Response(text.written(found.content), mimetype="application/toml")
    answer.headers["Content-Disposition"] = f'attachment; filename="rules-{number}.toml"'
    return answer


@page(rules, "/<int:number>/diff", needs="read")
def diff(number: int) -> Any:
    """Show what differs between two versions, in words."""
    found = version_of(number)
    other = version_of(_whole(request.args.get("with", ""), 0))
    differences = told(other.content, found.content, language())
    return show("diff.html", version=found, other=other, differences=differences)


@page(rules, "/rollback", needs="approve", methods=("POST",))
def rollback() -> Any:
    """Publish what was published before once more."""
    digest, reason = request.form.get("hash", ""), request.form.get("reason", "")
    try:
        jobs.start(folder(), "rollback", digest, actor(), reason=reason)
    except KompasError as error:
        return show("versions.html", **_listed(), **problem_of(error)), 422
    return redirect(url_for("rules.versions"), 303)


@page(rules, "/job/<int:number>", needs="read")
def job(number: int) -> Any:
    """Show how far a job is, as a part of a page."""
    jobs.look_after(workspace(), folder())
    found = job_store.get(workspace(), number)
    if found is None:
        raise AdminError(404, "missing")
    return show("_job.html", job=found, stages=texts.STAGES)


def _whole(written: str, otherwise: int) -> int:
    return int(written) if written.isdecimal() and len(written) < 10 else otherwise


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise KompasError("day", f"'{written[:20]}' is no date.", "Choose a day.") from None
