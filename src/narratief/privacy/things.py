"""When two ways of writing an address, a body or a number are of one."""

from __future__ import annotations

import re

from narratief.domain.entities import PSEUDONYM_NAMES
from narratief.privacy.detectors.numbers import fold

_NUMBERS = frozenset(PSEUDONYM_NAMES[kind] for kind in ("phone", "bsn", "iban", "plate"))
_STREETLESS = re.compile(r"(?:op|huis|nummer|\d|[^\W\d_]+ [a-d]$)", re.IGNORECASE)


def thing_key(name: str, said: str) -> str:
    """Bring words into the form in which two ways of writing the same thing are equal.

    Parameters
    ----------
    name
        Dutch word of its kind, as in its pseudonym.
    """
    if name in _NUMBERS:
        return re.sub(r"\W", "", fold(said))
    return re.sub(r"[\W_]+", " ", fold(said)).strip()


def means_nothing_elsewhere(address: str) -> bool:
    """Tell whether an address is a number only, of a street that was named before it."""
    return bool(_STREETLESS.match(address))
