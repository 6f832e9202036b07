"""Dutch numbers in words: "tweeëntwintig" to 22, and spoken rows such as "nul zes negen nul" to digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_UNITS = {
    "nul": 0, "een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9,
    "tien": 10, "elf": 11, "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16,
    "zeventien": 17, "achttien": 18, "negentien": 19,
}  # fmt: skip
_TENS = {
    "twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70, "tachtig": 80,
    "negentig": 90,
}  # fmt: skip
_LONGEST_WORD = 100
"""Letters of a number in words; "negenhonderdnegenennegentigduizendnegenhonderdnegenennegentigste" has 65."""
_MOST_DIGITS = 18
"""Digits that are read as a value; a longer row is a number of which only the digits matter."""
_ORDINALS = {"eerste": 1, "derde": 3, "achtste": 8}


@dataclass(frozen=True, slots=True)
class NumberToken:
    """One number as it stands in the text.

    Attributes
    ----------
    start, end
        Position in the text.
    digits
        Written out: "drieëndertig" is "33", "06" stays "06".
    value
        As a number.
    """

    start: int
    end: int
    digits: str
    value: int


NumberRun = tuple[NumberToken, ...]
"""Numbers said one after another."""


def fold(word: str) -> str:
    """Bring a word to lower case without accents ("Éénentwintig" to "eenentwintig")."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


@lru_cache(maxsize=8192)
def number(word: str) -> int | None:
    """Read one number word or digit group; None when it is no number.

    Parameters
    ----------
    word
        For instance "drieënveertig", "negentienvierentachtig", "achttiende" or "12".
    """
    if word.isdecimal():
        return int(word) if len(word) <= _MOST_DIGITS else 10**_MOST_DIGITS
    if len(word) > _LONGEST_WORD:
        return None
    plain = fold(word).replace("-", "")
    if plain in _ORDINALS:
        return _ORDINALS[plain]
    for ending in ("ste", "de"):
        if plain.endswith(ending) and (value := _cardinal(plain.removesuffix(ending))) is not None:
            return value
    return _cardinal(plain)


def _cardinal(word: str) -> int | None:
    """Read a cardinal number in words without accents, hundreds and thousands included."""
    if word in _UNITS or word in _TENS:
        return _UNITS.get(word, _TENS.get(word))
    for ten, value in _TENS.items():
        if word.endswith(f"en{ten}") and (unit := _UNITS.get(word.removesuffix(f"en{ten}"))) and unit < 10:
            return unit + value
    for scale, factor in (("duizend", 1000), ("honderd", 100)):
        head, found, tail = word.partition(scale)
        if found:
            times = _cardinal(head) if head else 1
            rest = _cardinal(tail.removeprefix("en") or tail) if tail else 0
            return None if times is None or rest is None or times > 99 else times * factor + rest
    return _year_in_words(word)


def _year_in_words(word: str) -> int | None:
    """Read "negentienvierentachtig" as 1984."""
    for century in ("negentien", "achttien", "twintig"):
        if word.startswith(century) and len(word) > len(century):
            rest = _cardinal(word.removeprefix(century))
            if rest is not None and 10 <= rest <= 99:
                return (_UNITS | _TENS)[century] * 100 + rest
    return None


_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:-[^\W\d_]+)*")
_BETWEEN = re.compile(r"[ \t,.\-–/()]*+(?:(?:eh|ehm|uh|uhm|hm|dan|en dan)[ ,]+)?")


@lru_cache(maxsize=16)
def number_runs(text: str) -> tuple[NumberRun, ...]:
    """Find stretches of number words and digits with at most a sign or a hesitation in between.

    Parameters
    ----------
    text
        The text to search.
    """
    runs: list[NumberRun] = []
    current: list[NumberToken] = []
    doubled: int | None = None
    for match in _TOKEN.finditer(text):
        if match.group().lower() in ("dubbel", "dubbele"):
            doubled = match.start()
            continue
        value = number(match.group())
        if value is not None:
            digits = match.group() if match.group().isdecimal() else str(value)
            start = match.start() if doubled is None else doubled
            token = NumberToken(start, match.end(), digits * (1 if doubled is None else 2), value)
            if current and _BETWEEN.fullmatch(text, current[-1].end, start) is None:
                runs.append(tuple(current))
                current = []
            current.append(token)
        doubled = None
    if current:
        runs.append(tuple(current))
    return tuple(runs)


def stretches(run: NumberRun, longest: int = 14) -> Iterator[tuple[int, int, str]]:
    """Find every row of neighbouring tokens in a run that makes at most so many digits: start, end, digits."""
    for first, opening in enumerate(run):
        digits = ""
        for token in run[first : first + longest]:
            digits += token.digits
            if len(digits) > longest:
                break
            yield opening.start, token.end, digits
