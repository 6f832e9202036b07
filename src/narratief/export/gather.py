"""From project folders to results to export: runs the stages that have not run yet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from narratief.codebook import default_codebook, project_codebook
from narratief.errors import InputError, Problem
from narratief.evaluation.collect import collect
from narratief.evaluation.job import analyse_project, ingest_project
from narratief.evaluation.work import WorkFolder
from narratief.project import load_project
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


def gather(folders: Sequence[Path]) -> tuple[tuple[ProjectResult, ...], tuple[Problem, ...]]:
    """Read and code projects as far as that is not done, and collect their results.

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
        try:
            codebook = project_codebook(project.path)
        except InputError:  # among the problems already; coding went on with the default one
            codebook = default_codebook()
        result = collect(project, WorkFolder(project), codebook, taken.files)
        if not result.interviews:
            message = "In dit project is geen gesprek dat te gebruiken is."
            raise InputError(project.name, message, "Bekijk met 'narratief run' wat er aan de bestanden schort.")
        results.append(result)
    return tuple(results), tuple(problems)
