"""Questions to a language model with their answers: kept, found again, and forgotten with the words they were about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from narratief.domain.spans import Span
from narratief.store.schema import ModelAnswer


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked.

    Attributes
    ----------
    purpose, version
        Of the prompt file.
    model
        Name of the model.
    hash
        Of all that the answer depends on (64 hex digits).
    messages
        What was sent: role and text.
    places
        Of the words that were sent: interview id and position, in order.
    """

    purpose: str
    version: int
    model: str
    hash: str
    messages: Sequence[tuple[str, str]]
    places: Sequence[tuple[int, Span]]


def keep_answer(
    session: Session,
    project_id: int,
    asked: Asked,
    answer: str,
    *,
    made_by: str,
    interview_id: int | None = None,
    dropped: Mapping[str, int] | None = None,
) -> ModelAnswer:
    """Keep an answer with what was asked.

    Parameters
    ----------
    interview_id
        The interview whose words were sent; None when words of several were.
    dropped
        How much of the answer did not hold, by why.
    """
    row = ModelAnswer(
        project_id=project_id,
        interview_id=interview_id,
        purpose=asked.purpose,
        version=asked.version,
        model=asked.model,
        hash=asked.hash,
        messages=[list(message) for message in asked.messages],
        answer=answer,
        places=[[number, *span] for number, span in asked.places],
        dropped=dict(dropped or {}),
        made_by=made_by,
    )
    session.add(row)
    session.flush()
    return row


def answers_of(session: Session, project_id: int, purpose: str) -> list[ModelAnswer]:
    """Read a project's answers for one purpose, oldest first."""
    query = select(ModelAnswer).filter_by(project_id=project_id, purpose=purpose)
    return list(session.scalars(query.order_by(ModelAnswer.id)))


def answered(session: Session, project_id: int, purpose: str) -> frozenset[tuple[int | None, str]]:
    """Tell what was asked before: pairs of interview and hash."""
    query = select(ModelAnswer.interview_id, ModelAnswer.hash).filter_by(project_id=project_id, purpose=purpose)
    return frozenset(session.execute(query).tuples())


def forget_answers(session: Session, project_id: int, interview_id: int) -> None:
    """Delete what was asked and answered about an interview, alone or with others: its words changed, or must go."""
    about = or_(ModelAnswer.interview_id == interview_id, ModelAnswer.interview_id.is_(None))
    session.execute(delete(ModelAnswer).where(ModelAnswer.project_id == project_id, about))
