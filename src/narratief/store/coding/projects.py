"""Projects in the store: found, made, changed."""

from __future__ import annotations

import hashlib
import re
import secrets
from pathlib import Path

import yaml
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from narratief.domain.entities import EntityType
from narratief.domain.errors import Gone, InputError, Refusal
from narratief.domain.project import Project, ProjectFacts, load_facts, load_project
from narratief.domain.project_identity import Identity, read_identity
from narratief.domain.word_lists import hidden_as_written
from narratief.files.atomic import write_atomic
from narratief.store.coding.project_folders import identity_of, mark_folder, row_of_folder
from narratief.store.schema import Membership, ProjectRow

NO_PROJECT = "Dit project bestaat niet (meer)."


def facts_of(project: ProjectRow) -> ProjectFacts:
    """Facts of a project, typed."""
    return ProjectFacts.model_validate(project.facts)


def title_of(project: ProjectRow) -> str:
    """Title of a project for readers: that of its facts, else its name."""
    return facts_of(project).title or project.name


def project_for(session: Session, project: Project) -> ProjectRow:
    """Find the row of a project folder; makes it when it is new, and follows where it lies and what project.yaml says.

    Raises
    ------
    InputError
        When the folder is a copy of another project's, or does not say clearly which project it is.
    """
    row = row_of_folder(session, project)
    facts = project.facts.model_dump(mode="json")
    if row is None:
        identity = mark_folder(project.path, Identity(_new_key(session, project), project.name))
        new = ProjectRow(key=identity.key, name=identity.name, folder=str(project.path), facts=facts)
        row = _add(session, new)
    elif project.identity is None:
        mark_folder(project.path, identity_of(row))
    if row.folder != str(project.path):  # it was moved
        row.folder = str(project.path)
    if row.facts != facts and not project.problems:
        row.facts = facts
    return row


def new_project(
    session: Session, facts: ProjectFacts, folder: Path | None = None, *, made_by: int | None = None
) -> ProjectRow:
    """Make a project in the workspace; its maker becomes a member.

    Parameters
    ----------
    facts
        With a title; the project's name is made from it.
    folder
        Where its transcripts will lie. project.yaml is written there, and `project_for` finds this row again.
    made_by
        Id of a person.

    Raises
    ------
    Refusal
        When it has no title, or the folder has a project already.
    """
    if not facts.title.strip():
        raise Refusal("Het project heeft nog geen titel.", "Vul een titel in.")
    name = folder.name if folder else _slug(facts.title)
    key = _free_key(session, name)
    if folder:
        found = Project(folder.resolve(), facts, (), (), read_identity(folder))
        if row_of_folder(session, found) is not None:
            raise Refusal("Er is al een project met deze naam.", "Kies een andere titel.")
        key = mark_folder(found.path, Identity(_new_key(session, found), name)).key
    row = _add(
        session,
        ProjectRow(
            key=key,
            name=name,
            folder=str(folder.resolve()) if folder else None,
            facts=facts.model_dump(mode="json"),
            created_by=made_by,
        ),
    )
    if made_by is not None:
        session.merge(Membership(person_id=made_by, project_id=row.id))
    _write_facts(row)
    return row


def change_facts(session: Session, project: ProjectRow, facts: ProjectFacts) -> None:
    """Change a project's facts, in its folder too (project.yaml)."""
    project.facts = facts.model_dump(mode="json")
    session.flush()
    _write_facts(project)


def get_project(session: Session, project_id: int) -> ProjectRow:
    """Read a project.

    Raises
    ------
    Refusal
        When there is none with this id.
    """
    row = session.get(ProjectRow, project_id)
    if row is None:
        raise Gone(NO_PROJECT)
    return row


def find_project(session: Session, name: str) -> ProjectRow | None:
    """Find a project by its key, the path of its folder, or a name that only one project has.

    Raises
    ------
    InputError
        As `project_for`.
    """
    if (path := Path(name)).is_dir() and (row := row_of_folder(session, load_project(path))):
        return row
    folder = str(path.resolve())
    exact = session.scalar(select(ProjectRow).where((ProjectRow.key == name) | (ProjectRow.folder == folder)))
    named = session.scalars(select(ProjectRow).where(ProjectRow.name == name)).all()
    return exact or (named[0] if len(named) == 1 else None)


def projects_of(session: Session, person_id: int | None = None) -> list[ProjectRow]:
    """List projects in use by name.

    Parameters
    ----------
    person_id
        Only those that this person is a member of; None for all.
    """
    query = select(ProjectRow).order_by(ProjectRow.name, ProjectRow.id)
    query = query.where(ProjectRow.archived_at.is_(None))
    if person_id is not None:
        query = query.join(Membership, Membership.project_id == ProjectRow.id).where(Membership.person_id == person_id)
    return list(session.scalars(query))


def _write_facts(project: ProjectRow) -> None:
    """Write project.yaml into the project's folder, when it has one; its list of words to hide is nowhere else."""
    if project.folder:
        told = {key: value for key, value in project.facts.items() if value not in ("", None, [], {})}
        if hide := _hidden_in(Path(project.folder)):
            told["hide"] = hidden_as_written(hide)
        text = yaml.safe_dump(told, allow_unicode=True, sort_keys=False)
        write_atomic(Path(project.folder) / "project.yaml", text.encode())


def _hidden_in(folder: Path) -> tuple[tuple[EntityType, str], ...]:
    """Words to hide that project.yaml of a folder lists; none when it cannot be read."""
    try:
        return load_facts(folder).hide
    except InputError:
        return ()


def _by_key(session: Session, key: str) -> ProjectRow | None:
    """Find a project by its key."""
    return session.scalar(select(ProjectRow).where(ProjectRow.key == key))


def _add(session: Session, row: ProjectRow) -> ProjectRow:
    """Add a project, or find the one that another process added just before."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        found = _by_key(session, row.key)
        if found is None:
            raise
        return found
    return row


def _slug(title: str) -> str:
    """Make a short name of plain letters, digits and hyphens out of a title."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:60] or "project"


def _new_key(session: Session, project: Project) -> str:
    """Make the key of a folder that is no project yet; not one of a project that was here before it was moved."""
    if project.identity or _by_key(session, project.key) is None:
        return project.key
    return f"{_slug(project.name)}-{secrets.token_hex(5)}"


def _free_key(session: Session, name: str) -> str:
    """Make a key that no project with this name has."""
    taken = set(session.scalars(select(ProjectRow.key).where(ProjectRow.key.startswith(name))))
    number = 1
    while (key := f"{name}-{hashlib.sha256(f'{name} {number}'.encode()).hexdigest()[:10]}") in taken:
        number += 1
    return key
