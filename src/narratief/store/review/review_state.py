"""An interview as it is after review: its fragments, and its codes with what people decided about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from narratief.domain.actions import Action, CodeStatus
from narratief.domain.code import MACHINE, Code
from narratief.domain.decision import Decision
from narratief.domain.fragment import Fragment, with_surroundings
from narratief.domain.interview import Interview
from narratief.domain.off_record import OffRecord, with_withheld
from narratief.domain.spans import Span, overlap

SETTLED: frozenset[CodeStatus] = frozenset({"confirmed", "added", "changed"})
"""How a code stands that a person stands behind."""


@dataclass(frozen=True, slots=True)
class CurrentCode:
    """A theme on a fragment, with what people decided about it.

    Attributes
    ----------
    status
        machine (nobody looked yet), confirmed, rejected, added (by a person) or changed (a person put it in the place
        of another theme).
    score
        The machine's probability; 1.0 when only a person gave it.
    coder
        Who gave it or decided last: ``narratief`` as long as nobody did.
    was
        The theme it replaced, when changed; the theme that replaced it, when rejected for another one.
    decided
        Ids of the decisions about it that hold, oldest first.
    contested
        True when two people decided differently and nobody adjudicated.
    later
        True when somebody wants to look at it later and nobody decided since.
    by_machine
        Whether the machine gave it, whatever people said since; `score` is then the machine's.
    in_bulk
        Whether the last decision about it was made at one press with many others: the person did not look at it alone.
    at
        When the last decision about it was made; None as long as nobody decided.
    unasked
        Whether a person said something about it before the machine gave it: that says nothing of how good the machine
        is, since the theme may have been made of these very words.
    """

    fragment: Fragment
    theme: str
    status: CodeStatus
    score: float
    coder: str
    evidence: tuple[Span, ...] = ()
    was: str | None = None
    decided: tuple[int, ...] = ()
    contested: bool = False
    later: bool = False
    by_machine: bool = False
    in_bulk: bool = False
    at: datetime | None = None
    unasked: bool = False

    @property
    def counts(self) -> bool:
        """Whether it counts in a draft: everything that was not rejected."""
        return self.status != "rejected"

    @property
    def settled(self) -> bool:
        """Whether a person stands behind it: what counts in a publication."""
        return self.status in SETTLED

    @property
    def code(self) -> Code:
        """The code as the synthesis takes it: a person's where a person decided, else the machine's."""
        return Code(
            self.fragment.id,
            self.theme,
            1.0 if self.settled else self.score,
            self.coder if self.settled else MACHINE,
            self.evidence,
            self.at if self.settled else None,
        )


@dataclass(frozen=True, slots=True)
class Orphan:
    """A decision that holds but cannot be shown at its place, and why (Dutch)."""

    decision: Decision[Action]
    reason: str


@dataclass(frozen=True)  # no slots: it is kept, and what every page asks of it is worked out once
class InterviewState:
    """Fragments and codes of one interview as they are now.

    Attributes
    ----------
    fragments
        In reading order; people's own (a selection, the parts of a split) among the machine's.
    codes
        In order of fragment, then of first appearance; rejected ones too.
    orphans
        Decisions that could not be applied.
    off_record
        Words that are not for publication, in order.
    put_off
        Fragments and themes that somebody wants to look at later where no code is: what only a language model gave.
    """

    interview: Interview
    fragments: tuple[Fragment, ...]
    codes: tuple[CurrentCode, ...]
    orphans: tuple[Orphan, ...] = ()
    off_record: tuple[OffRecord, ...] = ()
    put_off: frozenset[tuple[Span, str]] = frozenset()

    @cached_property
    def marked_fragments(self) -> tuple[Fragment, ...]:
        """The fragments, with how each lies in its turn; those not for publication are marked, and have another id."""
        marked = with_withheld(self.interview, self.fragments, (each.span for each in self.off_record))
        return with_surroundings(self.interview, marked)

    def withholds(self, span: Span) -> bool:
        """Tell whether words at a place are not for publication, in whole or in part."""
        return any(overlap(each.span, span) for each in self.off_record)
