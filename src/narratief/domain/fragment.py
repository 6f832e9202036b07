"""The unit of coding."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fragment:
    """One to four consecutive sentences of a resident that form one meaning.

    Attributes
    ----------
    project, interview
        Project name and file name of the interview.
    turn
        Index of the turn among all turns of the interview.
    resident_turn
        0-based index of the turn among the resident's turns.
    index
        0-based position of the fragment within its interview.
    start, end
        Position in the interview's stored text, in code points, end exclusive.
    text
        Equal to ``interview.text[start:end]``.
    question
        Words of the interviewer right before the turn, for context; empty when none.
    """

    project: str
    interview: str
    turn: int
    resident_turn: int
    index: int
    start: int
    end: int
    text: str
    question: str = ""

    @property
    def id(self) -> str:
        """Stable id: the same words at the same place of the same interview give the same id (16 hex digits)."""
        key = f"{self.project}\n{self.interview}\n{self.start}\n{self.text}"
        return hashlib.sha256(key.encode()).hexdigest()[:16]
