"""Folders of projects: which project one is, also after it was moved, and whether it is a copy of another."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.domain.errors import InputError
from narratief.domain.project import Project
from narratief.domain.project_identity import IDENTITY_FILE, Identity, read_identity
from narratief.files.atomic import write_atomic, write_once
from narratief.store.schema import ProjectRow


def identity_of(row: ProjectRow) -> Identity:
    """What stays of a project wherever its folder is."""
    return Identity(row.key, row.name)


def row_of_folder(session: Session, project: Project) -> ProjectRow | None:
    """Find the row of a project folder by what the folder says; by its path where it says nothing yet.

    Returns
    -------
    ProjectRow or None
        None when the folder is a new project.

    Raises
    ------
    InputError
        When it is a copy of a project that is still where it was, or does not say clearly which project it is.
    """
    path = str(project.path)
    if project.identity:
        row = session.scalar(select(ProjectRow).where(ProjectRow.key == project.identity.key))
        if row is not None and row.folder and _holds(Path(row.folder), project):
            raise _copy(project.path, Path(row.folder))
        return row
    row = session.scalar(select(ProjectRow).where(ProjectRow.folder == path).order_by(ProjectRow.id.desc()))
    if row is None and (project.path / IDENTITY_FILE).exists():
        read_identity(project.path)  # it is broken, and says so
    return row


def mark_folder(folder: Path, identity: Identity) -> Identity:
    """Write into a folder which project it is, unless it says so; in a folder that cannot be written its path tells.

    Returns
    -------
    Identity
        What the folder says now: another process may have been first.
    """
    path = folder / IDENTITY_FILE
    with suppress(InputError):
        if (told := read_identity(folder)) is not None:
            return told
    try:
        if path.exists():  # broken, while the store knows the folder
            write_atomic(path, identity.as_file())
        else:
            write_once(path, identity.as_file(), private=False)
    except OSError:
        return identity
    return read_identity(folder) or identity


def _holds(other: Path, project: Project) -> bool:
    """Tell whether another folder than the project's is the same project as well."""
    with suppress(OSError, InputError):
        if not other.is_dir() or other.samefile(project.path):
            return False
        return read_identity(other) == project.identity
    return False


def _copy(folder: Path, other: Path) -> InputError:
    """Make the error that a folder is a copy, with what to do in both cases."""
    return InputError(
        str(folder),
        f"Deze map is een kopie van {other}: beide zijn hetzelfde project. Er is niets gedaan.",
        f"Is de kopie een nieuw project? Verwijder dan {IDENTITY_FILE} uit deze map. Gaat het project hier verder? "
        f"Verwijder dan dat bestand uit {other}.",
    )
