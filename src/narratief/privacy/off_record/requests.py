"""The request in a sentence not to write something down, when there is one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from narratief.domain.interview import Role
from narratief.domain.spans import Span
from narratief.privacy.off_record.composed import composed
from narratief.privacy.off_record.cues import (
    BETWEEN_CUES,
    NAMELESS_CUES,
    RECORDER_CUES,
    WRITE_CUES,
    Cues,
    has_cues,
)
from narratief.privacy.off_record.phrases import (
    AHEAD,
    ALLOWED,
    BACK,
    BARE,
    BETWEEN_US,
    NAMELESS,
    NO_DEVICE,
    NOT_WRITE,
    ONLY_AHEAD,
    ONLY_BACK,
    OTHERS,
    PROMISED,
    RECORDER_OFF,
    RESUMED,
    SURE_DEVICE,
    TOLD_OF,
)


class Asked(Enum):
    """What a speaker asks, with why the words are kept back, in Dutch."""

    NOT_WRITE = "De spreker wil niet dat dit wordt opgeschreven."
    BETWEEN_US = "De spreker zegt dat dit onder elkaar blijft."
    NAMELESS = "De spreker wil hier niet bij genoemd worden."
    RECORDER_OFF = "De opname moest hier uit."
    PROMISED = "De interviewer zegt toe dat dit onder elkaar blijft."


@dataclass(frozen=True, slots=True)
class Request:
    """Words of asking in a sentence.

    Attributes
    ----------
    start, end
        Position in the sentence.
    points_back
        True for "dat": it is about what was said before.
    points_ahead
        True for "wat ik nu zeg" and where a colon follows: nothing before it is meant.
    """

    asked: Asked
    start: int
    end: int
    points_back: bool
    points_ahead: bool = False


_NEAR = 2
"""Words before a request that belong to it: "dat hoef je …", "wat ik net zei, …". Chosen, not measured."""
_COLON = re.compile(r"(?:\s++\w++){0,2}+\s*+:")
"""After a request: it announces what follows ("dit is off the record hè: …")."""
_Ways = tuple[tuple[Asked, Cues, tuple[re.Pattern[str], ...]], ...]
_OF_ANYBODY: _Ways = (
    (Asked.RECORDER_OFF, RECORDER_CUES, RECORDER_OFF),
    (Asked.NOT_WRITE, WRITE_CUES, NOT_WRITE),
    (Asked.BETWEEN_US, BETWEEN_CUES, BETWEEN_US),
    (Asked.NAMELESS, NAMELESS_CUES, NAMELESS),
)
_OF_INTERVIEWER: _Ways = (
    (Asked.RECORDER_OFF, RECORDER_CUES, RECORDER_OFF),
    (Asked.PROMISED, WRITE_CUES, PROMISED),
    (Asked.PROMISED, BETWEEN_CUES, BETWEEN_US),
)


def find_request(text: str, role: Role) -> Request | None:
    """Find the first request in a sentence; that to turn the recorder off before any other.

    Parameters
    ----------
    role
        Of the speaker: an interviewer promises, and otherwise only explains how the interview goes.
    """
    low = f" {' '.join(text.lower().split())} "
    for asked, cues, ways in _OF_INTERVIEWER if role == "interviewer" else _OF_ANYBODY:
        if not has_cues(low, cues):
            continue
        found = [match.span() for way in ways if (match := way.search(text))]
        if asked is Asked.NOT_WRITE:
            found += _bare(text)
        if found and not (asked is Asked.RECORDER_OFF and not _is_recorder(text, min(found))):
            return _request(asked, text, min(found))
    own = None if role == "interviewer" else composed(text)
    return None if own is None else _request(Asked.NOT_WRITE, text, own)


def _request(asked: Asked, text: str, span: Span) -> Request:
    """Make the request that a stretch of a sentence is, with which way it points."""
    said_before = says(text, ONLY_BACK)
    ahead = (says(text, ONLY_AHEAD) and not said_before) or bool(_COLON.match(text, span[1]))
    return Request(asked, *span, not ahead and (said_before or _points_back(text, span)), ahead)


def goes_on_record(text: str) -> bool:
    """Tell whether a sentence says that the recording, or the interview, goes on."""
    return says(text, RESUMED)


def allows(text: str) -> bool:
    """Tell whether a sentence says that something may be written down."""
    return says(text, ALLOWED)


def says(text: str, ways: Iterable[re.Pattern[str]], span: Span | None = None) -> bool:
    """Tell whether any of these ways of saying something stands in a text, or in a stretch of it."""
    start, end = span or (0, len(text))
    return any(way.search(text, start, end) for way in ways)


def _points_back(text: str, span: Span) -> bool:
    """Tell whether a request is about what was said before: by "dat" in it or right before it."""
    words = " ".join((*text[: span[0]].split()[-_NEAR:], text[slice(*span)]))
    return says(words, BACK) and not says(words, AHEAD)


def _bare(text: str) -> list[Span]:
    """Find an infinitive alone that asks."""
    found = [match.span() for way in BARE if (match := way.search(text))]
    return [span for span in found if not says(text, OTHERS, (0, span[0]))]


def _is_recorder(text: str, span: Span) -> bool:
    """Tell whether what must go off is the recorder."""
    if says(text, SURE_DEVICE, span):
        return not says(text, NO_DEVICE)
    return not says(text, TOLD_OF)
