"""Evidence: the best standing counts, on its days only."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.errors import EvidenceError
from scoring.evidence import STATUSES, Evidence, best

TODAY = date(2026, 11, 23)
ROW = Evidence("tec", 20, 18, 22, "kWh", "supplier", "maker", 2024)

rows = st.builds(
    replace,
    st.just(ROW),
    status=st.sampled_from(STATUSES),
    year=st.integers(2000, 2026),
    specific=st.booleans(),
    source=st.text(max_size=3),
)


@given(st.lists(rows, min_size=1, max_size=8), rows)
def test_evidence_of_lower_standing_never_displaces_better(some, extra):
    """Adding a row changes the choice only where the row stands higher."""
    before = best(some, TODAY)["tec"]
    after = best([*some, extra], TODAY)["tec"]
    assert after is before or extra.standing() > before.standing()


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ({"specific": True, "status": "assumed"}, {"specific": False, "status": "measured"}),
        ({"status": "measured", "year": 2010}, {"status": "supplier", "year": 2025}),
        ({"year": 2025}, {"year": 2024}),
        ({"low": 19.5, "high": 20.5}, {}),
    ],
)
def test_standing(better, worse):
    """Own before group's, better status, newer year, narrower interval: in this order."""
    high, low = replace(ROW, **better), replace(ROW, **worse)
    assert best([low, high], TODAY)["tec"] is high
    assert best([high, low], TODAY)["tec"] is high


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "counts"),
    [
        (None, TODAY, True),
        (TODAY, None, True),
        (None, date(2026, 11, 22), False),
        (date(2026, 11, 24), None, False),
    ],
)
def test_evidence_counts_on_its_first_and_last_day_and_not_after(valid_from, valid_to, counts):
    """A certificate that ended yesterday is nothing today."""
    row = replace(ROW, valid_from=valid_from, valid_to=valid_to)
    assert ("tec" in best([row], TODAY)) is counts


@pytest.mark.parametrize(
    "change",
    [
        {"value": float("nan")},
        {"high": float("inf")},
        {"low": 21.0},
        {"high": 19.0},
        {"status": "rumour"},
    ],
)
def test_evidence_that_cannot_be_is_refused(change):
    """Bounds out of order, infinities and unknown statuses name the attribute."""
    with pytest.raises(EvidenceError, match="tec"):
        replace(ROW, **change)
