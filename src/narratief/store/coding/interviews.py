"""Interviews out of the store, with people's fixes of who is who."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from narratief.domain.actions import Action, AssignRoles
from narratief.domain.decision import Decision, is_any_of
from narratief.domain.interview import Interview, Turn
from narratief.files.content_hash import key_of
from narratief.store.decision_codec import encode
from narratief.store.decision_log import holding_decisions
from narratief.store.schema import InterviewRow


def interview_row(session: Session, project_id: int, file: str) -> InterviewRow | None:
    """Find an interview by its file name."""
    return session.scalar(select(InterviewRow).filter_by(project_id=project_id, file=file))


def interviews_of(session: Session, project_id: int) -> list[InterviewRow]:
    """List a project's interviews by file name, with their turns loaded."""
    query = select(InterviewRow).filter_by(project_id=project_id).order_by(InterviewRow.file)
    return list(session.scalars(query.options(selectinload(InterviewRow.turns))))


def files_of(session: Session, project_id: int) -> dict[int, str]:
    """File name of each interview of a project by its number, in order of name; without reading any text."""
    query = select(InterviewRow.id, InterviewRow.file).filter_by(project_id=project_id).order_by(InterviewRow.file)
    return dict(session.execute(query).tuples().all())


def files_as_read(session: Session, project_id: int) -> list[str]:
    """File names of a project's interviews in the order in which they were read, those of one moment by name."""
    query = select(InterviewRow.file).filter_by(project_id=project_id)
    return list(session.scalars(query.order_by(InterviewRow.read_at, InterviewRow.file)))


def lock_interview(session: Session, row: InterviewRow) -> None:
    """Let others who write this interview wait until this session ends, and read it as it is by then."""
    session.refresh(row, with_for_update={"key_share": True})


def load_interview(
    session: Session, row: InterviewRow, decisions: Iterable[Decision[Action]] | None = None
) -> Interview:
    """Build an interview with the roles that hold now.

    Parameters
    ----------
    decisions
        Those about it that hold, when the caller has them.
    """
    fixes = role_fixes(session, row) if decisions is None else role_fixes_among(decisions)
    return with_roles(as_read(row), fixes)


def role_fixes_among(decisions: Iterable[Decision[Action]]) -> list[AssignRoles]:
    """Select people's fixes of roles among decisions that hold, in their order."""
    return [decision.action for decision in decisions if is_any_of(decision, (AssignRoles,))]


def role_fixes(session: Session, row: InterviewRow) -> list[AssignRoles]:
    """Read people's fixes of roles in an interview that hold, oldest first."""
    found = holding_decisions(session, row.project_id, AssignRoles, interview_id=row.id)
    return [decision.action for decision in found]


def as_read(row: InterviewRow) -> Interview:
    """Interview with the roles that the reader found."""
    turns = tuple(Turn(t.index, t.speaker, t.role, row.text[t.start : t.end], t.start, t.end) for t in row.turns)
    return Interview(row.file, row.text, turns, tuple(row.warnings), row.role_confidence)


def with_roles(interview: Interview, fixes: Sequence[AssignRoles]) -> Interview:
    """Apply people's fixes of roles, oldest first; within one fix, what it says of a turn goes before its speaker's.

    Returns
    -------
    Interview
        Fully sure of its roles when there was a fix.
    """
    if not fixes:
        return interview
    turns = list(interview.turns)
    for fix in fixes:
        turns = [
            replace(turn, role=fix.by_turn.get(turn.index, fix.by_speaker.get(turn.speaker, turn.role)))
            for turn in turns
        ]
    return replace(interview, turns=tuple(turns), role_confidence=1.0)


def fixed_key(row: InterviewRow, fixes: Sequence[AssignRoles]) -> str:
    """Key of an interview as people left it: what codes are computed from.

    Parameters
    ----------
    fixes
        The fixes of roles that hold.
    """
    if not fixes and not row.edits:
        return row.key
    return key_of(row.key, str(row.edits), json.dumps([dict(encode(fix).after) for fix in fixes], sort_keys=True))
