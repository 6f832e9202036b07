"""Finding out how another tool counted characters, and converting its positions to the stored text.

Tools disagree on whether a line end of two characters (CRLF) counts once or twice, whether a byte-order mark counts,
and whether an emoji is one character or two. A file does not say which. The selections themselves show it: counted in
the right way, they begin and end at whole words and hold the words that their names repeat.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from narratief.domain.interview import normalise
from narratief.domain.spans import Span

SHORTEST_NAME = 6
"""Least characters of a name that is taken to repeat a selection's words: chosen, not measured; fewer fit by chance."""

_CUT = re.compile(r"[a-zA-Z]")
_PIECE = 2000
"""Characters of a piece whose stored length is measured at once: chosen, not measured; it only bounds the work."""

MARGIN = 0.25
"""Ends per selection, of two, that must fall better between words before another way of counting is believed.

Chosen, not measured: in a few selections some ends fall between words by chance.
"""


@dataclass(frozen=True, slots=True)
class Selected:
    """A selection as another tool wrote it: positions as that tool counts, and its name."""

    start: int
    end: int
    name: str = ""


def stored_spans(raw: str, selections: Sequence[Selected], *, standard: bool = False) -> list[Span | None]:
    """Convert selections to positions in the stored text (``normalise(raw)``), in code points, end exclusive.

    Parameters
    ----------
    raw
        The text as the other tool keeps it, with its line ends and byte-order mark.
    standard
        Whether positions are known to count as narratief does, so that nothing needs to be found out.

    Returns
    -------
    list
        Per selection its start and end; None for a selection that begins beyond the text.
    """
    text = normalise(raw)
    usual, *others = _countings(raw)
    best = [_span(usual, selection, len(text)) for selection in selections]
    if standard:
        return best
    best_score = _score(text, selections, best)
    for counting in others:
        spans = [_span(counting, selection, len(text)) for selection in selections]
        score = _score(text, selections, spans)
        clearly = score[2] > best_score[2] + len(selections) * MARGIN
        if score[:2] > best_score[:2] or (score[:2] == best_score[:2] and clearly):
            best, best_score = spans, score
    return best


class _Counting:
    """One way of counting the characters of a raw text."""

    def __init__(self, raw: str, marks: Sequence[int], lines: Sequence[int], pairs: Sequence[int]) -> None:
        self._raw = raw
        self._same = normalise(raw) == raw
        self._known: dict[int, int] = {}
        # A letter of ASCII never joins what stands before it, so that a text may be measured in pieces.
        self._cuts = [0]
        while match := _CUT.search(raw, self._cuts[-1] + _PIECE):
            self._cuts.append(match.start())
        self._lengths = [0]
        changes = sorted([(at, -1) for at in (*marks, *lines)] + [(at, 1) for at in pairs])
        self._reached: list[int] = []
        self._shift = [0]
        for at, change in changes:
            shift = self._shift[-1] + change
            self._reached.append(at + 1 + shift + (change < 0))
            self._shift.append(shift)

    def stored(self, position: int) -> int:
        """Position in the stored text of a position that is counted in this way."""
        raw = max(0, position - self._shift[bisect_right(self._reached, position)])
        if self._same:
            return raw
        if self._raw[raw - 1 : raw + 1] == "\r\n" and raw:
            raw -= 1
        if raw not in self._known:
            self._known[raw] = self._length_before(raw)
        return self._known[raw] + max(0, raw - len(self._raw))

    def _length_before(self, raw: int) -> int:
        """Length in stored form of the text before a position, measured from the nearest cut."""
        at = bisect_right(self._cuts, raw) - 1
        while len(self._lengths) <= at:
            done = len(self._lengths)
            self._lengths.append(self._lengths[-1] + self._stored_length(self._cuts[done - 1], self._cuts[done]))
        return self._lengths[at] + self._stored_length(self._cuts[at], raw)

    def _stored_length(self, start: int, end: int) -> int:
        """Length in stored form of a piece; only at the start of the text a byte-order mark is removed."""
        piece = self._raw[start:end]
        return len(normalise(piece) if start == 0 else normalise(f" {piece}")) - (start > 0)


def _countings(raw: str) -> list[_Counting]:
    """List the ways of counting that make a difference for this text, the usual one first."""
    mark = [0] if raw.startswith("\ufeff") else []
    lines = [match.start() for match in re.finditer("\r\n", raw)]
    pairs = [match.start() for match in re.finditer("[\U00010000-\U0010ffff]", raw)]
    options = itertools.product(
        [[], pairs] if pairs else [[]],
        [lines, []] if lines else [[]],
        [mark, []] if mark else [[]],
    )
    return [_Counting(raw, marks, ends, twice) for twice, ends, marks in options]


def _span(counting: _Counting, selection: Selected, length: int) -> Span | None:
    """Start and end of a selection by one way of counting; None when it begins beyond the text."""
    low, high = sorted((selection.start, selection.end))
    start, end = counting.stored(low), counting.stored(high)
    return None if start > length or (start == length and end > start) else (start, min(end, length))


def _score(text: str, selections: Sequence[Selected], spans: Sequence[Span | None]) -> tuple[int, int, int]:
    """Score how well positions fit: selections within the text, those that repeat their name, ends between words."""
    inside = named = between = 0
    for selection, span in zip(selections, spans, strict=True):
        if span is None:
            continue
        start, end = span
        inside += 1
        named += _repeats(text[start:end], selection.name)
        between += _is_start(text, start) + _is_end(text, end)
    return inside, named, between


def _repeats(quote: str, name: str) -> bool:
    """Whether the name of a selection repeats its words."""
    words = " ".join(name.split()).removesuffix("…").removesuffix("...").strip()
    return len(words) >= SHORTEST_NAME and " ".join(quote.split()).startswith(words)


def _is_start(text: str, at: int) -> bool:
    """Whether a word or sign begins at a position."""
    return at < len(text) and not text[at].isspace() and not (at and text[at - 1].isalnum() and text[at].isalnum())


def _is_end(text: str, at: int) -> bool:
    """Whether a word or sign ends at a position."""
    if not 0 < at <= len(text) or text[at - 1].isspace():
        return False
    return at == len(text) or not (text[at - 1].isalnum() and text[at].isalnum())
