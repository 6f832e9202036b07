"""What stands in brackets in a transcript: pseudonyms, and notes of whoever wrote it down ("[lacht]", "(pauze)")."""

from __future__ import annotations

import re

from narratief.domain.entities import PSEUDONYM
from narratief.domain.spans import Span, union

_LONGEST_NOTE = 120
"""Characters between brackets that are one note. Chosen, not measured: longer ones are an aside of whole sentences."""
_BRACKETED = re.compile(rf"\[[^\[\]\n]{{1,{_LONGEST_NOTE}}}\]|\([^()\n]{{1,{_LONGEST_NOTE}}}\)")
_INSIDE_ROUND = re.compile(rf"\[[^\[\]\n]{{1,{_LONGEST_NOTE}}}\]")
NOTE = re.compile(
    rf"\[(?!{PSEUDONYM.pattern[2:]})[^\[\]\n]{{1,{_LONGEST_NOTE}}}\]"
    r"|\((?:\.{3}|…|[^\W\d_][^()\n]{0,40})\)",
)


def bracketed(text: str) -> list[Span]:
    """Find what stands in brackets, which nothing may cut in two; in order, not overlapping."""
    spans = [match.span() for match in _BRACKETED.finditer(text)]
    return union([*spans, *(match.span() for match in _INSIDE_ROUND.finditer(text))])


def without_notes(text: str) -> str:
    """Leave out the notes of whoever wrote it down; pseudonyms stand for words that were said, and stay."""
    return NOTE.sub(" ", text)
