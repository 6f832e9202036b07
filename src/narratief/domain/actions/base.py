"""What all acts of people have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from narratief.domain.kinds import Kind


@dataclass(frozen=True, slots=True)
class Action:
    """Base of all acts.

    Attributes
    ----------
    kind
        What the act is called in databases and pages.
    undoable
        False for acts that changed the stored text or rows of their own: their opposite takes them back, not an undo.
    """

    kind: ClassVar[Kind]
    undoable: ClassVar[bool] = True
