"""Decisions in plain Dutch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from narratief.codebook import Codebook
from narratief.store.events import Event
from narratief.store.kinds import NOT_UNDOABLE, Kind

_WORDS: dict[str, str] = {
    Kind.CONFIRM: "zei dat het thema klopt",
    Kind.REJECT: "zei dat het thema niet klopt",
    Kind.CHANGE: "koos een ander thema",
    Kind.ADD: "voegde een thema toe",
    Kind.LATER: "wil hier later naar kijken",
    Kind.ADJUDICATE: "besliste bij een verschil van mening",
    Kind.SPLIT: "splitste een fragment",
    Kind.MERGE: "voegde fragmenten samen",
    Kind.MEMO: "schreef een notitie",
    Kind.QUOTE: "koos een citaat, of koos het niet meer",
    Kind.MOMENT: "keek een bepalend moment na",
    Kind.SPEAKERS: "verbeterde wie er spreekt",
    Kind.ACCEPT_READING: "keurde de tekst goed",
    Kind.PRIVACY_MISSED: "verborg persoonsgegevens",
    Kind.PRIVACY_RESTORED: "haalde een vervangende naam weg",
    Kind.CODEBOOK: "veranderde het codeboek",
    Kind.TOPIC: "veranderde een cluster",
    Kind.TAGGER: "koos een versie van de herkenning",
    Kind.UNDO: "maakte een beslissing ongedaan",
    Kind.REWIND: "ging terug naar een eerder moment",
}


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
    told = _WORDS.get(event.kind, event.kind)
    names = [labels.get(name, name) for name in (event.theme, event.after.get("theme")) if isinstance(name, str)]
    if event.kind == Kind.ADJUDICATE:
        told += " (het thema klopt)" if event.after.get("present") else " (het thema klopt niet)"
    return f"{told}: {' → '.join(dict.fromkeys(names))}" if names else told
