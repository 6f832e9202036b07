"""A person as found, with what stands around it: what the rules on who is nobody look at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from narratief.domain.entities import Entity
from narratief.privacy.detectors.cues import SURE_CUE, cue
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.name_reader import cue_strength
from narratief.privacy.detectors.tokens import Token, Words

_TITLES = cue("titles") | cue("kin") | cue("weak_titles")
_CALLED = re.compile(
    r"\b(?:noem\w*|heet\w*|heten|genoemd|bijnaam|roep\w*|zeg|ondertekend)\b[^.?!]{0,25}$", re.IGNORECASE
)
_CALLED_AFTER = re.compile(
    r"[\s,]*(?:zo )?(?:noem\w*(?! maar op)|heet\w*|heten|zeggen ze)\b|\s+tegen (?:mij|me|hem|haar|ons)\b", re.IGNORECASE
)
_REACH = 50
"""Characters before a name in which "noemen" or "heet" is looked for: half a sentence, chosen."""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """What was found as a person.

    Attributes
    ----------
    words
        The turn.
    entity
        Where it stands.
    inside
        Its words.
    names
        Those of them that are no prefix of a surname and no article.
    first
        Index of its first word in the turn.
    """

    words: Words
    entity: Entity
    inside: tuple[Token, ...]
    names: tuple[Token, ...]
    first: int

    @property
    def before(self) -> str:
        """Word right before it in lower case; empty at the begin, and when a sign stands in between."""
        return self.words.lower(self.first - 1) if self.words.joined(self.first) else ""

    @property
    def said(self) -> str:
        """Its words as they were said."""
        return self.words.text[self.entity.start : self.entity.end]

    @property
    def name(self) -> Token:
        """The first of its names."""
        return self.names[0]

    @property
    def index(self) -> int:
        """Index of its first name in the turn."""
        return self.words.index_from(self.name.start)

    @property
    def alone(self) -> bool:
        """True for one word without anything before it."""
        return len(self.names) == 1 and self.entity.start == self.name.start

    @property
    def named(self) -> bool:
        """True when its first name is on a list of names, or has the shape of a surname."""
        known, lower = lexicon(), self.name.lower
        return known.is_surname(lower) or known.is_first_name(lower) or known.is_first_name(lower.removesuffix("s"))


def found_person(words: Words, entity: Entity) -> FoundPerson | None:
    """Look at what was found as a person; None when no word of it says more than "van" or a spelled letter."""
    inside = tuple(words.within(entity.start, entity.end))
    no_name = cue("name_prefixes") | {"het", "en"}
    names = tuple(token for token in inside if token.lower not in no_name)
    if not names or all(len(part) == 1 or part == "ij" for token in names for part in token.lower.split("-")):
        return None
    return FoundPerson(words, entity, inside, names, words.index_from(inside[0].start))


def is_announced(words: Words, entity: Entity) -> bool:
    """Tell whether words say that a name follows: a title, kin, "mijn naam is", "ze noemen hem".

    Parameters
    ----------
    words
        The turn.
    entity
        A person as found.
    """
    first = words.index_from(entity.start)
    if first == len(words.tokens):
        return False
    if words.joined(first) and words.lower(first - 1) in _TITLES:
        return True
    called = _CALLED.search(words.text[max(0, entity.start - _REACH) : entity.start])
    return bool(called or _CALLED_AFTER.match(words.text, entity.end)) or cue_strength(words, first) == SURE_CUE
