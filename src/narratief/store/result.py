"""A project out of the store as synthesis and export take it."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from narratief.codebook import Codebook
from narratief.store.codebooks import codebook_of
from narratief.store.current import code_of
from narratief.store.projects import facts_of, get_project
from narratief.store.states import project_state
from narratief.synthesis.result import ProjectResult


def result_of(
    session: Session,
    project_id: int,
    *,
    confirmed_only: bool = False,
    files: Collection[str] | None = None,
    codebook: Codebook | None = None,
) -> ProjectResult:
    """Give a project with the codes that count after review.

    Parameters
    ----------
    confirmed_only
        Only codes that a person stands behind (for publication); else the machine's too that nobody rejected.
    files
        Only these interviews.
    codebook
        By default the version that counts.
    """
    project = get_project(session, project_id)
    used = codebook or codebook_of(session, project_id)
    themes = set(used.theme_ids)
    states = [
        state
        for state in project_state(session, project_id).interviews.values()
        if files is None or state.interview.file in files
    ]
    return ProjectResult(
        project.name,
        facts_of(project),
        used,
        tuple(state.interview for state in states),
        tuple(fragment for state in states for fragment in state.fragments),
        tuple(
            code_of(code)
            for state in states
            for code in state.codes
            if (code.settled if confirmed_only else code.counts) and code.theme in themes
        ),
    )
