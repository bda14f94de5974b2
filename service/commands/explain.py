"""kompas explain: why a product was served with a grade."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from service.insight.explain import Explanation, Source, explain, moment_of
from service.insight.waterfall import Range, Step, Waterfall
from service.store.workspace import Workspace


@click.command("explain")
@click.argument("product")
@click.option("--ruleset", required=True, metavar="HASH", help="Its first 8 digits or more.")
@click.option("--at", metavar="DATE", help="YYYY-MM-DD (its end) or YYYY-MM-DDTHH:MM, UTC; now.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def explain_command(
    folder: Path, product: str, ruleset: str, at: str | None, as_json: bool
) -> None:
    """Score PRODUCT (an id) again by a published ruleset with the data that counted at DATE."""
    moment = moment_of(at) if at else datetime.now(UTC)
    with Workspace(folder) as workspace:
        found = explain(workspace, product, ruleset, moment)
    if as_json:
        click.echo(json.dumps(found.json(), indent=2, ensure_ascii=False))
        return
    for line in lines(found):
        click.echo(line)


def lines(found: Explanation) -> Iterator[str]:
    """Yield an explanation as text."""
    yield f"{found.name} ({found.product}, {found.group})"
    yield f"by {found.ruleset} {found.version}, {found.hash}, at {found.at.isoformat()}"
    if found.scored is None:
        yield "The ruleset has no rules for its group: no score."
    else:
        yield from _scored(found.scored, found.sources)
    yield "What cannot be reproduced:"
    yield from (f"  - {limit}" for limit in found.limits)


def _scored(scored: Waterfall, sources: dict[str, tuple[Source, ...]]) -> Iterator[str]:
    yield f"grade {scored.grade or 'none: not enough data'}"
    said = "none" if scored.score is None else _points(scored.score)
    yield f"score {said}"
    yield f"coverage {scored.coverage:.0%}, at least {scored.minimum_coverage:.0%} is wanted"
    for step in scored.steps:
        if step.applies:
            points = step.contribution if step.points or step.contribution else None
            yield f"  {_signed(points)}  {step.criterion}: {_read(step)}"
            for source in sources.get(step.criterion, ()):
                whose = "" if source.own else ", handed down by its group"
                yield f"          {source.attribute}: {source.name} ({source.status}{whose})"
    if scored.limit:
        yield f"  {_signed(scored.limit)}  limit on sums or on 100 points"
    yield from (f"  capped ({cap.id}): {cap.text.en}" for cap in scored.caps)


def _read(step: Step) -> str:
    if step.points is None:
        return "nothing is known"
    share = "" if step.weight is None else f", weight {step.weight:.3f}"
    if step.figure is None:
        return f"{', '.join(step.labels)}: {_points(step.points)} points{share}"
    unit = f" {step.unit}" if step.unit else ""
    return f"{step.attribute} {_figure(step.figure)}{unit}: {_points(step.points)} points{share}"


def _points(found: Range) -> str:
    return f"{found.value:.1f} ({found.low:.1f} to {found.high:.1f})"


def _figure(found: Range) -> str:
    exact = found.low == found.value == found.high
    return f"{found.value:.4g}" + ("" if exact else f" ({found.low:.4g} to {found.high:.4g})")


def _signed(value: float | None) -> str:
    return "     –" if value is None else f"{value:+6.1f}"
