"""Acts by which people divide the work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from narratief.domain.actions.base import Action
from narratief.domain.kinds import Kind


@dataclass(frozen=True, slots=True)
class AssignInterview(Action):
    """A person works on an interview from now on, until the next such act about it.

    Attributes
    ----------
    person
        Id of the account; None for nobody.
    name
        The person's name then; empty for nobody.
    """

    person: int | None
    name: str = ""

    kind = Kind.ASSIGN
    undoable: ClassVar[bool] = False
