"""Whether two ways of naming a person in different interviews are of one, as far as the names alone can tell.

Stricter than `person_name`, which compares within one talk: there somebody who is called "Wiersma" was mostly named
before, and a slip of the pen is likelier than a second person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.numbers import fold
from narratief.privacy.person_name import words_in


@dataclass(frozen=True, slots=True, repr=False)
class Called:
    """A way of naming a person without case, accents, titles and particles; not shown in repr.

    Attributes
    ----------
    first
        First name or initial; empty where a surname alone was said, or one word that may be either.
    rest
        Other words: a surname, the halves of a double one, further first names; or that one word.
    """

    first: str
    rest: frozenset[str]

    @property
    def full(self) -> bool:
        """Whether there is a first name and a surname."""
        return bool(self.first)

    @property
    def words(self) -> frozenset[str]:
        """All words, to look people up by."""
        return self.rest | {self.first} if self.first else self.rest


def called(said: str) -> Called:
    """Take a name apart as it was said."""
    words = [word for word in map(fold, words_in(said)) if word not in cue("titles")] or [fold(said)]
    particles = cue("name_prefixes")
    parts = [part for word in words[1:] for part in word.split("-") if part not in particles]
    if not parts or words[0] in particles:
        return Called("", frozenset(parts or words[:1]))
    return Called(words[0], frozenset(parts))


def fits(name: Called, person: Iterable[Called]) -> bool:
    """Tell whether a name may be of a person, who was named in these ways in other interviews.

    A first name or a surname alone fits whoever has it; a full name never fits somebody with another full name.
    """
    known = list(person)
    if name in known:
        return True
    full = [each for each in known if each.full]
    if name.full:
        return all(_alike(name, each) for each in full or known)
    return any(_alike(name, each) for each in known)


def _alike(one: Called, other: Called) -> bool:
    """Compare two names; half a double surname is enough, and so is an initial."""
    if one.full and other.full:
        return _same_first(one.first, other.first) and (one.rest <= other.rest or other.rest <= one.rest)
    short, long = (other, one) if one.full else (one, other)
    return short.rest <= long.rest or short.rest == {long.first}


def _same_first(one: str, other: str) -> bool:
    """Tell whether two first names are equal, or one the initial of the other."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])
