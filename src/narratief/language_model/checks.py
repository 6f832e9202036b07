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
_ENDS = re.compile(r"[.!?…](?=\s+[\"'“‘(]?[A-ZÀ-Þ])")
_ODD = re.compile("[<>{}\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|://|www\\.", re.IGNORECASE)


class Dropped(StrEnum):
    """Why something that a model said does not count; the values are kept in databases."""

    UNREADABLE = "unreadable"
    NO_FRAGMENT = "no_fragment"
    UNKNOWN_THEME = "unknown_theme"
    NOT_SAID = "not_said"
    NO_REASON = "no_reason"
    DOUBLE = "double"
    COMMAND = "command"
    NO_TITLE = "no_title"
    NO_SENTENCE = "no_sentence"
    NO_QUOTE = "no_quote"
    NAME = "name"
    NUMBER = "number"
    INVENTED = "invented"


DROPPED_IN_WORDS: Mapping[Dropped, str] = {
    Dropped.UNREADABLE: "antwoord niet te lezen",
    Dropped.NO_FRAGMENT: "fragment bestaat niet",
    Dropped.UNKNOWN_THEME: "thema staat niet in het codeboek",
    Dropped.NOT_SAID: "aangehaalde woorden staan niet in het fragment",
    Dropped.NO_REASON: "reden is geen zin",
    Dropped.DOUBLE: "dubbel gegeven",
    Dropped.NO_TITLE: "titel is geen regel van 2 tot 8 woorden",
    Dropped.NO_SENTENCE: "tekst is geen enkele zin",
    Dropped.NO_QUOTE: "steunt op te weinig citaten, of op een citaat dat niet bestaat",
    Dropped.NAME: "er staat een naam of adres in",
    Dropped.NUMBER: "er staat een aantal in dat niet in de gegevens staat",
    Dropped.INVENTED: "woorden tussen aanhalingstekens staan niet in de citaten",
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
    return _place(words.strip(), text) or _place(bare, text)


def one_sentence(text: str) -> str:
    """A reason as it may be shown: one sentence of plain words; empty when it is none."""
    plain = " ".join(text.split())
    if len(plain) > _LONGEST_REASON or len(_WORD.findall(plain)) < 2 or _ODD.search(plain) or _ENDS.search(plain):
        return ""
    return plain


def _place(words: str, text: str) -> Span | None:
    """Find where words stand as whole words; a part of ``[PERSOON-1]`` or of ``foto's`` is none."""
    parts = words.split()
    if sum(map(len, parts)) > len(text):
        return None
    begin = r"(?<!\w)(?<!\w['’\-])" if words[0].isalnum() else ""
    end = r"(?!['’\-]?\w)" if words[-1].isalnum() else ""
    found = re.search(begin + r"\s+".join(map(_loosely, parts)) + end, text, re.IGNORECASE)
    return found.span() if found else None


def _loosely(word: str) -> str:
    """A pattern for a word in which quotation marks may have another shape."""
    return "".join("['’‘`]" if c in "'’‘`" else '["“”„]' if c in '"“”„' else re.escape(c) for c in word)
