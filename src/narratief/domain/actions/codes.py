"""Acts on themes on words, and on fragments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from narratief.domain.actions.base import Action
from narratief.domain.kinds import Kind
from narratief.domain.spans import Span

CodeStatus = Literal["machine", "confirmed", "rejected", "added", "changed"]
"""How a theme on words stands: nobody looked yet, or what a person made of it."""


@dataclass(frozen=True, slots=True)
class CodeStanding:
    """What the case was with a theme on words when a person decided about it.

    Attributes
    ----------
    status
        None when the theme was not on these words.
    coder
        Who gave it or decided last; empty when it was not there.
    score
        The machine's probability, 0 to 1; 1.0 when only a person gave it, 0.0 when it was not there.
    """

    status: CodeStatus | None = None
    coder: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class InBulk:
    """That a decision was made for many suggestions at one press, without looking at each.

    Attributes
    ----------
    batch
        Id that all decisions of one press have, by which they are undone together.
    read
        Whether the person said to have read the conversations that they are in.
    """

    batch: str
    read: bool = False


@dataclass(frozen=True, slots=True)
class CodeAction(Action):
    """Base of acts on a theme on words.

    Attributes
    ----------
    before
        How the code stood; None when nobody looked (an import).
    bulk
        None when the person decided about this very code.
    """

    before: CodeStanding | None = field(default=None, kw_only=True)
    bulk: InBulk | None = field(default=None, kw_only=True)


@dataclass(frozen=True, slots=True)
class Confirm(CodeAction):
    """The theme is right."""

    kind = Kind.CONFIRM


@dataclass(frozen=True, slots=True)
class Reject(CodeAction):
    """The theme is not right."""

    kind = Kind.REJECT


@dataclass(frozen=True, slots=True)
class Change(CodeAction):
    """The theme must be another one.

    Attributes
    ----------
    theme
        The right theme.
    """

    theme: str

    kind = Kind.CHANGE


@dataclass(frozen=True, slots=True)
class Add(CodeAction):
    """The theme is given to words that the person selected.

    Attributes
    ----------
    together
        Id that all decisions of one selection have: over the words of an interviewer it becomes several codes, which
        are undone together. Empty for one that stands alone.
    """

    together: str = field(default="", kw_only=True)

    kind = Kind.ADD


@dataclass(frozen=True, slots=True)
class SetWords(CodeAction):
    """The theme is right, but it is told by more words, or by fewer.

    The decision that holds it is about all words that either of the two has.

    Attributes
    ----------
    words
        Place of the words in the interview's text that the theme is on from now on.
    was
        Place of the fragment that it was on.
    """

    words: Span
    was: Span

    kind = Kind.WORDS


@dataclass(frozen=True, slots=True)
class Postpone(CodeAction):
    """The theme is to be looked at again later; no code changes."""

    kind = Kind.LATER


@dataclass(frozen=True, slots=True)
class Adjudicate(CodeAction):
    """Two coders differ about the theme; this ends the dispute.

    Attributes
    ----------
    present
        Whether the theme holds.
    """

    present: bool

    kind = Kind.ADJUDICATE


def acts_of(answer: CodeAction, *, contested: bool) -> tuple[CodeAction, ...]:
    """Acts that a person's answer about a theme on words comes to: about a contested one it also ends the dispute.

    Parameters
    ----------
    answer
        What the person said: confirm, reject, change or postpone.
    contested
        Whether people differ about the theme on these words.

    Returns
    -------
    tuple
        In the order in which they are decided.
    """
    if not contested:
        return (answer,)
    match answer:
        case Confirm():
            return (Adjudicate(present=True),)
        case Reject():
            return (Adjudicate(present=False),)
        case Change():
            return (Adjudicate(present=False), answer)
    return (answer,)


@dataclass(frozen=True, slots=True)
class FragmentAction(Action):
    """Base of acts that divide words into fragments in another way.

    Attributes
    ----------
    parts
        The fragments from now on; positions in the interview's text.
    before
        The fragments that they come instead of.
    """

    parts: tuple[Span, ...]
    before: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Split(FragmentAction):
    """A fragment becomes several.

    Attributes
    ----------
    together
        Id that all decisions of one cut have: where fragments share words, one cut divides each of them. Empty for one
        that stands alone.
    """

    together: str = field(default="", kw_only=True)

    kind = Kind.SPLIT


@dataclass(frozen=True, slots=True)
class Merge(FragmentAction):
    """Several fragments become one."""

    kind = Kind.MERGE
