"""From a selection in a browser to a place in the stored text.

A browser counts in UTF-16 units, in which an emoji is two; the store counts in code points.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narratief.domain.errors import Refusal
from narratief.domain.spans import Span

CHANGED = Refusal(
    "De geselecteerde woorden staan niet (meer) op die plek.", "Laad de pagina opnieuw en selecteer ze nog eens."
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One end of a selection.

    Attributes
    ----------
    at
        Where the piece of text that it lies in begins, in code points of the interview's text.
    units
        How far into that piece, in UTF-16 units.
    """

    at: int
    units: int


def from_utf16(text: str, units: int) -> int:
    """Turn a number of UTF-16 units from the start of a text into code points; one inside a pair counts as before it.

    Raises
    ------
    ValueError
        When it lies outside the text.
    """
    if units < 0:
        raise ValueError(units)
    left = units
    for place, character in enumerate(text):
        if left <= 0:
            return place
        left -= 2 if ord(character) > 0xFFFF else 1
        if left < 0:
            return place
    if left > 0:
        raise ValueError(units)
    return len(text)


def selected_span(text: str, start: Mark, end: Mark, words: str, turns: Sequence[Span] = ()) -> Span:
    """Find the place of a selection in an interview's text.

    Parameters
    ----------
    text
        Of the interview.
    words
        What the browser says is selected: must stand there, apart from white space.
    turns
        Places of what people say. What stands between two turns, such as who speaks, is no part of the words.

    Raises
    ------
    Refusal
        When other words stand there: the text, or the page, is not what the person saw.
    """
    try:
        span = tuple(mark.at + from_utf16(text[mark.at :], mark.units) for mark in (start, end))
    except ValueError as error:
        raise CHANGED from error
    said = [text[max(a, span[0]) : min(b, span[1])] for a, b in turns if a < span[1] and span[0] < b]
    shown = "".join(said) if len(said) > 1 else text[span[0] : span[1]]
    if min(start.at, end.at) < 0 or span[0] >= span[1] or _plain(shown) != _plain(words):
        raise CHANGED
    return span[0], span[1]


def same_words(text: str, span: Span, words: str) -> Span:
    """Check that words stand at a place, apart from white space.

    Raises
    ------
    Refusal
        When other words stand there.
    """
    if not 0 <= span[0] < span[1] <= len(text) or _plain(text[slice(*span)]) != _plain(words):
        raise CHANGED
    return span


def typed_span(text: str, within: Span, words: str) -> Span:
    """Find words that were typed, by somebody who selects nothing with a mouse, within a piece of the text.

    Parameters
    ----------
    words
        Empty for the whole piece; capitals and white space need not be the same.

    Raises
    ------
    Refusal
        When they are not there.
    """
    wanted = words.split()
    if not wanted:
        return within
    piece = text[within[0] : within[1]]
    places = _words_at(piece)
    looked_for = [word.casefold() for word in wanted]
    for first in range(len(places) - len(wanted) + 1):
        run = places[first : first + len(wanted)]
        found = [piece[a:b].casefold() for a, b in run]
        if found[:-1] == looked_for[:-1] and found[-1].startswith(looked_for[-1].rstrip(".,!?;:")):
            end = run[-1][0] + len(looked_for[-1].rstrip(".,!?;:")) if found[-1] != looked_for[-1] else run[-1][1]
            return within[0] + run[0][0], within[0] + end
    raise Refusal("Deze woorden staan niet in het fragment.", "Neem de woorden over zoals ze er staan.")


def _plain(text: str) -> str:
    """Drop white space: a browser shows line ends and spaces in its own way."""
    return "".join(text.split())


def _words_at(text: str) -> list[Span]:
    """Places of the words."""
    places: list[Span] = []
    start: int | None = None
    for place, character in enumerate(f"{text} "):
        if character.isspace():
            if start is not None:
                places.append((start, place))
            start = None
        elif start is None:
            start = place
    return places
