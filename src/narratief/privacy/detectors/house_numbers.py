"""House numbers: where they end, whether a number is one, and those said without a street."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narratief.domain.entities import ADDRESS_PRIORITY, Entity
from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.numbers import NumberRun, number
from narratief.privacy.detectors.streets import HOME

_SUFFIX = re.compile(
    r"(?:\s?-?\s?(?:[A-Z](?![\w'’])|[a-h](?![\w'’])|\d{1,3}(?!\d)(?<=-\d)))?"
    r"(?:[\s,-]*(?:bis|rood|zwart|huis|hs|(?:een|twee|drie|vier|vijf|\d)\s?hoog|appartement\s\w+|tot en met \w+)\b)*"
    r"(?:,?\s?\d{4}\s?[A-Z]{2}\b)?"
)
_COUNTED = re.compile(
    r"\s*(?:keer|maal|jaar|jaren|maand\w*|week|weken|dag|dagen|uur|minuten|kwartier|meter|kilometer|km|m2|euro|procent|%"
    r"|mensen|man|vrouw\w*|kinderen|huizen|woningen|bomen|auto'?s|stuks|graden|parkeer\w+|van de|van die|bewoners"
    r"|januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\b",
    re.IGNORECASE,
)
_AND = re.compile(r"\s?en\s(\w+)")
_NEXT_WORD = re.compile(r"\s*([^\W\d_]+)?")
_STREET_AFTER = re.compile(r"\s+(?:van|in|aan|op)\s+(?:de|het)\s+([A-Z]\w+(?:\s[A-Z]\w+)*)")
_NUMBER_WORD = re.compile(r"\b(?:(op)|van|is)\s+((?:huis)?nummer\s+)$", re.IGNORECASE)
_LIVING = re.compile(
    rf"\b(?:({HOME})|zit|zitten|zat|buur\w*|hiernaast|overkant|mevrouw|meneer|die)\b[^.?!]{{0,40}}\b(op)\s+$",
    re.IGNORECASE,
)
_LETTERED = re.compile(r"\s(?:[a-d]|bis)(?![\w'’-])")
_LEAD = 80  # characters before a number that tell what it counts; chosen, about one clause


def number_end(text: str, run: NumberRun) -> int:
    """Find where a house number ends: "honderd negentien", "7a", "9bis", "118 drie hoog", "33 rood".

    Parameters
    ----------
    text
        The turn.
    run
        Numbers from the house number on.
    """
    end, hundreds = run[0].end, run[0].value % 100 == 0 and not text[run[0].start : run[0].end].isdecimal()
    if hundreds and len(run) > 1 and run[1].value < 100 and not text[end : run[1].start].strip():
        end = run[1].end
    joined = _AND.match(text, end)
    if hundreds and joined and number(joined[1]) is not None:
        end = joined.end()
    suffix = _SUFFIX.match(text, end)
    return suffix.end() if suffix else end


def counts_something(text: str, end: int) -> bool:
    """Tell whether a number counts what follows it ("3 keer", "14 maart")."""
    return _COUNTED.match(text, end) is not None


def ends_well(text: str, end: int) -> bool:
    """Tell whether what follows a number lets it be a house number: a sign, the end, or a word like "en"."""
    if counts_something(text, end):
        return False
    following = _NEXT_WORD.match(text, end)
    word = following[1] if following else None
    return word is None or word.lower() in cue("after_house_number") or not text[end].isspace()


def bare_number(text: str, run: NumberRun, end: int) -> Iterator[Entity]:
    """Find a house number without a street: "op nummer veertien", "die van op 61", "acht a".

    Parameters
    ----------
    text
        The turn.
    run
        Numbers from the house number on.
    end
        Where the house number ends.
    """
    house, well = run[0], ends_well(text, end)
    offset = max(0, house.start - _LEAD)
    before = text[offset : house.start]
    numbered = _NUMBER_WORD.search(before)
    if numbered:
        street = _STREET_AFTER.match(text, end)
        if street or (well and numbered[1]):
            yield Entity(offset + numbered.start(2), street.end() if street else end, "address", ADDRESS_PRIORITY)
        return
    if not well or house.value < 2:
        return
    living = _LIVING.search(before)
    digits = text[house.start : house.end].isdecimal()
    if living and (digits or living[1]):  # "die staan op honderdtachtig" is no address
        yield Entity(offset + living.start(2), end, "address", ADDRESS_PRIORITY - 5)
    elif len(run) == 1 and _LETTERED.match(text, house.end):
        yield Entity(house.start, end, "address", ADDRESS_PRIORITY - 5)
