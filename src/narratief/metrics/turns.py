"""Whether the residents' turns were read rightly from the transcripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from narratief.domain.interview import Interview, normalise
from narratief.metrics.gold import GoldTurn

_SHOWN = 50  # characters of a wrongly read turn that a report shows at least


@dataclass(frozen=True, slots=True)
class Misread:
    """A resident turn of gold that is not where it should be.

    Attributes
    ----------
    expected
        First words according to gold.
    found
        First words of the turn read at that position; empty when there is none.
    elsewhere
        Position among the resident's turns where the words do stand (a turn before it was split, joined or missed);
        None when nowhere.
    """

    file: str
    turn: int
    expected: str
    found: str
    elsewhere: int | None


@dataclass(frozen=True, slots=True)
class TurnScores:
    """How the turns read compare with gold.

    Attributes
    ----------
    expected
        Number of resident turns in gold.
    right
        Number of those read rightly: at the same position, beginning with the same words.
    read
        Number of resident turns read from the files that gold knows.
    extra
        Number of turns read beyond those that gold has of their file.
    missing_files
        Files of gold that were not read.
    misread
        The turns that are not right, in gold's order.
    """

    expected: int
    right: int
    read: int
    extra: int
    missing_files: tuple[str, ...]
    misread: tuple[Misread, ...]

    @property
    def share(self) -> float | None:
        """Share of gold's turns read rightly; None when gold has none."""
        return self.right / self.expected if self.expected else None

    @property
    def missing(self) -> int:
        """Number of gold's turns whose words were found nowhere among the resident's turns."""
        return sum(turn.elsewhere is None for turn in self.misread)


def compare_turns(gold: Sequence[GoldTurn], interviews: Iterable[Interview]) -> TurnScores:
    """Compare interviews with gold.

    Parameters
    ----------
    interviews
        As read, before pseudonymisation: gold has the names that were said.
    """
    known = {turn.file for turn in gold}
    read = {
        interview.file: [_squeezed(turn.text) for turn in interview.resident_turns]
        for interview in interviews
        if interview.file in known
    }
    misread = tuple(wrong for turn in gold if (wrong := _misread(turn, read.get(turn.file, []))) is not None)
    last = {file: max(turn.turn for turn in gold if turn.file == file) for file in known}
    return TurnScores(
        expected=len(gold),
        right=len(gold) - len(misread),
        read=sum(map(len, read.values())),
        extra=sum(max(0, len(turns) - last[file] - 1) for file, turns in read.items()),
        missing_files=tuple(sorted(known - read.keys())),
        misread=misread,
    )


def total(scores: Iterable[TurnScores]) -> TurnScores:
    """Add the scores of several projects."""
    parts = tuple(scores)
    return TurnScores(
        expected=sum(part.expected for part in parts),
        right=sum(part.right for part in parts),
        read=sum(part.read for part in parts),
        extra=sum(part.extra for part in parts),
        missing_files=tuple(file for part in parts for file in part.missing_files),
        misread=tuple(turn for part in parts for turn in part.misread),
    )


def _misread(turn: GoldTurn, read: Sequence[str]) -> Misread | None:
    """None when the turn stands at its place; else what was there instead."""
    start = _squeezed(turn.start)
    found = read[turn.turn] if turn.turn < len(read) else ""
    if found.startswith(start):
        return None
    elsewhere = next((place for place, text in enumerate(read) if text.startswith(start)), None)
    return Misread(turn.file, turn.turn, start, found[: max(len(start), _SHOWN)], elsewhere)


def _squeezed(text: str) -> str:
    """Text in which only single blanks divide the words, in the stored Unicode form."""
    return " ".join(normalise(text).split())
