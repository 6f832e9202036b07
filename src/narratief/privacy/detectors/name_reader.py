"""Reads a name on from where it begins: prefixes, surnames, more first names, and no further."""

from __future__ import annotations

from narratief.privacy.detectors.capitals import MOST_WORDS
from narratief.privacy.detectors.cues import SURE_CUE, cue, introduced
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.streets import is_street
from narratief.privacy.detectors.tokens import Token, Words

_ARTICLES = frozenset(("de", "den", "der", "het", "'t", "’t"))
_BEFORE_ARTICLE = frozenset(("in", "op", "uit"))
_ORDINARY_PREFIXES = frozenset(("van", "uit", "op", "de"))
_MOST_PREFIXES = 3  # words; "van de la" and the like, no Dutch surname has more


def cue_strength(words: Words, index: int) -> int:
    """Weigh what stands before a word: 3 a title or a naming, 2 "ik ben" or "mijn man", 1 a function, 0 nothing.

    Parameters
    ----------
    words
        The turn.
    index
        A word that may begin a name.
    """
    if index == 0:
        return 0
    token, before = words.tokens[index], words.tokens[index - 1]
    gap = words.text[before.end : token.start].strip()
    if before.lower in cue("titles") and gap in ("", "."):
        return SURE_CUE
    if before.lower in cue("introducers") and gap in ("", ":", ","):
        strength = introduced(words.text[max(0, token.start - 60) : token.start])
        if strength:
            return strength
    if gap not in ("", ","):
        return 0
    if before.lower in cue("kin"):
        return 1 if token.lower in cue("name_prefixes") else 2
    return 1 if before.lower in cue("weak_titles") else 0


def skip_prefixes(words: Words, index: int) -> int:
    """First word from here that is no prefix of a surname ("van der", "op den").

    Parameters
    ----------
    words
        The turn.
    index
        Where to begin.
    """
    position = index
    while position - index < _MOST_PREFIXES and words.joined(position + 1):
        lower = words.lower(position)
        if lower not in cue("name_prefixes"):
            break
        if lower in _BEFORE_ARTICLE and words.lower(position + 1) not in _ARTICLES:
            break
        position += 1
    return position


def read_on(words: Words, index: int) -> int:
    """Last word of the name that begins here; function words and streets after it are left.

    Parameters
    ----------
    words
        The turn.
    index
        A word that is a name.
    """
    last = index
    while words.joined(last + 1) and last - index < MOST_WORDS:
        if _has_seat(words, last):
            last += 2
            continue
        following = skip_prefixes(words, last + 1)
        token = words.tokens[following]
        if token.lower in cue("no_name") or token.lower in lexicon().public:
            break
        if not _continues(token, reliable=words.reliable, prefixed=following > last + 1):
            break
        last = following
    return last


def _has_seat(words: Words, last: int) -> bool:
    """Judge whether "tot" and the name of an estate go on a surname with a prefix: "Van Voorst tot Berghem"."""
    if not words.reliable or last == 0 or not words.joined(last + 2) or words.lower(last + 1) != "tot":
        return False
    return words.lower(last - 1) in cue("name_prefixes") and words.tokens[last + 2].capital


def _continues(token: Token, *, reliable: bool, prefixed: bool) -> bool:
    """Judge whether a word goes on with the name before it."""
    known, lower = lexicon(), token.lower
    if is_street(lower) and lower not in known.surnames:
        return False
    if reliable and (token.capital or not prefixed):
        return token.capital
    if lower in known.common:
        return False
    if lower in known.words and lower not in known.first_names:
        return prefixed and lower in known.surnames and lower not in known.ambiguous and not reliable
    return (prefixed and not known.is_word(lower)) or known.is_surname(lower) or known.is_first_name(lower)


def read_after_cue(words: Words, index: int, strength: int) -> int | None:
    """Read a name after a word that announces one; give its last word, or None when no name stands there.

    Parameters
    ----------
    words
        The turn.
    index
        The word after the cue.
    strength
        How sure the cue makes it: 3 a title or "mijn naam is", 2 "ik ben" or "mijn man", 1 a function.
    """
    position = skip_prefixes(words, index)
    first = words.tokens[index]
    prefixed = position > index
    if prefixed and strength < SURE_CUE and not first.capital and (strength < 2 or first.lower in _ORDINARY_PREFIXES):
        return None  # "de zoon van Annie", "ik ben van de bewonersgroep"
    token = words.tokens[position]
    if not _acceptable(token, reliable=words.reliable, strength=strength, prefixed=prefixed):
        return None
    return read_on(words, position)


def _acceptable(token: Token, *, reliable: bool, strength: int, prefixed: bool) -> bool:
    """Judge whether the word after a cue is a name."""
    known, lower = lexicon(), token.lower
    street = prefixed and is_street(lower) and lower not in known.surnames  # "een mevrouw van de Geraniumhof"
    if street or lower in cue("no_name") or lower in known.public:
        return False
    word = known.is_word(lower)
    if reliable and token.capital:
        return not (token.first and word) or (strength == SURE_CUE and lower not in known.common)
    if lower in known.common:
        return strength == SURE_CUE and prefixed and lower in known.surnames and not reliable
    if reliable:
        return strength >= 2 and known.is_first_name(lower)
    if not word or (strength == SURE_CUE and lower not in known.words and not prefixed):  # "mevrouw uitentuis"
        return True
    return known.is_first_name(lower) if strength == 2 else strength == SURE_CUE and known.is_surname(lower)
