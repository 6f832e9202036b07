"""A theme on a fragment, given by a coder."""

from __future__ import annotations

from dataclasses import dataclass

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
    """

    fragment: str
    theme: str
    score: float
    coder: str = MACHINE
    evidence: tuple[Span, ...] = ()
