"""What people decide: one class for each act, with what it says.

The words, the interview and the theme that an act is about stand in the `narratief.domain.decision.Decision` that holds
it. Classes with the same base are read together: `CodeAction`, `FragmentAction`, `TurningPointAction`, `PrivacyFix`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from narratief.domain.interview import Role
from narratief.domain.kinds import Kind
from narratief.domain.spans import Span

CodeStatus = Literal["machine", "confirmed", "rejected", "added", "changed"]
"""How a theme on words stands: nobody looked yet, or what a person made of it."""
TaggerState = Literal["proposed", "accepted", "refused", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Action:
    """Base of all acts.

    Attributes
    ----------
    kind
        What the act is called in databases and pages.
    undoable
        False for acts that changed the stored text or rows of their own: their opposite takes them back, not an undo.
    """

    kind: ClassVar[Kind]
    undoable: ClassVar[bool] = True


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
class CodeAction(Action):
    """Base of acts on a theme on words.

    Attributes
    ----------
    before
        How the code stood; None when nobody looked (an import).
    """

    before: CodeStanding | None = field(default=None, kw_only=True)


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
    """The theme is given to words that the person selected."""

    kind = Kind.ADD


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
    """A fragment becomes several."""

    kind = Kind.SPLIT


@dataclass(frozen=True, slots=True)
class Merge(FragmentAction):
    """Several fragments become one."""

    kind = Kind.MERGE


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
class ChooseQuote(Action):
    """Words are to be published, or not any more.

    Attributes
    ----------
    chosen
        False to choose them no more.
    """

    chosen: bool

    kind = Kind.QUOTE


@dataclass(frozen=True, slots=True)
class TurningPointAction(Action):
    """Base of acts on a project's turning points, which have ids of their own."""

    kind = Kind.MOMENT


@dataclass(frozen=True, slots=True)
class RenameTurningPoint(TurningPointAction):
    """A turning point gets another name."""

    turning_point: str
    label: str


@dataclass(frozen=True, slots=True)
class MergeTurningPoints(TurningPointAction):
    """Turning points are one and the same; the first keeps its name.

    Attributes
    ----------
    others
        Those that are the same as `turning_point`.
    """

    turning_point: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RejectTurningPoint(TurningPointAction):
    """Something is no turning point of this process."""

    turning_point: str


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


@dataclass(frozen=True, slots=True)
class AssignRoles(Action):
    """Who is who in an interview; what is said of a turn goes before what is said of its speaker.

    Attributes
    ----------
    by_speaker
        Speaker label → role.
    by_turn
        Number of a turn → role.
    before
        Number of each turn whose role changes → role it had.
    """

    by_speaker: Mapping[str, Role]
    by_turn: Mapping[int, Role]
    before: Mapping[int, Role] = field(default_factory=dict)

    kind = Kind.SPEAKERS


@dataclass(frozen=True, slots=True)
class AcceptReading(Action):
    """An interview was read and pseudonymised well; the evaluation may go on.

    Attributes
    ----------
    key
        Key of the reading that was accepted; a later reading must be accepted again.
    """

    key: str

    kind = Kind.ACCEPT_READING


@dataclass(frozen=True, slots=True)
class PrivacyFix(Action):
    """Base of acts that change what is hidden in the stored text.

    Attributes
    ----------
    pseudonym
        In brackets; the words behind it are in the vault only.
    """

    pseudonym: str

    undoable = False


@dataclass(frozen=True, slots=True)
class HideWords(PrivacyFix):
    """Words that were missed are replaced by a pseudonym."""

    kind = Kind.PRIVACY_MISSED


@dataclass(frozen=True, slots=True)
class ShowWords(PrivacyFix):
    """A pseudonym that was wrongly given is taken away.

    Attributes
    ----------
    text
        The words that stand there again.
    """

    text: str

    kind = Kind.PRIVACY_RESTORED


@dataclass(frozen=True, slots=True)
class UseCodebook(Action):
    """Another version of the codebook counts.

    Attributes
    ----------
    version
        Its number.
    before
        Number of the version that counted; None when there was none.
    """

    version: int
    before: int | None = None

    kind = Kind.CODEBOOK


@dataclass(frozen=True, slots=True)
class EditCluster(Action):
    """A cluster was edited; the whole edit is in the log of the topics package.

    Attributes
    ----------
    cluster
        Id of the cluster; empty for an edit of none.
    edit
        What was done, in the topics package's word.
    label, theme
        New name, and theme that the cluster became; empty when it is no such edit.
    edit_id
        Id of the edit in that log.
    """

    cluster: str
    edit: str
    label: str
    theme: str
    edit_id: str

    kind = Kind.TOPIC
    undoable = False


@dataclass(frozen=True, slots=True)
class ChangeTagger(Action):
    """A version of the tagger that was learned here is put in use, refused or taken out of use.

    Attributes
    ----------
    version
        Id of the version.
    """

    version: int
    state: TaggerState
    before: TaggerState

    kind = Kind.TAGGER
    undoable = False


@dataclass(frozen=True, slots=True)
class Undo(Action):
    """One decision does not hold any more; undoing an undo makes the first one hold again.

    Attributes
    ----------
    undone
        Id of that decision.
    undone_kind
        Its kind.
    """

    undone: int
    undone_kind: Kind

    kind = Kind.UNDO


@dataclass(frozen=True, slots=True)
class Rewind(Action):
    """Decisions after one and up to another do not hold any more.

    Attributes
    ----------
    to
        Id of the decision right after which things are again as they were; 0: before the first.
    until
        Id of the last decision that is taken back.
    interview
        File name; only decisions about this interview are taken back. None for all.
    """

    to: int
    until: int
    interview: str | None = None

    kind = Kind.REWIND


ACTIONS: tuple[type[Action], ...] = (
    Confirm,
    Reject,
    Change,
    Add,
    Postpone,
    Adjudicate,
    Split,
    Merge,
    WriteMemo,
    ChooseQuote,
    RenameTurningPoint,
    MergeTurningPoints,
    RejectTurningPoint,
    OrderTurningPoints,
    AssignRoles,
    AcceptReading,
    HideWords,
    ShowWords,
    UseCodebook,
    EditCluster,
    ChangeTagger,
    Undo,
    Rewind,
)
"""Every act that there is."""


def kinds_of(*actions: type[Action]) -> frozenset[Kind]:
    """Kinds of these acts; of a base the kinds of all acts that build on it."""
    return frozenset(each.kind for each in ACTIONS if issubclass(each, actions))
