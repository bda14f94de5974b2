"""Numbers, dates and yes/no as people write them."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.importers.numbers import FieldError, day, mark_of, number, text_of, yes


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.234,5", 1234.5),
        ("1,234.5", 1234.5),
        ("1.234.567", 1234567),
        ("1.234.567,89", 1234567.89),
        ("1 234,50", 1234.5),
        ("1\u00a0234,50", 1234.5),
        ("1'234.50", 1234.5),
        ("12,5", 12.5),
        ("12.5", 12.5),
        ("0,500", 0.5),
        ("0.500", 0.5),
        ("12345,678", 12345.678),
        ("-3,5", -3.5),
        ("−3,5", -3.5),
        ("kr. 1.234,50", 1234.5),
        ("12,50 kr.", 12.5),
        ("DKK 12,50", 12.5),
        ("12,-", 12),
        ("12", 12),
        ("1e3", 1000),
        (" 7,5 ", 7.5),
        ("\u200e7,5", 7.5),
        ("'7,5", 7.5),
        (12.5, 12.5),
        (12, 12),
    ],
)
def test_a_number_is_read_as_it_was_meant(written, value):
    """Danish and English marks, thousands of every kind, currency around."""
    assert number(written) == (value, "")


@pytest.mark.parametrize(
    ("written", "mark", "value"),
    [("1.234", ",", 1234), ("1.234", ".", 1.234), ("1,234", ",", 1.234), ("1,234", ".", 1234)],
)
def test_the_files_mark_decides_what_could_be_two_numbers(written, mark, value):
    """1.234 is a thousand in a Danish file and just over one in an English one."""
    assert number(written, mark)[0] == value


def test_what_could_be_two_numbers_is_no_number_without_a_mark():
    """A guess would be wrong by a factor of a thousand."""
    with pytest.raises(FieldError, match="thousands or as decimals"):
        number("1.234")


@pytest.mark.parametrize(
    ("written", "unit"), [("18,5 kWh/år", "kWh/år"), ("36 mdr.", "mdr."), ("7,5/10", "/10")]
)
def test_a_unit_after_the_number_is_kept(written, unit):
    """People write the unit into the cell."""
    assert number(written)[1] == unit


@pytest.mark.parametrize(
    "written",
    [
        "",
        "abc",
        "1.234.56",
        "1,23,456.78",
        "1.23.456",
        "31.12.2027",
        "10-12",
        "10 – 12",
        "6 x 1",
        "1/2/3",
        "#N/A",
        "#I/T",
        "1e999",
        "ca. 5",
        "5" * 99,
    ],
)
def test_what_is_no_single_number_is_refused_or_keeps_a_unit_nobody_knows(written):
    """Ranges, errors of the spreadsheet, infinity and prose."""
    try:
        _, unit = number(written)
    except FieldError:
        return
    assert unit


@pytest.mark.parametrize("value", [True, date(2026, 1, 1), float("inf"), float("nan")])
def test_other_cells_are_no_numbers(value):
    """A date in a number's column is a mistake of the spreadsheet."""
    with pytest.raises(FieldError):
        number(value)


@given(st.floats(0, 1e9, allow_nan=False).map(lambda x: round(x, 2)))
def test_a_danish_number_comes_back(value):
    """Written with dots for thousands and a comma, any amount reads the same."""
    written = f"{value:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")
    assert number(written)[0] == value


@given(st.floats(0, 1e9, allow_nan=False).map(lambda x: round(x, 2)))
def test_an_english_number_comes_back(value):
    """Written with commas for thousands and a point, any amount reads the same."""
    assert number(f"{value:,.2f}")[0] == value


@pytest.mark.parametrize(
    ("written", "mark"), [("1,5", ","), ("1.5", "."), ("1.234", ""), ("12", ""), ("1.234,5", ",")]
)
def test_a_number_proves_its_mark_or_does_not(written, mark):
    """Only what can be read in one way tells about the file."""
    assert mark_of(written) == mark


@pytest.mark.parametrize(
    "written",
    ["31.12.2026", "31-12-2026", "31/12/2026", "2026-12-31", "2026/12/31", "31. 12. 2026",
     "2026-12-31T00:00:00", "31-12-2026 00:00", 46387, datetime(2026, 12, 31, 8),
     date(2026, 12, 31)],
)  # fmt: skip
def test_a_date_is_read_day_first(written):
    """Danish, ISO and Excel's own dates."""
    assert day(written) == date(2026, 12, 31)


@pytest.mark.parametrize("written", ["31.02.2026", "12/31/2026", "2026", "snart", "31.12.26", 7])
def test_what_is_no_date_is_refused(written):
    """Month first, two-digit years and other doubts are never guessed at."""
    with pytest.raises(FieldError):
        day(written)


@pytest.mark.parametrize(
    ("written", "answer"),
    [("Ja", True), ("x", True), (True, True), (1.0, True), ("nej", False), ("0", False),
     ("", None), ("måske", None)],
)  # fmt: skip
def test_yes_and_no_are_told_from_everything_else(written, answer):
    """A cross means yes."""
    assert yes(written) is answer


@pytest.mark.parametrize(
    ("cell", "text"),
    [(5701234567899.0, "5701234567899"), (None, ""), ("n/a", ""), ("ikke oplyst", ""),
     ("'=1+1", "=1+1"), (0.5, "0.5"), ("a\u200bb\n c", "ab c")],
)  # fmt: skip
def test_a_cell_becomes_a_plain_text(cell, text):
    """Whole floats lose .0, what says nothing is empty, marks of inert text go."""
    assert text_of(cell) == text
