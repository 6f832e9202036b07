"""What stands around a fragment in its turn, as far as a reader of the fragment alone would miss it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from narratief.domain.marks import has_punctuation, stops

TURNS = re.compile(
    r"[\s\"'“‘(]*(?:(?:ja|nee|nou|eh|uh)[,.…]?\s+)?"
    r"(?:maar(?!\s+(?:goed|ja|nee|wat wilt|wilt|wil|u|vertel)\b)|alleen|toch|tenzij|behalve)\b",
    re.IGNORECASE,
)
"""What begins like this says that what was just said is not all, or not so."""
_AFTER = 80  # characters after a fragment that are looked at
_BEFORE = 200  # characters before it


@dataclass(frozen=True, slots=True)
class Surroundings:
    """How a fragment lies in its turn.

    Attributes
    ----------
    opens
        Whether the turn begins with it.
    begins_cut, ends_cut
        Whether it begins or ends in the middle of a sentence; never where a turn has no marks of sentence ends.
    turned
        Whether the words after it turn it ("Maar …").
    """

    opens: bool = True
    begins_cut: bool = False
    ends_cut: bool = False
    turned: bool = False


class Around:
    """Tells how stretches of one turn lie in it.

    Parameters
    ----------
    turn
        All words of the turn.
    """

    def __init__(self, turn: str) -> None:
        self._turn = turn
        self._marked = has_punctuation(turn)

    def of(self, start: int, end: int) -> Surroundings:
        """How the stretch between two positions in the turn lies in it."""
        before = self._turn[max(0, start - _BEFORE) : start]
        after = self._turn[end : end + _AFTER]
        words = self._turn[start:end]
        rest = bool(after.strip())
        return Surroundings(
            opens=not before.strip(),
            begins_cut=self._marked and not stops(before),
            ends_cut=self._marked and rest and not stops(words),
            turned=rest and bool(TURNS.match(after)),
        )


_MARK = re.compile(r"(?<![.?!…])[.?!…]+[\"'”’)]*\s+|\n+")
_SENTENCE_REACH = 160
"""Characters on either side that a sentence is shown with at most; a layout choice."""


def sentence_around(text: str, start: int, end: int) -> str:
    """Give the sentence that words stand in, as marks divide it, cut at whole words where it is long.

    Parameters
    ----------
    text
        Of a turn.
    start, end
        Where the words stand.
    """
    begin = max((m.end() for m in _MARK.finditer(text, max(0, start - _SENTENCE_REACH), start)), default=None)
    if begin is None:
        begin = 0 if start <= _SENTENCE_REACH else text.find(" ", start - _SENTENCE_REACH, start) + 1 or start
    after = _MARK.search(text, end, end + _SENTENCE_REACH)
    if after:
        return text[begin : after.end()].strip()
    stop = end + _SENTENCE_REACH
    if stop < len(text):
        stop = max(end, text.rfind(" ", end, stop))
    return text[begin:stop].strip()
