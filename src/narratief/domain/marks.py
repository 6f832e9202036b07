"""Marks that end sentences: whether a text has them, and whether words stop at one."""

from __future__ import annotations

import re

from narratief.domain.brackets import without_notes

_END = re.compile(r"[.?!…](?=[\"'”’»)\]]*(?:\s|$))")
_WORD = re.compile(r"\S+")
_STOPS = re.compile(r"[.?!…][\"'”’»)\]\s]*$")
_LAST = 160  # characters at the end of a text that are looked at: a mark, and notes in brackets after it
_MOST_WORDS = 45
"""Words per sentence end from which a text has no punctuation to go by. Chosen, not measured: three times as long as
sentences in transcripts that have it."""


def has_punctuation(text: str) -> bool:
    """Whether a text has marks of sentence ends to go by."""
    return len(_END.findall(text)) * _MOST_WORDS >= len(_WORD.findall(text))


def stops(text: str) -> bool:
    """Whether a text ends with a mark that ends a sentence, notes in brackets after it left out; true when empty."""
    last = without_notes(text[-_LAST:]).rstrip()
    return not last or bool(_STOPS.search(last))
