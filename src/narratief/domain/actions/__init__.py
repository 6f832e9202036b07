"""What people decide: one class for each act, with what it says.

The words, the interview and the theme that an act is about stand in the `narratief.domain.decision.Decision` that holds
it. Classes with the same base are read together: `CodeAction`, `FragmentAction`, `TurningPointAction`,
`OffRecordAction`, `PrivacyFix`.
"""

from __future__ import annotations

from narratief.domain.actions.base import Action
from narratief.domain.actions.codes import (
    Add,
    Adjudicate,
    Change,
    CodeAction,
    CodeStanding,
    CodeStatus,
    Confirm,
    FragmentAction,
    InBulk,
    Merge,
    Postpone,
    Reject,
    SetWords,
    Split,
    acts_of,
)
from narratief.domain.actions.findings import (
    ChooseQuote,
    ConfirmTurningPoint,
    MergeTurningPoints,
    OrderTurningPoints,
    RejectTurningPoint,
    RenameTurningPoint,
    TurningPointAction,
    WriteMemo,
    WriteSummary,
)
from narratief.domain.actions.machine import ChangeTagger, EditCluster, TaggerState, UseCodebook
from narratief.domain.actions.texts import (
    AcceptReading,
    AssignRoles,
    HideWords,
    HoldBack,
    OffRecordAction,
    PrivacyFix,
    Release,
    ShowWords,
)
from narratief.domain.actions.together import AssignInterview
from narratief.domain.actions.undoing import Rewind, Undo
from narratief.domain.kinds import Kind

__all__ = [
    "ACTIONS",
    "AcceptReading",
    "Action",
    "Add",
    "Adjudicate",
    "AssignInterview",
    "AssignRoles",
    "Change",
    "ChangeTagger",
    "ChooseQuote",
    "CodeAction",
    "CodeStanding",
    "CodeStatus",
    "Confirm",
    "ConfirmTurningPoint",
    "EditCluster",
    "FragmentAction",
    "HideWords",
    "HoldBack",
    "InBulk",
    "Merge",
    "MergeTurningPoints",
    "OffRecordAction",
    "OrderTurningPoints",
    "Postpone",
    "PrivacyFix",
    "Reject",
    "RejectTurningPoint",
    "Release",
    "RenameTurningPoint",
    "Rewind",
    "SetWords",
    "ShowWords",
    "Split",
    "TaggerState",
    "TurningPointAction",
    "Undo",
    "UseCodebook",
    "WriteMemo",
    "WriteSummary",
    "acts_of",
    "kinds_of",
]

ACTIONS: tuple[type[Action], ...] = (
    Confirm,
    Reject,
    Change,
    Add,
    SetWords,
    Postpone,
    Adjudicate,
    Split,
    Merge,
    WriteMemo,
    WriteSummary,
    ChooseQuote,
    ConfirmTurningPoint,
    RenameTurningPoint,
    MergeTurningPoints,
    RejectTurningPoint,
    OrderTurningPoints,
    AssignRoles,
    AcceptReading,
    HideWords,
    ShowWords,
    HoldBack,
    Release,
    UseCodebook,
    EditCluster,
    ChangeTagger,
    AssignInterview,
    Undo,
    Rewind,
)
"""Every act that there is."""


def kinds_of(*actions: type[Action]) -> frozenset[Kind]:
    """Kinds of these acts; of a base the kinds of all acts that build on it."""
    return frozenset(each.kind for each in ACTIONS if issubclass(each, actions))
