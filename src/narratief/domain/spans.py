"""Where words are: trimming and widening their place, and finding it again when the text or its fragments changed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from re import findall

from narratief.domain.alignment import changes

Span = tuple[int, int]
Edit = tuple[int, int, str]

_SAME = 0.5  # share of the words of the shorter of two spans that make them the same place


def find_words(text: str, span: Span | None, words: str) -> Span | None:
    """Find words in a text.

    Parameters
    ----------
    text
        Of the interview, as it is now.
    span
        Where they were.
    words
        What stood there.

    Returns
    -------
    tuple or None
        Their place: the same one when the words still stand there, else the only other place; None when they are
        gone or may be at several places.
    """
    if span is None or not words:
        return None
    if text[span[0] : span[1]] == words:
        return span
    first = text.find(words)
    if first < 0 or text.find(words, first + 1) >= 0:
        return None
    return first, first + len(words)


def without_outer_space(text: str, span: Span) -> Span:
    """Trim a span: within the text, no white space at its ends; empty when there is nothing else in it."""
    start, end = max(0, span[0]), min(span[1], len(text))
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def to_whole_words(text: str, span: Span) -> Span:
    """Widen a span to whole words (letters and digits in a row), so that no part of a name is left standing."""
    start, end = span
    while 0 < start < end and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while start < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def to_white_space(text: str, span: Span) -> Span:
    """Widen a span to the white space around it, and trim what white space it had at its ends."""
    start, end = span
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return without_outer_space(text, (start, end))


def back_to_word_end(text: str, span: Span) -> Span:
    """Shorten a span that ends inside a word to where that word begins."""
    start, end = span
    while start < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end -= 1
    return start, end


def union(spans: Iterable[Span]) -> list[Span]:
    """Join spans that overlap or touch; in order."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


class SpanIndex:
    """Spans that do not overlap each other, to ask of a place without going over all of them.

    Parameters
    ----------
    spans
        In any order.
    """

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)

    def overlaps(self, start: int, end: int) -> bool:
        """Tell whether a stretch shares a character with one of the spans."""
        at = bisect_left(self._spans, end, key=_start) - 1
        return at >= 0 and self._spans[at][1] > start

    def holds(self, start: int, end: int) -> bool:
        """Tell whether a stretch lies wholly in one of the spans."""
        at = bisect_right(self._spans, start, key=_start) - 1
        return at >= 0 and self._spans[at][1] >= end


def _start(span: Span) -> int:
    """Where a span begins."""
    return span[0]


def overlap(one: Span, other: Span) -> int:
    """Count the characters that two spans share."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def shared_enough(one: Span, other: Span) -> bool:
    """Tell whether two spans are about the same words: at least half of the shorter one lies in the other."""
    shorter = min(one[1] - one[0], other[1] - other[0])
    return shorter > 0 and overlap(one, other) >= _SAME * shorter


def home_of(span: Span, places: Iterable[Span], carrying: Collection[Span]) -> Span | None:
    """Find the fragment that a decision about a span belongs to now.

    Parameters
    ----------
    span
        The words of the decision.
    places
        The fragments.
    carrying
        Those that carry the decision's theme; one of them is taken when it shares enough words.

    Returns
    -------
    tuple or None
        None when no fragment is near enough: the decision then needs a fragment of its own.
    """
    best: tuple[bool, float, Span] | None = None
    for place in places:
        shared = overlap(span, place)
        if not shared:
            continue
        likeness = shared / (max(span[1], place[1]) - min(span[0], place[0]))
        carries = place in carrying and shared_enough(span, place)
        if (carries or likeness >= _SAME) and (best is None or (carries, likeness) > best[:2]):
            best = (carries, likeness, place)
    return best[2] if best else None


def edits_between(old: str, new: str) -> list[Edit]:
    """Find the edits that turn one text into another, in whole words, in order: start, end, replacement."""
    ours, theirs = findall(r"\s+|\S+", old), findall(r"\s+|\S+", new)
    start_of = _positions(ours)
    return [
        _without_shared_marks(
            old, (start_of[each.start], start_of[each.end], "".join(theirs[each.new_start : each.new_end]))
        )
        for each in changes(ours, theirs)
    ]


def _without_shared_marks(old: str, edit: Edit) -> Edit:
    """Leave marks that stand around both the old and the new words (a full stop, a bracket) out of an edit."""
    start, end, words = edit
    while start < end and words and old[start] == words[0] and not words[0].isalnum():
        start, words = start + 1, words[1:]
    while start < end and words and old[end - 1] == words[-1] and not words[-1].isalnum():
        end, words = end - 1, words[:-1]
    return start, end, words


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Apply edits (in order, not overlapping) to a text."""
    parts, at = [], 0
    for start, end, words in edits:
        parts += [text[at:start], words]
        at = end
    return "".join([*parts, text[at:]])


def moved(span: Span, edits: Sequence[Edit]) -> Span:
    """Place of a span after edits; a border inside replaced words goes to the replacement's outer side."""
    return _moved(span[0], edits, outward=False), _moved(span[1], edits, outward=True)


def _moved(position: int, edits: Sequence[Edit], *, outward: bool) -> int:
    """Place of one border of a span; outward is true for its end."""
    shift = 0
    for start, end, words in edits:
        if start < position < end or (start < end and position == (end if outward else start)):
            return start + shift + (len(words) if outward else 0)
        if end <= position if start < end or not outward else end < position:
            shift += len(words) - (end - start)
        else:
            break
    return position + shift


def _positions(parts: Sequence[str]) -> list[int]:
    """Positions where each part begins, and where the last one ends."""
    positions = [0]
    for part in parts:
        positions.append(positions[-1] + len(part))
    return positions
