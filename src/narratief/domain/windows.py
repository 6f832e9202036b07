"""A long text in stretches that are each small enough for what cannot take much at once."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narratief.domain.spans import Span

LONGEST_WORD = 200
"""Characters in a row without white space that may still be a word, a link or a list without spaces; a longer row is
no language (chosen, not measured: the longest Dutch word has 50 letters, and few links reach 200)."""

_SENTENCE_END = re.compile(r"[.?!…][\"'”’)\]]*\s")
_WORD_END = re.compile(r"\s")
_GIANT = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


def windows(text: str, most: int, within: Span | None = None) -> Iterator[Span]:
    """Cut a text after the last sentence end that fits, else after the last white space, else anywhere.

    Parameters
    ----------
    most
        Characters of a window.
    within
        The stretch of the text to cut; all of it by default.

    Yields
    ------
    Span
        Windows in order, which together are the whole stretch.
    """
    start, last = within or (0, len(text))
    while last - start > most:
        end = start + most
        for pattern in (_SENTENCE_END, _WORD_END):
            ends = [match.end() for match in pattern.finditer(text, start + 1, end)]
            if ends:
                end = ends[-1]
                break
        yield start, end
        start = end
    yield start, last


def between_giant_words(text: str) -> Iterator[Span]:
    """Find the stretches of a text without anything that is too long for a word; all of it when there is none."""
    start = 0
    for match in _GIANT.finditer(text):
        if text[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if not start or text[start:].strip():
        yield start, len(text)


def with_giant_words_cut(text: str) -> str:
    """Put a space for every so many characters of what is too long for a word, every other character at its place."""
    return _GIANT.sub(lambda match: _cut(match[0]), text)


def _cut(word: str) -> str:
    """Put spaces in a giant word."""
    parts = (word[at : at + LONGEST_WORD - 1] + " " for at in range(0, len(word), LONGEST_WORD))
    return "".join(parts)[: len(word)]
