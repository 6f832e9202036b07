"""A stored text that changes, with everything that points into it: nothing may point at other words than before.

The earlier text is not kept: it may hold names that the new one hides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.domain.entities import PSEUDONYM
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Turn
from narratief.domain.kinds import Kind
from narratief.domain.spans import Edit, Span, apply_edits, moved
from narratief.store.coding.search_index import index_fragments
from narratief.store.decision_codec import move_spans
from narratief.store.model_answers import forget_answers
from narratief.store.schema import (
    ClusterMember,
    DecisionRow,
    FragmentRow,
    InterviewRow,
    MachineCode,
    MachineRun,
    ProjectRow,
    SampleItem,
    SearchEntry,
    TopicEditRow,
    TurnRow,
)


def edit_text(session: Session, row: InterviewRow, edits: Sequence[Edit]) -> None:
    """Apply edits (in order, not overlapping) to an interview and to all that points into it."""
    text = apply_edits(row.text, edits)
    turns = []
    for turn in row.turns:
        start, end = moved((turn.start, turn.end), edits)
        label = _label_of(turn.start, turn.speaker, edits, text)
        turns.append(Turn(turn.index, label, turn.role, text[start:end], start, end))
    change_text(session, row, text, turns, edits)


def change_text(session: Session, row: InterviewRow, text: str, turns: Sequence[Turn], edits: Sequence[Edit]) -> None:
    """Put another text in the place of an interview's text.

    Parameters
    ----------
    turns
        Of the new text.
    edits
        What turns the old text into the new one; positions follow it.
    """
    names = _fragment_names(session, row, text, edits)
    old = {turn.index: turn for turn in row.turns}
    for turn in turns:
        kept = old.pop(turn.index, None)
        values = {"speaker": turn.speaker, "role": turn.role, "start": turn.start, "end": turn.end}
        if kept is None:
            row.turns.append(TurnRow(index=turn.index, **values))
            continue
        for name, value in values.items():
            setattr(kept, name, value)
    for lost in old.values():
        row.turns.remove(lost)
    row.text = text
    _move_machine(session, row, edits)
    _move_decisions(session, row, text, edits)
    sampled = session.scalars(select(SampleItem).filter_by(interview_id=row.id))
    clustered = session.scalars(select(ClusterMember).filter_by(interview_id=row.id))
    for item in (*sampled, *clustered):
        item.start, item.end = moved((item.start, item.end), edits)
    forget_answers(session, row.project_id, row.id)
    _rename_in_topics(session, row.project_id, names)
    session.flush()
    spans = [(e.start, e.end) for e in session.scalars(select(SearchEntry).filter_by(interview_id=row.id))]
    index_fragments(session, row, [moved(span, edits) for span in spans])


def _label_of(start: int, speaker: str, edits: Sequence[Edit], text: str) -> str:
    """Speaker's label after edits of the text, in which it stands before the words ("label: words")."""
    if not speaker:
        return speaker
    label = (start - 2 - len(speaker), start - 2)
    return text[slice(*moved(label, edits))].strip()


def _move_machine(session: Session, row: InterviewRow, edits: Sequence[Edit]) -> None:
    """Move the fragments and evidence of all runs along."""
    of_interview = select(MachineRun.id).where(MachineRun.interview_id == row.id)
    fragments = session.scalars(select(FragmentRow).where(FragmentRow.run_id.in_(of_interview))).all()
    for fragment in fragments:
        fragment.start, fragment.end = moved((fragment.start, fragment.end), edits)
    of_fragments = select(FragmentRow.id).where(FragmentRow.run_id.in_(of_interview))
    for code in session.scalars(select(MachineCode).where(MachineCode.fragment_id.in_(of_fragments))):
        if code.evidence:
            code.evidence = [list(span) for a, b in code.evidence if (span := moved((a, b), edits))[0] < span[1]]


def _move_decisions(session: Session, row: InterviewRow, text: str, edits: Sequence[Edit]) -> None:
    """Move decisions along; one whose words are gone keeps them, and becomes an orphan."""
    for decision in session.scalars(select(DecisionRow).filter_by(interview_id=row.id)):
        if decision.start is not None and decision.end is not None:
            span = moved((decision.start, decision.end), edits)
            if _survives(decision.text, text[slice(*span)]):
                if decision.kind == Kind.QUOTE and not _only_hides(decision.text, text[slice(*span)]):
                    decision.after = dict(decision.after) | {"changed": True}
                decision.start, decision.end = span
                decision.text = text[slice(*span)]
        decision.before = move_spans(decision.before, edits)
        decision.after = move_spans(decision.after, edits)


def _survives(old: str, new: str) -> bool:
    """Tell whether words are still there after edits: half of them, or a pseudonym in their place."""
    ours, theirs = set(old.split()), set(new.split())
    hidden = set(PSEUDONYM.findall(new)) - set(PSEUDONYM.findall(old))
    return bool(theirs) and (bool(hidden) or 2 * len(ours & theirs) >= len(ours))


def _only_hides(old: str, new: str) -> bool:
    """Tell whether words are the same but for pseudonyms that stand where other words stood."""
    first, *rest = PSEUDONYM.sub("\0", new).split("\0")
    if not rest:
        return old == new
    if len(old) < len(first) + len(rest[-1]) or not (old.startswith(first) and old.endswith(rest[-1])):
        return False
    at, end = len(first), len(old) - len(rest[-1])
    for part in rest[:-1]:
        at = old.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return True


def _fragment_names(session: Session, row: InterviewRow, text: str, edits: Sequence[Edit]) -> dict[str, str]:
    """Pair the ids that fragments had with those they get: the log of the topics package knows fragments by id."""
    project = session.scalar(select(ProjectRow.name).where(ProjectRow.id == row.project_id)) or ""
    runs = select(MachineRun.id).where(MachineRun.interview_id == row.id)
    spans = session.execute(select(FragmentRow.start, FragmentRow.end).where(FragmentRow.run_id.in_(runs)).distinct())
    names = {}
    for start, end in spans:
        new = moved((start, end), edits)
        names[_id(project, row.file, (start, end), row.text)] = _id(project, row.file, new, text)
    return {old: new for old, new in names.items() if old != new}


def _id(project: str, file: str, span: Span, text: str) -> str:
    """Id that a fragment with these words at this place has."""
    return Fragment(project, file, 0, 0, 0, span[0], span[1], text[slice(*span)]).id


def _rename_in_topics(session: Session, project_id: int, names: Mapping[str, str]) -> None:
    """Put new ids of fragments in the place of old ones in the topics package's log."""
    if not names:
        return
    query = select(TopicEditRow).where((TopicEditRow.project_id == project_id) | TopicEditRow.project_id.is_(None))
    for logged in session.scalars(query):
        renamed = _renamed(logged.edit, names)
        if renamed != logged.edit:
            logged.edit = renamed


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Replace ids wherever they stand in a JSON value."""
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [_renamed(item, names) for item in value]
    if isinstance(value, dict):
        return {key: _renamed(item, names) for key, item in value.items()}
    return value
