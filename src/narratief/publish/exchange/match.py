"""Which interview of the store an interview from a file is, and where its words are in the stored text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.domain.alignment import likeness
from narratief.domain.interview import Interview
from narratief.domain.off_record import masked_text
from narratief.domain.spans import Edit, Span, edits_between, moved
from narratief.store.review.project_state import interview_state
from narratief.store.schema import InterviewRow

ALIKE, NEARLY_SAME = 0.6, 0.9
"""Share of words in common from which texts are the same interview: with the same name, and with another one.

Chosen, not measured: another program may replace names and correct typing errors, which leaves most words as they are;
without the same name as a second sign, nearly all of them must be.
"""


@dataclass(frozen=True, slots=True)
class MatchedInterview:
    """An interview of the store, with what differs between its text and that of the file."""

    row: InterviewRow
    edits: tuple[Edit, ...] = ()

    def span(self, start: int, end: int) -> Span:
        """Positions in the stored text of words at these positions of the file's text."""
        return moved((start, end), self.edits) if self.edits else (start, end)


def match_interview(session: Session, project_id: int, interview: Interview) -> MatchedInterview | None:
    """Find the interview of a project that one from a file is; None when the project does not have it.

    The same text, or what an export makes of it, is the same interview whatever it is called. A text that differs
    (names were replaced by pseudonyms, typing errors corrected) must have the same name, or differ little.
    """
    rows = list(session.scalars(select(InterviewRow).filter_by(project_id=project_id).order_by(InterviewRow.file)))
    named = [row for row in rows if row.file == interview.file] or [
        row for row in rows if Path(row.file).stem == Path(interview.file).stem
    ]
    for row in (*named, *rows):
        if row.text == interview.text or _is_exported(session, row, interview.text):
            return MatchedInterview(row)
    for row in (*named, *rows):
        if alike(interview.text, row.text, ALIKE if row in named else NEARLY_SAME):
            return MatchedInterview(row, tuple(edits_between(interview.text, row.text)))
    return None


def _is_exported(session: Session, row: InterviewRow, text: str) -> bool:
    """Tell whether a text is an interview as an export has it: as long, without the words not for publication."""
    if len(text) != len(row.text):
        return False
    return masked_text(row.text, (each.span for each in interview_state(session, row.id).off_record)) == text


def alike(one: str, other: str, least: float) -> bool:
    """Whether two texts have at least this share of words in common, so that they are versions of one text."""
    return likeness(one.split(), other.split(), least) >= least
