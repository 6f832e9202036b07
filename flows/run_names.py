"""How runs are called in Prefect: after the project and the step, such as "Lindenlaan – coderen".

A project is called by its title. Words of a title are never taken for personal data anywhere in narratief
(`narratief.pipeline.pseudonymisation`): it is what publications are called.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from prefect.runtime import flow_run

from narratief.domain.errors import NarratiefError
from narratief.domain.project import load_project
from narratief.pipeline.open_project import is_folder, open_referenced

_LONGEST = 60
"""Characters of a title in a name. Chosen: Prefect's lists show about as many."""


def title_of(project: str) -> str:
    """Title of a project by the words that stand for it; its folder's name where it cannot be read."""
    try:
        title = load_project(Path(project)).title if is_folder(project) else open_referenced(project).project.title
    except (NarratiefError, OSError):
        title = Path(project).name
    title = " ".join(title.split())
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"


def titles_of(projects: Sequence[str]) -> str:
    """One project's title, and how many others there are."""
    if not projects:
        return "geen project"
    more = len(projects) - 1
    return title_of(projects[0]) + (f" en {more} {'andere' if more > 1 else 'ander'}" if more else "")


def run_named(step: str) -> Callable[[], str]:
    """Name of a flow's run, by its parameter ``project``, ``project_dir`` or ``project_dirs``."""

    def name() -> str:
        return f"{_projects_in(flow_run.parameters)} – {step}"

    return name


def step_named(step: str) -> Any:
    """Name of a task's run, by its parameters and, for a batch, how many interviews it has.

    Returns
    -------
    callable
        Takes ``parameters``, as Prefect asks of a function; its type for that fits no plain function.
    """

    def name(parameters: dict[str, Any]) -> str:
        many = f" ({len(parameters['names'])})" if step.startswith("gesprekken") else ""
        return f"{_projects_in(parameters)} – {step}{many}"

    return name


def _projects_in(parameters: dict[str, Any]) -> str:
    """Titles of the projects that parameters name; nothing else in them is told."""
    if parts := parameters.get("parts"):
        return titles_of([project for project, _ in parts])
    if several := parameters.get("project_dirs"):
        return titles_of(several)
    one = parameters.get("project") or parameters.get("project_dir")
    return title_of(one) if one else "alle projecten"
