"""Dutch number plates, written and said letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narratief.domain.entities import PATTERN_PRIORITY, Entity
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.numbers import number

_PLATE = re.compile(
    r"(?<![\w-])([A-Z]{1,3}|\d{1,3})([ -])([A-Z]{1,3}|\d{1,3})\2([A-Z]{1,3}|\d{1,3})(?![\w-])", re.IGNORECASE
)
_PLATE_SHAPES = frozenset(
    ("XX9999", "9999XX", "99XX99", "XX99XX", "XXXX99", "99XXXX", "99XXX9", "9XXX99", "XX999X", "X999XX", "XXX99X",
     "X99XXX", "9XX999", "999XX9")
)  # fmt: skip
_PLATE_CUE = re.compile(
    r"\b(?:kentekens?|nummerplaat|nummerbord|platen?|auto|wagen|bus|busje|scooter|met mijn)\b[^.?!]{0,45}$",
    re.IGNORECASE,
)
_PLATE_WORD = re.compile(r"\b(?:kenteken|nummerplaat|nummerbord|plaat|auto|wagen|bus|busje|scooter)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+|\d+")


def find_plates(text: str) -> Iterator[Entity]:
    """Find number plates: with dashes anywhere, without them or spoken only after a word such as "kenteken".

    Parameters
    ----------
    text
        Words of one turn.
    """
    for match in _PLATE.finditer(text):
        compact = "".join(match.group(1, 3, 4))
        dashed = match.group(2) == "-" and match.group().isupper()
        cued = _PLATE_CUE.search(_before(text, match.start()))
        named = cued is not None and "kenteken" in cued.group().lower()
        mixed = not compact.isalpha() and not compact.isdecimal()
        words = any(part.lower() in lexicon().common for part in match.group(1, 3, 4))  # "12 op 14"
        if (is_plate(compact) and (dashed or (cued and not words))) or (named and mixed and not words):
            yield Entity(match.start(), match.end(), "plate", PATTERN_PRIORITY)
    yield from _spoken_plates(text)


def _spoken_plates(text: str) -> Iterator[Entity]:
    """Find plates said letter by letter ("a i vijf zes zeven e"), only after a word such as kenteken."""
    if not _PLATE_WORD.search(text):
        return
    words = list(_WORD.finditer(text))
    for first, match in enumerate(words):
        if len(match.group()) > 3 or not _PLATE_CUE.search(_before(text, match.start())):
            continue
        compact = ""
        for word in words[first : first + 6]:
            value = number(word.group()) if len(word.group()) > 1 or word.group().isdecimal() else None
            part = str(value) if value is not None and not word.group().isdecimal() else word.group()
            if (
                len(part) > 3
                or (len(part) > 1 and part.lower() in lexicon().common)
                or text[match.end() : word.start()].count(".") > 0
            ):
                break
            compact += part
            if len(compact) == 6 and is_plate(compact):
                yield Entity(match.start(), word.end(), "plate", PATTERN_PRIORITY)
                return


def is_plate(compact: str) -> bool:
    """Tell whether letters and digits without dashes have the shape of a Dutch number plate."""
    shape = "".join("9" if c.isdecimal() else "X" for c in compact)
    return shape in _PLATE_SHAPES


def _before(text: str, position: int) -> str:
    """Hundred characters before a position."""
    return text[max(0, position - 100) : position]
