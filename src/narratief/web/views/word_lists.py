"""What lists of words change, as a page shows it: per word how often, in how many interviews, and some sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from narratief.domain.dutch import counted
from narratief.domain.entities import PSEUDONYM_NAMES
from narratief.store.review.word_lists import ListChange

_SENTENCES = 5
"""Sentences that are shown of each word; chosen: enough to see what kind of word it is."""


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A sentence that changes."""

    interview: int
    file: str
    text: str


@dataclass(frozen=True, slots=True)
class ChangedWord:
    """A word that goes, or comes back.

    Attributes
    ----------
    kind
        What it is replaced as ("PERSOON").
    where
        How often, in how many interviews.
    more
        Sentences that are not shown.
    """

    words: str
    kind: str
    where: str
    sentences: tuple[ShownSentence, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ChangedWords:
    """Words that go, and words that come back."""

    going: tuple[ChangedWord, ...]
    staying: tuple[ChangedWord, ...]


def changed_words(changes: Iterable[ListChange]) -> ChangedWords:
    """Put changes of all interviews together, word by word."""
    together: dict[tuple[bool, str, str], list[ListChange]] = {}
    for change in changes:
        together.setdefault((change.hidden, change.kind, change.words.casefold()), []).append(change)
    words = [(key[0], _word(each)) for key, each in together.items()]
    return ChangedWords(tuple(w for hidden, w in words if hidden), tuple(w for hidden, w in words if not hidden))


def _word(changes: list[ListChange]) -> ChangedWord:
    """One word with its sentences."""
    places = sum(len(each.places) for each in changes)
    sentences = [ShownSentence(each.interview, each.file, text) for each in changes for text in each.sentences]
    where = f"{counted(places, 'plek', 'plekken')} in {counted(len(changes), 'gesprek', 'gesprekken')}"
    first = changes[0]
    shown = tuple(sentences[:_SENTENCES])
    return ChangedWord(first.words, PSEUDONYM_NAMES[first.kind], where, shown, len(sentences) - len(shown))
