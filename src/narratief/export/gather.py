"""From project folders to results to export: runs the stages that have not run yet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from narratief.errors import InputError, Problem
from narratief.evaluation.job import analyse_project, ingest_project
from narratief.project import load_project
from narratief.store.work import StoreWork
from narratief.synthesis.result import ProjectResult

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


def gather(
    folders: Sequence[Path], *, confirmed_only: bool = False
) -> tuple[tuple[ProjectResult, ...], tuple[Problem, ...]]:
    """Read and code projects as far as that is not done, and collect their results.

    Parameters
    ----------
    confirmed_only
        Only codes that a person stands behind.

    Returns
    -------
    tuple
        The results, and everything that went wrong with single files.

    Raises
    ------
    InputError
        When a project has no interview that can be used.
    """
    results, problems = [], []
    for folder in folders:
        taken = ingest_project(folder)
        problems += taken.problems
        analyse_project(folder, taken.files)
        project = load_project(folder)
        result = StoreWork(project).result(taken.files, confirmed_only=confirmed_only)
        if not result.interviews:
            message = "In dit project is geen gesprek dat te gebruiken is."
            raise InputError(project.name, message, "Bekijk met 'narratief run' wat er aan de bestanden schort.")
        results.append(result)
    return tuple(results), tuple(problems)
