"""People's word on what may be published: words that they hold back, and words that they release."""

from __future__ import annotations

from sqlalchemy.orm import Session

from narratief.domain.actions import Action, HoldBack, OffRecordAction, Release
from narratief.domain.decision import Author, Decision
from narratief.domain.errors import Gone, Refusal
from narratief.domain.spans import Span, overlap
from narratief.store.decision_log import record
from narratief.store.review.decide import trimmed
from narratief.store.review.project_state import interview_state
from narratief.store.schema import InterviewRow


def hold_back(
    session: Session,
    author: Author,
    interview_id: int,
    span: Span,
    *,
    seen: int | None = None,
    request: str | None = None,
) -> Decision[Action]:
    """Say that words are not for publication.

    Parameters
    ----------
    span
        Position of the words in the interview's text.
    seen, request
        See `narratief.store.review.decide.decide`.

    Raises
    ------
    Refusal
        When there are no words there, or they are not within one turn.
    """
    return _decide(session, author, interview_id, HoldBack(), span, seen, request)


def release(
    session: Session,
    author: Author,
    interview_id: int,
    span: Span,
    *,
    seen: int | None = None,
    request: str | None = None,
) -> Decision[Action]:
    """Say that words may be published after all; for the parameters see `hold_back`.

    Raises
    ------
    Refusal
        When nothing there is held back, or the words are not within one turn.
    """
    return _decide(session, author, interview_id, Release(), span, seen, request)


def _decide(
    session: Session,
    author: Author,
    interview_id: int,
    action: OffRecordAction,
    span: Span,
    seen: int | None,
    request: str | None,
) -> Decision[Action]:
    """Record whether words are for publication."""
    row = session.get(InterviewRow, interview_id)
    if row is None:
        raise Gone("Dit gesprek bestaat niet (meer).")
    words = trimmed(row, span)
    held = interview_state(session, interview_id).off_record
    if isinstance(action, Release) and not any(overlap(each.span, words) for each in held):
        raise Refusal("Deze woorden mogen al gepubliceerd worden.", "Laad de pagina opnieuw.")
    return record(session, author, row.project_id, action, interview_id=row.id, span=words, seen=seen, request=request)
