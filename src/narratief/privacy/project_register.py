"""The numbers of a whole project: one person, body or address has the same one in every interview.

The names in the project's vault are all it knows, so that nothing else needs keeping. A number once given stays, and is
never given again, also not after an interview was erased: the vault keeps the highest of each kind.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from narratief.domain.entities import PSEUDONYM, PSEUDONYM_NAMES, EntityType
from narratief.privacy.project_people import Called, called, fits
from narratief.privacy.things import means_nothing_elsewhere, thing_key

Names = dict[str, list[str]]
"""Pseudonym → the words that it stands for, the fullest first."""

Thing = tuple[EntityType, Sequence[str]]
"""Kind of what has no number yet, and every way in which it was said."""

COUNTERS = ":nummers"
"""Where the vault keeps numbers, in place of an interview; no file's name has a colon in it."""


_HIGHEST_IN_TEXT = 100_000
"""From here a number that a transcript itself holds does not push the project's on: pseudonyms have six digits."""


class ProjectRegister:
    """Everything that has a number in a project.

    Parameters
    ----------
    content
        Of the vault: interview → its names; under `COUNTERS` per kind the highest number given, and the highest of when
        each interview still had numbers of its own (those are never given again either).
    """

    def __init__(self, content: Mapping[str, Names]) -> None:
        self._counted = {kind: [int(number) for number in of] for kind, of in _counters(content).items()}
        self._people: dict[str, set[Called]] = {}
        self._by_word: dict[str, set[str]] = {}
        self._things: dict[tuple[str, str], str] = {}
        known = {
            (label, said)
            for file, names in content.items()
            if file != COUNTERS
            for label, of in names.items()
            for said in of
        }
        for label, said in sorted(known):
            match = PSEUDONYM.fullmatch(label)
            if match and int(match[2]) > self._own_until(match[1]):
                self._note(label, match[1], said)

    def number(self, things: Sequence[Thing], barred: Collection[str]) -> list[str]:
        """Pseudonyms of what has none yet in an interview: a known one where that is certain, else the next number.

        Parameters
        ----------
        things
            In the order of the interview.
        barred
            Pseudonyms that stand for something else in this interview.
        """
        used = set(barred)
        labels: dict[int, str] = {}
        for place in sorted(
            range(len(things)), key=lambda place: -max(map(len, things[place][1]))
        ):  # the fullest first
            label = self._known(*things[place], used)
            if label:
                labels[place] = label
                used.add(label)
        highest = _highest_by_kind(barred)
        return [labels.get(place) or self._next(kind, used, highest) for place, (kind, _) in enumerate(things)]

    def counters(self) -> Names:
        """What the vault is to keep under `COUNTERS`."""
        return {kind: [str(number) for number in of] for kind, of in self._counted.items()}

    def __repr__(self) -> str:
        """Show how many there are, never what they stand for."""
        return f"ProjectRegister({len(self._people) + len(self._things)} namen)"

    def _own_until(self, name: str) -> int:
        """Highest number of when each interview had its own."""
        return self._counted.get(name, [0, 0])[1]

    def _note(self, label: str, name: str, said: str) -> None:
        """Note a way in which something with a number was said."""
        if name != PSEUDONYM_NAMES["person"]:
            self._things.setdefault((name, thing_key(name, said)), label)
            return
        way = called(said)
        self._people.setdefault(label, set()).add(way)
        for word in way.words:
            self._by_word.setdefault(word, set()).add(label)

    def _known(self, kind: EntityType, said: Sequence[str], used: Collection[str]) -> str | None:
        """Pseudonym of what other interviews name alike; None when there is none, or two people may be meant."""
        found = self._people_called(said) if kind == "person" else self._things_called(kind, said)
        return found.pop() if len(found) == 1 and not found & set(used) else None

    def _things_called(self, kind: EntityType, said: Sequence[str]) -> set[str]:
        """Pseudonyms of bodies, addresses or numbers that are written alike."""
        if kind == "address" and any(map(means_nothing_elsewhere, said)):
            return set()
        name = PSEUDONYM_NAMES[kind]
        keys = [(name, thing_key(name, each)) for each in said]
        return {self._things[key] for key in keys if key in self._things}

    def _people_called(self, said: Sequence[str]) -> set[str]:
        """Pseudonyms of people who may be meant; somebody with a full name goes before somebody without."""
        ways = [called(each) for each in said]
        full = [way for way in ways if way.full]
        found = {label for way in ways for label in self._near(way)}
        found = {label for label in found if all(fits(way, self._people[label]) for way in full or ways)}
        if not full:
            return found
        with_full_name = {label for label in found if any(way.full for way in self._people[label])}
        return with_full_name or {label for label in found if all(self._is_one(way) for way in self._people[label])}

    def _near(self, way: Called) -> set[str]:
        """Pseudonyms of people with a word of a name in theirs."""
        return {label for word in way.words for label in self._by_word.get(word, ())}

    def _is_one(self, way: Called) -> bool:
        """Tell whether a name fits one person only."""
        return sum(fits(way, self._people[label]) for label in self._near(way)) == 1

    def _next(self, kind: EntityType, used: Collection[str], highest: Mapping[str, int]) -> str:
        """Give the next number of a kind, above the highest that the interview itself holds."""
        name = PSEUDONYM_NAMES[kind]
        count = self._counted.setdefault(name, [0, 0])
        count[0] = max(count[0], highest.get(name, 0)) + 1
        while (label := f"[{name}-{count[0]}]") in used:
            count[0] += 1
        return label


def _highest_by_kind(labels: Collection[str]) -> dict[str, int]:
    """Highest number of each kind, as far as numbers push others on."""
    highest: dict[str, int] = {}
    for label in labels:
        if (match := PSEUDONYM.fullmatch(label)) and int(match[2]) < _HIGHEST_IN_TEXT:
            highest[match[1]] = max(int(match[2]), highest.get(match[1], 0))
    return highest


def number_in(content: dict[str, Names], interview: str, things: Sequence[Thing], barred: Collection[str]) -> list[str]:
    """Number what has no number yet in an interview, and note it in a vault's content: see `ProjectRegister.number`."""
    register = ProjectRegister(content)
    labels = register.number(things, barred)
    names = content.setdefault(interview, {})
    for label, (_, said) in zip(labels, things, strict=True):
        names[label] = list(dict.fromkeys([*said, *names.get(label, ())]))
    content[COUNTERS] = register.counters()
    return labels


def numbered(content: Mapping[str, Names], interview: str) -> Names:
    """Names of an interview that have numbers of the project, without those of when each interview had its own."""
    counted = content.get(COUNTERS)
    if counted is None:
        return {}
    own = {kind: int(of[1]) for kind, of in counted.items()}
    of_interview = content.get(interview, {})
    return {
        label: said
        for label, said in of_interview.items()
        if (match := PSEUDONYM.fullmatch(label)) and int(match[2]) > own.get(match[1], 0)
    }


def _counters(content: Mapping[str, Names]) -> Names:
    """Counters of a vault; of one that has none yet those that keep all its numbers from being given again."""
    if COUNTERS in content:
        return content[COUNTERS]
    highest: dict[str, int] = {}
    for names in content.values():
        for label in names:
            if match := PSEUDONYM.fullmatch(label):
                highest[match[1]] = max(int(match[2]), highest.get(match[1], 0))
    return {kind: [str(number), str(number)] for kind, number in highest.items()}
