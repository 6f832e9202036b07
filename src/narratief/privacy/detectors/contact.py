"""Telephone numbers, e-mail addresses, web addresses and account names, written and spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narratief.domain.entities import PATTERN_PRIORITY, Entity, EntityType
from narratief.privacy.detectors.numbers import number_runs, stretches

_TLD = r"(?:nl|com|org|net|eu|info|be|de|nu|amsterdam|frl|io|dev|app|online|site|example|test|fr|uk|tr|pl|ma|sr)"
_SAID_TLD = r"(?:nl|com|org|net|eu|info|be|example)"  # "punt de" and "punt nu" are ordinary talk
_DOT = r"(?:\s*\.\s*|\s+(?:punt|dot)\s+)"
_PIECE = r"[\w-]+"
_JOIN = r"\s+(?:punt|laag(?:\s+|-)streepje|liggend(?:\s+|-)streepje|streepje|underscore|min|dot)\s+"
_AT = r"\s+(?:apenstaart(?:je)?|apestaart(?:je)?|ad|at)\s+"
_SLASH = r"\s+(?:slash|schuine\s+streep)\s+"

_SPOKEN_EMAIL = (
    rf"\b{_PIECE}(?:(?:{_JOIN}|\.){_PIECE}){{0,5}}{_AT}{_PIECE}(?:\s{_PIECE}){{0,2}}?"
    rf"(?:(?:{_JOIN}|{_DOT}){_PIECE}){{0,3}}?{_DOT}{_SAID_TLD}\b"
)
_SPOKEN_URL = (
    r"\b(?:h\s*t\s*t\s*p\s*s?\s+dubbele\s*punt(?:\s+(?:slash|schuine\s+streep)){2}\s+)?"
    rf"(?:w\s*w\s*w\s+punt\s+)?{_PIECE}(?:{_JOIN}{_PIECE}){{0,4}}?\s+punt\s+{_SAID_TLD}\b(?:{_SLASH}{_PIECE}){{0,3}}"
)
_SPOKEN_HANDLE = (
    r"\bapenstaartje\s+[\w-]+"
    r"(?:\s+(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|\w+tien|\w+tig))?\b(?!\s+punt)"
)
_CALL = re.compile(r"\b(?:bel\w*|telefoon\w*|nummer|app\w*|mobiel\w*)\b[^.?!]{0,30}$", re.IGNORECASE)

_PATTERNS: tuple[tuple[re.Pattern[str], EntityType], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), kind)
    for pattern, kind in (
        (r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+", "email"),
        (r"[\w.+-]+\s*[(\[]\s*at\s*[)\]]\s*[\w-]+(?:\.[\w-]+)+", "email"),
        (_SPOKEN_EMAIL, "email"),
        (r"\bhttps?://[^\s<>()\[\]]*[^\s<>()\[\].,;:!?'\"]", "url"),
        (r"\bwww\.[\w-]+(?:\.[\w-]+)+(?:/[\w./?#&=-]*[\w/])?", "url"),
        (rf"(?<![@\w.-])[a-z0-9][\w-]*(?:\.[\w-]+)*\.{_TLD}\b(?:/[\w./?#&=-]*[\w/])?(?!\.?[\w@])", "url"),
        (_SPOKEN_URL, "url"),
        (r"(?<![\w@.])@[a-z0-9_](?:[\w.]*[a-z0-9_])?", "other"),
        (r"(?<![\w@.\[-])(?=[\w.]*[^\W\d_])[^\W_][\w.]*_[\w.]*\w\b(?!@)", "other"),
        (_SPOKEN_HANDLE, "other"),
    )
)  # fmt: skip


def find_contact(text: str) -> Iterator[Entity]:
    """Find telephone numbers, e-mail and web addresses and account names.

    Parameters
    ----------
    text
        Words of one turn.
    """
    yield from _phones(text)
    for pattern, kind in _PATTERNS:
        for match in pattern.finditer(text):
            yield Entity(match.start(), match.end(), kind, PATTERN_PRIORITY + (kind == "email"))


def _phones(text: str) -> Iterator[Entity]:
    """Find telephone numbers among the numbers said one after another."""
    for run in number_runs(text):
        for start, end, digits in stretches(run):
            international = text[:start].endswith("+")
            spoken_short = len(digits) == 9 and digits.startswith("0") and len(run) > 4 and _CALL.search(text[:start])
            if is_phone(digits, international=international) or spoken_short:
                left = start - (text[:start].endswith(("+", "(")))
                yield Entity(left, end, "phone", PATTERN_PRIORITY)


def is_phone(digits: str, *, international: bool = False) -> bool:
    """Tell whether digits are a Dutch telephone number: ten from 0 on, or after 31 with nine.

    Parameters
    ----------
    digits
        Digits only.
    international
        True when a plus stands before them.
    """
    if international:
        return 10 <= len(digits) <= 13
    if digits.startswith("0031"):
        return len(digits.removeprefix("0031").removeprefix("0")) == 9
    if digits.startswith(("0800", "0900", "0906", "0909")):
        return len(digits) in (8, 10, 11)
    return len(digits) == 10 and digits.startswith("0") and not digits.startswith("00")
