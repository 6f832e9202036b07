"""Runs of capitalised words, the way names of organisations are written."""

from __future__ import annotations

from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.tokens import Words

LINKS = frozenset(("van", "der", "den", "de", "het", "en", "ter", "ten", "te", "'t", "’t"))
"""Words without a capital that stand inside such names."""
MOST_WORDS = 12
"""Words of a name that is read: chosen, not measured. A longer row of capitals is a title or a list of names."""


def capitals_from(words: Words, index: int) -> int | None:
    """The last of the capitalised words from here, "van de" and "&" between them included; None without any.

    Parameters
    ----------
    words
        The turn.
    index
        Where to begin.
    """
    last = None
    for position in range(index, min(index + MOST_WORDS, len(words.tokens))):
        token = words.tokens[position]
        gap = words.text[words.tokens[position - 1].end : token.start] if position else ""
        opening = not position or gap.strip() in ("", "'", '"', "‘", "“")
        joined = opening if position == index else token.adjacent or _is_joint(words, position)
        if not joined:
            break
        if token.capital and token.lower not in cue("not_organisations"):
            last = position
        elif not _links(words, position) or position - (index if last is None else last) > 2:
            break
    return last


def _is_joint(words: Words, position: int) -> bool:
    """Tell whether a sign joins a word to the one before in a firm's name: "Stroom & Partners", "K. Prins"."""
    before = words.tokens[position - 1]
    sign = words.text[before.end : words.tokens[position].start].strip()
    return sign in ("&", "+", "-") or (sign == "." and len(before.text) == 1)


def _links(words: Words, position: int) -> bool:
    """Tell whether a word without a capital may stand inside a name; "en" only before another capital."""
    if words.lower(position) == "en":
        return words.joined(position + 1) and words.tokens[position + 1].capital
    return words.lower(position) in LINKS
