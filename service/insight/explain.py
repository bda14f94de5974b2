"""A served score reproduced: a published ruleset, a day, and the evidence that counted then.

The product's rows of that moment are put into a workspace of their own, which is read and scored by
the very functions that publish.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from scoring.errors import KompasError
from scoring.formulas import FORMULAS
from scoring.rules import GroupRules, Ruleset
from service.insight.waterfall import Step, Waterfall, waterfall
from service.publish.catalogue import Catalogue, read_catalogue
from service.publish.judge import judge
from service.publish.reasons import source_text
from service.publish.subjects import Label, Subject
from service.rulesets import ruleset_of_document
from service.store.as_of import Past, past_of, published_ruleset
from service.store.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Source:
    """Where one figure comes from; `own` is False of one that the product's group hands down."""

    attribute: str
    name: str
    status: str
    own: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """One product's score by a published ruleset with what counted at a moment.

    Attributes:
        product: the id of the one that stands for all that are the same.
        scored: None where the ruleset has no rules for its group.
        sources: criterion -> where the figures that it read come from.
        limits: what cannot be reproduced, in English sentences.
    """

    product: str
    name: str
    group: str
    ruleset: str
    version: str
    hash: str
    at: datetime
    scored: Waterfall | None
    sources: dict[str, tuple[Source, ...]]
    limits: tuple[str, ...]

    def json(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self) | {"at": self.at.isoformat()}


def explain(
    workspace: Workspace, product: str, digits: str, moment: datetime, day: date | None = None
) -> Explanation:
    """Return how a product scored by a published ruleset at a moment.

    Args:
        digits: of the ruleset's hash, the first 8 or more.
        moment: what imports had brought in by then counts; it has a time zone.
        day: the day that certificates had to be valid on; the moment's own where None.

    Raises:
        KompasError: where there is no such product or published ruleset.
    """
    record = published_ruleset(workspace, digits)
    on = day or moment.date()
    ruleset = ruleset_of_document(json.loads(record["document"]), record["hash"], on)
    past = past_of(workspace, product, moment)
    with TemporaryDirectory(prefix="kompas-") as folder, Workspace(Path(folder)) as then:
        with then.writing():
            for table, rows in past.tables.items():
                then.put(table, rows)
        catalogue = read_catalogue(then, on)
    subject = catalogue.products[list(catalogue.products.ids).index(past.product)]
    scored, sources = None, {}
    for verdicts in judge(ruleset, catalogue.products):
        scored = waterfall(verdicts.scores)
        sources = {
            step.criterion: tuple(_sources(catalogue, subject, verdicts.rules, step))
            for step in scored.steps
            if step.attribute or step.labels
        }
    return Explanation(
        past.product,
        subject.names["da"],
        subject.group,
        ruleset.id,
        ruleset.version,
        ruleset.hash,
        moment,
        scored,
        sources,
        tuple(_limits(past, ruleset, record, moment)),
    )


def moment_of(text: str) -> datetime:
    """Return a moment from YYYY-MM-DD (the end of that day) or YYYY-MM-DDTHH:MM, in UTC.

    Raises:
        KompasError: where it is neither.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise KompasError(
            f"'{text}'", "is no date.", "Write 2026-11-25 or 2026-11-25T14:30 (UTC)."
        ) from None
    if len(text) <= len("2026-11-25"):
        found = found.replace(hour=23, minute=59, second=59, microsecond=999_999)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _sources(catalogue: Catalogue, subject: Subject, rules: GroupRules, step: Step) -> list[Source]:
    """Return where the figures of a step come from: its own, else those that it is derived from."""
    if step.labels:
        return [_certificate(label) for label in subject.labels if label.code in step.labels]
    names = [step.attribute or ""]
    if names[0] not in subject.evidence:
        formulas = [d.formula for d in rules.derived if d.attribute == step.attribute]
        names = [name for formula in formulas for name in FORMULAS[formula].inputs]
    found = []
    for name in names:
        origin = subject.evidence.get(name)
        if origin is not None:
            source = catalogue.sources.get(origin.source)
            said = source_text(source, origin.year) if source else origin.source
            found.append(Source(name, said, origin.status, origin.specific))
    return found


def _certificate(label: Label) -> Source:
    said = f"licence {label.licence}" if label.licence else "no licence number"
    until = f"valid to {label.valid_to}" if label.valid_to else "without an end"
    return Source(label.code, f"{said}, {until}", "certificate", own=True)


def _limits(past: Past, ruleset: Ruleset, record: dict[str, Any], moment: datetime) -> list[str]:
    """Return what cannot be told of that moment."""
    limits = [
        "Name, group, brand, identifiers and which products are the same are today's: "
        "earlier ones are not kept."
    ]
    if past.undated:
        limits.append(
            f"{past.undated} of the figures and certificates were loaded as whole files (the "
            "shipped catalogue, a shop's own), which carry no time: what an earlier load of these "
            "said is not kept."
        )
    if past.that_day:
        limits.append(
            f"Imports changed this product's data that day, at {', '.join(past.that_day)}: what "
            f"came by {moment.isoformat()} counts here. Give a time to choose another moment."
        )
    if datetime.fromisoformat(record["published_at"]) > moment:
        limits.append(
            f"The ruleset was last published at {record['published_at']}, later than that; whether "
            "it also served then, the workspace's list of rulesets does not tell. The audit does."
        )
    if ruleset.valid_from > moment.date():
        limits.append(f"The ruleset says that it is valid from {ruleset.valid_from}.")
    return limits
