"""What of a model's answer holds: words that stand where it says, one sentence, and a count of what does not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum

from narratief.domain.spans import Span

_LEAST_WORDS = 2
"""Words of evidence. Chosen: a single word ("het") stands in nearly every fragment and shows nothing."""
_LONGEST_REASON = 300  # characters; chosen: a long sentence has 200
_WORD = re.compile(r"\w+(?:['’\-]\w+)*")
_ENDS = re.compile(r"[.!?…]+(?=\s+[\"'“‘(]?[A-ZÀ-Þ])")
_ODD = re.compile(r"[<>{}\x00-\x08\x0b-\x1f\x7f]|https?://")


class Dropped(StrEnum):
    """Why something that a model said does not count; the values are kept in databases."""

    UNREADABLE = "unreadable"
    NO_FRAGMENT = "no_fragment"
    UNKNOWN_THEME = "unknown_theme"
    NOT_SAID = "not_said"
    NO_REASON = "no_reason"
    DOUBLE = "double"
    COMMAND = "command"


DROPPED_IN_WORDS: Mapping[Dropped, str] = {
    Dropped.UNREADABLE: "antwoord niet te lezen",
    Dropped.NO_FRAGMENT: "fragment bestaat niet",
    Dropped.UNKNOWN_THEME: "thema staat niet in het codeboek",
    Dropped.NOT_SAID: "aangehaalde woorden staan niet in het fragment",
    Dropped.NO_REASON: "reden is geen zin",
    Dropped.DOUBLE: "dubbel gegeven",
    Dropped.COMMAND: "niet voorgelegd: lijkt op een opdracht aan de computer",
}
"""Why something does not count, as readers see it."""
DropCounts = Counter[Dropped]


def place_of_words(words: str, text: str) -> Span | None:
    """Find where words stand in a text, letter for letter; only white space and the shape of quotes may differ.

    Parameters
    ----------
    words
        What was quoted; quotation marks and dots around it are left off.

    Returns
    -------
    Span or None
        In code points, end exclusive, whole words; None when they do not stand there, or are too few to show anything.
    """
    bare = words.strip().strip("\"'“”‘’„…. ")
    own = _WORD.findall(bare)
    if not own or (len(own) < _LEAST_WORDS and len(_WORD.findall(text)) >= _LEAST_WORDS):
        return None
    pattern = r"\s+".join(_loosely(part) for part in bare.split())
    found = re.search(rf"(?<!\w){pattern}(?!\w)" if bare[-1].isalnum() else rf"(?<!\w){pattern}", text, re.IGNORECASE)
    return found.span() if found else None


def one_sentence(text: str) -> str:
    """A reason as it may be shown: one sentence of plain words; empty when it is none."""
    plain = " ".join(text.split())
    if len(plain) > _LONGEST_REASON or len(_WORD.findall(plain)) < 2 or _ODD.search(plain) or _ENDS.search(plain):
        return ""
    return plain


def _loosely(word: str) -> str:
    """A pattern for a word in which quotation marks may have another shape."""
    return "".join("['’‘`]" if c in "'’‘`" else '["“”„]' if c in '"“”„' else re.escape(c) for c in word)
