"""What looks like an address and is none: a time of the day, a road's number, the result of a vote, a bus line."""

from __future__ import annotations

import re

from narratief.domain.entities import ADDRESS_PRIORITY, Entity
from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.numbers import number
from narratief.privacy.detectors.streets import STREET_ENDINGS, is_street
from narratief.privacy.detectors.tokens import Words

_TIME = re.compile(r"\d{1,2}[.:]\d{2}\s*(?:uur|u\b|tot|-|–|en\b|,|$)")
_CLOCK = re.compile(r"\s*(?:uur|u\b)|\s*(?:tot|en|-|–)\s*\d{1,2}(?:[.:]\d{2})?\s*uur", re.IGNORECASE)
_ROAD = re.compile(r"(?:de\s+)?[anse](?:\s?\d{1,3}|\s[a-zë]+)", re.IGNORECASE)
_AT = re.compile(r"\b(?:op|aan|van|naar|langs|naast|huisnummer|bij|in)(?:\s+(?:de|het|'t))?[\s?]*$", re.IGNORECASE)
_NUMBERED = re.compile(r"\b(?:nummer|nr|no|huisnummer|postbus|postcode)\b", re.IGNORECASE)
_POSTCODE = re.compile(r"\b\d{4}\s?[A-Z]{2}\b", re.IGNORECASE)
_FAR = 5
"""Words before "naar" in which the number that it goes from is looked for: chosen."""
_LONGEST_NUMBER = 3
"""Digits of a house number that is said without its street: chosen; few streets come to a thousand."""
_SENTENCE = re.compile(r"[.?!]\s")
_REACH = 120
"""Characters on either side in which a word about a vote is looked for: about a sentence, chosen."""


def address_stays(words: Words, entity: Entity) -> bool:
    """Tell whether what was found as an address is none.

    Parameters
    ----------
    words
        The turn.
    entity
        An address as found.
    """
    said = words.text[entity.start : entity.end]
    if _POSTCODE.search(said) or _NUMBERED.search(said):
        return False
    looks = (_is_time, _is_road, _is_ranked, _is_counted)
    if any(look(words, entity) for look in looks):
        return True
    if entity.priority >= ADDRESS_PRIORITY - 10:  # the rules looked for a street, or for who lives there
        return False
    return _counts(words, entity) or _is_no_street(words, entity)


def _is_no_street(words: Words, entity: Entity) -> bool:
    """Judge what only the recogniser or deduce took for an address: without a street it must stand where one can."""
    said = words.text[entity.start : entity.end]
    inside = words.within(entity.start, entity.end)
    first = words.index_from(entity.start)
    street = any(is_street(token.lower) for token in inside)
    if not any(character.isdecimal() for character in said):
        if not any(number(token.lower) is not None for token in inside):
            return not street or not _lives(words, words.index_from(entity.start))
        if all(number(token.lower) is not None for token in inside) and _is_from_to(words, first):
            return True
        return words.reliable and "," in said  # "Buitengebied, derde herziening"
    at = _AT.search(words.text, max(0, entity.start - _REACH), entity.start)
    return words.reliable and not at and bool(inside) and not street and not _is_listed(words, entity)


def _is_from_to(words: Words, first: int) -> bool:
    """Tell whether a number is what a count goes to: "van veertig kramen naar achttien"."""
    if words.lower(first - 1) not in ("naar", "tot"):
        return False
    earlier = range(max(1, first - _FAR), first)
    return any(words.lower(at - 1) == "van" and number(words.lower(at)) is not None for at in earlier)


def _is_ranked(words: Words, entity: Entity) -> bool:
    """Tell a bus line, a variant, an article or a part: "lijn 62", "Deel 17"."""
    first = words.index_from(entity.start)
    if first and words.lower(first - 1) in cue("numbered_things"):
        return not words.text[words.tokens[first - 1].end : entity.start].strip()
    inside = words.within(entity.start, entity.end)
    return bool(inside) and inside[0].lower in cue("numbered_things")


def _is_time(words: Words, entity: Entity) -> bool:
    """Tell a time of the day: "13.30", "acht uur"."""
    return any((_TIME.match(words.text, entity.start), _CLOCK.match(words.text, entity.end)))


def _counts(words: Words, entity: Entity) -> bool:
    """Tell whether a bare number counts what follows: "van de 26 adviezen"."""
    said = words.text[entity.start : entity.end]
    if not said.rstrip("e").replace(".", "").isdecimal() and number(said.lower()) is None:
        return False
    if (said.isdecimal() and len(said) > _LONGEST_NUMBER) or (said.endswith("e") and said[:-1].isdecimal()):
        return True  # "de teller staat op 2305", "op de 22e"
    following = words.index_from(entity.end)
    if following == len(words.tokens) or words.text[entity.end : words.tokens[following].start].strip():
        return False
    word = words.tokens[following]
    return not word.capital and word.lower not in cue("after_house_number") and word.lower.endswith(("en", "s"))


def _is_road(words: Words, entity: Entity) -> bool:
    """Tell a road by its letter and number: "A28", "n 348", "a vijftien"."""
    said = words.text[entity.start : entity.end].strip()
    if not _ROAD.fullmatch(said):
        return False
    digits = said.rsplit(maxsplit=1)[-1].lower()
    return digits[1:].isdecimal() or digits.isdecimal() or number(digits) is not None


def _is_counted(words: Words, entity: Entity) -> bool:
    """Tell whether a sentence counts votes: "Koppelbrug kreeg 1.204 stemmen, Eembrug 988"; a street is none."""
    if any(token.lower.endswith(STREET_ENDINGS) for token in words.within(entity.start, entity.end)):
        return False
    text = words.text
    before = _SENTENCE.split(text[max(0, entity.start - _REACH) : entity.start])[-1]
    after = _SENTENCE.split(text[entity.end : entity.end + _REACH])[0]
    said = set(re.findall(r"[^\W\d_]+", f"{before} {after}".lower()))
    return bool(said & (cue("votes") - {"voor", "tegen"})) or {"voor", "tegen"} <= said


def _is_listed(words: Words, entity: Entity) -> bool:
    """Tell whether the words before the number are a street on the list."""
    said = re.split(r"(?<![\s,])[\s,]*+\d", words.text[entity.start : entity.end])[0].lower()
    return said in lexicon().streets or said.removeprefix("de ") in lexicon().streets


def _lives(words: Words, first: int) -> bool:
    """Tell whether somebody is said to live where an address begins."""
    before = " ".join(words.lower(index) for index in range(max(0, first - 8), first))
    return re.search(r"\b(?:woon\w*|won(?:en|ing)|gewoond|verhuisd|opgegroeid|mijn huis|thuis)\b", before) is not None
