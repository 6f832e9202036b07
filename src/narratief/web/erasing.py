"""Erasing for good, everywhere: files and names first, then the store, so that one that broke off can be redone."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from narratief.settings import home_dir
from narratief.store.database import Store
from narratief.store.erase import erase_interview, erase_project, scrub
from narratief.store.privacy_fixes import vault_of
from narratief.store.projects import get_project
from narratief.store.refusal import Refusal
from narratief.store.schema import InterviewRow, ProjectRow
from narratief.topics.kept import ALL_PROJECTS
from narratief.web.deps import Actor
from narratief.web.folders import is_ours, results_dir
from narratief.web.intake import active_jobs


def erase_interview_whole(
    store: Store, project_id: int, interview_id: int, actor: Actor, details: Mapping[str, Any]
) -> None:
    """Erase an interview: its names, its file where the workspace keeps it, all made from it, and its rows.

    Raises
    ------
    Refusal
        When it is not there, or work on the project is going on.
    """
    with store.writing() as session:
        project, row = _at_rest(session, project_id), session.get(InterviewRow, interview_id)
        if row is None or row.project_id != project_id:
            raise Refusal("Dit gesprek bestaat niet (meer).")
        vault_of(session, project_id).delete(row.file)
        path = Path(project.folder or "") / row.file
        if is_ours(project) and path.name == row.file:
            path.unlink(missing_ok=True)
        _erase_outcomes(project)
        erase_interview(session, interview_id, actor, details)
    scrub(store)


def erase_project_whole(store: Store, project_id: int, actor: Actor, details: Mapping[str, Any]) -> None:
    """Erase a project: its vault, its folder when the workspace made it, all made from it, and its rows.

    Raises
    ------
    Refusal
        When work on it is going on.
    """
    with store.writing() as session:
        project = _at_rest(session, project_id)
        vault_of(session, project_id).destroy()
        _erase_outcomes(project)
        if is_ours(project):
            shutil.rmtree(project.folder or "", ignore_errors=True)
        erase_project(session, project_id, actor, details)
    scrub(store)


def _at_rest(session: Session, project_id: int) -> ProjectRow:
    """Give a project on which no work waits or runs: that would write again what is erased."""
    project = get_project(session, project_id)
    if active_jobs(session, project_id):
        raise Refusal("Er loopt nog verwerking van dit project.", "Wacht tot die klaar is, of stop haar eerst.")
    return project


def _erase_outcomes(project: ProjectRow) -> None:
    """Delete tables and clusters with words of residents in them; they can be made again."""
    for folder in (
        results_dir() / project.name,
        home_dir() / "werk" / project.key,
        home_dir() / "werk" / ALL_PROJECTS,
    ):
        shutil.rmtree(folder, ignore_errors=True)
