"""Dates as residents say them: "12 maart 2024", "in maart", "na de zomer", "in 2023"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from narratief.turning_points.vocabulary import vocabulary

_YEAR = r"(?:\s+(?:van\s+)?(?:het\s+jaar\s+)?(?P<{}>(?:19|20)\d\d))?"
_BARE_YEAR = re.compile(
    r"\b(?:in|sinds|vanaf|rond|eind|begin)\s+(?:het\s+jaar\s+)?(?P<year>(?:19|20)\d\d)\b", re.IGNORECASE
)
_NUMERIC = re.compile(r"(?<![\d-])(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>20\d\d)(?!\d)")
_AFTER, _BEFORE = frozenset({"na"}), frozenset({"voor", "vóór"})

_LONG = frozenset({"zomer", "herfst", "winter", "lente", "voorjaar", "najaar"})
"""What lasts a quarter of a year: after it is two months past its middle, not one."""
_MIDDLE_MONTH = 7  # of a year alone
_MARGIN = 2
"""Years around the period of a project in which residents still tell of its moments. Chosen, not measured."""
_OLDEST = 2010
"""First year that is taken for one of the process when its period is not known: what lies before is more likely a
date of birth or of moving in. Chosen, not measured."""


@dataclass(frozen=True, slots=True)
class When:
    """A point in time as far as it was told.

    Attributes
    ----------
    year, month, day
        None for what was not said; a season stands for its middle month.
    text
        The resident's own words for it.
    """

    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def key(self) -> tuple[int, int, int] | None:
        """Sortable date; None without a year. A year alone sorts in the middle of that year."""
        return None if self.year is None else (self.year, self.month or _MIDDLE_MONTH, self.day or 0)

    @property
    def names_month(self) -> bool:
        """True when a month or a full date was said, False for a season or a year."""
        month = next((name for name, number in vocabulary().months.items() if number == self.month), "")
        return bool(month) and (month in self.text.lower() or bool(_NUMERIC.search(self.text)))

    def within(self, period: str) -> When:
        """Fill in the year when the project's period ("YYYY-MM/YYYY-MM") holds this month only once."""
        bounds = re.findall(r"(\d{4})-(\d{2})", period)
        if self.year is not None or self.month is None or len(bounds) != 2:
            return self
        low, high = (int(year) * 12 + int(month) - 1 for year, month in bounds)
        years = [at // 12 for at in range(low, high + 1) if at % 12 + 1 == self.month]
        return When(self.text, years[0], self.month, self.day) if len(years) == 1 else self

    def plausible(self, period: str) -> bool:
        """Tell whether it can be of this process: not a date of birth or another time long before or after."""
        years = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", period)]
        if self.year is None:
            return True
        return min(years) - _MARGIN <= self.year <= max(years) + _MARGIN if years else self.year >= _OLDEST


def dates_in(text: str) -> Iterator[tuple[int, int, When]]:
    """Find dates (start, end, date), from left to right, none overlapping another."""
    taken = 0
    found = [entry for search in (_numeric, _months, _seasons, _years) for entry in search(text)]
    for start, end, when in sorted(found, key=lambda entry: (entry[0], -entry[1])):
        if start >= taken:
            taken = end
            yield start, end, when


def _numeric(text: str) -> Iterator[tuple[int, int, When]]:
    """Dates in figures, day first."""
    for match in _NUMERIC.finditer(text):
        day, month = int(match["day"]), int(match["month"])
        if 1 <= day <= 31 and 1 <= month <= 12:
            yield *match.span(), When(match[0], int(match["year"]), month, day)


def _months(text: str) -> Iterator[tuple[int, int, When]]:
    """Months by name; one alone counts only after a word of time, for "mei" and "maart" can be other words."""
    for match in _month_pattern().finditer(text):
        day = int(match["day"]) if match["day"] else None
        if (day is None or 1 <= day <= 31) and (day or match["lead"] or match["year"]):
            year = int(match["year"]) if match["year"] else None
            yield *match.span(), When(match[0], year, vocabulary().months[match["month"].lower()], day)


def _seasons(text: str) -> Iterator[tuple[int, int, When]]:
    """Seasons, holidays and what came before or after them."""
    for match in _season_pattern().finditer(text):
        lead, season = match["lead"].lower(), match["season"].lower()
        shift = (2 if season in _LONG else 1) if lead in _AFTER else -1 if lead in _BEFORE else 0
        base = vocabulary().seasons[season] + shift - 1
        year = int(match["year"]) + base // 12 if match["year"] else None
        yield *match.span(), When(match[0], year, base % 12 + 1)


def _years(text: str) -> Iterator[tuple[int, int, When]]:
    """Years that stand alone after a word of time."""
    for match in _BARE_YEAR.finditer(text):
        yield *match.span(), When(match[0], int(match["year"]))


@cache
def _month_pattern() -> re.Pattern[str]:
    """A month with the day before it and the year after it, when these are said."""
    names = "|".join(vocabulary().months)
    leads = "in|op|begin|half|medio|eind|vanaf|sinds|tot|rond|na|voor|van"
    pattern = rf"\b(?:(?P<lead>{leads})\s+)?(?:(?P<day>\d{{1,2}})e?\s+)?(?P<month>{names})\b{_YEAR.format('year')}"
    return re.compile(pattern, re.IGNORECASE)


@cache
def _season_pattern() -> re.Pattern[str]:
    """A season or holiday after a word of time; longer names go first."""
    names = "|".join(sorted(vocabulary().seasons, key=len, reverse=True))
    leads = "|".join(vocabulary().season_lead)
    pattern = rf"\b(?P<lead>{leads})\s+(?:(?:de|het|'t|die|dat)\s+)?(?P<season>{names})\b{_YEAR.format('year')}"
    return re.compile(pattern, re.IGNORECASE)
