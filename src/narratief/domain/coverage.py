"""How much of a project people have looked at: what its numbers are about, and with what it may be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

EVERYTHING = 100
"""Percentage of the interviews that must have been reviewed before a project is compared with others, by default.

Chosen, not measured: what was not looked at can only make a comparison wrong.
"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many interviews of a project were reviewed.

    An interview is reviewed when a person has looked at it and nothing in it waits: see
    `narratief.store.review.coverage`, which decides it.

    Attributes
    ----------
    spoken
        Interviews in which a resident speaks: residents spoken to.
    reviewed
        Those of them that were reviewed.
    waiting
        Suggestions of the machine that nobody judged yet, with those that two people differ about.
    """

    spoken: int
    reviewed: int
    waiting: int = 0

    @property
    def complete(self) -> bool:
        """Whether every interview was reviewed."""
        return self.reviewed == self.spoken

    def reaches(self, percentage: int) -> bool:
        """Whether at least this percentage of the interviews was reviewed, and at least one of them."""
        return self.reviewed > 0 and self.reviewed * 100 >= percentage * self.spoken


def pooled_coverage(parts: Sequence[Coverage]) -> Coverage:
    """Add up projects."""
    return Coverage(
        sum(part.spoken for part in parts), sum(part.reviewed for part in parts), sum(part.waiting for part in parts)
    )
