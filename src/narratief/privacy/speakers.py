"""Speaker labels: a role word stays, a name in a label is a person."""

from __future__ import annotations

import re

from narratief.domain.entities import PSEUDONYM, Entity
from narratief.privacy.detectors.cues import cue

_WORD = re.compile(r"['’]t\b|[^\W\d_]+(?:[-.'’][^\W\d_]+)*\.?")


def names_in_label(label: str) -> list[Entity]:
    """Find the names in a speaker label.

    Parameters
    ----------
    label
        For instance "Gerrit Wiersma (bewoner)", "Spreker 1" or "I".

    Returns
    -------
    list[Entity]
        Persons, none for a label of role words only.
    """
    spans: list[tuple[int, int]] = []
    taken = [match.span() for match in PSEUDONYM.finditer(label)]
    for match in _WORD.finditer(label):
        role = match.group().lower().rstrip(".") in cue("role_words")
        if role or any(a <= match.start() < b for a, b in taken):
            continue
        joined = spans and label[spans[-1][1] : match.start()].strip() == ""
        if joined:
            spans[-1] = (spans[-1][0], match.end())
        elif match.group().lower() not in ("de", "het"):
            spans.append((match.start(), match.end()))
    return [Entity(a, b, "person", 100) for a, b in spans if b - a > 1]
