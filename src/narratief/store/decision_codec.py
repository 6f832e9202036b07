"""How acts of people stand in the columns of the table of decisions, and back; nothing else knows the keys in there.

Rows of earlier versions are read for ever, so a key never changes its meaning. Keys that a kind does not have are
passed over, so that a later version may add one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import singledispatch
from typing import Any, Literal, get_args

from narratief.domain.actions import (
    AcceptReading,
    Action,
    AssignInterview,
    AssignRoles,
    ChangeTagger,
    ChooseQuote,
    CodeAction,
    ConfirmTurningPoint,
    EditCluster,
    FragmentAction,
    HideWords,
    HoldBack,
    MergeTurningPoints,
    OffRecordAction,
    OrderTurningPoints,
    RejectTurningPoint,
    Release,
    RenameTurningPoint,
    Rewind,
    ShowWords,
    TaggerState,
    TurningPointAction,
    Undo,
    UseCodebook,
    WriteMemo,
    WriteSummary,
)
from narratief.domain.interview import Role
from narratief.domain.kinds import Kind
from narratief.domain.spans import Edit, Span, moved
from narratief.store.code_columns import CODE_READERS, write_code_action, write_fragment_action
from narratief.store.decision_columns import Columns, Reader, Row, Values, lists_of
from narratief.store.json_fields import JsonFields, UnreadableField

_TurningPointAct = Literal["confirm", "rename", "merge", "reject", "order"]
_TURNING_POINT_ACTS: tuple[_TurningPointAct, ...] = get_args(_TurningPointAct)
_TAGGER_STATES: tuple[TaggerState, ...] = get_args(TaggerState)


@singledispatch
def encode(action: Action) -> Columns:
    """Write an act into columns."""
    raise TypeError(f"no columns for {type(action).__name__}")


def decode(columns: Columns) -> Action:
    """Read an act out of columns.

    Raises
    ------
    UnreadableField
        When the kind is unknown, or a field that the kind has is missing or of another type.
    """
    try:
        kind = Kind(columns.kind)
    except ValueError:
        raise UnreadableField("kind") from None
    before, after = JsonFields("before", columns.before), JsonFields("after", columns.after)
    return _READERS[kind](Row(kind, columns.target, before, after, columns.undoes))


encode.register(CodeAction)(write_code_action)
encode.register(FragmentAction)(write_fragment_action)


def move_spans(values: Values, edits: Sequence[Edit]) -> dict[str, Any]:
    """Move the positions that a split or a merge has in one of its columns along with edits of the text."""
    if "spans" not in values:
        return dict(values)
    return dict(values) | {"spans": [list(moved((start, end), edits)) for start, end in values["spans"]]}


@encode.register
def _write_memo(action: WriteMemo) -> Columns:
    """Write a memo, whose target is the memo that it changes."""
    target = None if action.memo is None else str(action.memo)
    return Columns(action.kind, target, {"text": action.before}, {"text": action.text})


def _read_memo(row: Row) -> WriteMemo:
    """Read a memo."""
    memo = None if row.target is None else row.target_number
    return WriteMemo(row.after.text("text"), memo, row.before.text("text"))


@encode.register
def _write_summary(action: WriteSummary) -> Columns:
    """Write a summary."""
    return Columns(action.kind, after={"text": action.text})


@encode.register
def _write_quote(action: ChooseQuote) -> Columns:
    """Write the choice of a quote."""
    return Columns(action.kind, after={"chosen": action.chosen} | ({"changed": True} if action.changed else {}))


def _read_quote(row: Row) -> ChooseQuote:
    """Read the choice of a quote."""
    return ChooseQuote(row.after.flag("chosen"), "changed" in row.after and row.after.flag("changed"))


@encode.register
def _write_turning_point_action(action: TurningPointAction) -> Columns:
    """Write an act on turning points; which one stands in ``after["act"]``."""
    match action:
        case ConfirmTurningPoint(turning_point=target, told=told):
            return Columns(action.kind, target, after={"act": "confirm"} | _write_told(told))
        case RenameTurningPoint(turning_point=target, label=label, told=told):
            return Columns(action.kind, target, after={"act": "rename", "label": label} | _write_told(told))
        case MergeTurningPoints(turning_point=target, others=others, told=told):
            return Columns(action.kind, target, after={"act": "merge", "with": list(others)} | _write_told(told))
        case RejectTurningPoint(turning_point=target, told=told):
            return Columns(action.kind, target, after={"act": "reject"} | _write_told(told))
        case OrderTurningPoints(order=order, moved=places):
            two = {} if places is None else {"moved": list(places)}
            return Columns(action.kind, after={"act": "order", "ids": list(order)} | two)
    raise TypeError(f"no columns for {type(action).__name__}")


def _read_turning_point_action(row: Row) -> TurningPointAction:
    """Read an act on turning points."""
    act = row.after.one_of("act", _TURNING_POINT_ACTS)
    if act == "order":
        return OrderTurningPoints(row.after.texts("ids"), _read_moved(row))
    if row.target is None:
        raise UnreadableField("target")
    told = row.after.spans("told") if "told" in row.after else ()
    match act:
        case "confirm":
            return ConfirmTurningPoint(row.target, told)
        case "rename":
            return RenameTurningPoint(row.target, row.after.text("label"), told)
        case "merge":
            return MergeTurningPoints(row.target, row.after.texts("with"), told)
        case "reject":
            return RejectTurningPoint(row.target, told)


def _write_told(told: Sequence[Span]) -> dict[str, Any]:
    """Write where a turning point was told."""
    return {"told": lists_of(told)} if told else {}


def _read_moved(row: Row) -> tuple[str, str] | None:
    """Read which two turning points changed places; None when that is not what was done."""
    if "moved" not in row.after:
        return None
    match row.after.texts("moved"):
        case (one, other):
            return one, other
    raise UnreadableField("after.moved")


@encode.register
def _write_roles(action: AssignRoles) -> Columns:
    """Write who is who."""
    after = {"roles": dict(action.by_speaker), "turns": _by_text(action.by_turn)}
    return Columns(action.kind, before={"turns": _by_text(action.before)}, after=after)


def _by_text(roles: Mapping[int, Role]) -> dict[str, Role]:
    """Turn the numbers of turns into text, as all keys of JSON are."""
    return {str(turn): role for turn, role in roles.items()}


def _read_roles(row: Row) -> AssignRoles:
    """Read who is who."""
    return AssignRoles(row.after.roles("roles"), row.after.roles_by_turn("turns"), row.before.roles_by_turn("turns"))


@encode.register
def _write_accepted_reading(action: AcceptReading) -> Columns:
    """Write that a reading was accepted."""
    return Columns(action.kind, after={"key": action.key})


@encode.register
def _write_hidden_words(action: HideWords) -> Columns:
    """Write that words were hidden."""
    return Columns(action.kind, after={"pseudonym": action.pseudonym})


@encode.register
def _write_shown_words(action: ShowWords) -> Columns:
    """Write that a pseudonym was taken away."""
    return Columns(action.kind, before={"pseudonym": action.pseudonym}, after={"text": action.text})


@encode.register
def _write_off_record(action: OffRecordAction) -> Columns:
    """Write whether words are for publication; the words themselves are the decision's."""
    return Columns(action.kind)


@encode.register
def _write_codebook(action: UseCodebook) -> Columns:
    """Write which version of the codebook counts."""
    return Columns(action.kind, before={"version": action.before}, after={"version": action.version})


@encode.register
def _write_cluster(action: EditCluster) -> Columns:
    """Write an edit of a cluster, whose target is the cluster."""
    after = {"act": action.edit, "label": action.label, "theme": action.theme, "event": action.edit_id}
    return Columns(action.kind, action.cluster or None, after=after)


def _read_cluster(row: Row) -> EditCluster:
    """Read an edit of a cluster."""
    edit, label, theme, edit_id = (row.after.text(name) for name in ("act", "label", "theme", "event"))
    return EditCluster(row.target or "", edit, label, theme, edit_id)


@encode.register
def _write_tagger(action: ChangeTagger) -> Columns:
    """Write the state of a tagger, whose target is its version."""
    return Columns(action.kind, str(action.version), {"state": action.before}, {"state": action.state})


def _read_tagger(row: Row) -> ChangeTagger:
    """Read the state of a tagger."""
    state, before = (values.one_of("state", _TAGGER_STATES) for values in (row.after, row.before))
    return ChangeTagger(row.target_number, state, before)


@encode.register
def _write_assignment(action: AssignInterview) -> Columns:
    """Write who works on an interview."""
    return Columns(action.kind, after={"person": action.person, "name": action.name})


@encode.register
def _write_undo(action: Undo) -> Columns:
    """Write an undo, whose target is the kind of what it undoes."""
    return Columns(action.kind, action.undone_kind, undoes=action.undone)


def _read_undo(row: Row) -> Undo:
    """Read an undo."""
    if row.undoes is None:
        raise UnreadableField("undoes")
    try:
        return Undo(row.undoes, Kind(row.target or ""))
    except ValueError:
        raise UnreadableField("target") from None


@encode.register
def _write_rewind(action: Rewind) -> Columns:
    """Write a rewind, with what it is narrowed to."""
    after: dict[str, Any] = {"to": action.to, "until": action.until}
    if action.interview is not None:
        after["interview"] = action.interview
    if action.by is not None:
        after["by" if isinstance(action.by, int) else "by_name"] = action.by
    return Columns(action.kind, after=after)


def _read_rewind(row: Row) -> Rewind:
    """Read a rewind."""
    interview = row.after.text("interview") if "interview" in row.after else None
    by: int | str | None = row.after.number("by") if "by" in row.after else None
    if "by_name" in row.after:
        by = row.after.text("by_name")
    return Rewind(row.after.number("to"), row.after.number("until"), interview, by)


_READERS: Mapping[Kind, Reader] = {
    **CODE_READERS,
    Kind.MEMO: _read_memo,
    Kind.SUMMARY: lambda row: WriteSummary(row.after.text("text")),
    Kind.QUOTE: _read_quote,
    Kind.MOMENT: _read_turning_point_action,
    Kind.SPEAKERS: _read_roles,
    Kind.ACCEPT_READING: lambda row: AcceptReading(row.after.text("key")),
    Kind.PRIVACY_MISSED: lambda row: HideWords(row.after.text("pseudonym")),
    Kind.PRIVACY_RESTORED: lambda row: ShowWords(row.before.text("pseudonym"), row.after.text("text")),
    Kind.HOLD_BACK: lambda row: HoldBack(),
    Kind.RELEASE: lambda row: Release(),
    Kind.CODEBOOK: lambda row: UseCodebook(row.after.number("version"), row.before.number_or_none("version")),
    Kind.TOPIC: _read_cluster,
    Kind.TAGGER: _read_tagger,
    Kind.ASSIGN: lambda row: AssignInterview(row.after.number_or_none("person"), row.after.text("name")),
    Kind.UNDO: _read_undo,
    Kind.REWIND: _read_rewind,
}
