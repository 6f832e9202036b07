"""Time stamps that transcription programs put among the words."""

from __future__ import annotations

import re

CLOCK = r"(?>(?:\d{1,2}:)?\d{1,3}:\d{2}(?:[.,:]\d{1,3})?(?!:?\d))"
"""A time, read in one way only ("1:00:00" is an hour): a row of them would else be tried in every combination."""
_RANGE = rf"{CLOCK}(?:\s*(?:-->|[-–—]|tot)\s*{CLOCK})?"
STAMP = rf"(?:\[\s*{_RANGE}\s*\]|\(\s*{_RANGE}\s*\)|<\s*{_RANGE}\s*>|\{{\s*{_RANGE}\s*\}}|#{CLOCK}(?:-\d)?#|{_RANGE})"
_BOXED = rf"(?:\[\s*{_RANGE}\s*\]|<\s*{_RANGE}\s*>|\{{\s*{_RANGE}\s*\}}|#{CLOCK}(?:-\d)?#)"
_ROUND_LONG = r"\(\s*\d{1,2}:\d{2}:\d{2}(?:[.,]\d{1,3})?\s*\)"

_GAP = r"(?:(?<!\s)\s++)?"
"""White space, looked at from its first character only: a long row of it would else be read from each of its places."""

_ONLY = re.compile(rf"\s*(?:{STAMP}\s*)+[:.\-–|]*\s*$")
_INSIDE = re.compile(rf"{_GAP}(?:{_BOXED}|{_ROUND_LONG})(?P<after>\s*)")
_EDGE = re.compile(rf"^\s*\(\s*{CLOCK}\s*\)[\s:\-–]*|{_GAP}\(\s*{CLOCK}\s*\)\s*$")
LEADING = re.compile(rf"{_GAP}(?:{STAMP})(?=[\s:\-–|]|$)[\s:\-–|]*")


def is_only_time(text: str) -> bool:
    """Whether a line holds nothing but a time stamp."""
    return bool(_ONLY.match(text))


def without_times(text: str) -> str:
    """Take boxed time stamps out of the words; spoken times like "om 14:30 uur" stay."""
    return _INSIDE.sub(" ", _EDGE.sub("", text))


def without_leading_time(text: str) -> str:
    """Take a time stamp off the front of a line, boxed or not; a time said further on stays."""
    leading = LEADING.match(text)
    return text[leading.end() :] if leading else text


def without_first_time(text: str) -> str:
    """Take the first time stamp out of a name, before or after it ("Sanne 00:01:12")."""
    return LEADING.sub("", text, count=1)
