"""One product group's rules as sliders, curves and fields, and what they would do at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, redirect, request, url_for

from scoring.errors import KompasError
from scoring.rules import GRADES, Ruleset
from service.admin import sessions
from service.admin.editing import MISSING, applied, criteria_of, own
from service.admin.errors import AdminError
from service.admin.frame import language
from service.admin.gate import allowed, page, user, workspace
from service.admin.rules import actor, problem_of, rules, show, version_of
from service.api import current_snapshot
from service.errors import UnavailableError
from service.governance import documents, impact, lifecycle
from service.governance.errors import ConflictError
from service.insight.cancelling import OvertakenError
from service.insight.distribution import figures, scores
from service.insight.movers import movers
from service.insight.preview import Preview, preview
from service.insight.published import Published
from service.insight.swaps import swap_change
from service.insight.touched import touched
from service.publish.migration import OUTCOMES
from service.store.ruleset_versions import Version

KEEPS = 60  # seconds for which a later preview overtakes an earlier one
PREVIEWS = 3  # that a worker keeps: of as many authors at work at once


@page(rules, "/<int:number>/group/<path:group>", needs="read")
def group(number: int, group: str) -> Any:
    """Show a group's rules."""
    found = version_of(number)
    return show("group.html", **_form(found, group, {}))


@page(rules, "/<int:number>/group/<path:group>", needs="rules", methods=("POST",))
def save_group(number: int, group: str) -> Any:
    """Save a group's fields to the draft."""
    found = version_of(number)
    typed = request.form.to_dict()
    revision = typed.get("revision", "")
    seen = int(revision) if revision.isdecimal() and len(revision) < 10 else found.revision
    try:
        changed = applied(found.content, typed)
        lifecycle.save(workspace(), actor(), number, seen, changed)
    except KompasError as error:
        more = problem_of(error)
        status = 409 if "conflict" in more else 422
        if isinstance(error, ConflictError) and error.before is not None:
            # All else on the page was the old version's, and must not come back by saving again.
            typed = own(documents.table(error.before), typed)
        return show("group.html", **_form(version_of(number), group, typed) | more), status
    return redirect(url_for("rules.group", number=number, group=group, saved=1), 303)


def _form(found: Version, group: str, typed: Mapping[str, str]) -> dict[str, Any]:
    content = found.content
    groups = content.get("groups", {})
    if not isinstance(groups, dict) or group not in groups:
        raise AdminError(404, "missing")
    rules_of = groups[group]
    criteria = criteria_of(rules_of)
    return {
        "version": found,
        "group": group,
        "name": rules_of.get("name", {}).get(language(), group),
        "rules": rules_of,
        "criteria": criteria,
        "weighted": rules_of.get("method") == "weighted_mean",
        "spreads": _spreads(content, group, criteria),
        "references": content.get("references", {}),
        "typed": typed,
        "editable": found.status == "draft" and allowed("rules"),
        "missing": MISSING,
        "grades": rules_of.get("grades", GRADES),
        "problem": None,
        "saved": "saved" in request.args,
        **_effect(content, group),
    }


def _spreads(content: Any, group: str, criteria: Any) -> dict[str, Any]:
    """Return for each reading, by its place, how the catalogue's figures are spread."""
    found: dict[str, Any] = {}
    try:
        catalogue, ruleset = _catalogue(), _ruleset(content)
    except KompasError:
        return found  # nothing is published, or the draft is not valid: the fields stand alone
    for place, criterion in criteria:
        for number, _ in enumerate(criterion.get("readings", ())):
            try:
                spread = figures(catalogue, ruleset, group, criterion["id"], reading=number)
            except KompasError:
                continue
            found[f"{place}.readings[{number}]"] = _plain(spread)
    return found


def _plain(spread: Any) -> dict[str, Any]:
    return {
        "edges": list(spread.edges),
        "counts": list(spread.counts),
        "known": spread.known,
        "unknown": spread.unknown,
    }


def _catalogue() -> Published:
    return Published.of(current_snapshot())


def _ruleset(content: Mapping[str, Any]) -> Ruleset:
    return documents.ruleset_in(documents.kept(content))


def effect_of(content: Mapping[str, Any], cancelled: Any = lambda: False) -> Preview:
    """Return the preview of a document; some are kept, for the pages beside and other authors."""
    catalogue, ruleset = _catalogue(), _ruleset(content)
    kept: dict[str, Preview] = catalogue.kept.setdefault("previews", {})
    found = kept.pop(ruleset.hash, None) or preview(catalogue, ruleset, cancelled)
    kept[ruleset.hash] = found  # the last that was asked for stands last
    while len(kept) > PREVIEWS:
        del kept[next(iter(kept))]
    return found


@page(rules, "/<int:number>/preview/<path:group>", needs="read", methods=("POST",))
def effect(number: int, group: str) -> Any:
    """Answer what the typed fields would do, unless a later question has overtaken this one."""
    found = version_of(number)
    typed = request.form.to_dict()
    cache = sessions.cache()
    key, serial = f"preview:{user().name}:{number}", typed.get("serial", "")
    newest = cache.get(key) or ""
    if serial.isdecimal() and newest.isdecimal() and int(newest) > int(serial):
        return Response(status=204)
    cache.set(key, serial, timeout=KEEPS)

    def overtaken() -> bool:  # it is asked from threads, where there is no request
        return bool((cache.get(key) or serial) != serial)

    try:
        content = applied(found.content, typed)
        return show(
            "_effect.html", version=found, **_effect(content, group, overtaken, raises=True)
        )
    except OvertakenError:
        return Response(status=204)
    except KompasError as error:
        return show("_effect.html", version=found, group=group, effect=None, problem=error), 200


def _effect(
    content: Mapping[str, Any], group: str, overtaken: Any = lambda: False, raises: bool = False
) -> dict[str, Any]:
    """Return what a document does to a group, for the part of the page that shows it."""
    try:
        found = effect_of(content, overtaken)
    except UnavailableError:
        return {"effect": None, "no_snapshot": True}
    except KompasError as error:
        if raises:
            raise
        return {"effect": None, "effect_problem": error}
    limit = impact.threshold(workspace())
    own = next((change for change in found.groups if change.group == group), None)
    return {
        "effect": found,
        "group": group,
        "total": found.total.json(),
        "own": own.json() if own else None,
        "over": [c for c in found.tops if 100 * c.share > limit],
        "threshold": limit,
        "outcomes": OUTCOMES,
        "movers": movers(found, group=group, count=8),
        "named": lambda product: found.published.name(product, language()),
        "shops": touched(found, "shop")[:8],
        "brands": touched(found, "brand")[:8],
        "cuts_chart": _cuts(found, group),
    }


def _cuts(found: Preview, group: str) -> dict[str, Any] | None:
    try:
        after, before = scores(found, group), scores(found, group, after=False)
    except KompasError:
        return None
    return {"after": _plain(after.histogram), "before": _plain(before.histogram)}


@page(rules, "/<int:number>/swaps", needs="read")
def swaps(number: int) -> Any:
    """Count the swaps that come and go; it takes longer than the rest."""
    found = version_of(number)
    try:
        change = swap_change(effect_of(found.content), most=10)
    except KompasError as error:
        return show("_swaps.html", change=None, problem=error)
    catalogue = _catalogue()
    return show(
        "_swaps.html",
        change=change,
        named=lambda product: catalogue.name(product, language()),
    )
