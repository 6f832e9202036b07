"""Decisions of people as plain values, and which of them hold; no database needed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeGuard, TypeVar

from narratief.domain.actions import Action, Rewind, Undo
from narratief.domain.kinds import Kind
from narratief.domain.spans import Span

A = TypeVar("A", bound=Action)
A_co = TypeVar("A_co", bound=Action, covariant=True)


@dataclass(frozen=True, slots=True)
class Author:
    """Who decides.

    Attributes
    ----------
    id
        Id of the person; None when the account is gone, or for the command line, a file or a coder of another program.
    name
        As it is shown with the decision, also when the account is gone.
    """

    id: int | None
    name: str

    @property
    def identity(self) -> int | str:
        """What tells one author from another: the account, or else the name."""
        return self.id or self.name


@dataclass(frozen=True, slots=True)
class Decision(Generic[A_co]):
    """One act of one person, about a place that is kept as words and position.

    Attributes
    ----------
    id
        Also the order: of two decisions about the same thing, the later one holds.
    interview
        File name of the interview; None when it is about the project.
    span
        Position of the words in the interview's text; None when it is not about words.
    text
        The words; empty when it is not about words.
    theme
        The theme it is about; None when it is about none.
    seen
        Id of the last decision that the person's screen knew of; None when it is not known.
    """

    id: int
    author: Author
    action: A_co
    at: datetime
    interview: str | None = None
    span: Span | None = None
    text: str = ""
    theme: str | None = None
    seen: int | None = None

    @property
    def kind(self) -> Kind:
        """Kind of the act."""
        return self.action.kind


def is_any_of(decision: Decision[Action], actions: tuple[type[A], ...]) -> TypeGuard[Decision[A]]:
    """Tell whether a decision is one of these acts."""
    return isinstance(decision.action, actions)


def holding(decisions: Iterable[Decision[Action]]) -> list[Decision[Action]]:
    """Select the decisions that hold, oldest first, without the undos themselves.

    Parameters
    ----------
    decisions
        All decisions of a project, or all that concern one interview together with the project's undos; any order.
    """
    undone: set[int] = set()
    rewinds: list[Rewind] = []
    kept: list[Decision[Action]] = []
    for decision in sorted(decisions, key=lambda each: each.id, reverse=True):
        if decision.id in undone or any(_is_rewound(decision, rewind) for rewind in rewinds):
            continue
        match decision.action:
            case Undo(undone=number):
                undone.add(number)
            case Rewind() as rewind:
                rewinds.append(rewind)
            case _:
                kept.append(decision)
    return kept[::-1]


def _is_rewound(decision: Decision[Action], rewind: Rewind) -> bool:
    """Tell whether a rewind that holds takes a decision back."""
    if not decision.action.undoable or not rewind.to < decision.id <= rewind.until:
        return False
    if rewind.by is not None and decision.author.identity != rewind.by:
        return False
    return rewind.interview is None or decision.interview == rewind.interview
