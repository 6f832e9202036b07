"""Dutch numbers, amounts, dates and lists."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narratief.domain import dutch

NUMBERS = st.floats(-1e9, 1e9, allow_nan=False) | st.integers(-(10**12), 10**12)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "0"),
        (999, 0, "999"),
        (12500, 0, "12.500"),
        (1234567.891, 2, "1.234.567,89"),
        (0.835, 2, "0,83"),  # stored as 0.83499…
        (0.125, 2, "0,12"),  # a tie goes to the even digit
        (2.5, 0, "2"),
        (-0.004, 2, "-0,00"),
        (1, 3, "1,000"),
    ],
)
def test_numbers(value, decimals, text):
    assert dutch.number(value, decimals) == text


def test_a_number_without_a_point_between_thousands():
    assert dutch.number(12500.5, 1, grouped=False) == "12500,5"


@given(NUMBERS, st.integers(0, 4))
def test_rounding_is_that_of_python(value, decimals):
    """Exports and pages were written with Python's own formatting before, and stay the same."""
    swapped = str.maketrans(",.", ".,")
    assert dutch.number(value, decimals) == f"{value:,.{decimals}f}".translate(swapped)
    assert dutch.number(value, decimals, grouped=False) == f"{value:.{decimals}f}".translate(swapped)


@given(st.floats(0, 1).filter(lambda share: (share * 200) % 2 != 1))
def test_percentages_are_those_of_python(share):
    assert dutch.percentage(share) == f"{share:.0%}"


@pytest.mark.parametrize(("share", "text"), [(0.005, "1%"), (0.015, "1%"), (0.125, "12%"), (0.375, "38%")])
def test_a_half_percent_is_rounded_as_the_number_is_stored(share, text):
    """Python first takes it times a hundred, and may make a tie of what was none: 0.005 is stored as a bit more."""
    assert dutch.percentage(share) == text


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        (0, "€\u00a00"),
        (12500, "€\u00a012.500"),
        (12500.0, "€\u00a012.500"),
        (12500.5, "€\u00a012.500,50"),
        (0.07, "€\u00a00,07"),
        (1_250_000.005, "€\u00a01.250.000,00"),
    ],
)
def test_amounts(amount, text):
    assert dutch.euros(amount) == text


@given(st.floats(0, 1e9) | st.integers(0, 10**9))
def test_amounts_are_rounded_as_python_does(amount):
    text = f"{amount:,.0f}" if float(amount).is_integer() else f"{amount:,.2f}"
    assert dutch.euros(amount) == "€\u00a0" + text.translate(str.maketrans(",.", ".,"))


def test_counts():
    assert [dutch.counted(count, "bewoner", "bewoners") for count in (0, 1, 2)] == [
        "0 bewoners",
        "1 bewoner",
        "2 bewoners",
    ]


def test_dates():
    day = dt.date(2026, 3, 4)
    assert dutch.long_date(day) == "4 maart 2026"
    assert dutch.short_date(day) == "04-03-2026"
    assert dutch.short_date(dt.datetime(2026, 3, 4, 23, 59, tzinfo=dt.UTC)) == "04-03-2026"


def test_every_month():
    names = [dutch.month_name(month) for month in range(1, 13)]
    assert names[:6] == ["januari", "februari", "maart", "april", "mei", "juni"]
    assert names[6:] == ["juli", "augustus", "september", "oktober", "november", "december"]
    assert [dutch.long_date(dt.date(2023, month, 28)) for month in (1, 8, 12)] == [
        "28 januari 2023",
        "28 augustus 2023",
        "28 december 2023",
    ]


@pytest.mark.parametrize(
    ("parts", "both", "either"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a en b", "a of b"),
        (["a", "b", "c"], "a, b en c", "a, b of c"),
        (["{0}", "{1}, x", "%s", "d"], "{0}, {1}, x, %s en d", "{0}, {1}, x, %s of d"),
    ],
)
def test_lists(parts, both, either):
    assert dutch.listed(parts) == both
    assert dutch.alternatives(parts) == either
