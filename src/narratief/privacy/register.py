"""Gives each person and thing its number: the same for "Gerrit Wiersma", "Wiersma" and "Gerrit"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from narratief.domain.entities import PSEUDONYM, PSEUDONYM_NAMES, EntityType
from narratief.privacy.detectors.numbers import fold
from narratief.privacy.known_people import KnownPeople
from narratief.privacy.near_words import NearWords
from narratief.privacy.person_name import parse_name, words_in

_SHORTEST_NEAR = 7
"""Letters of an organisation's name from which one with a slip is the same: chosen, not measured; two short names of
organisations that differ by a letter are mostly two."""


@dataclass(slots=True)
class _Entry:
    """One person or thing with every way it was said; not shown in repr, for these are originals."""

    kind: EntityType
    number: int = 0
    said: dict[str, None] = field(default_factory=dict, repr=False)

    @property
    def label(self) -> str:
        """The pseudonym as it stands in a text, for instance [PERSOON-1]."""
        return f"[{PSEUDONYM_NAMES[self.kind]}-{self.number}]"


class Register:
    """The pseudonyms of one interview.

    Parameters
    ----------
    known
        Pseudonyms given before, with their originals (a re-run of the same interview).
    taken
        Texts whose pseudonyms may not be given again.
    """

    def __init__(self, known: Mapping[str, Sequence[str]] | None = None, taken: Iterable[str] = ()) -> None:
        self._entries: list[_Entry] = []
        self._people = KnownPeople()
        self._things: dict[tuple[EntityType, str], int] = {}
        self._organisations = NearWords()
        self._highest: dict[str, int] = {}
        kinds = {name: kind for kind, name in PSEUDONYM_NAMES.items()}
        for label, originals in (known or {}).items():
            match = PSEUDONYM.fullmatch(label)
            if match:
                self._entries.append(_Entry(kinds[match[1]], int(match[2])))
                for said in originals:
                    self._note(len(self._entries) - 1, said)
        for text in (*(known or {}), *taken):
            for name, number in PSEUDONYM.findall(text):
                self._highest[name] = max(int(number), self._highest.get(name, 0))

    def assign(self, mentions: Sequence[tuple[EntityType, str]]) -> list[str]:
        """Pseudonym of each mention; new ones are numbered in order of appearance.

        Parameters
        ----------
        mentions
            Kind and words, in the order of the interview.
        """
        longest_first = sorted(dict.fromkeys(mentions), key=lambda mention: -len(words_in(mention[1])))
        entries = {mention: self._entry(*mention) for mention in longest_first}
        labels = []
        for mention in mentions:
            entry = entries[mention]
            if not entry.number:
                name = PSEUDONYM_NAMES[entry.kind]
                entry.number = self._highest[name] = self._highest.get(name, 0) + 1
            labels.append(entry.label)
        return labels

    def originals(self) -> dict[str, list[str]]:
        """Every pseudonym with the words it stands for, the fullest first (for the vault only)."""
        return {e.label: sorted(e.said, key=len, reverse=True) for e in self._entries if e.number}

    def __repr__(self) -> str:
        """Show how many pseudonyms there are, never what they stand for."""
        return f"Register({len(self._entries)} pseudoniemen)"

    def _entry(self, kind: EntityType, said: str) -> _Entry:
        """Find the person or thing that words stand for, and make a new one when it is not yet known."""
        number = self._people.find(parse_name(said)) if kind == "person" else self._thing(kind, said)
        if number is None:
            number = len(self._entries)
            self._entries.append(_Entry(kind))
        self._note(number, said)
        return self._entries[number]

    def _note(self, number: int, said: str) -> None:
        """Note a way in which a person or thing was said."""
        entry = self._entries[number]
        if said in entry.said:
            return
        entry.said[said] = None
        if entry.kind == "person":
            self._people.add(number, parse_name(said))
            return
        key = _key(entry.kind, said)
        self._things.setdefault((entry.kind, key), number)
        if entry.kind == "organisation":
            self._organisations.add(key)

    def _thing(self, kind: EntityType, said: str) -> int | None:
        """Find what was said before in the same words, or an organisation with a slip in its name."""
        key = _key(kind, said)
        number = self._things.get((kind, key))
        if number is not None or kind != "organisation" or len(key) < _SHORTEST_NEAR:
            return number
        alike = [self._things[kind, each] for each in self._organisations.find(key) if len(each) >= _SHORTEST_NEAR]
        return min(alike, default=None)


def _key(kind: EntityType, said: str) -> str:
    """Bring words into the form in which two ways of writing the same thing are equal."""
    if kind in ("phone", "bsn", "iban", "plate"):
        return re.sub(r"\W", "", fold(said))
    return re.sub(r"[\W_]+", " ", fold(said)).strip()
