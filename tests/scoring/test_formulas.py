"""Named formulas, checked by hand calculation."""

import numpy as np
import pytest

from scoring.formulas import FORMULAS
from scoring.values import Interval

PARAMETERS = {
    "lifetime_years": 5,
    "grid_kg_per_kwh": 0.114,
    "default_error": 0.2,
    "tec_low": 15,
    "tec_value": 19,
    "tec_high": 25,
}


def one(value: float, low: float | None = None, high: float | None = None) -> Interval:
    low, high = value if low is None else low, value if high is None else high
    return Interval(*(np.array([x]) for x in (low, value, high)))


def run(**evidence: Interval) -> tuple[float, float, float]:
    found = FORMULAS["device_carbon_per_year"].function(evidence, PARAMETERS, 1)
    return found.low[0], found.value[0], found.high[0]


def test_embodied_over_lifetime_plus_energy_on_the_danish_grid():
    """300 kg with 20 % use over 5 years and 20 kWh: 240/5 + 20 x 0.114 = 50.28 kg a year."""
    _, value, _ = run(gwp_total=one(300), gwp_use_ratio=one(0.2), tec=one(20))
    assert value == pytest.approx(50.28)


@pytest.mark.parametrize("stated", [None, 0.0])
def test_a_missing_error_and_a_stated_zero_count_as_twenty_per_cent(stated):
    """A figure without uncertainty does not exist."""
    more = {} if stated is None else {"gwp_error_ratio": one(stated)}
    low, _, high = run(gwp_total=one(300), gwp_use_ratio=one(0.2), tec=one(20), **more)
    assert (low, high) == (pytest.approx(0.8 * 48 + 2.28), pytest.approx(1.2 * 48 + 2.28))


def test_a_stated_error_and_given_bounds_are_kept():
    """Bounds that came with the figure go before any ratio."""
    low, _, high = run(
        gwp_total=one(300), gwp_use_ratio=one(0.2), tec=one(20), gwp_error_ratio=one(0.1)
    )
    assert (low, high) == (pytest.approx(0.9 * 48 + 2.28), pytest.approx(1.1 * 48 + 2.28))
    low, _, high = run(gwp_total=one(300, 290, 350), gwp_use_ratio=one(0.2), tec=one(20))
    assert (low, high) == (pytest.approx(290 * 0.16 + 2.28), pytest.approx(350 * 0.16 + 2.28))


def test_a_missing_tec_is_the_classs_typical_one_with_its_spread():
    """The bounds widen by the spread."""
    _, value, high = run(gwp_total=one(300), gwp_use_ratio=one(0.2))
    assert value == pytest.approx(48 + 19 * 0.114)
    assert high == pytest.approx(1.2 * 48 + 25 * 0.114)


def test_without_a_footprint_there_is_no_figure():
    """Energy alone is no carbon footprint of a device."""
    assert np.isnan(run(tec=one(20))).all()
