"""What people decided, as learning takes it; apart from learning, whose libraries take seconds to load."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MIN_DECISIONS = 20
"""Decisions that are needed before anything is learned. Chosen, not measured: a quarter of them is held out,
and on fewer than five a score says nothing."""
_HELD_OUT_PART = 4
"""One fragment in so many serves to measure only. Chosen, not measured: were it fewer, the score of a small project
would rest on a handful of decisions; were it more, too little would be left to learn from."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A fragment with what people said of it.

    Attributes
    ----------
    text, question
        The fragment, and the interviewer's words before it.
    yes, no
        Themes that hold, and that do not; of others nothing is known.
    turn, start
        The whole turn that it was said in, and its place there in code points: the tagger reads a fragment in the light
        of its turn. Empty when the fragment stands alone.
    """

    text: str
    question: str
    yes: frozenset[str]
    no: frozenset[str]
    turn: str = ""
    start: int = 0

    @property
    def held_out(self) -> bool:
        """Whether it only serves to measure; depends on its words alone."""
        return hashlib.sha256(self.text.encode()).digest()[0] % _HELD_OUT_PART == 0


def decisions_per_theme(judged: Sequence[Judged]) -> Mapping[str, tuple[int, int]]:
    """Count per theme how often people said that it holds, and that it does not."""
    counts: dict[str, tuple[int, int]] = {}
    for each in judged:
        for theme in each.yes:
            yes, no = counts.get(theme, (0, 0))
            counts[theme] = (yes + 1, no)
        for theme in each.no:
            yes, no = counts.get(theme, (0, 0))
            counts[theme] = (yes, no + 1)
    return counts
