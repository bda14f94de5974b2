"""Evidence: one figure about one product, where it came from, and how good it is."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from scoring.errors import EvidenceError

Status = Literal["measured", "supplier", "typical", "assumed"]
STATUSES: tuple[Status, ...] = get_args(Status)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One figure with its interval, unit and origin.

    Attributes:
        attribute: name of the measured quantity, such as ``tec``.
        value, low, high: in ``unit``; low <= value <= high, all finite.
        status: measured, supplier, typical or assumed, best first.
        source: id of the source it was read from.
        year: the year the figure is of, 0 where unknown.
        valid_from, valid_to: first and last day it counts; None is unbounded.
        specific: True for the product itself, False for its product group.
    """

    attribute: str
    value: float
    low: float
    high: float
    unit: str
    status: Status
    source: str
    year: int = 0
    valid_from: date | None = None
    valid_to: date | None = None
    specific: bool = True

    def __post_init__(self) -> None:
        check_interval(self.attribute, self.low, self.value, self.high)
        if self.status not in STATUSES:
            raise EvidenceError(
                self.attribute,
                f"status '{self.status}' is unknown.",
                f"Use one of {', '.join(STATUSES)}.",
            )

    def counts_on(self, day: date) -> bool:
        """Tell whether the evidence is valid on a day, both ends included."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def standing(self) -> tuple[bool, int, int, float]:
        """Return the sort key by which the best evidence comes last.

        The product's own comes before its group's, then the better status, the newer
        year, and at last the narrower interval.
        """
        return (
            self.specific,
            -STATUSES.index(self.status),
            self.year,
            -(self.high - self.low),
        )


def check_interval(place: str, low: float, value: float, high: float) -> None:
    """Raise EvidenceError unless low <= value <= high and all three are finite."""
    if not all(math.isfinite(x) for x in (low, value, high)):
        raise EvidenceError(
            place, f"{low!r}, {value!r}, {high!r} must be finite.", "Leave an unknown figure out."
        )
    if not low <= value <= high:
        raise EvidenceError(
            place,
            f"value {value!r} is not between low {low!r} and high {high!r}.",
            "Give low <= value <= high.",
        )


def best(rows: list[Evidence], day: date) -> dict[str, Evidence]:
    """Return the evidence that counts on a day: per attribute the row of best standing."""
    chosen: dict[str, Evidence] = {}
    for row in rows:
        if not row.counts_on(day):
            continue
        current = chosen.get(row.attribute)
        if current is None or row.standing() > current.standing():
            chosen[row.attribute] = row
    return chosen
