"""Reads the fields of one supplier row: each gives its value or says why it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from scoring.quantities import parse_quantity
from scoring.rules import inside
from service.importers import groups, labels
from service.importers.base import Certificate, Figure, Rejection
from service.importers.columns import NUMBERED
from service.importers.numbers import FieldError, Mark, day, number, text_of, yes
from service.importers.tabular import Line
from service.importers.units import ATTRIBUTES, content, convert, letter

LONGEST = 200  # characters of a name, a brand or a number
DANISH_VAT = 1.25
FOOD, PER_KG = ("food",), ("/kg", "pr kg", "pr. kg", "per kg", "/100")
DEVICES = ("laptop", "desktop", "monitor", "smartphone", "tablet")
_SCIENTIFIC = re.compile(r"\d([.,]\d+)?[eE]\+?\d+")
_CURRENCY = re.compile(r"[A-Z]{3}")
_SEVERAL = re.compile(r"\s*[;|\n]\s*|,\s+")


@dataclass(slots=True)
class Fields:
    """A row on its way to a record.

    Attributes:
        unit_of: our column -> the unit its header names.
        bad: the rejections of single fields so far.
    """

    line: Line
    mark: Mark
    unit_of: Callable[[str], str]
    bad: list[Rejection] = field(default_factory=list)

    def reject(self, column: str, reason: str, remedy: str) -> None:
        """Note that a field was not taken."""
        value = self.line.text(column)[:80]
        self.bad.append(Rejection(self.line.place, column, value, reason, remedy, whole=False))

    def text(self, column: str, longest: int = LONGEST) -> str:
        """Return a text, "" where there is none or it is too long."""
        value = self.line.text(column)
        if len(value) > longest:
            self.reject(column, f"has over {longest} characters.", "Shorten it.")
            return ""
        return value

    def several(self, column: str) -> tuple[str, ...]:
        """Return the texts of a cell that may hold more than one."""
        return tuple(t for t in _SEVERAL.split(self.text(column, 500)) if t)[:20]

    def gtins(self) -> tuple[str, ...]:
        """Return the GTINs as they stand; the engine checks their digits."""
        found = []
        if _SCIENTIFIC.fullmatch(self.line.text("gtin")):
            remedy = "Format the column as text or as a whole number, and fill it in again."
            self.reject("gtin", "lost its digits in the spreadsheet.", remedy)
            return ()
        for text in re.split(r"[;,|/\n]", self.text("gtin", 500)):
            plain = re.sub(r"(?i)^(?:gtin|ean)[-\s:]*(?:1[34]\b)?[:\s]*", "", text.strip())
            if plain:
                found.append(plain)
        return tuple(found)[:20]

    def group(self) -> str:
        """Return our product group by name, id, UNSPSC or CPV, "" where none is known."""
        text = self.line.text("group")
        if text:
            try:
                return groups.find(text)
            except FieldError as error:
                self.reject("group", error.problem, error.remedy)
        code = groups.by_code(self.line.text("unspsc"))
        return code or groups.by_code(self.line.text("cpv"), groups.CPV)

    def price(self, default_currency: str) -> tuple[float | None, str]:
        """Return the price excluding VAT and its currency; no price where either is in doubt."""
        currency = self.line.text("currency") or self.unit_of("price") or self.unit_of("price_vat")
        currency = currency.upper().strip(". ") or default_currency
        currency = "DKK" if currency in ("KR", "KRONER", "DKR", "D.KR") else currency
        for column, divisor in (("price", 1.0), ("price_vat", DANISH_VAT)):
            cell = self.line.cells.get(column)
            if not text_of(cell):
                continue
            try:
                value, unit = number(cell, self.mark)
                if unit:
                    raise FieldError(f"has '{unit[:20]}' after it.", "Write the price alone.")
                if value <= 0:
                    raise FieldError("is no price.", "Leave an unknown price empty.")
                if not _CURRENCY.fullmatch(currency):
                    raise FieldError(f"has the currency '{currency[:20]}'.", "Write DKK or EUR.")
                if divisor != 1 and currency != "DKK":
                    raise FieldError("includes an unknown VAT.", "Give the price without VAT.")
                return round(value / divisor, 4), currency
            except FieldError as error:
                self.reject(column, error.problem, error.remedy)
        return None, currency if _CURRENCY.fullmatch(currency) else default_currency

    def content(self) -> tuple[float | None, str]:
        """Return the net content in kg, l or pcs, (None, "") where it is not stated."""
        cell = self.line.cells.get("content")
        if not text_of(cell):
            return None, ""
        try:
            value, written = number(cell, self.mark)
            return content(value, written or self.line.text("unit") or self.unit_of("content"))
        except FieldError as error:
            spoken = parse_quantity(self.line.text("content")[:LONGEST])  # "6 x 500 g"
            if spoken.value and spoken.low == spoken.high and not spoken.approximate:
                return spoken.value, spoken.unit
            self.reject("content", error.problem, error.remedy)
            return None, ""

    def path(self) -> str:
        """Return the offer's path in its shop, "" where none is given."""
        text = self.line.text("path")
        if not text:
            return ""
        try:
            parts = urlsplit(text)
        except ValueError:
            parts = urlsplit("")
        good = parts.scheme in ("", "http", "https") and parts.path.startswith("/")
        if good and not parts.path.startswith("//") and len(parts.path) <= 500:
            return parts.path
        self.reject("path", "is no path in a shop.", "Write /vare/123, or the whole address.")
        return ""

    def figures(self, columns: Sequence[str], group: str, basis: str) -> Iterator[Figure]:
        """Yield the row's figures in our units.

        Args:
            columns: the columns that hold figures.
            basis: which attribute a footprint per kg belongs to.
        """
        for column in columns:
            cell = self.line.cells.get(column)
            text = text_of(cell)
            if not text:
                continue
            try:
                attribute = self._attribute(column, text, group, basis)
                spec = ATTRIBUTES[attribute]
                if spec.kind == "class":
                    value = letter(attribute, text)
                elif spec.kind == "flag":
                    value = self._flag(text)
                else:
                    plain, written = number(cell, self.mark)
                    value = convert(attribute, plain, written or self.unit_of(column))
            except FieldError as error:
                self.reject(column, error.problem, error.remedy)
                continue
            yield Figure(attribute, value, spec.unit)

    def _flag(self, text: str) -> float:
        answer = yes(text)
        if answer is None:
            raise FieldError("is neither yes nor no.", "Write ja or nej.")
        return float(answer)

    def _attribute(self, column: str, text: str, group: str, basis: str) -> str:
        """Return the attribute of a column; a bare "CO2" means what its group makes of it."""
        if column == "co2e_kg":
            return basis
        if column != "co2e":
            return column
        written = f"{text} {self.unit_of(column)}".casefold()
        if any(mark in written for mark in PER_KG) or inside(group, FOOD):
            return basis
        if inside(group, DEVICES):
            return "gwp_total"
        raise FieldError(
            "is per kg or per piece; the file does not say.",
            "Fill in the product group, or name the column 'CO2e pr. kg' or 'CO2e i alt'.",
        )

    def certificates(self, columns: Sequence[str]) -> tuple[Certificate, ...]:
        """Return the row's labels, from lists, numbered columns and columns named for a label."""
        found: dict[str, Certificate] = {}
        for column in columns:
            for held in self._labels_of(column):
                found.setdefault(held.code, held)
        stated = self.line.text("licence") or self.line.text("valid_to")
        if stated and len(found) > 1 and not any(c.licence or c.valid_to for c in found.values()):
            reason = "belongs to one of several labels."
            self.reject("licence", reason, "Use the template's numbered columns.")
        return tuple(found.values())

    def _labels_of(self, column: str) -> Iterator[Certificate]:
        text = self.line.text(column)
        if not text:
            return
        if column.startswith("label:"):
            answer = yes(text)
            if answer is not False:
                licence = "" if answer else text[:100]
                yield Certificate(column.removeprefix("label:"), licence)
            return
        held, bad = labels.listed(text, self.line.place, column)
        self.bad += bad
        suffix = column.removeprefix(NUMBERED[0])
        licence, until = self.line.text(f"licence{suffix}"), None
        if len(held) != 1:
            yield from held
            return
        try:
            until = day(self.line.cells.get(f"valid_to{suffix}"))
        except FieldError as error:
            # Without its last day a certificate would count for ever: it is not taken at all.
            self.reject(f"valid_to{suffix}", error.problem, error.remedy)
            return
        one = held[0]
        yield labels.dated(one.code, one.licence or licence, one.valid_to or until)
