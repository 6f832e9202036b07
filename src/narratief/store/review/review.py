"""Decisions as screens make them: checked, with what was the case before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.domain.decision import Event, holding
from narratief.domain.errors import Gone, Refusal
from narratief.domain.kinds import ON_CODES, Kind
from narratief.domain.spans import Span, shared_enough, without_outer_space
from narratief.store.coding.interviews import ROLES
from narratief.store.decision_log import Who, events_of, held_of, record
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.review_state import CurrentCode, InterviewState
from narratief.store.review.states import interview_state
from narratief.store.schema import Decision, InterviewRow

_RELOAD = "Laad de pagina opnieuw."


def decide(
    session: Session,
    who: Who,
    interview_id: int,
    kind: Kind,
    *,
    span: Span,
    theme: str,
    new_theme: str | None = None,
    present: bool | None = None,
    seen: int | None = None,
    request: str | None = None,
) -> Decision:
    """Decide about a theme on words: confirm, reject, change, add, later or adjudicate.

    Parameters
    ----------
    span
        Position of the words: of the fragment, or of what the person selected (add).
    new_theme
        The right theme (change).
    present
        Whether the theme holds (adjudicate).
    seen
        Last decision that the screen knew of (`decisions.last_id`); see `decisions.meanwhile`.
    request
        Id that the client made up, so that a request sent twice is one decision.

    Raises
    ------
    Refusal
        When the words or a theme are not there, or a selection is outside what a resident says in one turn.
    """
    if kind not in ON_CODES:
        raise ValueError(f"{kind} is no decision about a code")
    row = _interview(session, interview_id)
    if kind == Kind.ADD:
        span = trimmed(row, span)
    for wanted in (theme if kind in (Kind.ADD, Kind.CONFIRM) else None, new_theme):
        if wanted is not None and wanted not in codebook_of(session, row.project_id).theme_ids:
            raise Refusal("Dit thema staat niet (meer) in het codeboek.", _RELOAD)
    if kind == Kind.CHANGE and new_theme is None:
        raise ValueError("a change needs the new theme")
    after: dict[str, Any] = {}
    if new_theme is not None:
        after["theme"] = new_theme
    if kind == Kind.ADJUDICATE:
        after["present"] = bool(present)
    return record(
        session,
        who,
        row.project_id,
        kind,
        interview_id=interview_id,
        span=span,
        theme=theme,
        before=_before(interview_state(session, interview_id), span, theme),
        after=after,
        seen=seen,
        request=request,
    )


def split(
    session: Session, who: Who, interview_id: int, span: Span, cuts: Sequence[int], *, seen: int | None = None
) -> Decision:
    """Divide a fragment at positions in the interview's text; each code goes to the part with its evidence."""
    row = _interview(session, interview_id)
    borders = [span[0], *sorted(set(cuts)), span[1]]
    parts = [without_outer_space(row.text, part) for part in pairwise(borders)]
    if len(parts) < 2 or any(start >= end for start, end in parts):
        raise Refusal("Hier is het fragment niet te splitsen.", "Kies een plek tussen twee woorden.")
    after = {"spans": [list(part) for part in parts]}
    before = _present(session, row, [span])
    return record(
        session,
        who,
        row.project_id,
        Kind.SPLIT,
        interview_id=row.id,
        span=span,
        before=before,
        after=after,
        seen=seen,
    )


def merge(session: Session, who: Who, interview_id: int, spans: Sequence[Span], *, seen: int | None = None) -> Decision:
    """Join fragments of one turn that follow each other."""
    row = _interview(session, interview_id)
    whole = (min(start for start, _ in spans), max(end for _, end in spans))
    if len(spans) < 2 or trimmed(row, whole) != whole:
        raise Refusal("Alleen fragmenten uit hetzelfde antwoord kunnen worden samengevoegd.")
    before, after = _present(session, row, spans), {"spans": [list(whole)]}
    return record(
        session,
        who,
        row.project_id,
        Kind.MERGE,
        interview_id=row.id,
        span=whole,
        before=before,
        after=after,
        seen=seen,
    )


def fix_speakers(
    session: Session,
    who: Who,
    interview_id: int,
    *,
    roles: Mapping[str, str] | None = None,
    turns: Mapping[int, str] | None = None,
) -> Decision:
    """Say who is who: per speaker label, or per turn; the interview is coded anew in the next run.

    Raises
    ------
    Refusal
        When a role is unknown, or nobody would be left whose words count.
    """
    row = _interview(session, interview_id)
    given = [*(roles or {}).values(), *(turns or {}).values()]
    if not given or any(role not in ROLES for role in given):
        raise Refusal("Kies voor elke spreker interviewer, bewoner of anders.")
    now = interview_state(session, interview_id).interview
    after = {t.index: (turns or {}).get(t.index, (roles or {}).get(t.speaker, t.role)) for t in now.turns}
    if "resident" not in after.values():
        raise Refusal("Zo is er geen bewoner meer aan het woord.", "Wijs minstens één spreker aan als bewoner.")
    return record(
        session,
        who,
        row.project_id,
        Kind.SPEAKERS,
        interview_id=interview_id,
        before={"turns": {str(t.index): t.role for t in now.turns if t.role != after[t.index]}},
        after={"roles": dict(roles or {}), "turns": {str(number): role for number, role in (turns or {}).items()}},
    )


def swap_roles(session: Session, who: Who, interview_id: int) -> Decision:
    """Make interviewers residents and residents interviewers."""
    turns = interview_state(session, interview_id).interview.turns
    other = {"interviewer": "resident", "resident": "interviewer"}
    roles_of: dict[str, set[str]] = {}
    for turn in turns:
        roles_of.setdefault(turn.speaker, set()).add(turn.role)
    # by label where that says enough, so that it also holds when the file is read anew
    clear = {label for label, found in roles_of.items() if label and len(found) == 1}
    roles = {turn.speaker: other[turn.role] for turn in turns if turn.speaker in clear and turn.role in other}
    single = {turn.index: other[turn.role] for turn in turns if turn.speaker not in clear and turn.role in other}
    return fix_speakers(session, who, interview_id, roles=roles, turns=single)


def accept_reading(session: Session, who: Who, interview_id: int) -> Decision:
    """Say that an interview, as it was read now, was read and pseudonymised well."""
    row = _interview(session, interview_id)
    return record(session, who, row.project_id, Kind.ACCEPT_READING, interview_id=interview_id, after={"key": row.key})


def accepted_readings(session: Session, project_id: int) -> dict[str, Event]:
    """Give per file the decision that accepts its reading; that of an earlier reading of it does not count."""
    keys = dict(session.execute(select(InterviewRow.file, InterviewRow.key).filter_by(project_id=project_id)).all())
    return {
        event.interview: event
        for event in held_of(session, project_id, Kind.ACCEPT_READING)
        if event.interview is not None and event.after.get("key") == keys.get(event.interview)
    }


def history(session: Session, project_id: int, interview_id: int | None = None) -> list[tuple[Event, bool]]:
    """Give all decisions, newest first, each with whether it holds."""
    events = events_of(session, project_id, interview_id)
    held = {event.id for event in holding(events)}
    return [(event, event.id in held) for event in reversed(events)]


def trimmed(row: InterviewRow, span: Span) -> Span:
    """Give a selection without outer white space.

    Raises
    ------
    Refusal
        When it is empty or not within one turn.
    """
    start, end = without_outer_space(row.text, span)
    turn = next((t for t in row.turns if t.start <= start and end <= t.end), None)
    if start >= end or turn is None:
        raise Refusal("Selecteer woorden binnen één antwoord.")
    return start, end


def _present(session: Session, row: InterviewRow, spans: Sequence[Span]) -> dict[str, Any]:
    """Give the fragments that are to be divided or joined, all of which must be there now."""
    present = {(f.start, f.end) for f in interview_state(session, row.id).fragments}
    if any(place not in present for place in spans):
        raise Refusal("De tekst is intussen anders verdeeld.", _RELOAD)
    return {"spans": [list(place) for place in sorted(spans)]}


def _before(state: InterviewState, span: Span, theme: str) -> dict[str, Any]:
    """Tell what the case was with a theme on words."""
    codes = [c for c in state.codes if c.theme == theme and shared_enough((c.fragment.start, c.fragment.end), span)]
    exact: CurrentCode | None = next((c for c in codes if (c.fragment.start, c.fragment.end) == span), None)
    code = exact or (codes[0] if codes else None)
    if code is None:
        return {"status": None}
    return {"status": code.status, "coder": code.coder, "score": code.score}


def _interview(session: Session, interview_id: int) -> InterviewRow:
    """Give the row of an interview; a refusal when it is gone."""
    row = session.scalar(select(InterviewRow).where(InterviewRow.id == interview_id))
    if row is None:
        raise Gone("Dit gesprek bestaat niet (meer).")
    return row
