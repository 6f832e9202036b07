"""What holds now in a project: interviews, fragments and codes with people's decisions.

Working it out takes milliseconds per interview; what was worked out is kept per process and used again as long as
nothing about the interview changed, so that a screen over a whole project is quick too.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from narratief.domain.actions import Action
from narratief.domain.decision import Decision, holding
from narratief.store.coding.interviews import load_interview
from narratief.store.coding.projects import get_project
from narratief.store.coding.runs import coding_of, load_runs
from narratief.store.decision_log import all_decisions, of_whole_project
from narratief.store.review.codebooks import theme_moves, version_of, versions_of
from narratief.store.review.derive import derive
from narratief.store.review.review_state import CurrentCode, InterviewState, Orphan
from narratief.store.schema import CurrentRun, DecisionRow, InterviewRow, ProjectRow

_MOST_CACHED = 4000
"""Interviews held per process. Chosen, not measured: several large projects, and a bound for the memory."""
_cache: OrderedDict[tuple[object, ...], InterviewState] = OrderedDict()
_lock = Lock()


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
    with _lock:
        found = {number: _cache[key] for number, key in keys.items() if key in _cache}
    missing = [number for number in keys if number not in found]
    if missing:
        fresh = _work_out(session, project, missing, alone=interview_id)
        found |= fresh
        with _lock:
            _cache.update({keys[number]: state for number, state in fresh.items()})
            while len(_cache) > _MOST_CACHED:
                _cache.popitem(last=False)
    return ProjectState(project_id, {number: found[number] for number in keys})


def clear_cache() -> None:
    """Drop what this process has worked out (after something was erased)."""
    with _lock:
        _cache.clear()


def _keys(session: Session, project_id: int, interview_id: int | None) -> dict[int, tuple[object, ...]]:
    """Collect per interview all that its state depends on."""
    last = (
        select(DecisionRow.interview_id, func.max(DecisionRow.id).label("last"))
        .where(DecisionRow.project_id == project_id)
        .group_by(DecisionRow.interview_id)
        .subquery()
    )
    query = (
        select(InterviewRow.id, InterviewRow.key, InterviewRow.edits, CurrentRun.run_id, last.c.last)
        .outerjoin(CurrentRun, CurrentRun.interview_id == InterviewRow.id)
        .outerjoin(last, last.c.interview_id == InterviewRow.id)
        .where(InterviewRow.project_id == project_id)
        .order_by(InterviewRow.file)
    )
    if interview_id is not None:
        query = query.where(InterviewRow.id == interview_id)
    undone = select(func.max(DecisionRow.id)).where(DecisionRow.project_id == project_id, of_whole_project())
    version = version_of(session, project_id)
    shared = (str(session.get_bind().engine.url), project_id, session.scalar(undone), version.id if version else None)
    return {row.id: (*shared, *row) for row in session.execute(query)}


def _work_out(
    session: Session, project: ProjectRow, numbers: Sequence[int], *, alone: int | None
) -> dict[int, InterviewState]:
    """Work out interviews that were not kept; decisions are read once for all of them."""
    themes = theme_moves(versions_of(session, project.id), version_of(session, project.id))
    by_file: dict[str | None, list[Decision[Action]]] = {}
    for decision in holding(all_decisions(session, project.id, alone)):
        by_file.setdefault(decision.interview, []).append(decision)
    rows = session.scalars(
        select(InterviewRow).where(InterviewRow.id.in_(numbers)).options(selectinload(InterviewRow.turns))
    ).all()
    counting = select(CurrentRun.interview_id, CurrentRun.run_id).where(CurrentRun.interview_id.in_(numbers))
    current = dict(session.execute(counting).tuples().all())
    runs = load_runs(session, list(current.values()))
    states = {}
    for row in rows:
        decisions = by_file.get(row.file, [])
        interview = load_interview(session, row, decisions)
        fragments, codes = coding_of(project.name, interview, runs.get(current.get(row.id, 0), ()))
        states[row.id] = derive(interview, fragments, codes, decisions, themes=themes, project=project.name)
    return states
