"""What differs between two sequences of words, in a time that no text can make long.

difflib compares every occurrence of a word with every other one: a word (or a space) that stands in a text a hundred
thousand times costs it hours. Here the common begin and end go off first. Words that stand once on either side are the
same place (as in a patience diff); between them what is left is small in texts that are versions of one. A stretch
without such words is compared by its longest common subsequence, and cut in two halfway on both sides while it is too
large for that: coarse, and still right.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from rapidfuzz.distance import Indel

_FEW = 1024
"""Pairs of words up to which difflib compares a stretch, since it keeps words that stand together together."""
_MOST = 25_000_000
"""Pairs of words above which a stretch is cut in two: comparing so many takes 3 MiB and some tens of milliseconds."""
_DEEPEST = 6
"""How often a stretch between two places is searched for places of its own."""


@dataclass(frozen=True, slots=True)
class Change:
    """Words old[start:end] became new[new_start:new_end]; either may be empty, not both."""

    start: int
    end: int
    new_start: int
    new_end: int


def changes(old: Sequence[str], new: Sequence[str]) -> list[Change]:
    """Find what turns one sequence into another, in order; what lies between two changes is the same on both sides.

    The time grows with the lengths, by at most a bounded piece of work per stretch; memory stays within some MiB above
    that of the sequences.
    """
    found: list[Change] = []
    waiting = [(Change(0, len(old), 0, len(new)), 0)]
    while waiting:
        stretch, depth = waiting.pop()
        rest = _trimmed(old, new, stretch)
        if rest.start == rest.end or rest.new_start == rest.new_end:
            if rest.start != rest.end or rest.new_start != rest.new_end:
                found.append(rest)
            continue
        same = _places(old, new, rest) if depth < _DEEPEST else []
        if same:
            waiting += ((part, depth + 1) for part in _between(rest, same))
        elif _size(rest) > _MOST:
            waiting += ((part, _DEEPEST) for part in _halves(rest))
        else:
            found += _compared(old, new, rest)
    return _joined(sorted(found, key=lambda change: (change.start, change.new_start)))


def likeness(one: Sequence[str], other: Sequence[str], least: float = 0.0) -> float:
    """Share of words that two sequences have in common, in the same order: 1 when equal.

    Parameters
    ----------
    least
        Below this the answer may be 0: then the comparison is left when it cannot be reached any more.
    """
    total = len(one) + len(other)
    if not total:
        return 1.0
    if 2 * (Counter(one) & Counter(other)).total() < least * total:
        return 0.0
    changed = sum(change.end - change.start for change in changes(one, other))
    found = 2 * (len(one) - changed) / total
    return found if found >= least else 0.0


def _trimmed(old: Sequence[str], new: Sequence[str], at: Change) -> Change:
    """Leave out the words that a stretch begins and ends with on both sides."""
    start, end, new_start, new_end = at.start, at.end, at.new_start, at.new_end
    while start < end and new_start < new_end and old[start] == new[new_start]:
        start, new_start = start + 1, new_start + 1
    while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
        end, new_end = end - 1, new_end - 1
    return Change(start, end, new_start, new_end)


def _places(old: Sequence[str], new: Sequence[str], at: Change) -> list[tuple[int, int]]:
    """Places of the words that stand once on either side of a stretch, as many as keep their order."""
    ours, theirs = Counter(old[at.start : at.end]), Counter(new[at.new_start : at.new_end])
    there = {new[place]: place for place in range(at.new_start, at.new_end) if theirs[new[place]] == 1}
    pairs = [
        (place, there[old[place]])
        for place in range(at.start, at.end)
        if ours[old[place]] == 1 and old[place] in there and not old[place].isspace()
    ]
    return _rising(pairs)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Longest part of pairs in which the second numbers rise as the first do."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(pairs):
        at = bisect_left(ends, place)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [place]
        last[at : at + 1] = [number]
    chosen = []
    number = last[-1] if last else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = before[number]
    return chosen[::-1]


def _between(at: Change, same: Sequence[tuple[int, int]]) -> list[Change]:
    """Stretches before, between and after places that are the same."""
    starts = [(at.start, at.new_start), *((place + 1, new_place + 1) for place, new_place in same)]
    ends = [*same, (at.end, at.new_end)]
    return [Change(a, b, c, d) for (a, c), (b, d) in zip(starts, ends, strict=True)]


def _halves(at: Change) -> list[Change]:
    """Cut a stretch in two, halfway on both sides."""
    middle, new_middle = (at.start + at.end) // 2, (at.new_start + at.new_end) // 2
    return [
        Change(at.start, middle, at.new_start, new_middle),
        Change(middle, at.end, new_middle, at.new_end),
    ]


def _size(at: Change) -> int:
    """Count the pairs of words of a stretch."""
    return (at.end - at.start) * (at.new_end - at.new_start)


def _compared(old: Sequence[str], new: Sequence[str], at: Change) -> list[Change]:
    """Compare the words of a stretch that has no places."""
    ours, theirs = old[at.start : at.end], new[at.new_start : at.new_end]
    if not set(ours) & set(theirs):
        return [at]
    if _size(at) <= _FEW:
        codes: list[tuple[str, int, int, int, int]] = [
            *SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
        ]
    else:
        codes = [(o.tag, o.src_start, o.src_end, o.dest_start, o.dest_end) for o in Indel.opcodes(ours, theirs)]
    return [
        Change(at.start + a, at.start + b, at.new_start + c, at.new_start + d)
        for tag, a, b, c, d in codes
        if tag != "equal"
    ]


def _joined(found: Sequence[Change]) -> list[Change]:
    """Make one of changes that touch: words put in beside words taken out replace them."""
    joined: list[Change] = []
    for change in found:
        if joined and joined[-1].end == change.start and joined[-1].new_end == change.new_start:
            joined[-1] = Change(joined[-1].start, change.end, joined[-1].new_start, change.new_end)
        else:
            joined.append(change)
    return joined
