"""Telephone numbers, e-mail addresses, web addresses and account names, written and spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narratief.domain.entities import PATTERN_PRIORITY, Entity, EntityType
from narratief.privacy.detectors.numbers import number_runs, stretches

_TLD = r"(?:nl|com|org|net|eu|info|be|de|nu|amsterdam|frl|io|dev|app|online|site|example|test|fr|uk|tr|pl|ma|sr)"
_SAID_TLD = r"(?:nl|com|org|net|eu|info|be|example)"  # "punt de" and "punt nu" are ordinary talk
_MAIL_TLD = r"(?:nl|com|org|net|eu|info|be|example|pl|fr|uk|tr|ma|sr|es|it|ro|bg|de|nu|online)"
"""Behind "apenstaartje" no talk goes on: there "punt de" is the end of an address."""
_DOT = r"(?:\s*+\.\s*+|\s++(?:punt|dot)\s++)"
_PIECE = r"[\w-]++"
_JOIN = r"\s++(?:punt|laag(?:\s++|-)streepje|liggend(?:\s++|-)streepje|streepje|underscore|min|dot)\s++"
_AT = r"\s++(?:apenstaart(?:je)?|apestaart(?:je)?|ad|at)\s++"
_SLASH = r"\s++(?:slash|schuine\s++streep)\s++"

_SPOKEN_EMAIL = (
    rf"\b(?:[^\W\d_]\s){{0,3}}{_PIECE}(?:(?:{_JOIN}|\.){_PIECE}){{0,5}}{_AT}{_PIECE}(?:\s{_PIECE}){{0,2}}?"
    rf"(?:(?:{_JOIN}|{_DOT}){_PIECE}){{0,3}}?{_DOT}{_MAIL_TLD}\b"
)
_SPOKEN_URL = (
    r"\b(?:h\s*+t\s*+t\s*+p(?:\s*+s)?\s++dubbele\s*+punt(?:\s++(?:slash|schuine\s++streep)){2}\s++)?"
    rf"(?:w\s*+w\s*+w\s++punt\s++)?{_PIECE}(?:{_JOIN}{_PIECE}){{0,4}}?\s++punt\s++{_SAID_TLD}\b(?:{_SLASH}{_PIECE}){{0,3}}"
)
_SPOKEN_HANDLE = (
    r"\bapenstaartje\s+[\w-]+"
    r"(?:\s+(?:een|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|\w+tien|\w+tig))?\b(?!\s+punt)"
)
_CALL = re.compile(r"\b(?:bel\w*|telefoon\w*|nummer|app\w*|mobiel\w*)\b[^.?!]{0,30}$", re.IGNORECASE)
_CALL_REACH = 100
"""Characters before a number in which a word such as "bellen" is looked for: thirty, and the word itself."""

_EXPRESSIONS: tuple[tuple[str, EntityType], ...] = (
    (r"[\w.+%-]++(?P<found>@[\w-]++(?:\.[\w-]++)++)?", "email"),
    (r"[\w.+-]++(?P<found>\s*+[(\[]\s*+at\s*+[)\]]\s*+[\w-]++(?:\.[\w-]++)++)?", "email"),
    (rf"(?P<found>{_SPOKEN_EMAIL})|\w{_PIECE}", "email"),
    (r"\bhttps?://[^\s<>()\[\]]*[^\s<>()\[\].,;:!?'\"]", "url"),
    (r"\bwww\.[\w-]+(?:\.[\w-]+)+(?:/[\w./?#&=-]*[\w/])?", "url"),
    (rf"(?<![@\w.-])[a-z0-9][\w-]*+(?:\.[\w-]++)*\.{_TLD}\b(?:/[\w./?#&=-]*[\w/])?(?!\.?[\w@])", "url"),
    (rf"(?P<found>{_SPOKEN_URL})|\w{_PIECE}", "url"),
    (r"(?<![\w@.])@[a-z0-9_](?:[\w.]*[a-z0-9_])?", "other"),
    (_SPOKEN_HANDLE, "other"),
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), kind) for pattern, kind in _EXPRESSIONS)
"""Patterns with the kind of what they find. Of one with a group "found" only a match that has it counts: the rest goes
over a word that is none of it as a whole, so that it is not tried again from each of its letters."""
_ACCOUNT = re.compile(r"(?<![\w@.\[-])[^\W_][\w.]*+")


def find_contact(text: str) -> Iterator[Entity]:
    """Find telephone numbers, e-mail and web addresses and account names.

    Parameters
    ----------
    text
        Words of one turn.
    """
    yield from _phones(text)
    for pattern, kind in _PATTERNS:
        last = pattern.groupindex.get("found", 0)
        for match in pattern.finditer(text):
            if match[last] is not None:
                yield Entity(match.start(), match.end(), kind, PATTERN_PRIORITY + (kind == "email"))
    yield from _accounts(text)


def _accounts(text: str) -> Iterator[Entity]:
    """Find account names with an underscore in them, such as "jan_de.vries"; what stands before an @ is none."""
    for match in _ACCOUNT.finditer(text):
        word = match.group().rstrip(".")
        if text.startswith("@", match.start() + len(word)):
            word = word.rpartition(".")[0].rstrip(".")
        if "_" in word[1:-1] and any(character.isalpha() for character in match.group()):
            yield Entity(match.start(), match.start() + len(word), "other", PATTERN_PRIORITY)


def _phones(text: str) -> Iterator[Entity]:
    """Find telephone numbers among the numbers said one after another."""
    for run in number_runs(text):
        for start, end, digits in stretches(run):
            before = text[max(0, start - _CALL_REACH) : start]
            international = before.endswith("+")
            spoken_short = len(digits) == 9 and digits.startswith("0") and len(run) > 4 and _CALL.search(before)
            if is_phone(digits, international=international) or spoken_short:
                left = start - before.endswith(("+", "("))
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
