"""Acts on what was found: memos, quotes and turning points."""

from __future__ import annotations

from dataclasses import dataclass

from narratief.domain.actions.base import Action
from narratief.domain.kinds import Kind

Told = tuple[tuple[int, int], ...]
"""Where a person saw a turning point told: numbers of interviews in the store, and of the resident's turns in them.

Never words. Such an act holds as long as the turning point is still told at one of these places, because another moment
of the same kind can get its id when interviews are added. Empty, as in older decisions: it holds whatever is told.
"""


@dataclass(frozen=True, slots=True)
class WriteMemo(Action):
    """A memo about words, a theme, an interview or the whole project, as far as the decision names these.

    Attributes
    ----------
    text
        Empty to take the memo away.
    memo
        Id of the decision that began the memo whose text this one replaces; None for a new memo.
    before
        The text that was replaced; empty for a new memo.
    """

    text: str
    memo: int | None = None
    before: str = ""

    kind = Kind.MEMO


@dataclass(frozen=True, slots=True)
class WriteSummary(Action):
    """A project's summary reads as follows from now on.

    Attributes
    ----------
    text
        The whole of it, paragraphs parted by line ends; empty to take it away.
    """

    text: str

    kind = Kind.SUMMARY


@dataclass(frozen=True, slots=True)
class ChooseQuote(Action):
    """Words are to be published, or not any more.

    With a theme, they illustrate it; without one it is about the words as such: they may be published, or may not.

    Attributes
    ----------
    chosen
        False to choose them no more.
    changed
        Whether the words became others since, so that a person must look again whether they may be published.
    """

    chosen: bool
    changed: bool = False

    kind = Kind.QUOTE


@dataclass(frozen=True, slots=True)
class TurningPointAction(Action):
    """Base of acts on a project's turning points, which have ids of their own."""

    kind = Kind.MOMENT


@dataclass(frozen=True, slots=True)
class ConfirmTurningPoint(TurningPointAction):
    """Something is a turning point of this process, and what residents tell of it is of this one."""

    turning_point: str
    told: Told = ()


@dataclass(frozen=True, slots=True)
class RenameTurningPoint(TurningPointAction):
    """A turning point gets another name."""

    turning_point: str
    label: str
    told: Told = ()


@dataclass(frozen=True, slots=True)
class MergeTurningPoints(TurningPointAction):
    """Turning points are one and the same; the first keeps its name.

    Attributes
    ----------
    others
        Those that are the same as `turning_point`.
    told
        Of all of them together.
    """

    turning_point: str
    others: tuple[str, ...]
    told: Told = ()


@dataclass(frozen=True, slots=True)
class RejectTurningPoint(TurningPointAction):
    """Something is no turning point of this process."""

    turning_point: str
    told: Told = ()


@dataclass(frozen=True, slots=True)
class OrderTurningPoints(TurningPointAction):
    """The order in which turning points happened.

    Attributes
    ----------
    order
        All of them.
    moved
        The two that changed places, when that is what was done.
    """

    order: tuple[str, ...]
    moved: tuple[str, str] | None = None
