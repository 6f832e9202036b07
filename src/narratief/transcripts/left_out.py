"""What of a file is in no turn, shown to the reader: nobody can miss words that nobody knows of."""

from __future__ import annotations

import re
from collections.abc import Iterable

from narratief.transcripts.document import tidy

_DIGITS = re.compile(r"\d+")


def left_out_warnings(texts: Iterable[str]) -> list[str]:
    """Say, in one Dutch sentence, which words were not read as speech; none when there are none.

    Parameters
    ----------
    texts
        What was left out, in reading order. Texts that differ in their numbers only (page headers) are shown once;
        those without a letter are times and rules.
    """
    shown: dict[str, str] = {}
    for text in map(tidy, texts):
        if any(letter.isalpha() for letter in text):
            shown.setdefault(_DIGITS.sub("0", text), text)
    if not shown:
        return []
    quoted = "; ".join(f"“{text}”" for text in shown.values())
    return [f"Dit is niet als gesprek gelezen, kijk of er geen woorden van een spreker bij zijn: {quoted}."]
