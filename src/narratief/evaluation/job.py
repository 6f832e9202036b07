"""The main job's stages for a whole project; the flows call these with paths, and anything else may too."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from narratief.codebook import Codebook, default_codebook, project_codebook
from narratief.errors import InputError, Problem
from narratief.evaluation.analyse import analyse_kept
from narratief.evaluation.ingest import ingest_kept, problems_of_files
from narratief.evaluation.progress import tell
from narratief.evaluation.report import write_report
from narratief.privacy.file_names import hidden_name
from narratief.project import Project, load_project
from narratief.store.work import StoreWork
from narratief.synthesis.records import code_records
from narratief.synthesis.tables import overall_synthesis, project_synthesis
from narratief.synthesis.write import write_overall, write_project


@dataclass(frozen=True)
class IngestOutcome:
    """What taking a project's transcripts in gave: usable files, how many were new, and what went wrong."""

    files: list[str]
    new: int
    problems: list[Problem]


def ingest_project(project_dir: Path, only: Collection[str] | None = None) -> IngestOutcome:
    """Take transcripts of a project in; a file that cannot be used is a problem, the others go on.

    Parameters
    ----------
    only
        Neutral names (`hidden_name`) of the files to take; all of them when None.
    """
    project = load_project(project_dir)
    work = StoreWork(project)
    problems, files, new = list(problems_of_files(project)), [], 0
    paths = [path for path in project.files if only is None or hidden_name(path.name) in only]
    for done, path in enumerate(paths):
        tell(f"{project.title}: lezen", done, len(paths))
        try:
            taken = ingest_kept(project, path, work)
            new += taken.new
            files.append(taken.file)
        except InputError as error:
            problems.append(error.problem)
        except Exception as error:  # noqa: BLE001 - one file's surprise must not stop the others
            problems.append(_surprise(path.name, error))
    tell(f"{project.title}: lezen", len(paths), len(paths))
    problems += codebook_of(project)[1]
    return IngestOutcome(files, new, problems)


def analyse_project(project_dir: Path, files: Sequence[str]) -> int:
    """Code the given interviews of a project; gives how many were done now."""
    project = load_project(project_dir)
    work, new = StoreWork(project), 0
    codebook = work.codebook(codebook_of(project)[0])
    for done, file in enumerate(files):
        tell(f"{project.title}: coderen", done, len(files))
        new += analyse_kept(project.name, file, work, codebook)
    tell(f"{project.title}: coderen", len(files), len(files))
    return new


def publish_project(project_dir: Path, files: Sequence[str], problems: Sequence[Problem], out_dir: Path) -> list[Path]:
    """Write a project's tables and report into out_dir/<project>; without a usable interview only the report."""
    project = load_project(project_dir)
    out = out_dir / project.name
    result = StoreWork(project).result(files)
    if not result.interviews:
        return [write_report(out, project, None, problems)]
    tell(f"{project.title}: tabellen", 0, 1)
    written = write_project(project_synthesis(result), code_records(result), out)
    tell(f"{project.title}: tabellen", 1, 1)
    return [*written, write_report(out, project, result, problems)]


def publish_overall(parts: Sequence[tuple[Path, Sequence[str]]], out_dir: Path) -> list[Path]:
    """Write the tables over projects, each given by its folder and the files used."""
    syntheses = []
    for path, files in parts:
        project = load_project(path)
        result = StoreWork(project).result(files)
        if result.interviews:
            syntheses.append(project_synthesis(result))
    tell("Overzicht van alle projecten", 0, 1)
    written = write_overall(overall_synthesis(syntheses), out_dir)
    tell("Overzicht van alle projecten", 1, 1)
    return written


def codebook_of(project: Project) -> tuple[Codebook, list[Problem]]:
    """Give a project's codebook; the default one, and a problem, when its own is not valid."""
    try:
        return project_codebook(project.path), []
    except InputError as error:
        return default_codebook(), [error.problem]


def _surprise(file: str, error: Exception) -> Problem:
    """Tell of an unforeseen error by its kind only: its message may quote the transcript."""
    return Problem(
        file,
        f"Dit bestand kon niet worden verwerkt (onverwachte fout: {type(error).__name__}).",
        "Sla het transcript op als .docx of .txt en probeer het opnieuw.",
    )
