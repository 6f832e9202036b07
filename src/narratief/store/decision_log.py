"""People's decisions: recorded, never changed, undone by another decision."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from narratief.domain.decision import Event, holding
from narratief.domain.errors import Gone, Refusal
from narratief.domain.kinds import NOT_UNDOABLE, Kind
from narratief.domain.spans import Span, shared_enough
from narratief.store.schema import Decision, InterviewRow, ProjectRow


@dataclass(frozen=True, slots=True)
class Who:
    """Who decides: a person's id (None from the command line) and name."""

    id: int | None
    name: str


def record(
    session: Session,
    who: Who,
    project_id: int,
    kind: Kind,
    *,
    interview_id: int | None = None,
    span: Span | None = None,
    theme: str | None = None,
    target: str | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    undoes: int | None = None,
    seen: int | None = None,
    request: str | None = None,
) -> Decision:
    """Record a decision as it is; `review.decide` checks it first and is what screens call.

    Decisions of a project get their ids in the order in which they become visible, whoever makes them at once.

    Parameters
    ----------
    span
        Position of the words it is about, in the interview's text; the words are kept with it.
    request
        Id that the client made up; a second decision with it is not recorded, the first one is given.

    Raises
    ------
    Refusal
        When the project or interview does not exist (any more), or the span is not in the interview.
    """
    lock_project(session, project_id)
    if request is not None:
        known = session.scalar(select(Decision).filter_by(project_id=project_id, request=request))
        if known is not None:
            return known
    decision = Decision(
        project_id=project_id,
        interview_id=interview_id,
        person_id=who.id,
        who=who.name,
        kind=kind,
        start=span[0] if span else None,
        end=span[1] if span else None,
        text=_words(session, project_id, interview_id, span),
        theme=theme,
        target=target,
        before=dict(before or {}),
        after=dict(after or {}),
        undoes=undoes,
        seen=seen,
        request=request,
    )
    session.add(decision)
    session.flush()
    return decision


def lock_project(session: Session, project_id: int) -> None:
    """Let others who write about this project wait until this session ends (SQLite: they wait already).

    Raises
    ------
    Refusal
        When the project does not exist (any more).
    """
    query = select(ProjectRow.id).where(ProjectRow.id == project_id).with_for_update(key_share=True)
    if session.scalar(query) is None:
        raise Gone("Dit project bestaat niet (meer).")


def undo(session: Session, who: Who, decision_id: int, *, request: str | None = None) -> Decision:
    """Let a decision hold no more; undoing an undo makes the first one hold again.

    Raises
    ------
    Refusal
        When there is no such decision, or it changed the text itself (then the opposite act is needed).
    """
    decision = session.get(Decision, decision_id)
    if decision is None:
        raise Gone("Deze beslissing bestaat niet (meer).")
    if decision.kind in NOT_UNDOABLE:
        raise Refusal("Dit kan zo niet ongedaan worden gemaakt.", "Herstel het op de plek zelf.")
    return record(
        session,
        who,
        decision.project_id,
        Kind.UNDO,
        interview_id=decision.interview_id,
        theme=decision.theme,
        target=decision.kind,
        undoes=decision.id,
        request=request,
    )


def undo_to(
    session: Session,
    who: Who,
    project_id: int,
    decision_id: int,
    *,
    seen: int | None = None,
    interview_id: int | None = None,
    person_id: int | None = None,
    request: str | None = None,
) -> Decision:
    """Go back to how it was right after a decision (0: before the first one); can itself be undone.

    Parameters
    ----------
    seen
        Last decision that the person's screen knew of; what others decided since stays. Default: the last one.
    interview_id, person_id
        Take back only decisions about this interview, or only this person's.
    """
    lock_project(session, project_id)
    after: dict[str, Any] = {"to": decision_id, "until": seen if seen is not None else last_id(session, project_id)}
    if interview_id is not None:
        after["interview"] = session.scalar(select(InterviewRow.file).where(InterviewRow.id == interview_id))
    if person_id is not None:
        after["person"] = person_id
    return record(
        session, who, project_id, Kind.REWIND, interview_id=interview_id, after=after, seen=seen, request=request
    )


def last_id(session: Session, project_id: int) -> int:
    """Give the id of a project's last decision, 0 when there is none: what a screen sends back as `seen`."""
    return session.scalar(select(func.max(Decision.id)).where(Decision.project_id == project_id)) or 0


def events_of(
    session: Session, project_id: int, interview_id: int | None = None, kinds: Collection[Kind] = ()
) -> list[Event]:
    """Give all decisions, oldest first, also those that do not hold any more.

    Parameters
    ----------
    kinds
        Only these kinds, and all undos; empty for every kind.
    interview_id
        Only decisions about this interview, and undos and rewinds that are about the whole project.
    """
    where: list[ColumnElement[bool]] = [Decision.project_id == project_id]
    if interview_id is not None:
        where.append(or_(Decision.interview_id == interview_id, of_whole_project()))
    if kinds:
        where.append(Decision.kind.in_({*kinds, Kind.UNDO, Kind.REWIND}))
    query = (
        select(Decision, InterviewRow.file)
        .outerjoin(InterviewRow, InterviewRow.id == Decision.interview_id)
        .where(*where)
        .order_by(Decision.id)
    )
    return [event_of(decision, file) for decision, file in session.execute(query)]


def of_whole_project() -> ColumnElement[bool]:
    """Select undos and rewinds that are about no single interview: they may concern decisions about any."""
    return and_(Decision.interview_id.is_(None), Decision.kind.in_((Kind.UNDO, Kind.REWIND)))


def held_of(session: Session, project_id: int, *kinds: Kind, interview_id: int | None = None) -> list[Event]:
    """Give the decisions that hold, oldest first, of these kinds only (all when none is given)."""
    held = holding(events_of(session, project_id, interview_id, kinds))
    return [event for event in held if not kinds or event.kind in kinds]


def meanwhile(session: Session, decision: Decision) -> list[Event]:
    """Give what others decided about the same words since the person's screen was filled; both are kept."""
    if decision.seen is None or decision.interview_id is None or decision.start is None:
        return []
    place = (decision.start, decision.end or decision.start)
    return [
        event
        for event in events_of(session, decision.project_id, decision.interview_id)
        if decision.seen < event.id < decision.id
        and (event.person or event.who) != (decision.person_id or decision.who)
        and event.span is not None
        and shared_enough(event.span, place)
    ]


def event_of(decision: Decision, file: str | None) -> Event:
    """Give a decision as a plain value; file is that of its interview."""
    return Event(
        decision.id,
        decision.kind,
        decision.who,
        file,
        decision.start,
        decision.end,
        decision.text,
        decision.theme,
        decision.target,
        decision.before,
        decision.after,
        decision.undoes,
        decision.person_id,
        decision.at,
        decision.seen,
    )


def _words(session: Session, project_id: int, interview_id: int | None, span: Span | None) -> str:
    """Give the words that a decision is about, or refuse what is not in the interview."""
    if interview_id is None:
        return ""
    found = session.execute(select(InterviewRow.text, InterviewRow.project_id).filter_by(id=interview_id)).first()
    if found is None or found.project_id != project_id:
        raise Gone("Dit gesprek bestaat niet (meer).")
    if span is None:
        return ""
    if not 0 <= span[0] < span[1] <= len(found.text):
        raise Refusal("Deze woorden staan niet in het gesprek.", "Laad de pagina opnieuw.")
    return found.text[span[0] : span[1]]
