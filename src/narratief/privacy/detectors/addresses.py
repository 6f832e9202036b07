"""Addresses: a street with a house number, a postcode, a house number alone, the street somebody lives in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from narratief.domain.entities import ADDRESS_PRIORITY, Entity
from narratief.privacy.detectors.house_numbers import bare_number, counts_something, ends_well, number_end
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.numbers import NumberRun, number, number_runs
from narratief.privacy.detectors.streets import STREET_ENDINGS, is_street, street_begin, streets_lived_in
from narratief.privacy.detectors.tokens import Words, split_words

_CONNECT = re.compile(r"[\s,]*(?:(?:op|nummer|nr\.?|no\.?|huisnummer|en dan)\s+){0,3}", re.IGNORECASE)
_AT = re.compile(
    r"\b(?:op|aan|adres|naar|in|is|bij|pak|van)\s+(?:het\s+adres\s+)?(?:de\s+|het\s+|'t\s+)?$", re.IGNORECASE
)
_POSTCODE = re.compile(
    r"\b[1-9]\d{3}\s?(?!(?:SA|SD|SS)\b)([A-Z]{2}|[a-z]{2})\b"
    r"(?:,?\s*+(?:(?:huis(?:nummer|nr\.?)?|nummer|nr\.?)\s*+)?\d{1,4}(?:\s?[a-zA-Z]\b)?)?"
)
_POSTCODE_SPOKEN = re.compile(r"\b(\w+)\s(\w+)\s[a-z]\s[a-z]\b(?:\s(?:huis)?nummer\s\w+)?", re.IGNORECASE)
_POSTCODE_CUE = re.compile(r"postcode|adres", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.?!]\s")
_ARTICLE = ("een", "één")
_HIGHEST = 2999  # highest house number that is read; chosen, few Dutch streets come near it
_REACH = 60
"""Characters before a street in which "op het adres" and the like end."""
_LONGEST = 5  # words of a street's name; chosen


def find_addresses(text: str) -> Iterator[Entity]:
    """Find addresses in the words of one turn.

    Parameters
    ----------
    text
        Words of one turn.
    """
    words = split_words(text)
    for run in number_runs(text):
        for first, token in enumerate(run):
            if not first or _SENTENCE_END.search(text, run[first - 1].end, token.start):
                yield from _at_number(words, run[first : first + 2])
    yield from _postcodes(text)
    numbers = {run[0].start: run for run in number_runs(text)}
    for street in streets_lived_in(words):
        joint = _CONNECT.match(text, street.end)
        house = numbers.get(joint.end()) if joint else None
        end = number_end(text, house) if house else street.end
        yield replace(street, end=street.end if counts_something(text, end) else end)


def _postcodes(text: str) -> Iterator[Entity]:
    """Find postcodes with the house number behind them, spoken ones included."""
    for match in _POSTCODE.finditer(text):
        letters, before = match[1], text[max(0, match.start() - 40) : match.start()]
        numbered = len(match.group()) > 8 and letters not in lexicon().words
        if letters.isupper() or numbered or _POSTCODE_CUE.search(before):
            yield Entity(match.start(), match.end(), "address", ADDRESS_PRIORITY + 1)
    for match in _POSTCODE_SPOKEN.finditer(text):
        if all(number(word) in range(10, 100) for word in match.group(1, 2)):
            yield Entity(match.start(), match.end(), "address", ADDRESS_PRIORITY + 1)


def _at_number(words: Words, run: NumberRun) -> Iterator[Entity]:
    """Find the address that a number belongs to."""
    text, house = words.text, run[0]
    if not 1 <= house.value <= _HIGHEST or house.digits.startswith("0"):
        return
    if text[house.start : house.end].lower() in _ARTICLE:
        return
    last = words.index_from(house.start) - 1
    if last >= 0 and words.tokens[last].end > house.start:
        last -= 1
    while last >= 0 and _CONNECT.fullmatch(text, words.tokens[last].start, house.start):
        last -= 1
    end = number_end(text, run)
    start = None
    if last >= 0 and not counts_something(text, end) and _CONNECT.fullmatch(text, words.tokens[last].end, house.start):
        start = _street_start(words, last, house.start, end)
    if start is None:
        yield from bare_number(text, run, end)
    else:
        yield Entity(start, end, "address", ADDRESS_PRIORITY)


def _street_start(words: Words, index: int, house: int, end: int) -> int | None:
    """Find the begin of the street name that ends right before a house number; None when no street stands there."""
    text, last, known = words.text, words.tokens[index], lexicon()
    between = text[last.end : house]
    if len(last.text) < 2 or not between:
        return None
    shaped = last.lower.endswith(STREET_ENDINGS)
    # "het museumplein drie varianten": a number in words counts only when nothing is counted
    sure = "nummer" in between or (text[house].isdecimal() and shaped)
    if not sure and not ends_well(text, end):
        return None
    for size in range(_LONGEST, 1, -1):
        part = words.tokens[max(0, index + 1 - size) : index + 1]
        if len(part) == size and all(t.adjacent for t in part[1:]) and " ".join(t.lower for t in part) in known.streets:
            return next((t.start for t in part if t.capital), part[part[0].lower in ("de", "het", "van")].start)
    named = last.capital or last.lower not in known.words or last.lower in known.streets
    begin = street_begin(words, index)
    if named and is_street(last.lower) and (shaped or _AT.search(text, max(0, last.start - _REACH), last.start)):
        return begin
    new_name = last.capital and not last.first and last.lower not in known.places and last.lower not in known.public
    return begin if new_name and ends_well(text, end) and _AT.search(text, max(0, begin - _REACH), begin) else None
