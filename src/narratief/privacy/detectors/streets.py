"""Names of streets: what is one, where it begins, and which one somebody lives in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narratief.domain.entities import ADDRESS_PRIORITY, Entity
from narratief.privacy.detectors.cues import cue
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.tokens import Words

STREET_ENDINGS = (
    "straat", "laan", "weg", "plein", "kade", "gracht", "hof", "singel", "dreef", "steeg", "pad", "dijk", "wal",
    "plantsoen", "park", "markt", "bolwerk", "oever", "brink", "gaarde", "vaart", "laantje", "straatje", "weide",
    "flat", "haven", "ring", "erf", "poort", "akker",
)  # fmt: skip
_MOST_LEADING = 10
"""Words before the last one of a street; the longest name on the list has eight words in all."""
HOME = r"(?:woon|woont|wonen|woonde|woonden|gewoond|woonachtig|opgegroeid|opgroeide|verhuisd|thuis)"
_LIVES = re.compile(rf"\b{HOME}\b(?:\W+\w+){{0,7}}\W+(?:op|aan|in|naar)\s+(?:de\s+|het\s+|'t\s+)?$", re.IGNORECASE)
_LIVES_DIRECTLY = re.compile(rf"\b{HOME}\s+(?:op|aan|in|naar)\s+(?:de\s+|het\s+|'t\s+)?$", re.IGNORECASE)
_TAKEN = r"(?:gehuurd|huur|huren|huurden?|gekocht|kocht(?:en)?|geboren)"
_HOUSE = r"(?:huis(?:je)?|flat(?:je)?|woning|appartement(?:je)?)"
_TAKES = re.compile(
    rf"\b(?:(?:ik|wij|we)\b[^.?!;]{{0,40}}\b{_TAKEN}|(?:ons|mijn) (?:\w+ )?{_HOUSE})\b"
    r"(?:\W+\w+){0,4}\W+(?:op|aan|in)\s+(?:de\s+|het\s+|'t\s+)?$",
    re.IGNORECASE,
)
_TAKES_THERE = re.compile(
    r"\W{1,3}(?:en )?(?:daar|waar)\b(?=[^.?!;]{0,30}\b(?:ik|wij|we|mijn)\b)"
    rf"[^.?!;]{{0,50}}\b(?:{HOME}|{_TAKEN}|{_HOUSE})\b",
    re.IGNORECASE,
)
"""What follows a street of somebody's own: "in de Newtonstraat, daar hebben wij een huisje gehuurd"."""
_SENTENCE = re.compile(r"[.?!;]")
_OUTSIDE = frozenset(("op", "aan", "in", "de", "het", "voor", "achter"))
_NEVER_LEADING = frozenset(("de", "het", "op", "van", "voor"))


def is_street(lower: str) -> bool:
    """Tell whether a lower-case word is the name of a street, by its ending or by the list.

    Parameters
    ----------
    lower
        For instance "beekweg".
    """
    if lower in lexicon().common:
        return False
    if lower.endswith(STREET_ENDINGS) and any(lower.endswith(e) and len(lower) >= len(e) + 3 for e in STREET_ENDINGS):
        return lower not in cue("ordinary_places")
    return lower in lexicon().streets


def street_begin(words: Words, last: int) -> int:
    """Position where a street begins: with "Burgemeester", "Van Limburg" or "Oude" before its last word.

    Parameters
    ----------
    words
        The turn.
    last
        The last word of the street.
    """
    left, begin = words.tokens, last
    first = max(0, last - _MOST_LEADING)
    while begin > first and left[begin].adjacent and not left[begin].first and _leads(words, begin - 1, last):
        begin -= 1
    while begin < last and left[begin].lower in _OUTSIDE:
        if left[begin].lower in ("de", "het") and left[begin].capital:
            break
        begin += 1
    return left[begin].start


def _leads(words: Words, position: int, last: int) -> bool:
    """Judge whether a word belongs to the street that ends on a last word."""
    left, known = words.tokens, lexicon()
    word, capitals = left[position], left[last].capital
    leader = word.lower in cue("street_leaders")
    if word.capital:
        return leader or not (word.first and word.lower in known.common)
    if not capitals and (known.is_first_name(word.lower) and not known.is_word(word.lower)):
        return True
    if not capitals and leader and word.lower not in _NEVER_LEADING:
        return True
    if position == 0 or word.lower not in ("van", "der", "de", "den"):
        return False
    before = left[position - 1]
    inside = before.lower in cue("street_leaders") and before.lower not in _OUTSIDE
    return inside and before.capital == capitals


def streets_lived_in(words: Words) -> Iterator[Entity]:
    """Find streets without a number that somebody is said to live in ("ik woon aan de Kadelaan").

    Parameters
    ----------
    words
        The turn.
    """
    for index, token in enumerate(words.tokens):
        if not is_street(token.lower) or (token.lower in lexicon().words and not token.capital):
            continue
        begin = street_begin(words, index)
        lead = _SENTENCE.split(words.text[max(0, begin - 80) : begin])[-1]
        shaped = token.lower.endswith(STREET_ENDINGS)
        theirs = shaped and (_TAKES.search(lead) or _TAKES_THERE.match(words.text, token.end))
        if theirs or (_LIVES if shaped else _LIVES_DIRECTLY).search(lead):
            yield Entity(begin, token.end, "address", ADDRESS_PRIORITY - 10)
