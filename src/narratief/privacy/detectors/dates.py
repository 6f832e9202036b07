"""Dates of birth, written and spoken; other dates (meetings, plans) are told from them and stay."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from narratief.domain.entities import PATTERN_PRIORITY, Entity
from narratief.privacy.detectors.numbers import NumberRun, number, number_runs

_MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
_SHORT_MONTHS = "jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec"
_MONTH = re.compile(rf"\b(?:{'|'.join(_MONTHS)}|{_SHORT_MONTHS})\b\.?", re.IGNORECASE)
_DAY_BEFORE = re.compile(r"(?:(?<=\s)|(?<=^)|(?<=[\"'(,]))(\d{1,2}e?|[^\W\d_]+)\s+(?:van\s+)?$")
_NUMERIC = re.compile(r"(?<![\d-])(\d{1,2})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(['’`]?\d{2}|\d{4})(?![\d-])")
_YEAR_AFTER = re.compile(
    r"[\s,]*(?:van\s+)?(?:in\s+)?((?:19|20)\d{2}|['’`]\s?\d{2}|\d{2})\b(?!\s*(?:uur|mensen|man|keer|[.:]\d))"
)
_STRONG_BEFORE = re.compile(
    r"\b(?:geboren|geboorte\w*|geb\.?|jarig|verjaar\w*|verjaren)\b[^.?!]{0,45}$"
    r"|\bword(?:t|en)?\s+(?:\w+\s+)?(?:\d{2,3}|\w+(?:tien|tig))\b[^.?!]{0,20}$",
    re.IGNORECASE,
)
_STRONG_AFTER = re.compile(r"[^.?!]{0,20}\b(?:geboren|jarig|verjaar\w*)\b", re.IGNORECASE)
_WEAK_BEFORE = re.compile(
    r"\b(?:(?:ik|hij|zij|ze|u|man|vrouw|zoon|dochter|moeder|vader|broer|zus|ben|bent|is|zijn)\s+(?:is\s+|ben\s+|bent\s+)?van"
    r"|leeftijd|bouwjaar)\s[^.?!]{0,12}$",
    re.IGNORECASE,
)
_REACH = 80
"""Characters before and after a date in which words are looked for that make it one of birth."""
_ADULT = 2013
"""Years from here on are rarely those of a birth told in these interviews, but of meetings and plans."""


def find_birth_dates(text: str) -> Iterator[Entity]:
    """Find dates of birth: by a word such as "geboren", or by a year too long ago for a meeting.

    Parameters
    ----------
    text
        Words of one turn.
    """
    for match in _NUMERIC.finditer(text):
        day, month = int(match[1]), int(match[2])
        if 1 <= day <= 31 and 1 <= month <= 12:
            yield from _judge(text, match.start(), match.end(), _full_year(match[3]))
    runs = number_runs(text)
    for named in _MONTH.finditer(text):
        before = _DAY_BEFORE.search(text, max(0, named.start() - _REACH), named.start())
        day_value = number(before[1].rstrip("e") if before[1][0].isdigit() else before[1]) if before else None
        if before is None or day_value is None or not 1 <= day_value <= 31:
            continue
        year, end = _year(text, named.end(), runs)
        yield from _judge(text, before.start(1), end, year)
    yield from _all_numbers(text, runs)


def _judge(text: str, start: int, end: int, year: int | None) -> Iterator[Entity]:
    """Date when it is one of birth."""
    lead = text[max(0, start - _REACH) : start]
    strong = _STRONG_BEFORE.search(lead) or _STRONG_AFTER.match(text[end : end + _REACH])
    weak = _WEAK_BEFORE.search(lead)
    if strong or (year is not None and year < _ADULT) or (weak and year is not None and year < _ADULT + 8):
        yield Entity(start, end, "date_of_birth", PATTERN_PRIORITY + 1)


def _year(text: str, position: int, runs: Sequence[NumberRun]) -> tuple[int | None, int]:
    """Read the year after a month, in digits or words; the position stays when there is none."""
    written = _YEAR_AFTER.match(text, position)
    if written:
        year = _full_year(written[1])
        if len(written[1]) > 2 or year < 2000:
            return year, written.end(1)
    following = bisect_left(runs, position, key=lambda each: each[0].start)
    run = runs[following] if following < len(runs) else None
    if run is None or text[position : run[0].start].strip(" ,") or text[run[0].start : run[0].end].isdecimal():
        return None, position
    return spoken_year(run, position)


def spoken_year(run: NumberRun, position: int) -> tuple[int | None, int]:
    """Read a year said in one to three words: "negentien vierenzeventig", "tweeduizend tien", "drieënveertig".

    Parameters
    ----------
    run
        Numbers from the year on.
    position
        Where the date ends without a year.
    """
    first = run[0].value
    second = run[1].value if len(run) > 1 else None
    if 1900 <= first <= 2030 and first % 100:
        return first, run[0].end
    if first in (19, 20, 1900, 2000) and second is not None and 1 <= second <= 99:
        return (first if first > 100 else first * 100) + second, run[1].end
    if first in (1900, 2000):
        return first, run[0].end
    if 30 <= first <= 99:
        return 1900 + first, run[0].end
    return None, position


def _full_year(written: str) -> int:
    """Write a year in full: '43 is 1943, '10 is 2010."""
    digits = int(written.lstrip("'’` "))
    if digits > 99:
        return digits
    return 1900 + digits if digits > 26 else 2000 + digits


def _all_numbers(text: str, runs: Sequence[NumberRun]) -> Iterator[Entity]:
    """Find "tien tien tweeduizend tien": a day, a month as number and a year, after a word of birth only."""
    for run in runs:
        lead = text[max(0, run[0].start - _REACH) : run[0].start]
        if len(run) < 3 or not (_STRONG_BEFORE.search(lead) or _WEAK_BEFORE.search(lead)):
            continue
        if 1 <= run[0].value <= 31 and 1 <= run[1].value <= 12:
            year, end = spoken_year(run[2:], run[1].end)
            if year is not None:
                yield Entity(run[0].start, end, "date_of_birth", PATTERN_PRIORITY)
