"""One import inside a transaction: read, match, stage, settle, count."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from scoring.errors import KompasError
from service.importers.base import About, Item, Reading, Record, Rejection, Source
from service.importers.checks import clean, figure_row, label_row, offer_row
from service.importers.grouping import Groups
from service.importers.identity import Products
from service.importers.lineage import age, replaced_by, source_id
from service.importers.report import Report
from service.store import known
from service.store.imports import Counts, ImportStore, Settling
from service.store.kept import FIGURES, LABELS
from service.store.same import settle_same
from service.store.workspace import Workspace

CHUNK = 2_000  # records that are matched with one query each
Progress = Callable[[int], None]
Row = dict[str, Any]


def _digest(file: Path) -> str:
    try:
        with file.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        raise KompasError(file.name, f"cannot be read: {error}.", "Check its rights.") from None


def _no_key(record: Record, *, whole: bool) -> Rejection:
    key = clean(record.key)
    reason = "stands in the file already; the first counts." if key else "is empty."
    return Rejection(record.place, "key", key, reason, "Give each record its own.", whole=whole)


class Job:
    """One import, inside the caller's transaction."""

    def __init__(
        self,
        workspace: Workspace,
        source: Source,
        file: Path,
        reading: Reading,
        about: About,
        report: Report,
        progress: Progress,
    ) -> None:
        self.workspace, self.source, self.file = workspace, source, file
        self.reading, self.about, self.report, self.progress = reading, about, report, progress
        report.evidence_source = source_id(source.id, about)
        self.row = self.taken = ""  # the places of the last row read, and of the last one taken

    def run(self) -> None:
        """Read, match, stage and settle; the report tells what came of it."""
        report, workspace, shop = self.report, self.workspace, self.reading.shop
        before = known.last_imports(workspace, self.source.id, shop, self.about.part)
        mine = age(self.about.year, self.about.version)
        later = [r for r in before if age(r["source_year"], r["source_version"]) > mine]
        report.hash = _digest(self.file)
        row = self._row()
        for old in before if later else before[:1]:
            if (old["hash"], old["reading"]) == (row["hash"], row["reading"]):
                report.already = True
                return
        replaced = replaced_by(workspace.rows("sources"), self.source.id, self.about)
        workspace.put("sources", [self._source_row()])
        self.number = known.open_import(workspace, row)
        if shop and shop not in workspace.keys("shops"):
            workspace.put("shops", [{"id": shop, "name": shop}])
        self.store = ImportStore(workspace)
        self.groups = Groups(workspace, self.source.id, f"import:{self.source.id}|{shop}")
        self.products = Products(workspace, self.groups, self.source.id, shop)
        self.labels = workspace.keys("label_types")
        items = iter(self.source.read(self.file, self.reading))
        while chunk := list(islice(items, CHUNK)):
            self._chunk(chunk)
            self.progress(report.read)
        self._settle(replaced, later)
        settle_same(workspace)

    def _row(self) -> dict[str, str | int]:
        how = json.dumps([dict(self.reading.mapping), dict(self.reading.options)], sort_keys=True)
        return {
            "source": self.source.id,
            "shop": self.reading.shop,
            "part": self.about.part,
            "evidence_source": self.report.evidence_source,
            "file": clean(self.report.file),
            "hash": self.report.hash,
            "reading": how,
            "at": datetime.now(UTC).isoformat(timespec="seconds"),
            "complete": int(self.about.complete),
        }

    def _source_row(self) -> dict[str, str | int]:
        about = self.about
        return {
            "id": self.report.evidence_source,
            "name": about.name,
            "version": about.version,
            "year": about.year,
            "publisher": about.publisher,
            "licence": about.licence,
            "attribution": about.attribution,
            "url": about.url,
        }

    def _chunk(self, items: Iterable[Item]) -> None:
        report = self.report
        records: list[Record] = []
        for item in items:
            if isinstance(item, Record):
                records.append(item)
            if isinstance(item, Record) or item.whole:
                report.read += item.place != self.row  # a row may give several records
                self.row = item.place
            if isinstance(item, Rejection):
                report.reject(item)
        records = list(self._fresh(records))
        goods = [r for r in records if r.about == "product"]
        ids, faults = self.products.find(goods, self.number)
        for fault in faults:
            report.reject(fault)
        subjects = iter(ids)
        figures: list[Row] = []
        labels: list[Row] = []
        offers: list[Row] = []
        for record in records:
            product = record.about == "product"
            subject = next(subjects) if product else self.groups.stand_for(record)
            figures += self._usable(
                figure_row(record, f, subject, self.about) for f in record.figures
            )
            if product:
                labels += self._usable(
                    label_row(record, c, subject, self.labels) for c in record.certificates
                )
                if record.offer is not None and self.reading.shop:
                    offers += self._usable([offer_row(record, subject, self.reading.shop)])
        self.groups.flush()
        self.store.stage(FIGURES, figures)
        self.store.stage(LABELS, labels)
        self.store.stage_offers(offers)

    def _fresh(self, records: list[Record]) -> Iterator[Record]:
        """Yield the records whose key the file did not have before; reject the others."""
        seen = self.store.stage_keys([clean(r.key) for r in records])
        for place, row in groupby(records, key=lambda record: record.place):
            twice: list[Record] = []
            for record in row:
                key = clean(record.key)
                if not key or key in seen:
                    twice.append(record)
                    continue
                seen.add(key)
                self.report.taken += place != self.taken
                self.taken = place
                yield record
            for number, record in enumerate(twice):
                self.report.reject(_no_key(record, whole=place != self.taken and number == 0))

    def _usable(self, rows: Iterable[Row | Rejection]) -> Iterator[Row]:
        for row in rows:
            if isinstance(row, Rejection):
                self.report.reject(row)
            else:
                yield row

    def _settle(self, replaced: tuple[str, ...], later: list[Row]) -> None:
        report, about = self.report, self.about
        to = Settling(
            number=self.number,
            origin=self.products.origin,
            source=report.evidence_source,
            replaced=() if later and about.complete else replaced,
            part=about.part,
            complete=about.complete,
        )
        counts: list[Counts] = []
        kinds = (FIGURES, LABELS)
        if later and about.complete:  # it is history: it is kept, and nothing of it counts
            report.outdated = str(later[0]["evidence_source"])
            counts += [self.store.outdate(kept, to, later[0]["id"]) for kept in kinds]
        else:
            sources = [str(row["evidence_source"]) for row in later]
            if later:
                counts += [self.store.give_way(kept, to, sources) for kept in kinds]
            counts += [self.store.settle(kept, to) for kept in kinds]
            counts.append(self.store.settle_offers(to))
            if about.complete:
                self.store.drop_identifiers(to)
        total = Counts(*(sum(getattr(c, n) for c in counts) for n in Counts.__dataclass_fields__))
        report.added, report.changed = total.added, total.changed
        report.unchanged, report.withdrawn = total.unchanged, total.withdrawn
        report.products, report.groups = self.products.new, self.groups.new
        known.close_import(self.workspace, self.number, report.counts())
