"""The identity ladder for the lines of a list: keys first, what people have said, then text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from scoring.errors import IdentifierError
from scoring.identifiers import gtin14, mpn_key, name_key, part_number_key, sku_key, visible
from service.matching.devices import Family
from service.matching.text import (
    GROUP,
    PLAUSIBLE,
    TermRow,
    TextMatcher,
    family_term,
    group_terms,
    shipped_terms,
)
from service.matching.titles import TitleIndex
from service.store import identities, reviews
from service.store.workspace import Workspace

LINES_AT_ONCE = 1000
SAME_TITLE = 92.0  # stricter than the index: another brand's like goods are other products
CONFIDENCE = {
    "gtin": "high", "mpn": "high", "sku": "good", "machine_type": "medium", "family": "medium",
    "title": "medium", "group": "low", "none": "none",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line to match; `number` is its place in the file."""

    number: int
    ref: str = ""
    gtin: str = ""
    brand: str = ""
    mpn: str = ""
    sku: str = ""
    name: str = ""
    shop: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A subject that a line may mean: a product, or a group by `group:<id>`."""

    subject: str
    name: str
    rung: str
    score: float


@dataclass(frozen=True, slots=True)
class Match:
    """What a line was matched to.

    Attributes:
        subject: the product's or group's id, "" for none.
        doubtful: whether a person must be asked; the rung is then none.
        note: why an identifier could not be used.
    """

    line: Line
    rung: str
    subject: str
    name: str
    confidence: str
    score: float | None
    doubtful: bool = False
    candidates: tuple[Candidate, ...] = ()
    note: str = ""


@dataclass(slots=True)
class _Open:
    """A line's keys, best rung first, while the answer is looked for."""

    line: Line
    keys: list[str] = field(default_factory=list)
    note: str = ""


def matcher(workspace: Workspace) -> TextMatcher:
    """Return the text matcher for what the workspace holds now."""
    return TextMatcher(_terms(workspace))


def _terms(workspace: Workspace) -> Iterator[TermRow]:
    yield from shipped_terms()
    yield from group_terms(workspace.rows("groups"))
    for row in identities.families(workspace):
        year, screen = row["year"], row["screen"]
        yield family_term(
            Family(
                str(row["key"]), str(row["product"]), str(row["brand"]),
                int(str(year)) if year else None, float(str(screen)) if screen else None,
            )
        )  # fmt: skip
    for brand in identities.device_brands(workspace):
        yield "brand", brand, "", ""


def match_lines(workspace: Workspace, lines: Iterable[Line]) -> Iterator[Match]:
    """Yield a match per line, in order; read in blocks, so memory stays flat."""
    ladder = _Ladder(workspace)
    source = iter(lines)
    while block := list(islice(source, LINES_AT_ONCE)):
        yield from ladder.block(block)


def said_key(line: Line) -> str | None:
    """Return the key that a person's answer is remembered under: the SKU, else the name."""
    return (sku_key(line.shop, line.sku) if line.sku else None) or name_key(line.name)


class _Ladder:
    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.text = matcher(workspace)
        self.answered = reviews.answered(workspace)
        self._titles: TitleIndex | None = None

    def block(self, lines: Sequence[Line]) -> list[Match]:
        """Match some lines with one look-up for all of their keys."""
        plans = [_plan(line) for line in lines]
        hits = [self.text.hits(p.line.name, p.line.brand) if p.line.name else () for p in plans]
        wanted = {key for plan in plans for key in plan.keys}
        wanted |= {hit.key for found in hits for hit in found if not hit.key.startswith(GROUP)}
        found = identities.by_keys(self.workspace, wanted)
        skus: dict[str, dict[str, str]] = {}
        for shop in {line.shop for line in lines if line.shop and line.sku}:
            asked = [visible(line.sku) for line in lines if line.shop == shop]
            skus[shop] = identities.by_skus(self.workspace, shop, asked)
        return [self._named(self._one(plan, found, skus.get(plan.line.shop, {})))
                for plan in plans]  # fmt: skip

    def _one(self, plan: _Open, found: identities.Found, skus: dict[str, str]) -> Match:
        line = plan.line
        exact = [key for key in plan.keys if not key.startswith(("machine:", "name:"))]
        for key in exact:
            if len(found.get(key, {})) == 1:
                ((product, rung),) = found[key].items()
                return _match(plan, rung, product, None)
        if visible(line.sku) in skus:
            return _match(plan, "sku", skus[visible(line.sku)], None)
        answer = self.answered.get((line.shop, said_key(line) or ""))
        if answer is not None and answer["status"] == reviews.ACCEPTED:
            rung = "group" if answer["about"] == "group" else "sku" if line.sku else "family"
            return _match(plan, rung, answer["subject"], None)
        for key in (k for k in plan.keys if k not in exact):
            if len(found.get(key, {})) == 1:
                ((product, rung),) = found[key].items()
                return _match(plan, rung, product, None)
        if answer is not None or not line.name:
            return _match(plan, "none", "", None)
        return self._text(plan, found)

    def _text(self, plan: _Open, found: identities.Found) -> Match:
        line = plan.line
        candidates: list[Candidate] = []
        for hit in self.text.hits(line.name, line.brand):
            if hit.key.startswith(GROUP):
                group = hit.key.removeprefix(GROUP)
                candidates.append(Candidate(group, "", "group", hit.score))
            elif len(found.get(hit.key, {})) == 1:
                ((product, rung),) = found[hit.key].items()
                candidates.append(Candidate(product, "", rung, hit.score))
        if candidates and candidates[0].rung != "group":
            return self._chosen(plan, candidates)
        if self.text.names_a_maker(line.name, line.brand):
            return self._chosen(plan, candidates)
        title = self.titles.find(f"{line.brand} {line.name}")
        if title is not None and title.accepted and title.score >= SAME_TITLE:
            return _match(plan, "title", title.subject, title.score)
        if title is not None and title.accepted and not candidates:
            candidates.append(Candidate(title.subject, "", "title", title.score))
        return self._chosen(plan, candidates)

    def _chosen(self, plan: _Open, candidates: list[Candidate]) -> Match:
        best = candidates[0] if candidates else None
        if best is None or best.score < PLAUSIBLE:
            return _match(plan, "none", "", None)
        if best.rung != "title" and self.text.accepts(best.score):
            return _match(plan, best.rung, best.subject, best.score, tuple(candidates))
        return Match(
            plan.line, "none", "", "", "none", best.score, True, tuple(candidates), plan.note
        )

    @property
    def titles(self) -> TitleIndex:
        """The index of product titles, built when the first line needs it."""
        if self._titles is None:
            rows = identities.titles(self.workspace)
            self._titles = TitleIndex((p, f"{brand} {name}") for p, brand, name in rows)
        return self._titles

    def _named(self, match: Match) -> Match:
        subjects = {match.subject, *(c.subject for c in match.candidates)} - {""}
        if not subjects:
            return match
        names = identities.names(self.workspace, subjects)
        return Match(
            match.line, match.rung, match.subject, names.get(match.subject, ""),
            match.confidence, match.score, match.doubtful,
            tuple(Candidate(c.subject, names.get(c.subject, ""), c.rung, c.score)
                  for c in match.candidates),
            match.note,
        )  # fmt: skip


def _plan(line: Line) -> _Open:
    plan = _Open(line)
    keys: list[str | None] = []
    if line.gtin:
        try:
            keys.append(f"gtin:{gtin14(line.gtin)}")
        except IdentifierError as error:
            plan.note = f"{error.problem} {error.remedy}"
    if line.mpn:
        keys.append(mpn_key(line.brand, line.mpn))
        if line.brand.casefold().startswith("lenovo"):
            keys.append(f"machine:{part_number_key(line.mpn)[:4]}")
    if line.name:
        keys += [name_key(line.name), name_key(f"{line.brand} {line.name}") if line.brand else None]
    plan.keys = [key for key in keys if key]
    return plan


def _match(
    plan: _Open,
    rung: str,
    subject: str,
    score: float | None,
    candidates: tuple[Candidate, ...] = (),
) -> Match:
    return Match(
        plan.line, rung, subject, "", CONFIDENCE[rung], score, False, candidates, plan.note
    )
