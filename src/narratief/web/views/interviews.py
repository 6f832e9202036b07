"""The list of a project's interviews: how far the review of each is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narratief.store.review.project_state import ProjectState
from narratief.store.review.review_state import InterviewState
from narratief.web.views.queue import Progress, progress

NamedFile = tuple[int, str]


@dataclass(frozen=True, slots=True)
class InterviewLine:
    """An interview in the list.

    Attributes
    ----------
    words
        Words that residents said in it.
    themes
        Different themes that count in it.
    orphans
        Decisions that have no place any more.
    """

    id: int
    file: str
    words: int
    fragments: int
    themes: int
    reviewed: Progress
    orphans: int


def interview_lines(state: ProjectState) -> list[InterviewLine]:
    """List a project's interviews."""
    return [_line(number, own) for number, own in state.interviews.items()]


def neighbours(files: Sequence[NamedFile], interview_id: int) -> dict[str, NamedFile | None]:
    """Interviews before and after one in a list.

    Parameters
    ----------
    files
        Number and file of each interview, in the order of the list.
    """
    at = [number for number, _ in files].index(interview_id)
    return {
        "previous": files[at - 1] if at > 0 else None,
        "next": files[at + 1] if at + 1 < len(files) else None,
    }


def _line(number: int, state: InterviewState) -> InterviewLine:
    """Count what the list tells of one interview."""
    return InterviewLine(
        number,
        state.interview.file,
        sum(len(turn.text.split()) for turn in state.interview.resident_turns),
        len(state.fragments),
        len({code.theme for code in state.codes if code.counts}),
        progress(state.codes),
        len(state.orphans),
    )
