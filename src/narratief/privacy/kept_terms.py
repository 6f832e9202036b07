"""Words of a project that are never replaced by themselves: those of its title, and those that it lists."""

from __future__ import annotations

import re
from collections.abc import Iterable

from narratief.domain.entities import Entity
from narratief.domain.marked import PERSON_PRIORITY

_SIGNS = re.compile(r"\W+")
_ARTICLE = re.compile(r"^(?:de|het|'t)\s", re.IGNORECASE)
_REACH = 200
"""Characters around what was found in which a name to keep may begin and end: twice the longest that a list takes."""
_NAMES = ("person", "organisation", "address")


class KeptTerms:
    """Words to keep, to judge what was found by.

    Parameters
    ----------
    terms
        Words, or whole names of several words.
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self._whole = {folded for term in terms if (folded := _fold(term))}
        several = sorted((term for term in self._whole if " " in term), key=len, reverse=True)
        pattern = "|".join(r"\W+".join(map(re.escape, term.split())) for term in several)
        self._several = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE) if several else None

    def keep(self, text: str, entity: Entity) -> bool:
        """Tell whether what was found is only a word to keep, or lies inside a name to keep.

        Numbers, e-mail and the like are never kept, nor what a person said is to go; a street to keep with a house
        number behind it is an address.
        """
        if entity.type not in _NAMES or entity.priority >= PERSON_PRIORITY:
            return False
        if _fold(_ARTICLE.sub("", text[entity.start : entity.end])) in self._whole:
            return True
        if self._several is None:
            return False
        near = slice(max(0, entity.start - _REACH), entity.end + _REACH)
        offset = near.start
        return any(
            match.start() + offset <= entity.start and entity.end <= match.end() + offset
            for match in self._several.finditer(text[near])
        )


def _fold(term: str) -> str:
    """Bring words to lower case without signs."""
    return _SIGNS.sub(" ", term.lower()).strip()
