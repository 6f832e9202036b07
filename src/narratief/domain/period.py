"""The period of a project as data: months, whichever way its facts write them."""

from __future__ import annotations

import re

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"\d{4}")
_YEARS = re.compile(r"(\d{4})\s*[-–]\s*(\d{4})")
_SPLIT = re.compile(r"(?<!\s)\s*/\s*|(?<!\s)\s+(?:-|–|tot|t/m|tot en met)\s+")


def months_of(text: str) -> tuple[str, str] | None:
    """First and last month ("YYYY-MM") of a period such as "2023-02/2024-06", "2021-2025" or "2024".

    A year alone counts whole. None when the text says no period that is certain.
    """
    years = _YEARS.fullmatch(text.strip())
    halves = list(years.groups()) if years else _SPLIT.split(text.strip())
    if len(halves) > 2:
        return None
    first, last = _month(halves[0], "01"), _month(halves[-1], "12")
    if first is None or last is None or first > last:
        return None
    return first, last


def as_data(text: str) -> str:
    """Period as "YYYY-MM/YYYY-MM"; empty when it is not certain."""
    months = months_of(text)
    return "/".join(months) if months else ""


def _month(half: str, of_year: str) -> str | None:
    """Month that a half says; of a year alone this month of it."""
    if _MONTH.fullmatch(half):
        return half
    return f"{half}-{of_year}" if _YEAR.fullmatch(half) else None
