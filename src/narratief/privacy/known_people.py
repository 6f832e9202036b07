"""The people of an interview with every way they were named, to find who is meant without going over all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from narratief.privacy.near_words import NearWords
from narratief.privacy.person_name import DIFFERENT, PersonName, likeness

_Known = tuple[int, PersonName]
"""Number of a person, and a way that person is named."""


class KnownPeople:
    """People by number, in the order in which they were added."""

    def __init__(self) -> None:
        self._words = NearWords()
        self._by_whole: dict[str, list[_Known]] = {}
        self._by_first_names: dict[str, list[_Known]] = {}
        self._alone: dict[str, list[_Known]] = {}
        self._full: dict[str, list[_Known]] = {}
        self._full_by_both: dict[tuple[str, str], list[_Known]] = {}
        self._full_by_initial: dict[tuple[str, str], list[_Known]] = {}

    def add(self, number: int, name: PersonName) -> None:
        """Add a way in which a person is named."""
        known = (number, name)
        if known in self._by_whole.get(name.whole, ()):
            return
        self._by_whole.setdefault(name.whole, []).append(known)
        self._by_first_names.setdefault(" ".join(name.first), []).append(known)
        self._words.add(name.last)
        if name.alone:
            self._alone.setdefault(name.last, []).append(known)
            return
        self._words.add(name.first[0])
        for word in {name.last, name.first[0]}:
            self._full.setdefault(word, []).append(known)
        self._full_by_both.setdefault((name.last, name.first[0]), []).append(known)
        self._full_by_initial.setdefault((name.last, name.first[0][0]), []).append(known)

    def find(self, name: PersonName) -> int | None:
        """Number of the person who is most likely meant, of equally likely ones the first; None when nobody is."""
        same = self._by_whole.get(name.whole)
        if same:
            return min(number for number, _ in same)
        best, found = DIFFERENT, None
        for number, known in self._candidates(name):
            alike = likeness(name, known)
            if alike > best or (alike == best != DIFFERENT and found is not None and number < found):
                best, found = alike, number
        return found

    def _candidates(self, name: PersonName) -> Iterator[_Known]:
        """Everybody whose name may be this one: no less than those that `likeness` finds alike."""
        yield from self._by_first_names.get(name.whole, ())
        yield from self._by_whole.get(" ".join(name.first), ())
        lasts = self._near(name.last)
        firsts = self._near(name.first[0]) if name.first else set()
        for word in lasts | firsts:
            yield from self._alone.get(word, ())
        if name.alone:
            for word in lasts:
                yield from self._full.get(word, ())
        else:
            yield from self._with_first_name(lasts, firsts, name.first[0])

    def _with_first_name(self, lasts: Iterable[str], firsts: set[str], first: str) -> Iterator[_Known]:
        """Full names with one of these surnames, and with one of these first names or the initial of one."""
        for last in lasts:
            for each in firsts | {first[0]}:
                yield from self._full_by_both.get((last, each), ())
            if len(first) == 1:
                yield from self._full_by_initial.get((last, first), ())

    def _near(self, word: str) -> set[str]:
        """A word and the known words near it."""
        return self._words.find(word) | {word}
