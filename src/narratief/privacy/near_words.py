"""Words that differ by one slip: known ones are found without comparing with all of them.

Two such words have a spelling in common when one letter is left out of either, or of the longer one only (the idea of
SymSpell, Garbe 2012): words are kept under each spelling with one letter less.
"""

from __future__ import annotations

from collections.abc import Iterator

_SHORTEST = 5
"""Letters; shorter names that differ by a letter are mostly two names ("Jan" and "Jaap")."""
_LONGEST = 100
"""Letters; keeping a longer one costs its length squared, and no name is that long."""


def near(one: str, other: str) -> bool:
    """Tell whether two words of five letters or more differ by one letter, or by two that changed places.

    Parameters
    ----------
    one, other
        Lower-case words.
    """
    if min(len(one), len(other)) < _SHORTEST or max(len(one), len(other)) > _LONGEST or abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    rest, other_rest = one[start:], other[start:]
    if len(one) < len(other):
        return rest == other_rest[1:]
    swapped = rest[:2] == other_rest[:2][::-1] and rest[2:] == other_rest[2:]
    return rest[1:] == other_rest[1:] or swapped


class NearWords:
    """Words to find again by what is near."""

    def __init__(self) -> None:
        self._known: set[str] = set()
        self._by_spelling: dict[str, list[str]] = {}

    def add(self, word: str) -> None:
        """Add a word; a second time changes nothing."""
        if word not in self._known:
            self._known.add(word)
            for spelling in _spellings(word):
                self._by_spelling.setdefault(spelling, []).append(word)

    def find(self, word: str) -> set[str]:
        """Find the known words that are near a word; the word itself is among them when it is known and long enough."""
        kept = (known for spelling in _spellings(word) for known in self._by_spelling.get(spelling, ()))
        return {known for known in kept if near(word, known)}


def _spellings(word: str) -> Iterator[str]:
    """A word and what is left of it without each of its letters; nothing for one that no other can be near."""
    if _SHORTEST <= len(word) <= _LONGEST:
        yield word
        yield from {word[:cut] + word[cut + 1 :] for cut in range(len(word))}
