"""Behind a preview: the products that move, how their scores come about, how stable they are."""

from __future__ import annotations

from typing import Any

from flask import request

from scoring.errors import KompasError
from service.admin.errors import AdminError
from service.admin.frame import language
from service.admin.gate import page
from service.admin.rules import rules, show, version_of
from service.admin.rules_editor import effect_of
from service.insight.movers import PAGE, movers
from service.insight.robustness import robustness
from service.insight.sensitivity import sensitivity
from service.insight.story import product_story
from service.publish.migration import OUTCOMES

MOST_DRAWS = 1000


@page(rules, "/<int:number>/movers", needs="read")
def moving(number: int) -> Any:
    """List the products that move: all, a group's, or those of a cell of the matrix."""
    found = version_of(number)
    start = _number(request.args.get("start", ""), 0, 0, 1_000_000_000)
    before, after = request.args.get("before", ""), request.args.get("after", "")
    cell = (before, after) if before in OUTCOMES and after in OUTCOMES else None
    group = request.args.get("group", "")[:200]
    try:
        effect = effect_of(found.content)
        listed = movers(effect, start=int(start), group=group, cell=cell)
    except KompasError as error:
        return show("movers.html", version=found, listed=None, problem=error), 422
    return show(
        "movers.html",
        version=found,
        listed=listed,
        start=int(start),
        page=PAGE,
        group=group,
        cell=cell,
        problem=None,
        named=lambda product: effect.published.name(product, language()),
    )


@page(rules, "/<int:number>/product/<path:product>", needs="read")
def story(number: int, product: str) -> Any:
    """Show how a product's score comes about, before and after."""
    found = version_of(number)
    try:
        effect = effect_of(found.content)
        told = product_story(effect.published, product, effect.draft, language())
    except KompasError:
        raise AdminError(404, "missing") from None
    return show("story.html", version=found, story=told)


@page(rules, "/<int:number>/robustness", needs="read")
def stable(number: int) -> Any:
    """Draw weights at random and count the grades that flip; and change one number at a time."""
    found = version_of(number)
    draws = int(_number(request.args.get("draws", ""), 200, 10, MOST_DRAWS))
    spread = _number(request.args.get("spread", ""), 0.2, 0, 1)
    values: dict[str, Any] = {"version": found, "draws": draws, "spread": spread, "result": None}
    groups = found.content.get("groups", {})
    group = request.args.get("group", "") or next(iter(groups), "")
    values |= {"chosen": group, "bars": (), "problem": None}
    values["criteria"] = {}
    if "draws" not in request.args:
        return show("robustness.html", **values)
    try:
        effect = effect_of(found.content)
        catalogue, draft = effect.published, effect.draft
        values["result"] = robustness(catalogue, draft, draws=draws, spread=spread, most=5000)
        values["bars"] = sensitivity(catalogue, draft, group, most=5000)
        own = draft.groups[group].all_criteria() if group in draft.groups else ()
        values["criteria"] = {c.id: getattr(c.text, language()) for c in own}
        values["named"] = lambda product: catalogue.name(product, language())
    except KompasError as error:
        return show("robustness.html", **values | {"problem": error}), 422
    return show("robustness.html", **values)


def _number(written: str, otherwise: float, least: float, most: float) -> float:
    try:
        value = float(written.replace(",", "."))
    except ValueError:
        return otherwise
    return min(most, max(least, value)) if value == value else otherwise
