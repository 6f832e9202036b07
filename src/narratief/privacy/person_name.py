"""Ways of naming a person: first names and surname, and whether two are of one person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.numbers import fold
from narratief.privacy.near_words import near

_WORD = re.compile(r"['’]t\b|[^\W\d_]+(?:-[^\W\d_]+)*")

SAME, LIKELY, POSSIBLE, DIFFERENT = 3, 2, 1, 0
"""How alike two ways of naming a person are: the same words, the same name, one with a slip, not."""


@dataclass(frozen=True, slots=True, repr=False)
class PersonName:
    """A way of naming a person, in lower case without accents and titles; not shown in repr.

    Attributes
    ----------
    first
        First names or initials; none for a surname with a prefix ("van Dijk"), the name itself for one word.
    last
        Surname without prefixes.
    whole
        All words.
    """

    first: tuple[str, ...]
    last: str
    whole: str

    @property
    def alone(self) -> bool:
        """True for a first name only, or a surname only."""
        return not self.first or self.first == (self.last,)


def words_in(said: str) -> list[str]:
    """Words of a name as they were said, titles included."""
    return _WORD.findall(said)


def parse_name(said: str) -> PersonName:
    """Split a name as it was said in first names and surname; a name of one word is both."""
    words = [w for w in map(fold, words_in(said)) if w not in cue("titles")] or [fold(said)]
    whole = " ".join(words)
    prefix = next((i for i, w in enumerate(words) if w in cue("name_prefixes")), None)
    if prefix is not None and prefix < len(words) - 1:
        last = " ".join(w for w in words[prefix:] if w not in cue("name_prefixes"))
        return PersonName(tuple(words[:prefix]), last, whole)
    if len(words) == 1:
        return PersonName((words[0],), words[0], whole)
    return PersonName(tuple(words[:-1]), words[-1], whole)


def likeness(one: PersonName, other: PersonName) -> int:
    """Weigh whether two names are of one person.

    Returns
    -------
    int
        `SAME`, `LIKELY`, `POSSIBLE` or `DIFFERENT`.
    """
    if one.whole == other.whole:
        return SAME
    short, full = (one, other) if len(one.whole) <= len(other.whole) else (other, one)
    if short.whole == " ".join(full.first):
        return LIKELY
    if short.alone:
        return _likeness_alone(short.last, full)
    return DIFFERENT if full.alone else _likeness_full(one, other)


def same_person(said: str, other: str) -> bool:
    """Tell whether two ways of naming a person may be of one: "Gerrit Wiersma", "Wiersma", "Gerrit" and "G. Wiersma".

    Parameters
    ----------
    said, other
        Names as people say or write them.
    """
    return likeness(parse_name(said), parse_name(other)) >= LIKELY


def _likeness_alone(alone: str, full: PersonName) -> int:
    """Compare a first name or a surname alone with a fuller name."""
    if alone == full.last or alone in full.first[:1]:
        return LIKELY
    return POSSIBLE if near(alone, full.last) or (full.first and near(alone, full.first[0])) else DIFFERENT


def _likeness_full(one: PersonName, other: PersonName) -> int:
    """Compare two names that both have a first name and a surname; an initial counts as a first name."""
    first_same = one.first[0] == other.first[0] or _initial_of(one.first[0], other.first[0])
    if one.last == other.last and first_same:
        return LIKELY
    last_near = one.last == other.last or near(one.last, other.last)
    return POSSIBLE if last_near and (first_same or near(one.first[0], other.first[0])) else DIFFERENT


def _initial_of(one: str, other: str) -> bool:
    """Tell whether one first name is the initial of the other."""
    return min(len(one), len(other)) == 1 and one[0] == other[0]
