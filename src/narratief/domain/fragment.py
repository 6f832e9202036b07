"""The unit of coding."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from narratief.domain.interview import Interview
from narratief.domain.surroundings import Around, Surroundings

WITHHELD = "(niet voor publicatie)"
"""What stands where words would be quoted that may not be: a speaker asked so, or nobody said that they may."""
Printing = Literal["yes", "asked", "refused", "no"]
"""Whether a publication prints words: it may; it must wait until a person says so; a person said that it may not; or,
in what a publication is made from (`narratief.publish.for_print`), it does not."""


@dataclass(frozen=True)  # no slots: every page asks its id again and again
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
    withheld
        Whether it shares words with what a speaker asked not to write down (`narratief.domain.off_record`): it counts,
        and is not quoted.
    printing
        Whether a publication prints its words; where few residents were spoken to, a person must say so of each.
    around
        How it lies in its turn (`with_surroundings`); that of a whole turn when nobody looked.
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
    withheld: bool = False
    printing: Printing = field(default="yes", compare=False, repr=False)
    around: Surroundings = field(default=Surroundings(), compare=False, repr=False)

    @cached_property
    def id(self) -> str:
        """Stable id: the same words at the same place of the same interview give the same id (16 hex digits).

        That of a withheld fragment is made of its place alone, so that nobody can try words until the id fits.
        """
        words = f"{self.end}\nwithheld" if self.withheld else self.text
        key = f"{self.project}\n{self.interview}\n{self.start}\n{words}"
        return hashlib.sha256(key.encode()).hexdigest()[:16]

    @property
    def shown(self) -> str:
        """Its words as they may be quoted; for a fragment that is not shown a note instead."""
        return WITHHELD if self.hidden else self.text

    @property
    def hidden(self) -> bool:
        """Whether its words may not be shown."""
        return self.withheld or self.printing == "no"


def unprinted(printing: Printing, *, draft: bool) -> bool:
    """Tell whether words stay out of something that is made for readers.

    Parameters
    ----------
    draft
        Whether it is for its makers' eyes: then words that wait for a person's yes stay in, marked as such.
    """
    return printing in ("refused", "no") or (printing == "asked" and not draft)


def with_surroundings(interview: Interview, fragments: Iterable[Fragment]) -> tuple[Fragment, ...]:
    """Tell of each fragment of an interview how it lies in its turn."""
    turns = {turn.index: turn for turn in interview.turns}
    looks: dict[int, Around] = {}
    made = []
    for fragment in fragments:
        turn = turns.get(fragment.turn)
        if turn is None:
            made.append(fragment)
            continue
        if turn.index not in looks:
            looks[turn.index] = Around(turn.text)
        around = looks[turn.index].of(fragment.start - turn.start, fragment.end - turn.start)
        made.append(replace(fragment, around=around))
    return tuple(made)
