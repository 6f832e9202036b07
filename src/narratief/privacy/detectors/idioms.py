"""Fixed phrases with a name in them that is nobody's: "Jan met de pet", "de dikke Van Dale"."""

from __future__ import annotations

import re
from functools import cache

from narratief.domain.spans import Span
from narratief.privacy.detectors.lexicon import lexicon


def idiom_spans(text: str) -> list[Span]:
    """Every place where a fixed phrase is said, in order; whole words only ("van Dalen" holds no "Van Dale").

    Parameters
    ----------
    text
        Words of one turn.
    """
    return [match.span() for match in _pattern().finditer(text)]


@cache
def _pattern() -> re.Pattern[str]:
    """Any of the phrases of idioms.txt, the longest first; a hyphen may join its words ("Jip-en-Janneketaal")."""
    longest_first = sorted(lexicon().idioms, key=len, reverse=True)
    phrases = ("[ -]".join(map(re.escape, re.split("[ -]", idiom))) for idiom in longest_first)
    return re.compile(rf"(?<!\w)(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE)
