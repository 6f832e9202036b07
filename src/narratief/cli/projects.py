"""Projects as a user names them on the command line, among those that the database knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import typer
from sqlalchemy.orm import Session

from narratief.cli.console import output
from narratief.domain.errors import InputError, Refusal
from narratief.store.coding.projects import find_project, projects_of
from narratief.store.schema import ProjectRow

T = TypeVar("T")


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


def sure(question: str, *, yes: bool) -> None:
    """Ask whether to go on with what cannot be undone; ends the command when not.

    Parameters
    ----------
    yes
        True when the user said so beforehand (--yes).
    """
    if not yes and typer.prompt(f"{question} Typ ja of nee", default="nee").strip().lower() not in ("ja", "j"):
        output.print("Er is niets gewist.")
        raise typer.Exit(1)


def refusals_told(act: Callable[[], T], what: str) -> T:
    """Do something in the store, and tell a refusal as any other input that cannot be used."""
    try:
        return act()
    except Refusal as refusal:
        raise InputError(what, refusal.message, refusal.remedy) from refusal
