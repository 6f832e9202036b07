"""Who may see a project: everybody whose role allows it, or only the people who are named."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.store.accounts.access import Role
from narratief.store.accounts.audit import Named, note
from narratief.store.accounts.people import give_project, people, take_project
from narratief.store.schema import Membership, Person, ProjectRow


@dataclass(frozen=True, slots=True)
class Sharing:
    """Who may see a project.

    Attributes
    ----------
    named_only
        Whether it is for the named people only, and administrators.
    people
        Ids of the named people, those without an open account too.
    """

    named_only: bool
    people: frozenset[int]

    @property
    def mark(self) -> str:
        """Text that differs when anything of it does: what a form sends back to tell what its page showed."""
        return f"{int(self.named_only)}:{','.join(map(str, sorted(self.people)))}"


def sharing_of(session: Session, project: ProjectRow) -> Sharing:
    """Read who may see a project."""
    named = session.scalars(select(Membership.person_id).where(Membership.project_id == project.id))
    return Sharing(project.named_only, frozenset(named))


def nameable(session: Session) -> list[Person]:
    """List the people who can be named, by name: open accounts that do not see every project anyway."""
    return [person for person in people(session) if person.active and person.role != Role.ADMINISTRATOR]


def share(session: Session, who: Named, project: ProjectRow, *, named_only: bool, named: Collection[int]) -> bool:
    """Say who may see a project, and note each change in the log.

    Parameters
    ----------
    named
        Ids of people; of those who cannot be named nothing changes.

    Returns
    -------
    bool
        Whether anything changed.
    """
    before = sharing_of(session, project)
    able = {person.id for person in nameable(session)}
    added, removed = sorted(able.intersection(named) - before.people), sorted((before.people & able) - set(named))
    for person in added:
        give_project(session, person, project.id)
        note(session, "member_added", who, project_id=project.id, details={"person": person})
    for person in removed:
        take_project(session, person, project.id)
        note(session, "member_removed", who, project_id=project.id, details={"person": person})
    if named_only != before.named_only:
        project.named_only = named_only
        note(session, "project_closed" if named_only else "project_opened", who, project_id=project.id)
    return bool(added or removed or named_only != before.named_only)
