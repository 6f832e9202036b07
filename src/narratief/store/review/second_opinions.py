"""What a language model gave fragments, beside the machine coder and people: for comparing, never for counting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from narratief.domain.spans import Span
from narratief.store.model_answers import answers_of
from narratief.store.schema import ModelAnswer, SecondCode

PURPOSE = "coderen"
"""Name of the prompt that codes are asked with."""


@dataclass(frozen=True, slots=True)
class Said:
    """Why the model gave a theme.

    Attributes
    ----------
    evidence
        Position of the words that it quoted, in the interview's stored text.
    reason
        One sentence.
    """

    evidence: Span
    reason: str


SecondCodeSaid = tuple[Span, str, Said]
"""A code by a model: place of the fragment in the interview's stored text, theme, and why."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a model said of one interview.

    Attributes
    ----------
    asked
        Fragments that were put to it and whose answer could be read.
    codes
        By fragment and theme.
    """

    model: str
    asked: frozenset[Span]
    codes: Mapping[tuple[Span, str], Said]


@dataclass(slots=True)
class _Made:
    """An opinion while it is collected."""

    model: str = ""
    asked: set[Span] = field(default_factory=set)
    codes: dict[tuple[Span, str], Said] = field(default_factory=dict)


def keep_second_codes(session: Session, answer: ModelAnswer, codes: Iterable[SecondCodeSaid]) -> None:
    """Keep the codes that hold in what a model answered about fragments of one interview."""
    for span, theme, said in codes:
        session.add(
            SecondCode(
                answer_id=answer.id,
                interview_id=answer.interview_id,
                start=span[0],
                end=span[1],
                theme=theme,
                evidence=list(said.evidence),
                reason=said.reason,
            )
        )
    session.flush()


def second_opinions(session: Session, project_id: int) -> dict[int, Opinion]:
    """Read what the model that was asked last said of each interview, by interview id; empty when none was asked."""
    answers = answers_of(session, project_id, PURPOSE)
    if not answers:
        return {}
    model = answers[-1].model
    counting = {row.id: row for row in answers if row.model == model and "unreadable" not in row.dropped}
    made: dict[int, _Made] = {}
    for row in counting.values():
        own = made.setdefault(row.interview_id or 0, _Made(model))
        own.asked |= {(start, end) for _, start, end in row.places}
    for code in session.scalars(select(SecondCode).where(SecondCode.answer_id.in_(counting)).order_by(SecondCode.id)):
        start, end = code.evidence
        own = made[code.interview_id]
        own.codes.setdefault(((code.start, code.end), code.theme), Said((start, end), code.reason))
    return {number: Opinion(own.model, frozenset(own.asked), own.codes) for number, own in made.items()}


def said_of_interview(session: Session, interview_id: int) -> list[tuple[Span, str, str, str]]:
    """Read what every model ever asked said of an interview: place of a fragment, theme, model and reason, in order."""
    query = (
        select(SecondCode, ModelAnswer.model)
        .join(ModelAnswer, SecondCode.answer_id == ModelAnswer.id)
        .where(SecondCode.interview_id == interview_id)
        .order_by(SecondCode.start, SecondCode.id)
    )
    return [((code.start, code.end), code.theme, model, code.reason) for code, model in session.execute(query)]


def dropped_of(session: Session, project_id: int) -> Counter[str]:
    """Count what of the last model's answers did not hold, by why (`narratief.language_model.checks.Dropped`)."""
    answers = answers_of(session, project_id, PURPOSE)
    total: Counter[str] = Counter()
    for row in answers:
        if row.model == answers[-1].model:
            total.update({str(name): int(count) for name, count in row.dropped.items()})
    return total


def last_answer(session: Session, project_id: int) -> ModelAnswer | None:
    """The last answer about codes in a project; None when none was asked."""
    query = select(ModelAnswer).filter_by(project_id=project_id, purpose=PURPOSE).order_by(ModelAnswer.id.desc())
    return session.scalar(query.limit(1))


def forget_second_look(session: Session, project_id: int) -> None:
    """Delete what models answered about codes in a project."""
    session.execute(delete(ModelAnswer).filter_by(project_id=project_id, purpose=PURPOSE))
