"""Events as a list for other programs."""

from __future__ import annotations

from typing import TypedDict

from narratief.turning_points.labels import date_label
from narratief.turning_points.model import Timeline, TurningPoint


class MentionEntry(TypedDict):
    """Where a resident tells of an event: file, 0-based place among the resident's turns, and the words."""

    file: str
    turn: int
    words: str


class EventEntry(TypedDict):
    """An event; `when` is empty when no resident dates it, `sure` is False when residents may mean different ones."""

    moment: str
    when: str
    residents: list[str]
    mentions: list[MentionEntry]
    sure: bool


def events_of(timeline: Timeline) -> list[EventEntry]:
    """List all events of a timeline, those that several residents tell of first; words that may not be shown are not.

    Turning points and the others are listed alike: whether a theme is told with an event says nothing of who tells.
    """
    moments = (*timeline.turning_points, *timeline.others)
    return [_entry(moment) for moment in sorted(moments, key=lambda moment: moment.residents < 2)]


def _entry(moment: TurningPoint) -> EventEntry:
    """One event with its mentions, by resident and in the order of telling."""
    mentions: list[MentionEntry] = [
        {"file": voice.quote.interview, "turn": voice.quote.turn, "words": voice.quote.text}
        for told in moment.perspectives
        for voice in told.voices
    ]
    return {
        "moment": moment.label,
        "when": date_label(moment.when) if moment.when else "",
        "residents": [told.interview for told in moment.perspectives],
        "mentions": mentions,
        "sure": not moment.unsure,
    }
