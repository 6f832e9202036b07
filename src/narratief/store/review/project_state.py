"""What holds now in a project: interviews, fragments and codes with people's decisions.

Working it out takes milliseconds per interview; what was worked out is kept per process and used again as long as
nothing about the interview changed, so that a screen over a whole project is quick too.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from narratief.domain.actions import Action
from narratief.domain.decision import Decision, holding
from narratief.domain.interview import Interview
from narratief.store.coding.interviews import as_read, role_fixes_among, with_roles
from narratief.store.coding.projects import get_project
from narratief.store.coding.runs import StoredFragment, coding_of, load_runs
from narratief.store.database import writes
from narratief.store.decision_log import all_decisions, of_whole_project
from narratief.store.review.codebooks import theme_moves, version_of, versions_of
from narratief.store.review.derive import derive
from narratief.store.review.off_record import forget
from narratief.store.review.review_state import CurrentCode, InterviewState, Orphan
from narratief.store.schema import CurrentRun, DecisionRow, InterviewRow, ProjectRow

_MOST_CACHED = 4000
"""Interviews held per process. Chosen, not measured: several large projects, and a bound for the memory."""
_cache: OrderedDict[_Key, InterviewState] = OrderedDict()
_read: OrderedDict[_ReadKey, _Read] = OrderedDict()
_lock = Lock()
_FEW = 3
"""Interviews that a request works out without asking whether another is at them. Chosen: that takes some 50 ms."""
_all_at_once = Lock()


class _ReadKey(NamedTuple):
    """All that an interview without people's decisions depends on."""

    database: str
    interview: int
    file: str
    key: str
    edits: int
    run: int | None


class _Key(NamedTuple):
    """All that the state of an interview depends on.

    Attributes
    ----------
    last, undone
        Last decision about it, and last undo that may concern it without being about it.
    version
        Id of the codebook's version that counts.
    """

    read: _ReadKey
    project: int
    last: int | None
    undone: int | None
    version: int | None


@dataclass(frozen=True, slots=True)
class _Read:
    """What of an interview no decision changes: as it was read, and its machine run. Each decision asks for it anew."""

    interview: Interview
    run: Sequence[StoredFragment]


@dataclass(frozen=True, slots=True)
class ProjectState:
    """A project as it is now.

    Attributes
    ----------
    interviews
        By interview id, in order of file name.
    """

    project_id: int
    interviews: Mapping[int, InterviewState]

    @property
    def codes(self) -> list[CurrentCode]:
        """All codes, rejected ones too, in reading order."""
        return [code for state in self.interviews.values() for code in state.codes]

    @property
    def orphans(self) -> list[Orphan]:
        """Decisions whose words or theme are gone."""
        return [orphan for state in self.interviews.values() for orphan in state.orphans]


def interview_state(session: Session, interview_id: int) -> InterviewState:
    """Work out one interview as it is now.

    Raises
    ------
    NoResultFound
        When there is none with this id.
    """
    row = session.get_one(InterviewRow, interview_id)
    return project_state(session, row.project_id, interview_id).interviews[interview_id]


def project_state(session: Session, project_id: int, interview_id: int | None = None) -> ProjectState:
    """Work out a project as it is now.

    Parameters
    ----------
    interview_id
        Work out only this interview.
    """
    project = get_project(session, project_id)
    keys = _keys(session, project_id, interview_id)
    found = _kept(keys)
    if len(keys) - len(found) > _FEW:
        with _all_at_once:  # who came first works it out for all who wait here
            found = _kept(keys)
            found |= _worked_out(session, project, keys, found, interview_id)
    else:
        found |= _worked_out(session, project, keys, found, interview_id)
    return ProjectState(project_id, {number: found[number] for number in keys})


def _kept(keys: Mapping[int, _Key]) -> dict[int, InterviewState]:
    """The state of interviews, as far as it was worked out before."""
    with _lock:
        return {number: _cache[key] for number, key in keys.items() if key in _cache}


def _worked_out(
    session: Session, project: ProjectRow, keys: Mapping[int, _Key], known: Collection[int], alone: int | None
) -> dict[int, InterviewState]:
    """The state of the interviews that are not known, which is kept from now on."""
    missing = {number: key for number, key in keys.items() if number not in known}
    if not missing:
        return {}
    fresh = _work_out(session, project, missing, alone=alone)
    with _lock:
        _cache.update({missing[number]: state for number, state in fresh.items()})
        while len(_cache) > _MOST_CACHED:
            _cache.popitem(last=False)
    return fresh


def clear_cache() -> None:
    """Drop what this process has worked out (after something was erased)."""
    with _lock:
        _cache.clear()
        _read.clear()
    forget()


def _keys(session: Session, project_id: int, interview_id: int | None) -> dict[int, _Key]:
    """Collect per interview all that its state depends on."""
    last = (
        select(DecisionRow.interview_id, func.max(DecisionRow.id).label("last"))
        .where(DecisionRow.project_id == project_id)
        .group_by(DecisionRow.interview_id)
        .subquery()
    )
    query = (
        select(InterviewRow.id, InterviewRow.file, InterviewRow.key, InterviewRow.edits, CurrentRun.run_id, last.c.last)
        .outerjoin(CurrentRun, CurrentRun.interview_id == InterviewRow.id)
        .outerjoin(last, last.c.interview_id == InterviewRow.id)
        .where(InterviewRow.project_id == project_id)
        .order_by(InterviewRow.file)
    )
    if interview_id is not None:
        query = query.where(InterviewRow.id == interview_id)
    undone = select(func.max(DecisionRow.id)).where(DecisionRow.project_id == project_id, of_whole_project())
    version = version_of(session, project_id)
    shared = (session.scalar(undone), version.id if version else None)
    database = str(session.get_bind().engine.url)
    return {
        number: _Key(_ReadKey(database, number, file, key, edits, run), project_id, last_of, *shared)
        for number, file, key, edits, run, last_of in session.execute(query).tuples()
    }


def _work_out(
    session: Session, project: ProjectRow, keys: Mapping[int, _Key], *, alone: int | None
) -> dict[int, InterviewState]:
    """Work out interviews that were not kept; decisions are read once for all of them.

    Parameters
    ----------
    keys
        As `_keys` gives them.
    """
    themes = theme_moves(versions_of(session, project.id), version_of(session, project.id))
    by_file: dict[str | None, list[Decision[Action]]] = {}
    for decision in holding(all_decisions(session, project.id, alone)):
        by_file.setdefault(decision.interview, []).append(decision)
    states = {}
    for number, read in _as_read(session, keys).items():
        decisions = by_file.get(read.interview.id, [])
        interview = with_roles(read.interview, role_fixes_among(decisions))
        fragments, codes = coding_of(project.name, interview, read.run)
        states[number] = derive(interview, fragments, codes, decisions, themes=themes, project=project.name)
    return states


def _as_read(session: Session, keys: Mapping[int, _Key]) -> dict[int, _Read]:
    """Interviews without anybody's decisions, read from the store as far as they are not kept."""
    with _lock:
        found = {number: _read[key.read] for number, key in keys.items() if key.read in _read}
    left = [number for number in keys if number not in found]
    if left:
        rows = session.scalars(
            select(InterviewRow).where(InterviewRow.id.in_(left)).options(selectinload(InterviewRow.turns))
        ).all()
        runs = load_runs(session, [run for number in left if (run := keys[number].read.run) is not None])
        fresh = {row.id: _Read(as_read(row), runs.get(keys[row.id].read.run or 0, ())) for row in rows}
        found |= fresh
        if not writes(session):
            with _lock:
                _read.update({keys[number].read: read for number, read in fresh.items()})
                while len(_read) > _MOST_CACHED:
                    _read.popitem(last=False)
    return {number: found[number] for number in keys}
