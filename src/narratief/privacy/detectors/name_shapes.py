"""Persons by their shape alone: initials before a surname, and names spelled letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narratief.domain.entities import NAME_PRIORITY, PATTERN_PRIORITY, Entity
from narratief.privacy.detectors.lexicon import lexicon
from narratief.privacy.detectors.tokens import split_words

_PREFIX = r"(?:van|de|der|den|ter|ten|te|'t|van 't|el)"
_INITIALS = re.compile(rf"(?<![\w.-])(?:[A-Z]\.[ -]?){{1,5}}(?:{_PREFIX}\s)*[A-ZÀ-Ý][\w'’-]+(?:\s[A-ZÀ-Ý][\w-]+)*")
_FIRST_AND_INITIAL = re.compile(r"(?<!\w)[A-ZÀ-Ý][a-zà-ÿ]+ [A-Z]\.(?=\s|$)")
_SPELLED = re.compile(r"(?<![\w-])(?:[A-ZÀ-Ý]-){2,}[A-ZÀ-Ý](?![\w-])|(?<![\w'’])(?:[^\W\d_] ){2,}[^\W\d_](?![\w'’])")
_SPELLED_OUT = re.compile(r"\b(?:de )?[a-z] van (?:de )?\w+(?: (?:de )?[a-z] van (?:de )?\w+){1,}", re.IGNORECASE)
_WEB = "w w w"


def find_name_shapes(text: str) -> Iterator[Entity]:
    """Find "J.P. Kamphuis", "Hansje V.", "r o o v e r s" and "de a van anton, de k van karel".

    Parameters
    ----------
    text
        Words of one turn.
    """
    if split_words(text).reliable:
        yield from _with_initials(text)
    for match in _SPELLED.finditer(text):
        letters = match.group().lower()
        if len(set(letters) - {" ", "-"}) > 1 and letters != _WEB:
            yield Entity(match.start(), match.end(), "person", PATTERN_PRIORITY - 20)
    for match in _SPELLED_OUT.finditer(text):
        yield Entity(match.start(), match.end(), "person", NAME_PRIORITY + 6)


def _with_initials(text: str) -> Iterator[Entity]:
    """Find initials before a surname, and a first name before an initial."""
    known = lexicon()
    for match in _INITIALS.finditer(text):
        surname = match.group().split()[-1].lower()
        sentence_end = match.group().count(".") == 1 and known.is_word(surname) and surname not in known.surnames
        if not sentence_end:  # "variant B. Waarom"
            yield Entity(match.start(), match.end(), "person", NAME_PRIORITY + 5)
    for match in _FIRST_AND_INITIAL.finditer(text):
        if match.group().split()[0].lower() in known.first_names:
            yield Entity(match.start(), match.end(), "person", NAME_PRIORITY + 5)
