"""How acts on themes and fragments stand in the columns of a decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from narratief.domain.actions import (
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
)
from narratief.domain.kinds import Kind
from narratief.domain.spans import Span
from narratief.store.decision_columns import Columns, Reader, Row, lists_of
from narratief.store.json_fields import UnreadableField

_CODE_STATUSES: tuple[CodeStatus, ...] = get_args(CodeStatus)


def write_code_action(action: CodeAction) -> Columns:
    """Write an act on a theme on words."""
    before = _write_standing(action.before)
    after: dict[str, Any] = {}
    match action:
        case Change(theme=theme):
            after = {"theme": theme}
        case Adjudicate(present=present):
            after = {"present": present}
        case Add(together=together) if together:
            after = {"together": together}
        case SetWords(words=words, was=was):
            before |= {"spans": lists_of([was])}
            after = {"spans": lists_of([words])}
    if action.bulk is not None:
        after |= {"batch": action.bulk.batch, "read": action.bulk.read}
    return Columns(action.kind, before=before, after=after)


def write_fragment_action(action: FragmentAction) -> Columns:
    """Write a split or a merge."""
    after: dict[str, Any] = {"spans": lists_of(action.parts)}
    if isinstance(action, Split) and action.together:
        after["together"] = action.together
    return Columns(action.kind, before={"spans": lists_of(action.before)}, after=after)


def _write_standing(standing: CodeStanding | None) -> dict[str, Any]:
    """Write how a code stood."""
    if standing is None:
        return {}
    if standing.status is None:
        return {"status": None}
    return {"status": standing.status, "coder": standing.coder, "score": standing.score}


def _read_standing(row: Row) -> CodeStanding | None:
    """Read how a code stood; None when nobody looked."""
    if "status" not in row.before:
        return None
    if row.before.is_null("status"):
        return CodeStanding()
    status = row.before.one_of("status", _CODE_STATUSES)
    return CodeStanding(status, row.before.text("coder"), row.before.fraction("score"))


def _read_bulk(row: Row) -> InBulk | None:
    """Read with which others a decision was made at one press; None when it was made alone."""
    return InBulk(row.after.text("batch"), row.after.flag("read")) if "batch" in row.after else None


def _read_together(row: Row) -> str:
    """Read which other decisions one press made; empty for one that stands alone."""
    return row.after.text("together", default="")


def _read_words(row: Row) -> SetWords:
    """Read the words that were chosen for a theme."""
    return SetWords(_one_span(row, "after"), _one_span(row, "before"), before=_read_standing(row))


def _one_span(row: Row, column: str) -> Span:
    """Read the one position that a column has."""
    spans = (row.after if column == "after" else row.before).spans("spans")
    if len(spans) != 1:
        raise UnreadableField(f"{column}.spans")
    return spans[0]


CODE_READERS: Mapping[Kind, Reader] = {
    Kind.CONFIRM: lambda row: Confirm(before=_read_standing(row), bulk=_read_bulk(row)),
    Kind.REJECT: lambda row: Reject(before=_read_standing(row), bulk=_read_bulk(row)),
    Kind.CHANGE: lambda row: Change(row.after.text("theme"), before=_read_standing(row)),
    Kind.ADD: lambda row: Add(before=_read_standing(row), together=_read_together(row)),
    Kind.WORDS: _read_words,
    Kind.LATER: lambda row: Postpone(before=_read_standing(row)),
    Kind.ADJUDICATE: lambda row: Adjudicate(row.after.flag("present"), before=_read_standing(row)),
    Kind.SPLIT: lambda row: Split(row.after.spans("spans"), row.before.spans("spans"), together=_read_together(row)),
    Kind.MERGE: lambda row: Merge(row.after.spans("spans"), row.before.spans("spans")),
}
"""Per kind of these acts what reads it."""
