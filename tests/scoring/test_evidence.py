"""Evidence: the best standing counts, whatever else there is."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import EvidenceError
from scoring.evidence import STATUSES, best_rows, check_interval

Row = tuple[str, int, float]  # status, year, width
rows = st.tuples(
    st.sampled_from(STATUSES), st.integers(0, 2030), st.sampled_from([0.0, 0.5, 2.0, 1e9])
)


def chosen(some: list[Row], subjects: list[int] | None = None, most: int = 1) -> list[int]:
    return best_rows(
        np.array(subjects or [0] * len(some), dtype=np.int64),
        [row[0] for row in some],
        np.array([row[1] for row in some], dtype=np.int64),
        np.array([row[2] for row in some]),
        most,
    ).tolist()


def standing(row: Row) -> tuple[int, int, float]:
    return -STATUSES.index(row[0]), row[1], -row[2]  # type: ignore[arg-type]


@given(st.lists(rows, min_size=1, max_size=8), rows)
def test_evidence_of_lower_standing_never_displaces_better(some: list[Row], extra: Row):
    """Adding a row changes the choice only where the row stands higher."""
    before = some[chosen(some)[0]]
    after = [*some, extra][chosen([*some, extra])[0]]
    assert after == before or standing(extra) > standing(before)


@given(st.lists(st.tuples(st.integers(0, 4), rows), max_size=30))
def test_each_subject_gets_the_first_of_its_best(some: list[tuple[int, Row]]):
    """As a plain search finds it, subject by subject; -1 where there is nothing."""
    found = chosen([row for _, row in some], [subject for subject, _ in some], 5)
    for subject in range(5):
        own = [i for i, (whose, _) in enumerate(some) if whose == subject]
        best = max(own, key=lambda i: (*standing(some[i][1]), -i), default=-1)
        assert found[subject] == best


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (("measured", 2010, 9.0), ("supplier", 2025, 0.0)),
        (("supplier", 2010, 9.0), ("typical", 2025, 0.0)),
        (("typical", 2010, 9.0), ("assumed", 2025, 0.0)),
        (("supplier", 2025, 9.0), ("supplier", 2024, 0.0)),
        (("supplier", 2025, 1.0), ("supplier", 2025, 4.0)),
    ],
)
def test_standing(better: Row, worse: Row):
    """Better status, newer year, narrower interval: in this order, whichever comes first."""
    assert chosen([worse, better]) == [1]
    assert chosen([better, worse]) == [0]


@pytest.mark.parametrize(
    ("low", "value", "high"),
    [(1, float("nan"), 2), (1, 1, float("inf")), (1.5, 1, 2), (0, 3, 2)],
)
def test_evidence_that_cannot_be_is_refused(low: float, value: float, high: float):
    """Bounds out of order and infinities name the attribute."""
    with pytest.raises(EvidenceError, match="tec"):
        check_interval("tec", low, value, high)
