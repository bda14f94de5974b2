"""Publishing: the workspace and a ruleset in, a snapshot out."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from scoring.errors import KompasError
from scoring.identifiers import sku_key, url_key
from scoring.rules import GRADES, Ruleset
from service.matching.devices import Family
from service.matching.text import GROUP, family_term, group_terms, shipped_terms
from service.publish.fragments import dumps, fragment
from service.publish.judge import Swaps, Verdict, judge, swaps
from service.publish.subjects import Catalogue, Row, Subject, as_family, read_catalogue
from service.publish.texts import LANGUAGES
from service.store import reviews as workspace_reviews
from service.store.snapshot_file import FragmentRow, KeyRow, TermRow, write_snapshot
from service.store.workspace import Workspace

VALID_DAYS = 35
FAMILY_RUNGS = ("machine_type", "family")


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
) -> Report:
    """Score the whole workspace and make the result the folder's current snapshot.

    Args:
        day: the day that certificates and evidence must be valid on, today by default.
        valid_days: days after which the snapshot is no longer served.

    Raises:
        KompasError: where the snapshot cannot be written; the old one then goes on serving.
    """
    _check_grades(ruleset)
    today = day or date.today()
    catalogue = read_catalogue(workspace, today)
    verdicts = {v.subject.id: v for v in judge(ruleset, catalogue.products)}
    build = _Build(catalogue, verdicts, swaps(catalogue, verdicts))
    families = {r["product_id"] for r in catalogue.identifiers if r["rung"] in FAMILY_RUNGS}
    for verdict in judge(ruleset, [as_family(p) for p in catalogue.products if p.id in families]):
        build.add_family(verdict)
    for verdict in judge(ruleset, catalogue.classes):
        build.add_class(verdict)
    for verdict in verdicts.values():
        build.add_subject(verdict)
    for offer in catalogue.offers:
        build.add_offer(offer)
    for said in workspace_reviews.confirmed(workspace):
        build.add_said(said)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    path = write_snapshot(
        folder,
        {
            "ruleset_id": ruleset.id,
            "ruleset_version": ruleset.version,
            "ruleset_hash": ruleset.hash,
            "ruleset": ruleset.canonical,
            "data_as_of": today.isoformat(),
            "published_at": now,
            "expires": (today + timedelta(days=valid_days)).isoformat(),
            "hosts": json.dumps(catalogue.hosts, sort_keys=True),
            "products": str(len(catalogue.products)),
        },
        build.fragments,
        build.key_rows(),
        build.terms(workspace_reviews.refused(workspace)),
    )
    with workspace.writing():
        workspace.put("rulesets", [_record(ruleset, now)])
    return Report(
        path=path,
        products=len(catalogue.products),
        offers=len(catalogue.offers),
        keys=len(build.keys),
        graded=sum(v.grade is not None for v in verdicts.values()),
        ambiguous=sum(len(found) > 1 for found in build.keys.values()),
    )


def _check_grades(ruleset: Ruleset) -> None:
    for group in ruleset.groups.values():
        if not set(group.grades) <= set(GRADES):
            raise KompasError(
                f"{ruleset.id}: groups.{group.group}.grades",
                f"{', '.join(group.grades)} cannot be shown to buyers.",
                f"Publish a ruleset with grades {', '.join(GRADES)}.",
            )


def _record(ruleset: Ruleset, now: str) -> Row:
    return {
        "hash": ruleset.hash,
        "id": ruleset.id,
        "version": ruleset.version,
        "document": ruleset.canonical,
        "published_at": now,
    }


def _family(key: str, product: Subject) -> Family:
    figures, screen = product.evidence.get("gwp_total"), product.evidence.get("screen_size")
    return Family(
        key,
        product.id,
        product.brand,
        figures.year or None if figures else None,
        screen.value if screen else None,
    )


class _Build:
    """Collects the snapshot's rows."""

    def __init__(self, catalogue: Catalogue, verdicts: Mapping[str, Verdict], found: Swaps) -> None:
        self.catalogue = catalogue
        self.verdicts = verdicts
        self.swaps = found
        self.fragments: list[FragmentRow] = []
        self.keys: dict[tuple[str, str], dict[str, KeyRow]] = defaultdict(dict)
        self.identifiers: dict[str, list[Row]] = defaultdict(list)
        for row in catalogue.identifiers:
            self.identifiers[row["product_id"]].append(row)

    def add_subject(self, verdict: Verdict) -> None:
        """Add a product under its own identifiers, for any shop."""
        number = self._fragment(verdict, None)
        self._key(f"id:{verdict.subject.id}", "", "id", verdict, number)
        for row in self.identifiers[verdict.subject.id]:
            if row["rung"] not in FAMILY_RUNGS:
                self._key(row["key"], "", row["rung"], verdict, number)

    def add_family(self, verdict: Verdict) -> None:
        """Add a product, as it is judged by its family only, under that family's names."""
        number = self._fragment(verdict, None)
        for row in self.identifiers[verdict.subject.id]:
            if row["rung"] in FAMILY_RUNGS:
                self._key(row["key"], "", row["rung"], verdict, number)

    def add_class(self, verdict: Verdict) -> None:
        """Add a product group under its names, where its figures say anything."""
        if not verdict.subject.evidence:
            return
        number = self._fragment(verdict, None)
        names = self.catalogue.groups[verdict.subject.group]["names"]
        for key in (*names.split("\n"), f"{GROUP}{verdict.subject.group}"):
            self._key(key, "", "group", verdict, number)

    def add_offer(self, offer: Row) -> None:
        """Add an offer under its shop's keys, with that shop's alternatives."""
        verdict = self.verdicts.get(offer["product_id"])
        if verdict is None:
            return
        shop, number = offer["shop_id"], self._fragment(verdict, offer)
        for key, rung in (
            (sku_key(shop, offer["sku"]), "sku"),
            (url_key(shop, offer["path"]), "url"),
        ):
            if key:
                self._key(key, "", rung, verdict, number)
        for row in self.identifiers[offer["product_id"]]:
            if row["rung"] not in FAMILY_RUNGS:
                self._key(row["key"], shop, row["rung"], verdict, number)
        self._key(f"id:{verdict.subject.id}", shop, "id", verdict, number)

    def add_said(self, row: Row) -> None:
        """Add what a person has confirmed for a shop's SKU or name, where no key knows it yet."""
        shop, subject = row["shop_id"], row["subject"]
        named = row["key"].startswith("name:")
        if (row["key"], shop if named else "") in self.keys:
            return
        general = f"{GROUP}{subject}" if row["about"] == "group" else f"id:{subject}"
        for known in list(self.keys.get((general, ""), {}).values()):
            rung = known[2] if row["about"] == "group" else "family" if named else "sku"
            said = (row["key"], shop if named else "", rung, known[3], known[4])
            self.keys[said[0], said[1]][subject] = said

    def terms(self, refused: Iterable[Row]) -> Iterator[TermRow]:
        """Yield the index by which texts are matched in the request path."""
        yield from shipped_terms()
        yield from group_terms(self.catalogue.groups.values())
        subjects = {p.id: p for p in self.catalogue.products}
        for row in self.catalogue.identifiers:
            product = subjects.get(row["product_id"])
            if product is None:
                continue
            if row["rung"] == "family":
                yield family_term(_family(row["key"], product))
            if product.brand and not product.group.startswith("food"):
                yield "brand", product.brand, "", ""
        for row in refused:
            yield "refused", f"{row['shop_id']} {row['key']}", "", ""

    def key_rows(self) -> Iterator[KeyRow]:
        """Yield the keys that lead to one subject; one that leads to several matches nothing."""
        for found in self.keys.values():
            if len(found) == 1:
                yield from found.values()

    def _key(self, key: str, shop: str, rung: str, verdict: Verdict, number: int) -> None:
        row = (key, shop, rung, verdict.confidence(), number)
        self.keys[key, shop].setdefault(verdict.subject.id, row)

    def _fragment(self, verdict: Verdict, offer: Row | None) -> int:
        found = self.swaps.get((offer["shop_id"], offer["sku"]), []) if offer else []
        da, en = (
            dumps(fragment(verdict, self.catalogue, lang, found, self.verdicts, offer))
            for lang in LANGUAGES
        )
        number = len(self.fragments) + 1
        self.fragments.append((number, da, en))
        return number
