"""Gives each person and thing of an interview its number: the same for "Gerrit Wiersma", "Wiersma" and "Gerrit"."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from narratief.domain.entities import KIND_OF_NAME, PSEUDONYM, PSEUDONYM_NAMES, EntityType
from narratief.privacy.known_people import KnownPeople
from narratief.privacy.near_words import NearWords
from narratief.privacy.person_name import parse_name, words_in
from narratief.privacy.project_register import ProjectRegister, Thing
from narratief.privacy.things import thing_key

Numbering = Callable[[Sequence[Thing], Collection[str]], list[str]]
"""What has no number yet, pseudonyms that may not be given → a pseudonym for each; see `ProjectRegister.number`."""

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

    @property
    def ways(self) -> list[str]:
        """Every way it was said, the fullest first."""
        return sorted(self.said, key=len, reverse=True)


class Register:
    """The pseudonyms of one interview.

    Parameters
    ----------
    known
        Pseudonyms given before, with their originals (a re-run of the same interview).
    taken
        Texts whose pseudonyms may not be given again.
    numbering
        What gives new ones: the project's vault; default a count from 1.
    """

    def __init__(
        self,
        known: Mapping[str, Sequence[str]] | None = None,
        taken: Iterable[str] = (),
        numbering: Numbering | None = None,
    ) -> None:
        self._entries: list[_Entry] = []
        self._people = KnownPeople()
        self._things: dict[tuple[EntityType, str], int] = {}
        self._organisations = NearWords()
        self._numbering = numbering or ProjectRegister({}).number
        for label, originals in (known or {}).items():
            match = PSEUDONYM.fullmatch(label)
            if match:
                self._entries.append(_Entry(KIND_OF_NAME[match[1]], int(match[2])))
                for said in originals:
                    self._note(len(self._entries) - 1, said)
        self._taken = {*(known or {}), *(match.group() for text in taken for match in PSEUDONYM.finditer(text))}

    def assign(self, mentions: Sequence[tuple[EntityType, str]], tied: Iterable[tuple[str, str]] = ()) -> list[str]:
        """Pseudonym of each mention; new ones are numbered in order of appearance.

        Parameters
        ----------
        mentions
            Kind and words, in the order of the interview.
        tied
            Pairs of names that a speaker says are of one person.
        """
        for pair in tied:
            self._tie(*sorted(pair, key=len))
        longest_first = sorted(dict.fromkeys(mentions), key=lambda mention: -len(words_in(mention[1])))
        entries = {mention: self._entry(*mention) for mention in longest_first}
        new = list({id(entry): entry for mention in mentions if not (entry := entries[mention]).number}.values())
        if new:
            given = self._numbering([(entry.kind, entry.ways) for entry in new], self._taken)
            for entry, label in zip(new, given, strict=True):
                entry.number = int(label.strip("[]").rpartition("-")[2])
            self._taken |= set(given)
        return [entries[mention].label for mention in mentions]

    def originals(self) -> dict[str, list[str]]:
        """Every pseudonym with the words it stands for, the fullest first (for the vault only)."""
        return {entry.label: entry.ways for entry in self._entries if entry.number}

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

    def _tie(self, short: str, full: str) -> None:
        """Let two names be of one person, unless the shorter one is somebody's already."""
        self._entry("person", full)
        number = self._people.find(parse_name(full))
        if number is not None and self._people.find(parse_name(short)) is None:
            self._note(number, short)

    def _note(self, number: int, said: str) -> None:
        """Note a way in which a person or thing was said."""
        entry = self._entries[number]
        if said in entry.said:
            return
        entry.said[said] = None
        if entry.kind == "person":
            self._people.add(number, parse_name(said))
            return
        key = thing_key(PSEUDONYM_NAMES[entry.kind], said)
        self._things.setdefault((entry.kind, key), number)
        if entry.kind == "organisation":
            self._organisations.add(key)

    def _thing(self, kind: EntityType, said: str) -> int | None:
        """Find what was said before in the same words, or an organisation with a slip in its name."""
        key = thing_key(PSEUDONYM_NAMES[kind], said)
        number = self._things.get((kind, key))
        if number is not None or kind != "organisation" or len(key) < _SHORTEST_NEAR:
            return number
        alike = [self._things[kind, each] for each in self._organisations.find(key) if len(each) >= _SHORTEST_NEAR]
        return min(alike, default=None)
