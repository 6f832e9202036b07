"""Names that stay by the policy: countries, languages, peoples, parties, media, laws, large bodies, firms and goods.

Countries and languages come from Unicode CLDR through Babel, towns from the lexicon; the rest is in data/.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from babel import Locale

from narratief.domain.spans import Span, SpanIndex
from narratief.privacy.detectors.lexicon import lexicon, lines

_PIECE = re.compile(r"[^\W_]+")
_PEOPLE_ENDINGS = ("", "e", "s", "en", "er", "ers", "se", "sche", "stalig", "stalige")
_OF_TOWN = ("enaars", "enaren", "enaar", "naars", "naar", "aars", "aren", "aar", "ers", "er", "se", "s")
_SHORTEST_TOWN = 4
"""Letters of a town whose people are told by an ending: chosen; shorter ones ("Ee", "Ens") make too many names."""


@lru_cache(maxsize=16)
def kept_spans(text: str) -> SpanIndex:
    """Find every place in a text where a name from the lists of what stays is said, in any case, the longest first."""
    return SpanIndex(_kept_spans(text))


def _kept_spans(text: str) -> list[Span]:
    pieces = list(_PIECE.finditer(text))
    lower = [piece.group().lower() for piece in pieces]
    found: list[Span] = []
    at = 0
    while at < len(pieces):
        left = len(pieces) - at
        sizes = (n for n in _sizes().get(lower[at], ()) if n <= left)
        size = next((n for n in sizes if " ".join(lower[at : at + n]) in _kept()), 0)
        if size:
            found.append((pieces[at].start(), pieces[at + size - 1].end()))
        at += size or 1
    return found


def is_kept(said: str) -> bool:
    """Tell whether words as a whole are a name from the lists of what stays, an article before it left out."""
    key = _key(said)
    return key in _kept() or key.removeprefix("de ").removeprefix("het ") in _kept()


@lru_cache(maxsize=8192)
def is_people(lower: str) -> bool:
    """Tell whether a lower-case word is a people, a language or a dialect, or who lives in a town: "alkmaarders"."""
    if any(lower.removesuffix(ending) in _peoples() for ending in _PEOPLE_ENDINGS if lower.endswith(ending)):
        return True
    if any(_closed(lower.removesuffix(ending)) in _peoples() for ending in ("e", "en") if lower.endswith(ending)):
        return True
    return any(_is_town(lower.removesuffix(ending)) for ending in _OF_TOWN if lower.endswith(ending))


def _closed(stem: str) -> str:
    """Spell what is left without its ending as a word: "kroat" to "kroaat", "chinez" to "chinees"."""
    last = {"z": "s", "v": "f"}.get(stem[-1:], stem[-1:])
    return f"{stem[:-1]}{stem[-2:-1]}{last}"


def _is_town(stem: str) -> bool:
    """Tell whether a town or region is what an ending was put behind: "amsterdamm", "groning", "alkmaard"."""
    towns = {stem, f"{stem}e", f"{stem}en", stem.removesuffix("d")}
    if stem[-1:] == stem[-2:-1]:
        towns.add(stem[:-1])
    return any(len(town) >= _SHORTEST_TOWN and town in lexicon().places for town in towns)


@cache
def _peoples() -> frozenset[str]:
    """Peoples and languages in lower case, without endings."""
    own = (word for line in lines("peoples.txt") for word in line.split())
    return frozenset(own) | {word for word in map(str.lower, Locale("nl").languages.values()) if word.isalpha()}


@cache
def _kept() -> frozenset[str]:
    """Names that stay, their pieces one space apart."""
    countries = (name for code, name in Locale("nl").territories.items() if code.isalpha())
    return frozenset(filter(None, map(_key, (*lines("kept_names.txt"), *countries))))


@cache
def _sizes() -> dict[str, tuple[int, ...]]:
    """Numbers of pieces of the names that begin with a piece, the largest first."""
    sizes: dict[str, set[int]] = {}
    for name in _kept():
        pieces = name.split()
        sizes.setdefault(pieces[0], set()).add(len(pieces))
    return {first: tuple(sorted(each, reverse=True)) for first, each in sizes.items()}


def _key(name: str) -> str:
    return " ".join(piece.lower() for piece in _PIECE.findall(name))
