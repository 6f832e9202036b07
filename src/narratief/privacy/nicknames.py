"""Names that a speaker ties together: "Mo, zo heet hij, Mohamed Bouzambou", "Geertruida, iedereen noemt haar Truus"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from narratief.domain.entities import Entity

_TIE = re.compile(
    r"""\s* (?:[,;:(–-] \s*)?
    (?: (?:zo\s)? (?:heet|heette) \s (?:hij|ie|zij|ze) (?:\s(?:eigenlijk|officieel|voluit))?
      | (?:oftewel|alias|bijgenaamd|roepnaam|eigenlijk|voluit|officieel|ook\swel|beter\sbekend\sals)
      | (?:(?:maar|want|en)\s)? (?:iedereen|wij|we|zij|ze|men) \s
        (?:noemt|noemen|noemde|noemden|zegt|zeggen|zei|zeiden) \s (?:(?:hem|haar|altijd|gewoon|allemaal|maar|tegen)\s?)*
      | (?:die|hij|zij|ze) \s (?:wordt|werd) \s (?:altijd\s)? (?:ook\swel\s)? genoemd
    ) [\s,:("'‘“–-]*""",
    re.IGNORECASE | re.VERBOSE,
)
"""All that stands between two names of one person."""
_LONGEST_TIE = 60


def tied_names(text: str, found: Sequence[Entity]) -> Iterator[tuple[str, str]]:
    """Find pairs of names that a speaker says are of one person.

    Parameters
    ----------
    found
        What was found in the text, in order.

    Yields
    ------
    tuple
        Both names as they were said.
    """
    for one, other in pairwise(found):
        near = 0 < other.start - one.end <= _LONGEST_TIE
        if one.type == other.type == "person" and near and _TIE.fullmatch(text, one.end, other.start):
            yield text[one.start : one.end], text[other.start : other.end]
