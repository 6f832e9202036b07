"""Praat TextGrid, in full or short text: layers of intervals, each mostly one speaker.

Format: https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html. Only free-standing texts, numbers and flags
count there; everything else, and what follows an exclamation mark, is for human readers.
"""

from __future__ import annotations

import re

from narratief.domain.errors import InputError
from narratief.transcripts.document import Document
from narratief.transcripts.tiers import Tier, speech_of
from narratief.transcripts.timed import seconds

_TOKEN = re.compile(
    r"\"(?P<text>[^\"]*+(?:\"\"[^\"]*+)*+)\"|(?<!\S)(?P<number>[-+]?\d++(?:\.\d++)?(?:[eE][-+]?\d{1,3})?)(?:s|%)?(?!\S)"
    r"|(?<!\S)(?P<flag><\w{1,20}>)|(?<!\S)!(?P<remark>[^\n]*+)"
)
_DAMAGED = "Open het in Praat en sla het opnieuw op als tekst."


def looks_like_textgrid(text: str) -> bool:
    """Whether text is a TextGrid of Praat."""
    head = text[:400]
    return "ooTextFile" in head and "TextGrid" in head


def read_textgrid(text: str, name: str) -> Document:
    """Read a TextGrid.

    Raises
    ------
    InputError
        When it breaks off, or has far more in it than a talk.
    """
    tokens = _Tokens(text, name)
    tokens.text(), tokens.text()  # the kind of file, and of object
    tokens.number(), tokens.number()
    tokens.flag()
    return speech_of([_tier(tokens) for _ in range(tokens.count())], name)


class _Tokens:
    """The values of a file, one after the other."""

    def __init__(self, text: str, name: str) -> None:
        self._name = name
        self._matches = (match for match in _TOKEN.finditer(text) if match["remark"] is None)
        self._most = len(text)

    def _next(self, kind: str) -> str:
        """Take the next value.

        Raises
        ------
        InputError
            When there is none, or one of another kind.
        """
        match = next(self._matches, None)
        value = match[kind] if match else None
        if value is None:
            raise InputError(self._name, "Deze TextGrid is beschadigd.", _DAMAGED)
        return value

    def text(self) -> str:
        """A text; a quotation mark within it is written twice."""
        return self._next("text").replace('""', '"')

    def number(self) -> float:
        """A number."""
        return seconds(self._next("number"))

    def flag(self) -> str:
        """A flag such as <exists>."""
        return self._next("flag")

    def count(self) -> int:
        """How many of something follow; no more than the file has characters."""
        return max(0, min(int(self.number()), self._most))


def _tier(tokens: _Tokens) -> Tier:
    """One layer, with its intervals or points."""
    points = tokens.text() == "TextTier"
    tier = Tier(tokens.text(), points=points)
    tokens.number(), tokens.number()
    for _ in range(tokens.count()):
        start = tokens.number()
        end = start if points else tokens.number()
        tier.spans.append((start, end, " ".join(tokens.text().split())))
    return tier
