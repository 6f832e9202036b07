"""A turn in sentences, as far as its punctuation tells them; a longer row of words is cut."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from narratief.domain.interview import Interview, Turn
from narratief.domain.spans import Span, without_outer_space

_LONGEST = 40
"""Words of a sentence; of talk without punctuation so many go together. Chosen, not measured: spoken sentences of
the sample projects seldom have more."""
_SENTENCE = re.compile(r"[^.!?…\n]*+(?:[.!?…]++[\"'”’)\]]*+|\n|$)")
_WORD = re.compile(r"\S++")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a turn.

    Attributes
    ----------
    turn
        Whose it is.
    start, end
        Position in the interview's text.
    text
        Its words.
    opens
        Whether it begins the turn.
    """

    turn: Turn
    start: int
    end: int
    text: str
    opens: bool

    @property
    def words(self) -> int:
        """Number of its words."""
        return len(self.text.split())


def sentences_of(interview: Interview) -> list[Sentence]:
    """Divide all turns into sentences, in order."""
    found = []
    for turn in interview.turns:
        opens = True
        for start, end in _sentences(turn.text):
            at = turn.start
            found.append(Sentence(turn, at + start, at + end, turn.text[start:end], opens))
            opens = False
    return found


def _sentences(text: str) -> Iterator[Span]:
    """Find the sentences of a text; marks without words go with what is before them."""
    for match in _SENTENCE.finditer(text):
        span = without_outer_space(text, match.span())
        if span[0] < span[1]:
            yield from _cut(text, span)


def _cut(text: str, span: Span) -> Iterator[Span]:
    """Cut a sentence that is too long after so many words."""
    words = list(_WORD.finditer(text, *span))
    for first in range(0, len(words), _LONGEST):
        own = words[first : first + _LONGEST]
        yield own[0].start(), own[-1].end()
