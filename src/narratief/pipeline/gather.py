"""From project folders to results to export: runs the stages that have not run yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from narratief.domain.errors import InputError, Problem
from narratief.domain.project import load_project
from narratief.domain.result import ProjectResult
from narratief.pipeline.job import analyse_project, ingest_project
from narratief.publish.memo import ExchangeMemo
from narratief.publish.stored_memos import exchange_memos
from narratief.store.database import open_store
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.memos import memos as kept_memos
from narratief.store.review.moments import timeline_for
from narratief.store.review.states import project_state
from narratief.store.written import note_written
from narratief.turning_points.model import Timeline

NARRATIVES = Path("narratives")


def project_folder(name: str | Path, root: Path = NARRATIVES) -> Path:
    """Folder of a project that a user gives by path or by name.

    Raises
    ------
    InputError
        When there is no such folder.
    """
    for folder in (Path(name), root / name):
        if folder.is_dir():
            return folder
    message = "Dit project bestaat niet."
    raise InputError(str(name), message, f"Geef de map van het project, of de naam van een map in {root}/.")


@dataclass(frozen=True, slots=True)
class Gathered:
    """Projects ready to export.

    Attributes
    ----------
    memos
        People's memos on them.
    timelines
        Project name → turning points as people left them.
    problems
        Everything that went wrong with single files.
    waiting
        Project title → number of themes on fragments that nobody looked at yet, where there are any.
    """

    results: tuple[ProjectResult, ...]
    memos: tuple[ExchangeMemo, ...]
    timelines: Mapping[str, Timeline]
    problems: tuple[Problem, ...]
    waiting: Mapping[str, int]


def remember_written(folders: Sequence[Path], paths: Sequence[Path]) -> None:
    """Note files that were written of projects, so that erasing an interview finds them."""
    works = [ProjectRepository.for_project(open_store(), load_project(folder)) for folder in folders]
    if works:
        with works[0].store.writing() as session:
            note_written(session, works[0].project_id if len(works) == 1 else None, paths)


def gather(folders: Sequence[Path], *, confirmed_only: bool = False, each_coder: bool = False) -> Gathered:
    """Read and code projects as far as that is not done, and collect what the store has of them.

    Parameters
    ----------
    confirmed_only
        Only codes that a person stands behind.
    each_coder
        A code once for everyone who stands behind it; for formats that say so.

    Raises
    ------
    InputError
        When a project has no interview that can be used.
    """
    results: list[ProjectResult] = []
    memos: list[ExchangeMemo] = []
    problems: list[Problem] = []
    timelines: dict[str, Timeline] = {}
    waiting: dict[str, int] = {}
    for folder in folders:
        taken = ingest_project(folder)
        problems += taken.problems
        analyse_project(folder, taken.files)
        work = ProjectRepository.for_project(open_store(), load_project(folder))
        result = work.result(taken.files, confirmed_only=confirmed_only, each_coder=each_coder)
        if not result.interviews:
            message = "In dit project is geen gesprek dat te gebruiken is."
            raise InputError(folder.name, message, "Bekijk met 'narratief run' wat er aan de bestanden schort.")
        results.append(result)
        with work.store.reading() as session:
            state = project_state(session, work.project_id)
            memos += exchange_memos(kept_memos(session, work.project_id), state, result.name)
            timelines[result.name] = timeline_for(session, work.project_id, result)
            open_codes = sum(code.status == "machine" for code in state.codes)
        if open_codes:
            waiting[result.title] = open_codes
    return Gathered(tuple(results), tuple(memos), timelines, tuple(problems), waiting)
