"""GTIN check digits in the extension agree with python-stdnum."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page
from stdnum import ean

SETTINGS = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
digits = st.text("0123456789", min_size=6, max_size=15)
valid = st.sampled_from([7, 11, 12, 13]).flatmap(
    lambda n: st.text("0123456789", min_size=n, max_size=n).map(
        lambda body: body + ean.calc_check_digit(body)
    )
)
odd = st.text(max_size=14)


def expected(value: str) -> str | None:
    """Return what python-stdnum makes of a value, in 14 digits."""
    plain = value.isascii() and value.isdigit()
    return value.zfill(14) if plain and ean.is_valid(value) else None


@SETTINGS
@given(values=st.lists(digits | valid | odd, min_size=200, max_size=400))
def test_a_gtin_is_accepted_exactly_where_stdnum_accepts_it(
    extract: object, harness: Page, values: list[str]
) -> None:
    """Lengths 8, 12, 13 and 14 with a right check digit, in 14 digits; all else is none."""
    if not harness.evaluate("() => 'kompasGtins' in window"):
        extract("<p>")  # type: ignore[operator]
    assert harness.evaluate("v => window.kompasGtins(v)", values) == [expected(v) for v in values]
