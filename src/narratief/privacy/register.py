"""Gives each person and thing its number: the same for "Gerrit Wiersma", "Wiersma" and "Gerrit"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from narratief.domain.entities import PSEUDONYM, PSEUDONYM_NAMES, EntityType
from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.numbers import fold

_WORD = re.compile(r"['’]t\b|[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(slots=True)
class _Entry:
    """One person or thing with every way it was said; not shown in repr, for these are originals."""

    kind: EntityType
    number: int = 0
    said: list[str] = field(default_factory=list, repr=False)

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
        self._highest: dict[str, int] = {}
        kinds = {name: kind for kind, name in PSEUDONYM_NAMES.items()}
        for label, originals in (known or {}).items():
            match = PSEUDONYM.fullmatch(label)
            if match:
                self._entries.append(_Entry(kinds[match[1]], int(match[2]), list(originals)))
        for text in (*(known or {}), *taken):
            for name, number in PSEUDONYM.findall(text):
                self._highest[name] = max(int(number), self._highest.get(name, 0))

    def assign(self, mentions: Sequence[tuple[EntityType, str]]) -> list[str]:
        """Give the pseudonym of each mention; new ones are numbered in order of appearance.

        Parameters
        ----------
        mentions
            Kind and words, in the order of the interview.
        """
        longest_first = sorted(dict.fromkeys(mentions), key=lambda m: -len(_WORD.findall(m[1])))
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
        """Give every pseudonym with the words it stands for, the fullest first (for the vault only)."""
        return {e.label: sorted(e.said, key=len, reverse=True) for e in self._entries if e.number}

    def __repr__(self) -> str:
        """Show how many pseudonyms there are, never what they stand for."""
        return f"Register({len(self._entries)} pseudoniemen)"

    def _entry(self, kind: EntityType, said: str) -> _Entry:
        """Give the person or thing that words stand for, a new one when it is not yet known."""
        candidates = [entry for entry in self._entries if entry.kind == kind]
        best = max(candidates, key=lambda e: _likeness(kind, said, e.said), default=None)
        if best is None or _likeness(kind, said, best.said) == 0:
            best = _Entry(kind)
            self._entries.append(best)
        if said not in best.said:
            best.said.append(said)
        return best


def _likeness(kind: EntityType, said: str, others: Sequence[str]) -> int:
    """Weigh whether words stand for the same as others: 3 the same words, 2 the same name, 1 nearly, 0 not."""
    if kind == "person":
        return max((_person_likeness(said, other) for other in others), default=0)
    key = _key(kind, said)
    for other in others:
        if key == _key(kind, other):
            return 3
        if kind == "organisation" and min(len(key), len(_key(kind, other))) > 6 and near(key, _key(kind, other)):
            return 1
    return 0


def _key(kind: EntityType, said: str) -> str:
    """Bring words into the form in which two ways of writing the same thing are equal."""
    if kind in ("phone", "bsn", "iban", "plate"):
        return re.sub(r"\W", "", fold(said))
    return re.sub(r"[\W_]+", " ", fold(said)).strip()


@dataclass(frozen=True, slots=True)
class _Name:
    first: tuple[str, ...]
    last: str
    whole: str


def _name(said: str) -> _Name:
    """Split a name in first names and surname; a name of one word is both."""
    words = [w for w in (fold(w) for w in _WORD.findall(said)) if w not in cue("titles")] or [fold(said)]
    whole = " ".join(words)
    prefix = next((i for i, w in enumerate(words) if w in cue("name_prefixes")), None)
    if prefix is not None and prefix < len(words) - 1:
        return _Name(tuple(words[:prefix]), " ".join(w for w in words[prefix:] if w not in cue("name_prefixes")), whole)
    if len(words) == 1:
        return _Name((words[0],), words[0], whole)
    return _Name(tuple(words[:-1]), words[-1], whole)


def _person_likeness(said: str, other: str) -> int:
    """Weigh whether two ways of naming a person are of one."""
    one, two = _name(said), _name(other)
    if one.whole == two.whole:
        return 3
    single, full = (one, two) if len(one.whole) <= len(two.whole) else (two, one)
    if single.whole == " ".join(full.first):
        return 2
    if _is_alone(single):
        return _likeness_alone(single.last, full)
    return 0 if _is_alone(full) else _likeness_full(one, two)


def _is_alone(name: _Name) -> bool:
    """Tell whether a name is a first name only, or a surname only."""
    return not name.first or name.first == (name.last,)


def _likeness_alone(alone: str, full: _Name) -> int:
    """Compare a first name or a surname alone with a fuller name."""
    if alone == full.last or alone in full.first[:1]:
        return 2
    return 1 if near(alone, full.last) or (full.first and near(alone, full.first[0])) else 0


def _likeness_full(one: _Name, two: _Name) -> int:
    """Compare two names that both have a first name and a surname; an initial counts as a first name."""
    first_same = one.first[0] == two.first[0] or _initial_of(one.first[0], two.first[0])
    if one.last == two.last and first_same:
        return 2
    last_near = one.last == two.last or near(one.last, two.last)
    return 1 if last_near and (first_same or near(one.first[0], two.first[0])) else 0


def same_person(said: str, other: str) -> bool:
    """Tell whether two ways of naming a person may be of one: "Gerrit Wiersma", "Wiersma", "Gerrit" and "G. Wiersma".

    Parameters
    ----------
    said, other
        Names as people say or write them.
    """
    return _person_likeness(said, other) > 1


def _initial_of(one: str, two: str) -> bool:
    """Tell whether one first name is the initial of the other."""
    return min(len(one), len(two)) == 1 and one[0] == two[0]


def near(one: str, two: str) -> bool:
    """Tell whether two words of five letters or more differ by one letter, or by two that changed places.

    Parameters
    ----------
    one, two
        Lower-case words.
    """
    if min(len(one), len(two)) < 5 or abs(len(one) - len(two)) > 1:
        return False
    if len(one) > len(two):
        one, two = two, one
    start = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), len(one))
    rest_one, rest_two = one[start:], two[start:]
    if len(one) < len(two):
        return rest_one == rest_two[1:]
    swapped = rest_one[:2] == rest_two[:2][::-1] and rest_one[2:] == rest_two[2:]
    return rest_one[1:] == rest_two[1:] or swapped
