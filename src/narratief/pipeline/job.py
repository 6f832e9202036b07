"""The main job's stages for a whole project; the flows call these with paths, and anything else may too."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from narratief.data_protection.keeping.retention import this_day
from narratief.data_protection.keeping.retention_status import standing_of
from narratief.domain.codebook import Codebook
from narratief.domain.codebook_file import default_codebook, project_codebook
from narratief.domain.errors import InputError, Problem
from narratief.domain.progress import tell
from narratief.domain.project import Project, load_project
from narratief.files.file_transaction import write_together
from narratief.pipeline.analyse import analyse_kept
from narratief.pipeline.ingest import ingest_kept, problems_of_files
from narratief.pipeline.report import REPORT, report_bytes
from narratief.privacy.file_names import hidden_name
from narratief.store.coding.projects import get_project
from narratief.store.database import open_store
from narratief.store.faults import fault_of
from narratief.store.project_repository import ProjectRepository
from narratief.store.written import note_written
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
    work = ProjectRepository.for_project(open_store(), project)
    kept = work.without_original()
    problems, files, new = list(project.problems if kept else problems_of_files(project)), [], 0
    paths = [path for path in project.files if only is None or hidden_name(path.name) in only]
    for done, path in enumerate(paths):
        tell(f"{project.title}: lezen", done, len(paths))
        try:
            taken = ingest_kept(project, path, work)
            new += taken.new
            files.append(taken.file)
        except InputError as error:
            problems += [error.problem] if error.problem not in problems else []  # a vault's is that of every file
        except Exception as error:  # noqa: BLE001 - one file's surprise must not stop the others
            if (fault := fault_of(error)) is not None:  # not this file's: no other would go better
                raise fault from None
            problems.append(_surprise(path.name, error))
    tell(f"{project.title}: lezen", len(paths), len(paths))
    if only is None:
        files += [file for file in kept if file not in files]
    problems += codebook_of(project)[1]
    return IngestOutcome(files, new, problems)


def analyse_project(project_dir: Path, files: Sequence[str]) -> int:
    """Code the given interviews of a project; gives how many were done now."""
    project = load_project(project_dir)
    work, new = ProjectRepository.for_project(open_store(), project), 0
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
    work = ProjectRepository.for_project(open_store(), project)
    result = work.result(files)
    with work.store.reading() as session:
        standing = standing_of(session, get_project(session, work.project_id), this_day())
    if not result.interviews:
        return write_together(out, {REPORT: report_bytes(project, None, problems, standing)})
    tell(f"{project.title}: tabellen", 0, 1)
    report = {REPORT: report_bytes(project, result, problems, standing)}
    written = write_project(project_synthesis(result), code_records(result), out, report)
    tell(f"{project.title}: tabellen", 1, 1)
    with work.store.writing() as session:
        note_written(session, work.project_id, written)
    return written


def publish_overall(parts: Sequence[tuple[Path, Sequence[str]]], out_dir: Path) -> list[Path]:
    """Write the tables over projects, each given by its folder and the files used."""
    syntheses, store = [], open_store()
    for path, files in parts:
        result = ProjectRepository.for_project(store, load_project(path)).result(files)
        if result.interviews:
            syntheses.append(project_synthesis(result))
    tell("Overzicht van alle projecten", 0, 1)
    written = write_overall(overall_synthesis(syntheses), out_dir)
    tell("Overzicht van alle projecten", 1, 1)
    with store.writing() as session:
        note_written(session, None, written)
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
