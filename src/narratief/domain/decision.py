"""Decisions as plain values, and which of them hold: what `current` works on, without a database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from narratief.domain.kinds import NOT_UNDOABLE, Kind
from narratief.domain.spans import Span


@dataclass(frozen=True, slots=True)
class Event:
    """A decision; see `narratief.store.schema.Decision` for the fields.

    Attributes
    ----------
    interview
        File name of the interview; None when it is about the project.
    person
        Id of the person; None when the account is gone or it was done from the command line.
    """

    id: int
    kind: str
    who: str
    interview: str | None = None
    start: int | None = None
    end: int | None = None
    text: str = ""
    theme: str | None = None
    target: str | None = None
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    undoes: int | None = None
    person: int | None = None
    at: datetime | None = None
    seen: int | None = None

    @property
    def span(self) -> Span | None:
        """Position of the words it is about; None when it is not about words."""
        return None if self.start is None or self.end is None else (self.start, self.end)


def holding(events: Iterable[Event]) -> list[Event]:
    """Give the decisions that hold, oldest first, without the undos themselves.

    Parameters
    ----------
    events
        All decisions of a project, or all that concern one interview together with the project's undos; any order.
    """
    undone: set[int] = set()
    rewinds: list[Event] = []
    kept: list[Event] = []
    for event in sorted(events, key=lambda event: event.id, reverse=True):
        if event.id in undone or any(_rewound(event, rewind) for rewind in rewinds):
            continue
        if event.kind == Kind.UNDO:
            undone.add(event.undoes or 0)
        elif event.kind == Kind.REWIND:
            rewinds.append(event)
        else:
            kept.append(event)
    return kept[::-1]


def _rewound(event: Event, rewind: Event) -> bool:
    """Tell whether a rewind that holds takes a decision back."""
    if event.kind in NOT_UNDOABLE or not rewind.after["to"] < event.id <= rewind.after["until"]:
        return False
    interview, person = rewind.after.get("interview"), rewind.after.get("person")
    return (interview is None or event.interview == interview) and (person is None or event.person == person)
