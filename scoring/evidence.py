"""Evidence: figures about products, and which of several counts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from scoring.errors import EvidenceError

Status = Literal["measured", "supplier", "typical", "assumed"]
STATUSES: tuple[Status, ...] = get_args(Status)  # the best first


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


def best_rows(
    subject: NDArray[np.int64],
    status: Sequence[str],
    year: NDArray[np.int64],
    width: NDArray[np.float64],
    subjects: int,
) -> NDArray[np.int64]:
    """Return for each subject the row of evidence that counts, -1 where there is none.

    The better status counts, of equal ones the newer year, then the narrower interval, then
    the row that came first. A product's own evidence goes before its group's altogether, so
    the two are never mixed here.

    Args:
        subject: shape (n,), whose evidence a row is, from 0 to subjects - 1.
        status: n of STATUSES.
        year: shape (n,), 0 where unknown.
        width: shape (n,), high - low.
    """
    rank: dict[str, int] = {name: -place for place, name in enumerate(STATUSES)}
    better = np.array([rank[name] for name in status], dtype=np.int8)
    order = np.lexsort((-np.arange(len(subject)), -width, year, better))
    result = np.full(subjects, -1, dtype=np.int64)
    result[subject[order]] = order  # the best comes last, and the last one written stays
    return result
