"""Publishing: the workspace and a ruleset in, a snapshot out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from scoring.errors import KompasError
from scoring.rules import GRADES, Ruleset
from service.publish.build import Build
from service.publish.catalogue import Catalogue, Row, read_catalogue
from service.publish.elsewhere import elsewhere, without_collecting
from service.publish.gaps import gaps_of
from service.publish.keys import MATCHES
from service.publish.shop_counts import SHOPS, counted
from service.publish.stored import arrays_of
from service.publish.stored_gaps import arrays_of_gaps
from service.publish.stored_offers import arrays_of_offers
from service.publish.terms import terms
from service.publish.texts import LANGUAGES
from service.shops.published import published_shops
from service.store import audit
from service.store import reviews as workspace_reviews
from service.store.answers_file import AnswerRow
from service.store.columns_file import Arrays
from service.store.snapshot_folder import NO_SHOPS, SnapshotContent, write_snapshot
from service.store.workspace import Workspace

VALID_DAYS = 35
WAITS = 60  # times that SQLite's own 30 seconds are waited for the workspace
Progress = Callable[[str, int, int], None]  # what is being done; how far, of how much (0: unknown)
WRITING = "writing the snapshot"
WAITING = "waiting for another writer of the workspace"
NOTHING_MORE: Mapping[str, str] = {}


def in_silence(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


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
    tell: Progress = in_silence,
    more: Mapping[str, str] = NOTHING_MORE,
    settle: Callable[[Report], None] = lambda _: None,
) -> Report:
    """Score the whole workspace and make the result the folder's current snapshot.

    Args:
        day: the day that certificates and evidence must be valid on, today by default.
        valid_days: days after which the snapshot is no longer served.
        tell: is told what is being done, for who waits.
        more: what else the snapshot's meta shall hold; `audit`, the audit's head, and what is
            counted of shops are always there.
        settle: is called in the transaction that writes down what was published.

    Raises:
        KompasError: where the snapshot cannot be written; the old one then goes on serving.
    """
    check_grades(ruleset)
    today = day or date.today()
    tell("reading the workspace", 0, 0)
    more = {"audit": audit.head(workspace), **more}
    with without_collecting():
        catalogue = read_catalogue(workspace, today)
    more = {SHOPS: counted(catalogue, workspace.keys("shops")), **more}
    said = Said(workspace_reviews.confirmed(workspace), workspace_reviews.refused(workspace))
    shops = published_shops(workspace, catalogue.offers)
    report = publish_catalogue(
        catalogue, said, ruleset, folder, today, valid_days, tell, shops, more
    )
    _patiently(lambda: _write_down(workspace, ruleset, report, settle), tell)
    return report


def _write_down(
    workspace: Workspace, ruleset: Ruleset, report: Report, settle: Callable[[Report], None]
) -> None:
    with workspace.writing():
        workspace.put("rulesets", [_record(ruleset, datetime.now(UTC))])
        settle(report)


def _patiently(write: Callable[[], None], tell: Progress) -> None:
    """Write, however long an import holds the workspace: the snapshot already serves."""
    for left in reversed(range(WAITS)):
        try:
            return write()
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or not left:
                raise
            tell(WAITING, 0, 0)
    return None


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
    tell: Progress = in_silence,
    shops: bytes = NO_SHOPS,
    more: Mapping[str, str] = NOTHING_MORE,
) -> Report:
    """Score a catalogue that was read and make the result the folder's current snapshot.

    Args:
        shops: what /api/v1/shops will answer.
        more: what else the snapshot's meta shall hold.
    """
    tell("scoring", 0, 0)
    with without_collecting():
        build = Build.of(catalogue, ruleset)
        first, second = LANGUAGES
        with elsewhere(lambda: build.answers(second)) as told_elsewhere:
            tell(WRITING, 0, build.total)
            keys = build.keys().with_said(said.confirmed)
            content = SnapshotContent(
                meta=_meta(catalogue, ruleset, today, valid_days) | dict(more),
                answers={
                    first: _counted(build.answers(first), build.total, tell),
                    second: told_elsewhere,
                },
                keys=(keys.hashes, keys.leads),
                terms=terms(catalogue, said.refused),
                columns=_columns(build, catalogue),
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


def _columns(build: Build, catalogue: Catalogue) -> Arrays:
    found = gaps_of([section.verdicts for section in build.products], catalogue)
    return {
        **arrays_of(catalogue.products),
        **arrays_of_offers(catalogue),
        **arrays_of_gaps(found, catalogue.products.groups),
    }


def _counted(
    blocks: Iterable[list[AnswerRow]], total: int, tell: Progress
) -> Iterator[list[AnswerRow]]:
    done = 0
    for block in blocks:
        yield block
        done += len(block)
        tell(WRITING, done, total)


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
