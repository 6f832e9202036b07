"""People's decisions: recorded, never changed, undone by another decision."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, and_, func, insert, or_, select
from sqlalchemy.orm import Session

from narratief.domain.actions import Action, Rewind, Undo, kinds_of
from narratief.domain.decision import Author, Decision, holding, is_any_of
from narratief.domain.errors import Gone, InputError, Refusal
from narratief.domain.kinds import Kind
from narratief.domain.spans import Span, shared_enough
from narratief.store.decision_codec import decode, encode
from narratief.store.decision_columns import Columns
from narratief.store.json_fields import UnreadableField
from narratief.store.schema import DecisionRow, InterviewRow, ProjectRow

A = TypeVar("A", bound=Action)
TAKING_BACK = frozenset({Kind.UNDO, Kind.REWIND})
"""Kinds that let other decisions hold no more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A decision that is to be recorded; the attributes are told by `record`."""

    action: Action
    interview_id: int | None = None
    span: Span | None = None
    theme: str | None = None
    request: str | None = None


def record(
    session: Session,
    author: Author,
    project_id: int,
    action: A,
    *,
    interview_id: int | None = None,
    span: Span | None = None,
    theme: str | None = None,
    seen: int | None = None,
    request: str | None = None,
) -> Decision[Action]:
    """Record a decision as it is; `review.decide` checks it first and is what screens call.

    Decisions of a project get their ids in the order in which they become visible, whoever makes them at once.

    Parameters
    ----------
    span
        Position of the words it is about, in the interview's text; the words are kept with it.
    theme
        The theme it is about.
    seen
        Last decision that the person's screen knew of.
    request
        Id that the client made up; a second decision with it is not recorded, the first one is returned.

    Raises
    ------
    Refusal
        When the project or interview does not exist (any more), or the span is not in the interview.
    """
    lock_project(session, project_id)
    if request is not None and (known := _recorded(session, project_id, request)) is not None:
        return known
    return _add(session, author, project_id, [Entry(action, interview_id, span, theme, request)], seen)[0]


def record_together(
    session: Session, author: Author, project_id: int, entries: Iterable[Entry], *, seen: int | None = None
) -> list[Decision[Action]]:
    """Record many decisions of one act, in this order, with as many statements as one takes; see `record`.

    Returns
    -------
    list
        Those that are new: a request that was recorded before is left out.

    Raises
    ------
    Refusal
        When the project or an interview does not exist (any more), or a span is not in its interview; then none is
        recorded.
    """
    lock_project(session, project_id)
    known = requests_of(session, project_id)
    return _add(session, author, project_id, [each for each in entries if each.request not in known], seen)


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


def undo(session: Session, author: Author, decision_id: int, *, request: str | None = None) -> Decision[Action]:
    """Let a decision hold no more; undoing an undo makes the first one hold again.

    Raises
    ------
    Refusal
        When there is no such decision, or it changed the text itself (then the opposite act is needed).
    """
    row = session.get(DecisionRow, decision_id)
    if row is None:
        raise Gone("Deze beslissing bestaat niet (meer).")
    undone = decision_of(row, None)
    if not undone.action.undoable:
        raise Refusal("Dit kan zo niet ongedaan worden gemaakt.", "Herstel het op de plek zelf.")
    return record(
        session,
        author,
        row.project_id,
        Undo(undone.id, undone.kind),
        interview_id=row.interview_id,
        theme=undone.theme,
        request=request,
    )


def undo_to(
    session: Session,
    author: Author,
    project_id: int,
    decision_id: int,
    *,
    seen: int | None = None,
    interview_id: int | None = None,
    own_only: bool = False,
) -> Decision[Action]:
    """Go back to how it was right after a decision (0: before the first one); can itself be undone.

    Parameters
    ----------
    seen
        Last decision that the person's screen knew of; what others decided since stays. Default: the last one.
    interview_id
        Take back only decisions about this interview.
    own_only
        Take back only what the author decided; what others decided stays.
    """
    lock_project(session, project_id)
    file = None
    if interview_id is not None:
        file = session.scalar(select(InterviewRow.file).where(InterviewRow.id == interview_id))
    until = seen if seen is not None else last_id(session, project_id)
    rewind = Rewind(decision_id, until, file, author.identity if own_only else None)
    return record(session, author, project_id, rewind, interview_id=interview_id, seen=seen)


def last_id(session: Session, project_id: int) -> int:
    """Id of a project's last decision, 0 when there is none: what a screen sends back as `seen`."""
    return session.scalar(select(func.max(DecisionRow.id)).where(DecisionRow.project_id == project_id)) or 0


def all_decisions(
    session: Session, project_id: int, interview_id: int | None = None, actions: Collection[type[Action]] = ()
) -> list[Decision[Action]]:
    """Read all decisions of a project, oldest first, also those that do not hold any more.

    Parameters
    ----------
    interview_id
        Only decisions about this interview, and undos and rewinds that are about the whole project.
    actions
        Only these acts, and all undos and rewinds; empty for every act.

    Raises
    ------
    InputError
        When a row is not one that narratief wrote.
    """
    where: list[ColumnElement[bool]] = [DecisionRow.project_id == project_id]
    if interview_id is not None:
        where.append(or_(DecisionRow.interview_id == interview_id, of_whole_project()))
    if actions:
        where.append(DecisionRow.kind.in_(kinds_of(*actions) | TAKING_BACK))
    query = (
        select(*DecisionRow.__table__.columns, InterviewRow.file)  # plain rows: a project has thousands of them
        .outerjoin(InterviewRow, InterviewRow.id == DecisionRow.interview_id)
        .where(*where)
        .order_by(DecisionRow.id)
    )
    return [decision_of(row, row.file) for row in session.execute(query)]


def of_whole_project() -> ColumnElement[bool]:
    """Select undos and rewinds that are about no single interview: they may concern decisions about any."""
    return and_(DecisionRow.interview_id.is_(None), DecisionRow.kind.in_(TAKING_BACK))


def holding_decisions(
    session: Session, project_id: int, *actions: type[A], interview_id: int | None = None
) -> list[Decision[A]]:
    """Read the decisions of a project that hold and are one of these acts, oldest first.

    Parameters
    ----------
    actions
        Classes of acts, or a base of several.
    interview_id
        Only decisions about this interview.
    """
    found = holding(all_decisions(session, project_id, interview_id, actions))
    return [decision for decision in found if is_any_of(decision, actions)]


def requests_of(session: Session, project_id: int) -> set[str]:
    """Collect the ids under which decisions of a project were recorded, those that hold no more too."""
    query = select(DecisionRow.request).where(DecisionRow.project_id == project_id, DecisionRow.request.is_not(None))
    return {request for request in session.scalars(query) if request is not None}


def meanwhile(session: Session, project_id: int, decision: Decision[Action]) -> list[Decision[Action]]:
    """Collect what others decided about the same words since the person's screen was filled; both are kept."""
    if decision.seen is None or decision.interview is None or decision.span is None:
        return []
    since = (
        select(*DecisionRow.__table__.columns, InterviewRow.file)
        .join(InterviewRow, InterviewRow.id == DecisionRow.interview_id)
        .where(DecisionRow.project_id == project_id, InterviewRow.file == decision.interview)
        .where(DecisionRow.id > decision.seen, DecisionRow.id < decision.id)
        .order_by(DecisionRow.id)
    )
    return [
        other
        for other in (decision_of(row, row.file) for row in session.execute(since))
        if other.author.identity != decision.author.identity
        and other.span is not None
        and shared_enough(other.span, decision.span)
    ]


def decision_of(row: DecisionRow | Row[Any], file: str | None) -> Decision[Action]:
    """Decision that a row holds.

    Parameters
    ----------
    file
        File name of its interview; None when it is about none.

    Raises
    ------
    InputError
        When the row is not one that narratief wrote; says which field, never what is in it.
    """
    try:
        action = decode(Columns(row.kind, row.target, row.before, row.after, row.undoes))
    except UnreadableField as error:
        raise InputError(
            "database",
            f"Beslissing {row.id} is niet te lezen: het veld {error} is beschadigd of van een nieuwere versie.",
            "Werk narratief bij, of zet een back-up van eerder terug.",
        ) from error
    return Decision(
        row.id,
        Author(row.person_id, row.who),
        action,
        row.at,
        file,
        None if row.start is None or row.end is None else (row.start, row.end),
        row.text,
        row.theme,
        row.seen,
    )


def _recorded(session: Session, project_id: int, request: str) -> Decision[Action] | None:
    """Decision that was recorded with this request; None when there is none yet."""
    query = (
        select(DecisionRow, InterviewRow.file)
        .outerjoin(InterviewRow, InterviewRow.id == DecisionRow.interview_id)
        .where(DecisionRow.project_id == project_id, DecisionRow.request == request)
    )
    found = session.execute(query).first()
    return None if found is None else decision_of(found[0], found[1])


def _add(
    session: Session, author: Author, project_id: int, entries: Sequence[Entry], seen: int | None
) -> list[Decision[Action]]:
    """Add rows for decisions, all of them at once."""
    ids = {each.interview_id for each in entries if each.interview_id is not None}
    query = select(InterviewRow.id, InterviewRow.file, InterviewRow.text).where(
        InterviewRow.project_id == project_id, InterviewRow.id.in_(ids)
    )
    said = {number: (file, text) for number, file, text in session.execute(query).tuples()} if ids else {}
    values = [_values(author, project_id, each, seen, _words(each, said)) for each in entries]
    if not values:
        return []
    until = last_id(session, project_id)  # nobody else adds to a project that is locked
    session.execute(insert(DecisionRow), values)
    made = select(*DecisionRow.__table__.columns).where(DecisionRow.project_id == project_id, DecisionRow.id > until)
    return [
        decision_of(row, said[row.interview_id][0] if row.interview_id is not None else None)
        for row in session.execute(made.order_by(DecisionRow.id))
    ]


def _values(author: Author, project_id: int, entry: Entry, seen: int | None, words: str) -> dict[str, object]:
    """Columns of a decision about words."""
    columns = encode(entry.action)
    return {
        "project_id": project_id,
        "interview_id": entry.interview_id,
        "person_id": author.id,
        "who": author.name,
        "kind": columns.kind,
        "start": entry.span[0] if entry.span else None,
        "end": entry.span[1] if entry.span else None,
        "text": words,
        "theme": entry.theme,
        "target": columns.target,
        "before": dict(columns.before),
        "after": dict(columns.after),
        "undoes": columns.undoes,
        "seen": seen,
        "request": entry.request,
    }


def _words(entry: Entry, said: Mapping[int, tuple[str, str]]) -> str:
    """Words that a decision is about, or a refusal of what is not there; `said` has file and text of interviews."""
    if entry.interview_id is None:
        return ""
    if entry.interview_id not in said:
        raise Gone("Dit gesprek bestaat niet (meer).")
    if entry.span is None:
        return ""
    start, end = entry.span
    text = said[entry.interview_id][1]
    if not 0 <= start < end <= len(text):
        raise Refusal("Deze woorden staan niet in het gesprek.", "Laad de pagina opnieuw.")
    return text[start:end]
