"""What personal data is found as: typed pieces of a text, and which piece wins when two overlap."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

EntityType = Literal[
    "person", "address", "street", "place", "organisation", "public", "phone", "email", "bsn", "iban", "plate",
    "date_of_birth", "date", "age", "url", "other",
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

PSEUDONYM = re.compile(r"\[(" + "|".join(PSEUDONYM_NAMES.values()) + r")-(\d+)\]")
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
        """Give the same entity in a text that begins so many characters earlier."""
        return replace(self, start=self.start + offset, end=self.end + offset)


Detector = Callable[[str], Iterable[Entity]]
"""Finds entities in one text (a turn); any function will do, such as a spaCy NER model wrapped by the caller."""


def merge(entities: Iterable[Entity]) -> list[Entity]:
    """Settle overlaps: the higher priority wins, then the longer; the loser keeps what lies outside the winner.

    Parameters
    ----------
    entities
        Candidates, in any order, possibly overlapping.

    Returns
    -------
    list[Entity]
        Entities in text order, none overlapping.
    """
    kept: list[Entity] = []
    for candidate in sorted(set(entities), key=_rank):
        kept.extend(_outside(candidate, kept))
    return sorted(kept)


def _rank(entity: Entity) -> tuple[int, int, int, bool, str]:
    """Order of who wins; of equals a person, for that is what the rules about names give."""
    return -entity.priority, entity.start - entity.end, entity.start, entity.type != "person", entity.type


def _outside(candidate: Entity, kept: list[Entity]) -> list[Entity]:
    """Give the parts of a candidate that no kept entity covers; a person is kept in parts, others only whole."""
    parts = [candidate]
    for other in kept:
        if other.end <= candidate.start or other.start >= candidate.end:
            continue
        if candidate.type != "person":
            return []
        parts = [
            replace(part, start=start, end=end)
            for part in parts
            for start, end in ((part.start, min(part.end, other.start)), (max(part.start, other.end), part.end))
            if end > start
        ]
    return parts
