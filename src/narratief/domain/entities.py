"""What personal data is found as: typed pieces of a text, and which piece wins when two overlap."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from narratief.domain.spans import Span

EntityType = Literal[
    "person", "address", "street", "place", "organisation", "public", "phone", "email", "bsn", "iban", "plate",
    "date_of_birth", "date", "age", "url", "other", "word",
]  # fmt: skip

PSEUDONYM_NAMES: dict[EntityType, str] = {
    "person": "PERSOON",
    "address": "ADRES",
    "organisation": "ORGANISATIE",
    "phone": "TELEFOON",
    "email": "EMAIL",
    "bsn": "BSN",
    "iban": "IBAN",
    "plate": "KENTEKEN",
    "date_of_birth": "GEBOORTEDATUM",
    "url": "WEBADRES",
    "other": "ID",
}
"""Types that are replaced, with the Dutch word in their pseudonym.

Streets without a house number, places, public bodies, dates and ages are not personal by themselves and stay.
"""

KIND_OF_NAME: dict[str, EntityType] = {name: kind for kind, name in PSEUDONYM_NAMES.items()}
"""The type that a word in a pseudonym stands for."""

PSEUDONYM = re.compile(r"\[(" + "|".join(PSEUDONYM_NAMES.values()) + r")-(\d{1,6})\]")
"""A pseudonym as it stands in a text, for instance [PERSOON-1]."""

PATTERN_PRIORITY = 90
ADDRESS_PRIORITY = 80
ORGANISATION_PRIORITY = 60
NAME_PRIORITY = 50
SURE_MODEL_PRIORITY = NAME_PRIORITY
"""As sure as a rule about names: where they overlap, the longer wins."""
MODEL_PRIORITY = 40
DEDUCE_PRIORITY = 30
GUESS_PRIORITY = 20
WITNESS_PRIORITY = 10
"""Not enough by itself: it only backs a guess."""


@dataclass(frozen=True, slots=True, order=True)
class Entity:
    """A piece of text that is personal data; holds positions only, never the words.

    Attributes
    ----------
    start, end
        Position in the text that was searched, end exclusive.
    type
        Kind of personal data.
    priority
        Which one wins when two overlap: the higher.
    """

    start: int
    end: int
    type: EntityType
    priority: int = NAME_PRIORITY

    def shifted(self, offset: int) -> Entity:
        """The same entity in a text that begins so many characters earlier."""
        return replace(self, start=self.start + offset, end=self.end + offset)


Detector = Callable[[str], Iterable[Entity]]
"""Finds entities in one text (a turn); any function will do, such as a spaCy NER model wrapped by the caller."""


def merge(entities: Iterable[Entity]) -> list[Entity]:
    """Settle overlaps: the higher priority wins, then the longer.

    What a person has more than the person that won is joined to it ("Ronald" and "Ronald Duivestein" are one); beside
    another kind of winner a person keeps what lies outside it.

    Parameters
    ----------
    entities
        Candidates, in any order, possibly overlapping.

    Returns
    -------
    list[Entity]
        Entities in text order, none overlapping.
    """
    candidates = sorted(set(entities), key=_rank)
    taken = bytearray(max((candidate.end for candidate in candidates), default=0))
    kept = _Settled()
    for candidate in candidates:
        parts = list(_free(taken, candidate.start, candidate.end))
        if candidate.type != "person" and parts != [(candidate.start, candidate.end)]:
            continue  # others are kept only whole
        for start, end in parts:
            taken[start:end] = b"\1" * (end - start)
            kept.add(candidate, start, end)
    return sorted(kept.by_start.values())


class _Settled:
    """Entities that do not overlap, to find by where they begin and end."""

    def __init__(self) -> None:
        self.by_start: dict[int, Entity] = {}
        self._start_of: dict[int, int] = {}

    def add(self, candidate: Entity, start: int, end: int) -> None:
        """Add what is left of a candidate: to the person beside it, or as one of its own."""
        before, after = self.by_start.get(self._start_of.get(start, -1)), self.by_start.get(end)
        people = [each for each in (before, after) if each is not None and each.type == "person"]
        whole = (start, end) == (candidate.start, candidate.end)
        if whole or not people:
            self._put(replace(candidate, start=start, end=end))
        elif len(people) == 1:  # what stands between two people is no name
            self.by_start.pop(people[0].start)
            self._put(replace(people[0], start=min(start, people[0].start), end=max(end, people[0].end)))

    def _put(self, entity: Entity) -> None:
        """Keep an entity."""
        self.by_start[entity.start] = entity
        self._start_of[entity.end] = entity.start


def _rank(entity: Entity) -> tuple[int, int, int, bool, str]:
    """Order of who wins; of equals a person, for that is what the rules about names give."""
    return -entity.priority, entity.start - entity.end, entity.start, entity.type != "person", entity.type


def _free(taken: bytearray, start: int, end: int) -> Iterator[Span]:
    """Parts of a stretch that nothing was found in yet."""
    while (begin := taken.find(0, start, end)) >= 0:
        stop = taken.find(1, begin, end)
        start = end if stop < 0 else stop
        yield begin, start
