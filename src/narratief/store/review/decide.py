"""Decisions as screens make them: checked, with what was the case before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.domain.actions import (
    AcceptReading,
    Action,
    Add,
    AssignRoles,
    Change,
    CodeAction,
    CodeStanding,
    Confirm,
    Merge,
    Split,
)
from narratief.domain.decision import Author, Decision, holding
from narratief.domain.errors import Gone, Refusal
from narratief.domain.interview import ROLES, Role
from narratief.domain.spans import Span, shared_enough, without_outer_space
from narratief.store.decision_log import all_decisions, holding_decisions, record
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.project_state import interview_state
from narratief.store.review.review_state import CurrentCode, InterviewState
from narratief.store.schema import InterviewRow

_RELOAD = "Laad de pagina opnieuw."
_CHOOSE_ROLES = "Kies voor elke spreker interviewer, bewoner of anders."


def decide(
    session: Session,
    author: Author,
    interview_id: int,
    action: CodeAction,
    *,
    span: Span,
    theme: str,
    seen: int | None = None,
    request: str | None = None,
) -> Decision[Action]:
    """Decide about a theme on words: confirm, reject, change, add, postpone or adjudicate.

    Parameters
    ----------
    action
        How the code stands now is filled in here.
    span
        Position of the words: of the fragment, or of what the person selected (add).
    seen
        Last decision that the screen knew of (`decision_log.last_id`); see `decision_log.meanwhile`.
    request
        Id that the client made up, so that a request sent twice is one decision.

    Raises
    ------
    Refusal
        When the words or a theme are not there, or a selection is outside what a resident says in one turn.
    """
    row = _interview(session, interview_id)
    if isinstance(action, Add):
        span = trimmed(row, span)
    wanted = _theme_given(action, theme)
    if wanted is not None and wanted not in codebook_of(session, row.project_id).theme_ids:
        raise Refusal("Dit thema staat niet (meer) in het codeboek.", _RELOAD)
    standing = standing_of(interview_state(session, interview_id), span, theme)
    return record(
        session,
        author,
        row.project_id,
        replace(action, before=standing),
        interview_id=interview_id,
        span=span,
        theme=theme,
        seen=seen,
        request=request,
    )


def split(
    session: Session,
    author: Author,
    interview_id: int,
    span: Span,
    cuts: Sequence[int],
    *,
    seen: int | None = None,
    together: str = "",
) -> Decision[Action]:
    """Divide a fragment at positions in the interview's text; each code goes to the part with its evidence.

    Parameters
    ----------
    together
        See `narratief.domain.actions.Split`.
    """
    row = _interview(session, interview_id)
    borders = [span[0], *sorted(set(cuts)), span[1]]
    parts = [without_outer_space(row.text, part) for part in pairwise(borders)]
    if len(parts) < 2 or any(start >= end for start, end in parts):
        raise Refusal("Hier is het fragment niet te splitsen.", "Kies een plek tussen twee woorden.")
    divided = Split(tuple(parts), _present(session, row, [span]), together=together)
    return record(session, author, row.project_id, divided, interview_id=row.id, span=span, seen=seen)


def merge(
    session: Session, author: Author, interview_id: int, spans: Sequence[Span], *, seen: int | None = None
) -> Decision[Action]:
    """Join fragments of one turn that follow each other."""
    row = _interview(session, interview_id)
    whole = (min(start for start, _ in spans), max(end for _, end in spans))
    if len(spans) < 2 or trimmed(row, whole) != whole:
        raise Refusal("Alleen fragmenten uit hetzelfde antwoord kunnen worden samengevoegd.")
    joined = Merge((whole,), _present(session, row, spans))
    return record(session, author, row.project_id, joined, interview_id=row.id, span=whole, seen=seen)


def fix_speakers(
    session: Session,
    author: Author,
    interview_id: int,
    *,
    roles: Mapping[str, str] | None = None,
    turns: Mapping[int, str] | None = None,
) -> Decision[Action]:
    """Say who is who: per speaker label, or per turn; the interview is coded anew in the next run.

    Raises
    ------
    Refusal
        When a role is unknown, or nobody would be left whose words count.
    """
    row = _interview(session, interview_id)
    by_speaker = {label: _role(given) for label, given in (roles or {}).items()}
    by_turn = {number: _role(given) for number, given in (turns or {}).items()}
    if not by_speaker and not by_turn:
        raise Refusal(_CHOOSE_ROLES)
    now = interview_state(session, interview_id).interview
    after = {turn.index: by_turn.get(turn.index, by_speaker.get(turn.speaker, turn.role)) for turn in now.turns}
    if "resident" not in after.values():
        raise Refusal("Zo is er geen bewoner meer aan het woord.", "Wijs minstens één spreker aan als bewoner.")
    before = {turn.index: turn.role for turn in now.turns if turn.role != after[turn.index]}
    fix = AssignRoles(by_speaker, by_turn, before)
    return record(session, author, row.project_id, fix, interview_id=interview_id)


def swap_roles(session: Session, author: Author, interview_id: int) -> Decision[Action]:
    """Make interviewers residents and residents interviewers."""
    turns = interview_state(session, interview_id).interview.turns
    other: dict[Role, Role] = {"interviewer": "resident", "resident": "interviewer"}
    roles_of: dict[str, set[str]] = {}
    for turn in turns:
        roles_of.setdefault(turn.speaker, set()).add(turn.role)
    # by label where that says enough, so that it also holds when the file is read anew
    clear = {label for label, found in roles_of.items() if label and len(found) == 1}
    roles = {turn.speaker: other[turn.role] for turn in turns if turn.speaker in clear and turn.role in other}
    single = {turn.index: other[turn.role] for turn in turns if turn.speaker not in clear and turn.role in other}
    return fix_speakers(session, author, interview_id, roles=roles, turns=single)


def _role(given: str) -> Role:
    """Role of this name, or a refusal."""
    for role in ROLES:
        if given == role:
            return role
    raise Refusal(_CHOOSE_ROLES)


def accept_reading(session: Session, author: Author, interview_id: int) -> Decision[Action]:
    """Say that an interview, as it was read now, was read and pseudonymised well."""
    row = _interview(session, interview_id)
    return record(session, author, row.project_id, AcceptReading(row.key), interview_id=interview_id)


def accepted_readings(session: Session, project_id: int) -> dict[str, Decision[AcceptReading]]:
    """Find per file the decision that accepts its reading; that of an earlier reading of it does not count."""
    query = select(InterviewRow.file, InterviewRow.key).filter_by(project_id=project_id)
    keys = dict(session.execute(query).tuples().all())
    return {
        decision.interview: decision
        for decision in holding_decisions(session, project_id, AcceptReading)
        if decision.interview is not None and decision.action.key == keys.get(decision.interview)
    }


def history(session: Session, project_id: int, interview_id: int | None = None) -> list[tuple[Decision[Action], bool]]:
    """List all decisions, newest first, each with whether it holds."""
    decisions = all_decisions(session, project_id, interview_id)
    held = {decision.id for decision in holding(decisions)}
    return [(decision, decision.id in held) for decision in reversed(decisions)]


def trimmed(row: InterviewRow, span: Span) -> Span:
    """Trim the outer white space of a selection.

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


def standing_of(state: InterviewState, span: Span, theme: str) -> CodeStanding:
    """Find how a theme on words stands now."""
    codes = [c for c in state.codes if c.theme == theme and shared_enough((c.fragment.start, c.fragment.end), span)]
    exact: CurrentCode | None = next((c for c in codes if (c.fragment.start, c.fragment.end) == span), None)
    code = exact or (codes[0] if codes else None)
    if code is None:
        return CodeStanding()
    return CodeStanding(code.status, code.coder, code.score)


def _present(session: Session, row: InterviewRow, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Sort the fragments that are to be divided or joined, all of which must be there now."""
    present = {(f.start, f.end) for f in interview_state(session, row.id).fragments}
    if any(place not in present for place in spans):
        raise Refusal("De tekst is intussen anders verdeeld.", _RELOAD)
    return tuple(sorted(spans))


def _theme_given(action: CodeAction, theme: str) -> str | None:
    """Theme that an act gives to words, which must be in the codebook; None when it gives none."""
    match action:
        case Add() | Confirm():
            return theme
        case Change(theme=new_theme):
            return new_theme
    return None


def _interview(session: Session, interview_id: int) -> InterviewRow:
    """Row of an interview, or a refusal when it is gone."""
    row = session.scalar(select(InterviewRow).where(InterviewRow.id == interview_id))
    if row is None:
        raise Gone("Dit gesprek bestaat niet (meer).")
    return row
