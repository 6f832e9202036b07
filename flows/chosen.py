"""Which projects a deployment is for: folders by name, or all that are in one folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from narratief.domain.errors import InputError
from narratief.pipeline.folders import all_projects


def chosen_projects(project_dirs: Sequence[str] | None, projects_dir: str) -> list[str]:
    """Folders of projects that a deployment is given, by name or by the folder that they are in.

    Raises
    ------
    InputError
        When neither is given, or there is no project.
    """
    if project_dirs:
        return list(project_dirs)
    if not projects_dir:
        raise InputError("project_dirs", "Er is geen project opgegeven.", "Geef project_dirs of projects_dir.")
    return [str(folder) for folder in all_projects(Path(projects_dir))]
