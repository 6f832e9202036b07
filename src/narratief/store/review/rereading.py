"""Reading a transcript again: the new reading takes the place of the earlier one, and what people did stays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from narratief.domain.actions import PrivacyFix
from narratief.domain.interview import Interview, Turn
from narratief.domain.spans import Edit, apply_edits, edits_between, moved
from narratief.store.coding.interviews import interview_row, lock_interview
from narratief.store.decision_log import holding_decisions, lock_project
from narratief.store.review.text_changes import change_text
from narratief.store.schema import InterviewRow, TurnRow
from narratief.store.schema.base import now


def save_interview(session: Session, project_id: int, interview: Interview, key: str) -> None:
    """Keep a pseudonymised interview under a key; decisions about an earlier reading of it go along.

    Words that a person replaced by a pseudonym, or took out of one, stay so when the new reading has it otherwise.
    """
    # first the project, then its interview, as who decides does: so no two that write wait for each other
    lock_project(session, project_id)
    row = interview_row(session, project_id, interview.file)
    if row is None:
        row = InterviewRow(project_id=project_id, file=interview.file, text=interview.text)
        row.turns = [_turn_row(turn) for turn in interview.turns]
        session.add(row)
    else:
        lock_interview(session, row)
        _read_again(session, row, interview)
        row.read_at = now()
    row.key, row.warnings = key, list(interview.warnings)
    row.role_confidence = interview.role_confidence


def _turn_row(turn: Turn) -> TurnRow:
    """Row of a turn; its words are in the interview's text."""
    return TurnRow(index=turn.index, speaker=turn.speaker, role=turn.role, start=turn.start, end=turn.end)


def _read_again(session: Session, row: InterviewRow, interview: Interview) -> None:
    """Put a new reading in the place of an earlier one, and people's fixes of personal data on it again."""
    edits = edits_between(row.text, interview.text)
    fixes = holding_decisions(session, row.project_id, PrivacyFix, interview_id=row.id)
    again: list[Edit] = []
    for fix in fixes:
        place = moved(fix.span or (0, 0), edits)
        if place[0] < place[1] and interview.text[slice(*place)] != fix.text:
            again.append((*place, fix.text))
    again = _apart(sorted(set(again)))
    if not again:
        change_text(session, row, interview.text, interview.turns, edits)
        return
    final = apply_edits(interview.text, again)
    # straight from the old text to the fixed one: the words that a person hid are never stored in between
    turns = [_fixed_turn(turn, again, final) for turn in interview.turns]
    change_text(session, row, final, turns, edits_between(row.text, final))


def _fixed_turn(turn: Turn, edits: Sequence[Edit], text: str) -> Turn:
    """Turn of a new reading with people's fixes in its words and in its speaker's label."""
    start, end = moved((turn.start, turn.end), edits)
    label = moved((turn.start - 2 - len(turn.speaker), turn.start - 2), edits) if turn.speaker else (0, 0)
    return Turn(turn.index, text[slice(*label)], turn.role, text[start:end], start, end)


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    """Leave out edits that overlap an earlier one."""
    kept: list[Edit] = []
    for edit in edits:
        if not kept or kept[-1][1] <= edit[0]:
            kept.append(edit)
    return kept
