"""The fields of stewards' forms, read one by one; each says what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from scoring.identifiers import visible
from service.curation.problems import CurationError
from service.importers.numbers import FieldError, day, number, yes
from service.importers.units import LETTERS, Attribute

SHOWN = 60  # characters of a bad value that are repeated
MOST = {"reason": 1000, "source": 300, "document": 500, "reviewer": 120}
Form = Mapping[str, str]


def text(form: Form, field: str, *, code: str = "needed") -> str:
    """Return a field's text, which is needed, on one line.

    Raises:
        CurationError: where it is empty or too long.
    """
    found = " ".join(visible(form.get(field, "")).split())
    if not found:
        raise CurationError(field, code)
    if len(found) > MOST[field]:
        raise CurationError(field, "too_long", length=str(len(found)), most=str(MOST[field]))
    return found


def figure(form: Form, field: str, spec: Attribute) -> float | None:
    """Return a field's figure in the attribute's unit, None where it is empty.

    Raises:
        CurationError: where it is no such figure.
    """
    written = form.get(field, "").strip()
    if not written:
        return None
    if spec.kind == "class":
        letter = written.upper()
        if len(letter) != 1 or letter not in LETTERS[: int(spec.most)]:
            raise CurationError(
                field, "letter", value=shown(written), last=LETTERS[int(spec.most) - 1]
            )
        return float(LETTERS.index(letter) + 1)
    if spec.kind == "flag":
        said = yes(written)
        if said is None:
            raise CurationError(field, "yes_no", value=shown(written))
        return float(said)
    try:
        found, unit = number(written, ",")
    except FieldError:
        raise CurationError(field, "number", value=shown(written)) from None
    if unit:
        raise CurationError(field, "number", value=shown(written))
    if not spec.least <= found <= spec.most:
        bounds = {"least": f"{spec.least:g}", "most": f"{spec.most:g}", "unit": spec.unit}
        raise CurationError(field, "bounds", value=shown(written), **bounds)
    return found


def a_day(form: Form, field: str) -> str:
    """Return a field's date in ISO 8601, "" where it is empty.

    Raises:
        CurationError: where it is no date.
    """
    written = form.get(field, "")
    try:
        found: date | None = day(written)
    except FieldError:
        raise CurationError(field, "day", value=shown(written)) from None
    return found.isoformat() if found else ""


def year(form: Form, field: str, today: date) -> int:
    """Return a field's year, this one's where it is empty.

    Raises:
        CurationError: where it is no year that figures come from.
    """
    written = form.get(field, "").strip()
    if not written:
        return today.year
    if not (len(written) == 4 and written.isascii() and written.isdigit()) or not (
        1990 <= int(written) <= today.year
    ):
        raise CurationError(field, "year", value=shown(written), most=str(today.year))
    return int(written)


def shown(value: str) -> str:
    """Return a value as it is repeated in a message: not all of it."""
    value = visible(value)
    return value if len(value) <= SHOWN else f"{value[:SHOWN]}…"
