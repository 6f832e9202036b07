"""A theme on a fragment, given by a coder."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from narratief.domain.spans import Span

MACHINE = "narratief"
"""Coder of codes that no person gave."""


@dataclass(frozen=True, slots=True)
class Code:
    """A theme that a coder gave to a fragment.

    Attributes
    ----------
    fragment
        Id of the fragment.
    theme
        Theme id of the codebook.
    score
        Calibrated probability 0..1 (1.0 when a person coded).
    coder
        Who coded: ``narratief`` for the machine, else a person's name.
    evidence
        Positions in the interview's stored text (code points, end exclusive) of the words that carried the theme.
    at
        When a person decided it, with time zone; None for the machine's, and when it is not known. Codes are the same
        without it.
    """

    fragment: str
    theme: str
    score: float
    coder: str = MACHINE
    evidence: tuple[Span, ...] = ()
    at: datetime | None = field(default=None, compare=False)
