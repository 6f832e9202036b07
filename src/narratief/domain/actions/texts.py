"""Acts on the text of an interview: who speaks, whether it was read well, what is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from narratief.domain.actions.base import Action
from narratief.domain.interview import Role
from narratief.domain.kinds import Kind


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
class OffRecordAction(Action):
    """Base of acts that say whether words are for publication; of two on the same words the later one holds."""


@dataclass(frozen=True, slots=True)
class HoldBack(OffRecordAction):
    """Words are not for publication: the speaker asked not to write them down, which no rule found."""

    kind = Kind.HOLD_BACK


@dataclass(frozen=True, slots=True)
class Release(OffRecordAction):
    """Words may be published after all."""

    kind = Kind.RELEASE


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
