"""How numbers, amounts, dates and lists are written in Dutch: by the rules of Unicode CLDR, through Babel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal

from babel.dates import format_date, get_month_names
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

_LOCALE = "nl"


def number(value: float, decimals: int = 0, *, grouped: bool = True) -> str:
    """Write a number: "12.500" or, with two decimals, "0,83".

    Parameters
    ----------
    decimals
        Number of decimals; a tie is rounded to the even digit.
    grouped
        Whether a point stands between thousands.
    """
    pattern = ("#,##0" if grouped else "0") + ("." + "0" * decimals if decimals else "")
    return format_decimal(_exact(value), pattern, _LOCALE)


def percentage(share: float) -> str:
    """Write a share of 0 to 1 as a whole percentage: "83%"."""
    return format_percent(_exact(share), locale=_LOCALE)


def euros(amount: float) -> str:
    """Write an amount, with cents only where it has them: "€ 12.500" or "€ 12.500,50", with a no-break space."""
    pattern = "¤\u00a0#,##0" if float(amount).is_integer() else "¤\u00a0#,##0.00"
    return format_currency(_exact(amount), "EUR", pattern, _LOCALE, currency_digits=False)


def counted(count: int, one: str, many: str) -> str:
    """Write a count with its noun in the right form: "1 bewoner" or "3 bewoners"."""
    return f"{count} {one if count == 1 else many}"


def long_date(day: dt.date) -> str:
    """Write a date with the month in letters: "4 maart 2026"."""
    return format_date(day, "d MMMM y", _LOCALE)


def short_date(day: dt.date) -> str:
    """Write a date in figures: "04-03-2026"."""
    return format_date(day, "dd-MM-y", _LOCALE)


def month_name(month: int) -> str:
    """Name of a month, 1 for January."""
    name: str = get_month_names("wide", "format", _LOCALE)[month]
    return name


def listed(parts: Iterable[str]) -> str:
    """Join words: "a, b en c"; empty for none."""
    return format_list(list(parts), "standard", _LOCALE)


def alternatives(parts: Iterable[str]) -> str:
    """Join words of which one holds: "a, b of c"; empty for none."""
    return format_list(list(parts), "or", _LOCALE)


def _exact(value: float) -> Decimal:
    """The very value of a number; Babel would round the shortest text that stands for it, which can be another one."""
    return Decimal(float(value)) if not isinstance(value, int) else Decimal(value)
