"""What was said around a fragment: its whole turn, and the turns before and after."""

from __future__ import annotations

from dataclasses import dataclass

from narratief.domain.interview import Role, Turn
from narratief.domain.spans import Span
from narratief.store.review.review_state import InterviewState

ROLE_NAMES: dict[Role, str] = {"resident": "Bewoner", "interviewer": "Interviewer", "other": "Iemand anders"}


@dataclass(frozen=True, slots=True)
class Said:
    """A turn as it is shown around a fragment.

    Attributes
    ----------
    who
        Who speaks, in Dutch, with the speaker's label where the transcript has one.
    parts
        Its words in order, each with whether they are the fragment's.
    """

    who: str
    parts: tuple[tuple[str, bool], ...]


def around(state: InterviewState, span: Span) -> tuple[Said, ...]:
    """Lay out the turn that words stand in, with one turn before and one after; empty when no turn has them."""
    turns = state.interview.turns
    at = next((place for place, turn in enumerate(turns) if turn.start <= span[0] < turn.end), None)
    if at is None:
        return ()
    return tuple(_said(turn, state.interview.text, span) for turn in turns[max(0, at - 1) : at + 2])


def _said(turn: Turn, text: str, span: Span) -> Said:
    """Divide a turn into the words of a fragment and those around them."""
    name = ROLE_NAMES[turn.role]
    who = name if turn.speaker in ("", name) else f"{name} ({turn.speaker})"
    start, end = (min(max(edge, turn.start), turn.end) for edge in span)
    pieces = ((text[turn.start : start], False), (text[start:end], True), (text[end : turn.end], False))
    return Said(who, tuple(piece for piece in pieces if piece[0]))
