"""A project that is worked on: its folder with transcripts, and what the store keeps of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from narratief.domain.codebook import Codebook
from narratief.domain.codebook_file import default_codebook, project_codebook
from narratief.domain.errors import InputError, Problem
from narratief.domain.project import Project, load_project
from narratief.pipeline.folders import project_on_disk
from narratief.privacy.file_names import hidden_name
from narratief.store.coding.interviews import interviews_of
from narratief.store.coding.project_folders import identity_of
from narratief.store.coding.projects import get_project
from narratief.store.database import Store, open_store
from narratief.store.project_repository import ProjectRepository

_BY_NUMBER = "project:"


@dataclass(frozen=True, slots=True)
class OpenProject:
    """What every use case takes: a project on disk, and its repository.

    Attributes
    ----------
    project
        Folder, facts and transcripts.
    kept
        Interviews, codes, codebook and decisions in the store.
    """

    project: Project
    kept: ProjectRepository

    @property
    def store(self) -> Store:
        """The store that the project is kept in."""
        return self.kept.store

    @property
    def id(self) -> int:
        """Number of the project in the store."""
        return self.kept.project_id

    def files_named(self, names: Collection[str]) -> list[str]:
        """Interviews in the store whose neutral name (`hidden_name`) is among these, in the store's order."""
        with self.store.reading() as session:
            files = [row.file for row in interviews_of(session, self.id)]
        return [file for file in files if hidden_name(file) in names]

    def codebook_file(self) -> tuple[Codebook, list[Problem]]:
        """Codebook that the project's folder has, and what is wrong with it; the default one where it is not valid."""
        try:
            return project_codebook(self.project.path), []
        except InputError as error:
            return default_codebook(), [error.problem]

    def codebook(self) -> Codebook:
        """Codebook that counts for the project: what its folder says, with what people changed since."""
        return self.kept.codebook(self.codebook_file()[0])

    def codebook_to_code_with(self) -> Codebook:
        """That codebook, with the themes that people merged into its themes, for the machine to look for too."""
        return self.kept.codebook_to_code_with(self.codebook_file()[0])


def hidden_names(files: Iterable[str]) -> list[str]:
    """Neutral names of files, which may be told to other processes and to Prefect."""
    return [hidden_name(file) for file in files]


def open_folder(folder: Path, store: Store | None = None) -> OpenProject:
    """Open a project by its folder; it gets its place in the store when it is new there.

    Parameters
    ----------
    store
        Default: the one that `open_store` opens.

    Raises
    ------
    InputError
        When there is no such folder, or it is a copy of another project's.
    """
    project = load_project(folder)
    kept = ProjectRepository.for_project(store or open_store(), project)
    with kept.store.reading() as session:
        identity = identity_of(get_project(session, kept.project_id))
    return OpenProject(replace(project, identity=identity), kept)


def open_kept(store: Store, project_id: int) -> OpenProject:
    """Open a project by its number, with the facts that the store has of it.

    Raises
    ------
    Refusal
        When there is no such project, or its folder is gone.
    """
    with store.reading() as session:
        project = project_on_disk(get_project(session, project_id))
    return OpenProject(project, ProjectRepository(store, project_id))


def reference_to(project_id: int) -> str:
    """Words by which another process opens a project of the store; see `open_referenced`."""
    return f"{_BY_NUMBER}{project_id}"


def is_folder(reference: str) -> bool:
    """Tell whether words that stand for a project are its folder; otherwise they are what `reference_to` made."""
    return not reference.startswith(_BY_NUMBER)


def open_referenced(reference: str, store: Store | None = None) -> OpenProject:
    """Open a project by what stands for it in parameters of tasks: its folder, or what `reference_to` made."""
    if is_folder(reference):
        return open_folder(Path(reference), store)
    return open_kept(store or open_store(), int(reference.removeprefix(_BY_NUMBER)))
