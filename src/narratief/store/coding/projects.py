"""Projects in the store: found, made, changed."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import yaml
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from narratief.domain.errors import Gone, Refusal
from narratief.domain.project import Project, ProjectFacts
from narratief.files.atomic import write_atomic
from narratief.store.schema import Membership, ProjectRow

NO_PROJECT = "Dit project bestaat niet (meer)."


def facts_of(project: ProjectRow) -> ProjectFacts:
    """Facts of a project, typed."""
    return ProjectFacts.model_validate(project.facts)


def title_of(project: ProjectRow) -> str:
    """Title of a project for readers: that of its facts, else its name."""
    return facts_of(project).title or project.name


def project_for(session: Session, project: Project) -> ProjectRow:
    """Find the row of a project folder; makes it when it is new, and follows what project.yaml says now."""
    row = _by_key(session, project.key)
    facts = project.facts.model_dump(mode="json")
    if row is None:
        row = _add(session, ProjectRow(key=project.key, name=project.name, folder=str(project.path), facts=facts))
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
    key = Project(folder.resolve(), facts, ()).key if folder else _free_key(session, name)
    if folder and _by_key(session, key) is not None:
        raise Refusal("Er is al een project met deze naam.", "Kies een andere titel.")
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
    """Find a project by its key, the path of its folder, or a name that only one project has."""
    folder = str(Path(name).resolve())
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
    """Write project.yaml into the project's folder, when it has one."""
    if project.folder:
        told = {key: value for key, value in project.facts.items() if value not in ("", None, [], {})}
        text = yaml.safe_dump(told, allow_unicode=True, sort_keys=False)
        write_atomic(Path(project.folder) / "project.yaml", text.encode())


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


def _free_key(session: Session, name: str) -> str:
    """Make a key that no project with this name has."""
    taken = set(session.scalars(select(ProjectRow.key).where(ProjectRow.key.startswith(name))))
    number = 1
    while (key := f"{name}-{hashlib.sha256(f'{name} {number}'.encode()).hexdigest()[:10]}") in taken:
        number += 1
    return key
