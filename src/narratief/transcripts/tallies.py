"""How often each possible label of a transcript occurs, and in which shapes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

from narratief.transcripts.labels import Label, label_words, looks_like_name
from narratief.transcripts.vocabulary import INTERVIEWER_WORDS, NEUTRAL_WORDS, NO_SPEAKERS, RESIDENT_WORDS

_PARTS = INTERVIEWER_WORDS | RESIDENT_WORDS | NEUTRAL_WORDS
STRONG = frozenset({"colon", "time", "voice"})
"""Kinds of labels that are a strong sign of a speaker."""


@dataclass(slots=True)
class Tally:
    """How often one label occurs, and in which shapes."""

    names: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    timed: int = 0

    @property
    def name(self) -> str:
        """The commonest way it is written."""
        return self.names.most_common(1)[0][0]

    @property
    def strong(self) -> int:
        """Number of times it stands before a colon or time stamp, or is named by the format."""
        return sum(self.kinds[kind] for kind in STRONG)

    @property
    def weak(self) -> int:
        """Number of times it stands on its own line, before a dash or tab, or in bold."""
        return self.kinds.total() - self.strong


def tally_labels(labels: Sequence[list[Label]]) -> dict[str, Tally]:
    """Count every possible label of a document."""
    tallies: dict[str, Tally] = {}
    for label in chain.from_iterable(labels):
        if label.key:
            tally = tallies.setdefault(label.key, Tally())
            tally.names[label.name] += 1
            tally.kinds[label.kind] += 1
            tally.timed += label.timed
    return tallies


def is_part(name: str) -> bool:
    """Whether a label is made of a word for a part in the talk ("Interviewer", "Bewoner 2", "Sanne (interviewer)")."""
    words = label_words(name)
    if not words or len(words) > 4 or not any(word in _PARTS for word in words):
        return False
    if words[0] in _PARTS:
        return all(word in _PARTS or word.isdigit() for word in words) or looks_like_name(name)
    return words[0] not in NO_SPEAKERS and looks_like_name(name)
