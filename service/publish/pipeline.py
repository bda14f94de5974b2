"""Publishing: the workspace and a ruleset in, a snapshot out."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from scoring.errors import KompasError
from scoring.rules import GRADES, Ruleset
from service.publish.build import Build
from service.publish.catalogue import Catalogue, Row, read_catalogue
from service.publish.elsewhere import elsewhere, without_collecting
from service.publish.keys import MATCHES
from service.publish.stored import arrays_of
from service.publish.stored_offers import arrays_of_offers
from service.publish.terms import terms
from service.publish.texts import LANGUAGES
from service.shops.published import published_shops
from service.store import reviews as workspace_reviews
from service.store.snapshot_folder import NO_SHOPS, SnapshotContent, write_snapshot
from service.store.workspace import Workspace

VALID_DAYS = 35
Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """What was published."""

    path: Path
    products: int
    offers: int
    keys: int
    graded: int
    ambiguous: int


def publish(
    workspace: Workspace,
    ruleset: Ruleset,
    folder: Path,
    day: date | None = None,
    valid_days: int = VALID_DAYS,
    tell: Progress = lambda _: None,
) -> Report:
    """Score the whole workspace and make the result the folder's current snapshot.

    Args:
        day: the day that certificates and evidence must be valid on, today by default.
        valid_days: days after which the snapshot is no longer served.
        tell: is told what is being done, for who waits.

    Raises:
        KompasError: where the snapshot cannot be written; the old one then goes on serving.
    """
    check_grades(ruleset)
    today = day or date.today()
    tell("reading the workspace")
    with without_collecting():
        catalogue = read_catalogue(workspace, today)
    said = Said(workspace_reviews.confirmed(workspace), workspace_reviews.refused(workspace))
    shops = published_shops(workspace, catalogue.offers)
    report = publish_catalogue(catalogue, said, ruleset, folder, today, valid_days, tell, shops)
    with workspace.writing():
        workspace.put("rulesets", [_record(ruleset, datetime.now(UTC))])
    return report


@dataclass(frozen=True, slots=True)
class Said:
    """What people have said of doubtful matches."""

    confirmed: Sequence[Row]
    refused: Sequence[Row]


def publish_catalogue(
    catalogue: Catalogue,
    said: Said,
    ruleset: Ruleset,
    folder: Path,
    today: date,
    valid_days: int = VALID_DAYS,
    tell: Progress = lambda _: None,
    shops: bytes = NO_SHOPS,
) -> Report:
    """Score a catalogue that was read and make the result the folder's current snapshot.

    Args:
        shops: what /api/v1/shops will answer.
    """
    tell("scoring")
    with without_collecting():
        build = Build.of(catalogue, ruleset)
        first, second = LANGUAGES
        with elsewhere(lambda: build.answers(second)) as told_elsewhere:
            tell("writing the snapshot")
            keys = build.keys().with_said(said.confirmed)
            content = SnapshotContent(
                meta=_meta(catalogue, ruleset, today, valid_days),
                answers={first: build.answers(first), second: told_elsewhere},
                keys=(keys.hashes, keys.leads),
                terms=terms(catalogue, said.refused),
                columns=arrays_of(catalogue.products) | arrays_of_offers(catalogue),
                shops=shops,
            )
            path = write_snapshot(folder, content)
    return Report(
        path=path,
        products=len(catalogue.products),
        offers=len(catalogue.offers),
        keys=len(keys.hashes),
        graded=build.graded,
        ambiguous=keys.ambiguous,
    )


def _meta(catalogue: Catalogue, ruleset: Ruleset, today: date, valid_days: int) -> dict[str, str]:
    return {
        "ruleset_id": ruleset.id,
        "ruleset_version": ruleset.version,
        "ruleset_hash": ruleset.hash,
        "ruleset": ruleset.canonical,
        "data_as_of": today.isoformat(),
        "published_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "expires": (today + timedelta(days=valid_days)).isoformat(),
        "hosts": json.dumps(catalogue.hosts, sort_keys=True),
        "matches": json.dumps(MATCHES),
        "products": str(len(catalogue.products)),
    }


def check_grades(ruleset: Ruleset) -> None:
    """Raise KompasError where a ruleset's letters cannot be shown to buyers."""
    for group in ruleset.groups.values():
        if not set(group.grades) <= set(GRADES):
            raise KompasError(
                f"{ruleset.id}: groups.{group.group}.grades",
                f"{', '.join(group.grades)} cannot be shown to buyers.",
                f"Publish a ruleset with grades {', '.join(GRADES)}.",
            )


def _record(ruleset: Ruleset, now: datetime) -> Row:
    return {
        "hash": ruleset.hash,
        "id": ruleset.id,
        "version": ruleset.version,
        "document": ruleset.canonical,
        "published_at": now.isoformat(timespec="seconds"),
    }
