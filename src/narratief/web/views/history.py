"""Decisions in plain Dutch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from narratief.domain.codebook import Codebook
from narratief.domain.decision import Event
from narratief.domain.kinds import DONE, NOT_UNDOABLE, Kind


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """A decision as a reader sees it.

    Attributes
    ----------
    what
        What was done, a Dutch phrase after the person's name.
    holds
        Whether it still holds.
    can_undo
        Whether it can be taken back (or, when it was taken back, be restored by undoing that).
    """

    event: Event
    what: str
    holds: bool
    can_undo: bool


def history_lines(events: Iterable[tuple[Event, bool]], codebook: Codebook) -> list[HistoryLine]:
    """Tell decisions, in the order given.

    Parameters
    ----------
    events
        Each with whether it holds, as `narratief.store.review.history` gives them.
    """
    labels = {theme.id: theme.label for theme in codebook.themes}
    lines = []
    for event, holds in events:
        undoing = event.kind in (Kind.UNDO, Kind.REWIND)
        can = (holds or undoing) and event.kind not in NOT_UNDOABLE
        lines.append(HistoryLine(event, _what(event, labels), holds, can))
    return lines


def _what(event: Event, labels: dict[str, str]) -> str:
    """Tell what a decision did, with the themes that it is about by label."""
    told = DONE.get(event.kind, event.kind)
    names = [labels.get(name, name) for name in (event.theme, event.after.get("theme")) if isinstance(name, str)]
    if event.kind == Kind.ADJUDICATE:
        told += " (het thema klopt)" if event.after.get("present") else " (het thema klopt niet)"
    return f"{told}: {' → '.join(dict.fromkeys(names))}" if names else told
