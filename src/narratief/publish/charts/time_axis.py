"""Dates of turning points on an axis: which stretch of time each of them covers, and which ticks to write."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable

from narratief.turning_points.when import When

Stretch = tuple[dt.date, dt.date]
"""First and last day on which a moment can have been."""

MOST_TICKS = 5
"""Most dates written along an axis: chosen, not measured, to stand apart in the width of the drawing."""
_WHOLE_YEARS = 18
"""Months from which an axis begins and ends with a year: chosen, not measured, so that the first year stands there."""
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240)
"""Months between two ticks, the first that needs few enough ticks."""


def stretch_of(when: When | None) -> Stretch | None:
    """Days on which a moment can have been: a day, a month, or a year; of a season the months beside it too.

    None when the year is not known, or when what was said is no date.
    """
    if when is None or when.year is None:
        return None
    if when.month is None:
        return dt.date(when.year, 1, 1), dt.date(when.year, 12, 31)
    if when.day is not None:
        try:
            day = dt.date(when.year, when.month, when.day)
        except ValueError:
            return None
        return day, day
    around = 0 if when.names_month else 1
    return _month(when.year * 12 + when.month - 1 - around)[0], _month(when.year * 12 + when.month - 1 + around)[1]


def domain_of(stretches: Iterable[Stretch]) -> Stretch:
    """Whole months that hold all stretches, with one more on either side; whole years where they are far apart."""
    days = [day for stretch in stretches for day in stretch]
    first, last = min(days), max(days)
    if _at(last) - _at(first) >= _WHOLE_YEARS:
        return dt.date(first.year, 1, 1), dt.date(last.year, 12, 31)
    return _month(_at(first) - 1)[0], _month(_at(last) + 1)[1]


def ticks_of(domain: Stretch) -> tuple[dt.date, ...]:
    """First days of months within a domain to write along the axis, `MOST_TICKS` at most."""
    low, high = _at(domain[0]), _at(domain[1])
    for step in _STEPS:
        months = [month for month in range(low, high + 1) if month % step == 0]
        if len(months) <= MOST_TICKS:
            break
    return tuple(_month(month)[0] for month in months[:MOST_TICKS])


def _at(day: dt.date) -> int:
    """Number of a day's month, counted from the year 0."""
    return day.year * 12 + day.month - 1


def _month(at: int) -> Stretch:
    """First and last day of a month."""
    year, month = at // 12, at % 12 + 1
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
