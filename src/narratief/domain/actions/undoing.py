"""Acts that take other acts back."""

from __future__ import annotations

from dataclasses import dataclass

from narratief.domain.actions.base import Action
from narratief.domain.kinds import Kind


@dataclass(frozen=True, slots=True)
class Undo(Action):
    """One decision does not hold any more; undoing an undo makes the first one hold again.

    Attributes
    ----------
    undone
        Id of that decision.
    undone_kind
        Its kind.
    """

    undone: int
    undone_kind: Kind

    kind = Kind.UNDO


@dataclass(frozen=True, slots=True)
class Rewind(Action):
    """Decisions after one and up to another do not hold any more.

    Attributes
    ----------
    to
        Id of the decision right after which things are again as they were; 0: before the first.
    until
        Id of the last decision that is taken back.
    interview
        File name; only decisions about this interview are taken back. None for all.
    by
        Identity of an author (`narratief.domain.decision.Author.identity`); only their decisions are taken back. None
        for everybody's.
    """

    to: int
    until: int
    interview: str | None = None
    by: int | str | None = None

    kind = Kind.REWIND
