"""What the workspace does in the background: read uploads, code accepted interviews, write tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from sqlalchemy import select

from narratief.domain.codebook import Codebook
from narratief.domain.codebook_file import default_codebook, project_codebook
from narratief.domain.errors import InputError, Problem
from narratief.domain.progress import tell
from narratief.domain.project import Project
from narratief.files.content_hash import key_of
from narratief.pipeline.analyse import analyse_kept, is_coded
from narratief.pipeline.folders import project_on_disk
from narratief.pipeline.ingest import protect
from narratief.privacy.file_names import hidden_name
from narratief.store.coding.projects import get_project
from narratief.store.database import Store, open_store
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.result import result_of
from narratief.store.schema import InterviewRow
from narratief.synthesis.records import code_records
from narratief.synthesis.tables import project_synthesis
from narratief.synthesis.write import write_project
from narratief.transcripts.read import read_transcript

CODING = "Thema's zoeken in de gesprekken"
"""What is said while interviews are coded."""
_VERSION = "web-1"  # raise when reading or pseudonymising changes what comes out


def read_uploads(store: Store, project_id: int) -> list[Problem]:
    """Read and pseudonymise every upload that was not yet; one that cannot be used is a problem, the others go on."""
    with store.reading() as session:
        row = get_project(session, project_id)
    project = project_on_disk(row)
    work = ProjectRepository.for_project(store, project)
    problems = []
    for done, path in enumerate(project.files):
        tell("Transcripten lezen en namen vervangen", done, len(project.files))
        try:
            _read_one(project, path, work)
        except InputError as error:
            problems += [error.problem] if error.problem not in problems else []  # a vault's is that of every file
    tell("Transcripten lezen en namen vervangen", len(project.files), len(project.files))
    return problems


def uncoded(store: Store, project_id: int, files: Sequence[str]) -> list[str]:
    """List those of these interviews that are yet to be coded."""
    _, work, codebook = _coding_of(store, project_id)
    return [file for file in files if not is_coded(file, work, codebook)]


def code_interviews(store: Store, project_id: int, files: Sequence[str]) -> int:
    """Divide interviews into fragments and code them; gives how many were done now (others were done before)."""
    project, work, codebook = _coding_of(store, project_id)
    new = 0
    for done, file in enumerate(files):
        tell(CODING, done, len(files))
        new += analyse_kept(project.name, file, work, codebook)
    tell(CODING, len(files), len(files))
    return new


def code_batch(project_id: int, names: Collection[str]) -> int:
    """Code the interviews with these neutral names, in the store that the environment names.

    For other processes, to which neither the store nor a file's own name is told; gives how many were done.
    """
    store = open_store()
    with store.reading() as session:
        known = session.scalars(select(InterviewRow.file).where(InterviewRow.project_id == project_id)).all()
    return code_interviews(store, project_id, [file for file in known if hidden_name(file) in names])


def write_tables(store: Store, project_id: int, files: Sequence[str], out_dir: Path) -> list[Path]:
    """Write the project's tables into out_dir/<project>, of what holds after people's decisions."""
    tell("Tabellen maken", 0, 1)
    with store.reading() as session:
        result = result_of(session, project_id, files=files)
    written = write_project(project_synthesis(result), code_records(result), out_dir / result.name)
    tell("Tabellen maken", 1, 1)
    return written


def _read_one(project: Project, path: Path, work: ProjectRepository) -> None:
    """Read a transcript unless it was read already with the same content.

    Unlike on the command line it may have no resident yet: the evaluator says who is who on the page about it.
    """
    interviewer = project.facts.interviewer_in(path.name)
    key = key_of(path.read_bytes(), "\n".join(interviewer), path.name, _VERSION)
    if any(work.has_interview(name, key) for name in (path.name, hidden_name(path.name))):
        return
    interview = read_transcript(path, interviewer)
    if not interview.turns:
        raise InputError(path.name, "In dit bestand staat geen gesprek.", "Controleer of u het goede bestand koos.")
    work.keep_interview(protect(project, interview, work.marked()), key)


def _coding_of(store: Store, project_id: int) -> tuple[Project, ProjectRepository, Codebook]:
    """Give what coding a project's interviews takes."""
    with store.reading() as session:
        project = project_on_disk(get_project(session, project_id))
    work = ProjectRepository.for_project(store, project)
    return project, work, work.codebook(_codebook_of(project))


def _codebook_of(project: Project) -> Codebook:
    """Give the codebook in the project's folder, the default one when that is missing or not valid."""
    try:
        return project_codebook(project.path)
    except InputError:
        return default_codebook()
