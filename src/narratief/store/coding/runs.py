"""Machine runs: saved as they were, with a pointer to the one that counts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from narratief.domain.code import Code
from narratief.domain.fragment import Fragment
from narratief.domain.interview import Interview
from narratief.domain.spans import Span
from narratief.domain.vectors import Array
from narratief.store.coding.interviews import lock_interview
from narratief.store.coding.search_index import index_fragments
from narratief.store.schema import CurrentRun, FragmentRow, InterviewRow, MachineCode, MachineRun

FragmentsAndCodes = tuple[tuple[Fragment, ...], tuple[Code, ...]]


def current_run(session: Session, interview_id: int) -> MachineRun | None:
    """Run of an interview that counts; None when it was not coded yet."""
    query = select(MachineRun).join(CurrentRun, CurrentRun.run_id == MachineRun.id)
    return session.scalar(query.where(CurrentRun.interview_id == interview_id))


def run_with_key(session: Session, interview_id: int, key: str) -> MachineRun | None:
    """Find a run of an interview by all that its outcome depends on."""
    return session.scalar(select(MachineRun).filter_by(interview_id=interview_id, key=key))


def last_run_with(session: Session, interview_id: int, beginning: str) -> MachineRun | None:
    """Find the last run of an interview whose key begins like this."""
    query = select(MachineRun).where(
        MachineRun.interview_id == interview_id, MachineRun.key.startswith(beginning, autoescape=True)
    )
    return session.scalar(query.order_by(MachineRun.id.desc()).limit(1))


def embeddings_of(run: MachineRun) -> Array | None:
    """Mid-layer embeddings of a run's fragments, by their index (n x width); None when they were not kept."""
    return _unpacked(run.vectors, run.vectors_width)


def _unpacked(vectors: bytes | None, width: int) -> Array | None:
    """Make rows of kept embeddings (n x width); None when there are none."""
    if not vectors:
        return None
    return np.frombuffer(vectors, dtype="<f2").astype(np.float32).reshape(-1, width)


@dataclass(frozen=True, slots=True)
class Embedded:
    """Fragments of an interview's run that counts, with their mid-layer embeddings.

    Attributes
    ----------
    turns, spans
        Per fragment the index of its turn, and its position in the interview's text.
    embeddings
        One row for each (n x width).
    """

    turns: tuple[int, ...]
    spans: tuple[Span, ...]
    embeddings: Array


def embedded_fragments(session: Session, project_id: int) -> dict[int, Embedded | None]:
    """Read the fragments of each coded interview of a project with their embeddings; None where they were not kept."""
    query = (
        select(CurrentRun.interview_id, MachineRun.id, MachineRun.vectors, MachineRun.vectors_width)
        .join(MachineRun, CurrentRun.run_id == MachineRun.id)
        .join(InterviewRow, InterviewRow.id == CurrentRun.interview_id)
        .where(InterviewRow.project_id == project_id)
        .order_by(InterviewRow.file)
    )
    rows = session.execute(query).all()
    stored = load_runs(session, [row.id for row in rows])
    found: dict[int, Embedded | None] = {}
    for row in rows:
        own = stored.get(row.id, [])
        embeddings = _unpacked(row.vectors, row.vectors_width)
        found[row.interview_id] = (
            None
            if embeddings is None
            else Embedded(
                tuple(f.turn for f in own), tuple((f.start, f.end) for f in own), embeddings[[f.index for f in own]]
            )
        )
    return found


@dataclass(slots=True)
class StoredFragment:
    """A fragment of a run as it is in the database, with its codes as theme, score and evidence.

    Plain rows: a project has tens of thousands of them, and mapped objects cost three times as much.
    """

    index: int
    turn: int
    resident_turn: int
    start: int
    end: int
    asked: bool
    codes: list[tuple[str, float, list[list[int]]]]


def load_runs(session: Session, run_ids: Collection[int]) -> dict[int, list[StoredFragment]]:
    """Read the fragments of runs, in order, per run."""
    f, c = FragmentRow, MachineCode
    columns = (f.run_id, f.id, f.index, f.turn, f.resident_turn, f.start, f.end, f.asked)
    found: dict[int, list[StoredFragment]] = {}
    by_id: dict[int, StoredFragment] = {}
    rows = session.execute(select(*columns).where(f.run_id.in_(run_ids)).order_by(f.run_id, f.index))
    for run_id, number, index, turn, resident_turn, start, end, asked in rows:
        by_id[number] = StoredFragment(index, turn, resident_turn, start, end, asked, [])
        found.setdefault(run_id, []).append(by_id[number])
    codes = select(c.fragment_id, c.theme, c.score, c.evidence).join(f, f.id == c.fragment_id)
    for number, theme, score, evidence in session.execute(codes.where(f.run_id.in_(run_ids)).order_by(c.id)):
        by_id[number].codes.append((theme, score, evidence))
    return found


def coding_of(project: str, interview: Interview, run: Sequence[StoredFragment]) -> FragmentsAndCodes:
    """Build fragments and codes of the interview, as it is now, from a run's rows."""
    fragments, codes = [], []
    for row in run:
        if not any(character.isalnum() for character in interview.text[row.start : row.end]):
            continue  # its words are gone from the text
        question = interview.turns[row.turn - 1].text if row.asked and row.turn > 0 else ""
        fragment = Fragment(
            project,
            interview.id,
            row.turn,
            row.resident_turn,
            row.index,
            row.start,
            row.end,
            interview.text[row.start : row.end],
            question,
        )
        fragments.append(fragment)
        codes += [
            Code(fragment.id, theme, score, evidence=tuple((a, b) for a, b in evidence))
            for theme, score, evidence in row.codes
        ]
    return tuple(fragments), tuple(codes)


def save_run(
    session: Session,
    row: InterviewRow,
    key: str,
    fragments: Sequence[Fragment],
    codes: Sequence[Code],
    mid_layer_embeddings: Array | None = None,
) -> MachineRun:
    """Save a run and let it count; a run with this key that is there already is left as it is, and counts again."""
    lock_interview(session, row)
    run = run_with_key(session, row.id, key)
    if run is None:
        run = MachineRun(interview_id=row.id, key=key)
        if mid_layer_embeddings is not None and len(mid_layer_embeddings):
            run.vectors, run.vectors_width = mid_layer_embeddings.astype("<f2").tobytes(), mid_layer_embeddings.shape[1]
        session.add(run)
        session.flush()
        _add_rows(session, run, row, fragments, codes)
    session.merge(CurrentRun(interview_id=row.id, run_id=run.id))
    spans = session.execute(select(FragmentRow.start, FragmentRow.end).where(FragmentRow.run_id == run.id))
    index_fragments(session, row, [(start, end) for start, end in spans])
    return run


def _add_rows(
    session: Session, run: MachineRun, row: InterviewRow, fragments: Sequence[Fragment], codes: Sequence[Code]
) -> None:
    """Add a run's fragments and codes; refuses a fragment that is not what stands at its place."""
    for fragment in fragments:
        if row.text[fragment.start : fragment.end] != fragment.text:
            raise ValueError(f"fragment {fragment.id} is not at {fragment.start}-{fragment.end} of {row.file}")
    rows = [
        {
            "run_id": run.id,
            "index": f.index,
            "turn": f.turn,
            "resident_turn": f.resident_turn,
            "start": f.start,
            "end": f.end,
            "asked": bool(f.question),
        }
        for f in fragments
    ]
    if not rows:
        return
    ids = session.scalars(insert(FragmentRow).returning(FragmentRow.id, sort_by_parameter_order=True), rows).all()
    at = {fragment.id: number for fragment, number in zip(fragments, ids, strict=True)}
    found = [
        {"fragment_id": at[code.fragment], "theme": code.theme, "score": code.score, "evidence": _lists(code.evidence)}
        for code in codes
    ]
    if found:
        session.execute(insert(MachineCode), found)


def _lists(spans: Sequence[Span]) -> list[list[int]]:
    """Turn spans into the lists that JSON has."""
    return [list(span) for span in spans]
