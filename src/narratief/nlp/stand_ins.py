"""Common names read in the place of pseudonyms, with the way back to positions in the text as stored.

The encoder was trained on talk with names in it and has never seen ``[PERSOON-1]``; it reads a common name of the same
kind instead.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from narratief.domain.spans import Span

_NAMES = ("Marieke", "Kees", "Fatima", "Henk", "Sanne", "Ahmed", "Ingrid", "Peter", "Noor", "Willem", "Anja", "Bram")
_STAND_INS = {
    "ADRES": "Kerkstraat 12",
    "ORGANISATIE": "De Bolder",
    "TELEFOON": "06 23 45 67 89",
    "EMAIL": "info@debolder.nl",
    "GEBOORTEDATUM": "3 mei 1961",
}
_OTHER_KIND = "dat"  # reads well where any noun may stand
_PSEUDONYM = re.compile(r"\[([A-Z]{2,})-(\d{1,6})\]")


class _Stretch(NamedTuple):
    """A stretch of the text as the encoder reads it, and where it stands in the text as stored."""

    start: int
    end: int
    original_start: int
    original_end: int

    @property
    def resized(self) -> bool:
        """Whether it is a stand-in that is longer or shorter than its pseudonym."""
        return self.end - self.start != self.original_end - self.original_start


@dataclass(frozen=True, slots=True)
class ReadText:
    """A text as the encoder reads it.

    Attributes
    ----------
    text
        With stand-ins in the place of pseudonyms.
    stretches
        In order, together the whole text; empty when the text has no pseudonyms.
    starts
        Where each stretch begins.
    """

    text: str
    stretches: tuple[_Stretch, ...] = ()
    starts: tuple[int, ...] = ()

    def original(self, start: int, end: int) -> Span:
        """Position in the text as stored of a position in this one; a part of a stand-in is its whole pseudonym."""
        if not self.stretches:
            return start, end
        first, last = self._at(start), self._at(max(start, end - 1))
        return (
            first.original_start + (0 if first.resized else start - first.start),
            last.original_end - (0 if last.resized else last.end - end),
        )

    def _at(self, position: int) -> _Stretch:
        """Stretch at a position; the last one for what lies behind the text."""
        return self.stretches[bisect_right(self.starts, position) - 1]


def without_pseudonyms(text: str) -> ReadText:
    """Put a common name in the place of every pseudonym."""
    parts: list[str] = []
    stretches: list[_Stretch] = []
    at = read = 0
    for match in _PSEUDONYM.finditer(text):
        for part, start, end in (
            (text[at : match.start()], at, match.start()),
            (_stand_in(match[1], int(match[2])), *match.span()),
        ):
            parts.append(part)
            stretches.append(_Stretch(read, read + len(part), start, end))
            read += len(part)
        at = match.end()
    if not stretches:
        return ReadText(text)
    parts.append(text[at:])
    stretches.append(_Stretch(read, read + len(text) - at, at, len(text)))
    return ReadText("".join(parts), tuple(stretches), tuple(stretch.start for stretch in stretches))


def _stand_in(kind: str, number: int) -> str:
    """Words that a pseudonym is read as: each person gets another name, so that people stay apart."""
    return _NAMES[number % len(_NAMES)] if kind == "PERSOON" else _STAND_INS.get(kind, _OTHER_KIND)
