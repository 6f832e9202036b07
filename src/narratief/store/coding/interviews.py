"""Interviews out of the store, with people's fixes of who is who."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import get_args

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from narratief.domain.decision import Event
from narratief.domain.interview import Interview, Role, Turn
from narratief.domain.kinds import Kind
from narratief.files.content_hash import key_of
from narratief.store.decision_log import held_of
from narratief.store.schema import InterviewRow

ROLES: tuple[str, ...] = get_args(Role)


def interview_row(session: Session, project_id: int, file: str) -> InterviewRow | None:
    """Find an interview by its file name."""
    return session.scalar(select(InterviewRow).filter_by(project_id=project_id, file=file))


def interviews_of(session: Session, project_id: int) -> list[InterviewRow]:
    """List a project's interviews by file name, with their turns loaded."""
    query = select(InterviewRow).filter_by(project_id=project_id).order_by(InterviewRow.file)
    return list(session.scalars(query.options(selectinload(InterviewRow.turns))))


def lock_interview(session: Session, row: InterviewRow) -> None:
    """Let others who write this interview wait until this session ends, and read it as it is by then."""
    session.refresh(row, with_for_update={"key_share": True})


def load_interview(session: Session, row: InterviewRow, events: Iterable[Event] | None = None) -> Interview:
    """Give an interview with the roles that hold now.

    Parameters
    ----------
    events
        Decisions about it that hold, when the caller has them.
    """
    held = held_of(session, row.project_id, Kind.SPEAKERS, interview_id=row.id) if events is None else events
    return with_roles(as_read(row), [event for event in held if event.kind == Kind.SPEAKERS])


def as_read(row: InterviewRow) -> Interview:
    """Give an interview with the roles that the reader found."""
    turns = tuple(
        Turn(t.index, t.speaker, t.role, row.text[t.start : t.end], t.start, t.end)  # type: ignore[arg-type]
        for t in row.turns
    )
    return Interview(row.file, row.text, turns, tuple(row.warnings), row.role_confidence)


def with_roles(interview: Interview, fixes: Sequence[Event]) -> Interview:
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
        by_label, by_turn = fix.after.get("roles", {}), fix.after.get("turns", {})
        turns = [replace(t, role=by_turn.get(str(t.index), by_label.get(t.speaker, t.role))) for t in turns]
    return replace(interview, turns=tuple(turns), role_confidence=1.0)


def fixed_key(row: InterviewRow, roles: Sequence[Event]) -> str:
    """Give the key of an interview as people left it: what codes are computed from.

    Parameters
    ----------
    roles
        The fixes of roles that hold.
    """
    if not roles and not row.edits:
        return row.key
    return key_of(row.key, str(row.edits), json.dumps([_plain(event.after) for event in roles], sort_keys=True))


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    """Give a decision's values as JSON can hold them."""
    return dict(values)
