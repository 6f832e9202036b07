"""Words of a turn with what the name rules look at: capitals, and whether the capitals can be trusted."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache

from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.lexicon import lexicon

_WORD = re.compile(r"['’]t\b|[^\W\d_]+(?:[-‑][^\W\d_]+)*")
_SPACES = "".join(character for character in map(chr, range(0x3001)) if character.isspace())
_OPENING = _SPACES + "\"'“”‘’(["
"""What may stand between the end of one sentence and the first word of the next."""
_QUOTES = ('"', "“", "‘", "(")


@dataclass(frozen=True, slots=True)
class Token:
    """One word.

    Attributes
    ----------
    start, end
        Position in the text.
    text, lower
        The word, and in lower case.
    first
        True at the begin of a sentence.
    capital
        True when it begins with a capital.
    adjacent
        True when only a space stands between it and the word before.
    """

    start: int
    end: int
    text: str
    lower: str
    first: bool
    capital: bool
    adjacent: bool


@dataclass(frozen=True, slots=True)
class Words:
    """A turn split into words.

    Attributes
    ----------
    text
        The turn.
    tokens
        Its words; digits and signs are left out but break adjacency.
    reliable
        True when capitals mark names, as they do not in most speech recognition.
    starts
        Where each word begins, to look a place up without going over all words.
    """

    text: str
    tokens: tuple[Token, ...]
    reliable: bool
    starts: tuple[int, ...]

    def lower(self, index: int) -> str:
        """A word in lower case; empty outside the turn."""
        return self.tokens[index].lower if 0 <= index < len(self.tokens) else ""

    def joined(self, index: int) -> bool:
        """Tell whether there is a word here that follows the word before with only a space."""
        return 0 < index < len(self.tokens) and self.tokens[index].adjacent

    def phrase(self, first: int, last: int) -> str:
        """Words in lower case, joined by spaces."""
        return " ".join(token.lower for token in self.tokens[first : last + 1])

    def index_from(self, position: int) -> int:
        """Index of the first word that begins at a position or after it; the number of words when there is none."""
        return bisect_left(self.starts, position)

    def within(self, start: int, end: int) -> list[Token]:
        """Words that lie wholly between two positions."""
        first, last = self.index_from(start), self.index_from(end)
        if first < last and self.tokens[last - 1].end > end:
            last -= 1
        return list(self.tokens[first:last])


@lru_cache(maxsize=16)
def split_words(text: str) -> Words:
    """Split a turn into words and judge its capitals.

    Parameters
    ----------
    text
        Words of one turn.
    """
    tokens: list[Token] = []
    for match in _WORD.finditer(text):
        word = match.group()
        before = text[tokens[-1].end : match.start()] if tokens else ""
        first = not tokens or _ends_sentence(before)
        adjacent = bool(tokens) and before.strip(" \t\n") == ""
        tokens.append(Token(match.start(), match.end(), word, word.lower(), first, word[0].isupper(), adjacent))
    return Words(text, tuple(tokens), _reliable(tokens), tuple(token.start for token in tokens))


def _ends_sentence(between: str) -> bool:
    """Tell whether what stands between two words ends a sentence, or opens words that somebody says."""
    if between.rstrip().endswith(_QUOTES):
        return True
    mark = between.rstrip(_OPENING)
    opening = between[len(mark) :]
    if not opening:
        return False
    dash = mark.endswith(("-", "–", "—")) and mark[-2:-1].isspace()
    return dash or mark.endswith((".", "?", "!", "…", ":", ";", ")", "]")) or "\n" in opening[:-1]


def _reliable(tokens: list[Token]) -> bool:
    """Judge capitals: there are some, sentences begin with one, and hardly any stands on an ordinary word."""
    if not any(token.capital for token in tokens):
        return False
    starts = [token.capital for token in tokens if token.first]
    if sum(starts) * 2 < len(starts):
        return False
    inside = [i for i, token in enumerate(tokens) if not token.first]
    alone = [tokens[i] for i in inside if tokens[i].capital and not _beside_capital(tokens, i)]
    stray = sum(t.lower in cue("always_lower") for t in alone)
    loose = sum(t.lower in _ordinary() for t in alone)
    return stray <= len(inside) // 30 and loose <= 1 + len(inside) // 30


@cache
def _ordinary() -> frozenset[str]:
    """Words of talk that are nobody's name."""
    known = lexicon()
    return known.common - known.surnames - known.public


def _beside_capital(tokens: list[Token], index: int) -> bool:
    """Tell whether the word before or after has a capital too, as in "Ter Haar"."""
    before = tokens[index].adjacent and tokens[index - 1].capital
    after = index + 1 < len(tokens) and tokens[index + 1].adjacent and tokens[index + 1].capital
    return before or after
