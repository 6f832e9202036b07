"""Projects as a user names them on the command line, among those that the database knows."""

from __future__ import annotations

from sqlalchemy.orm import Session

from narratief.domain.errors import InputError
from narratief.store.coding.projects import find_project, projects_of
from narratief.store.schema import ProjectRow


def known_project(session: Session, name: str) -> ProjectRow:
    """Find a project by its folder or name.

    Raises
    ------
    InputError
        When narratief has nothing of it.
    """
    row = find_project(session, name)
    if row is None:
        names = ", ".join(each.name for each in projects_of(session)) or "nog geen"
        raise InputError(name, "Dit project kent narratief niet.", f"Bekende projecten: {names}.")
    return row
