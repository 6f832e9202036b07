"""Folders of projects that were made in the workspace: where uploads lie until they are read and accepted."""

from __future__ import annotations

import re
from pathlib import Path

from narratief.data_protection.project_files import projects_dir
from narratief.domain.errors import InputError, Refusal
from narratief.domain.project import Project, ProjectFacts, load_project
from narratief.store.coding.project_folders import identity_of
from narratief.store.coding.projects import facts_of
from narratief.store.schema import ProjectRow

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


def all_projects(root: Path) -> list[Path]:
    """Every folder in the folder of projects.

    Raises
    ------
    InputError
        When there is none.
    """
    found = sorted(p for p in root.iterdir() if p.is_dir() and not p.name.startswith(".")) if root.is_dir() else []
    if not found:
        raise InputError(f"{root}/", "Hier staat geen projectmap.", "Geef de map van uw project op: narratief run MAP.")
    return found


def new_folder(facts: ProjectFacts) -> Path:
    """Make the folder of a new project, named after its title."""
    slug = re.sub(r"[^a-z0-9]+", "-", facts.title.lower()).strip("-")[:60] or "project"
    number = 1
    while True:
        folder = projects_dir() / (slug if number == 1 else f"{slug}-{number}")
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            number += 1
            continue
        return folder


def folder_of(row: ProjectRow) -> Path:
    """Folder of a project.

    Raises
    ------
    Refusal
        When it has none, or it is gone.
    """
    folder = Path(row.folder) if row.folder else None
    if folder is None or not folder.is_dir():
        raise Refusal("De map van dit project is er niet (meer).", "Vraag de beheerder om hulp.")
    return folder


def project_on_disk(row: ProjectRow) -> Project:
    """Project as it lies on disk, with the facts that the store has of it, and the words to hide that it has not."""
    found = load_project(folder_of(row))
    facts = facts_of(row).model_copy(update={"hide": found.facts.hide})
    return Project(found.path, facts, found.files, (), identity_of(row))
