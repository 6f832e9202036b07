"""Which words a theme is on, and where fragments end, as a person sets them while reading.

One press may be several decisions: a selection over the words of an interviewer gives a code to each answer, and a cut
divides every fragment that lies over it. They share an id, and are undone together.
"""

from __future__ import annotations

import secrets

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.domain.actions import Action, Add, SetWords, Split
from narratief.domain.decision import Author, Decision
from narratief.domain.errors import Gone, Refusal
from narratief.domain.interview import Turn
from narratief.domain.spans import Span, without_outer_space
from narratief.store.decision_log import decision_of, holding_decisions, lock_project, record, undo
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.decide import decide, split, standing_of
from narratief.store.review.project_state import interview_state
from narratief.store.review.review_state import InterviewState
from narratief.store.schema import DecisionRow, InterviewRow

_RELOAD = "Laad de pagina opnieuw."


def set_words(
    session: Session,
    author: Author,
    interview_id: int,
    theme: str,
    was: Span,
    words: Span,
    *,
    seen: int | None = None,
    request: str | None = None,
) -> Decision[Action]:
    """Give a theme that is on a fragment longer or shorter words; it counts as confirmed from then on.

    Parameters
    ----------
    was, words
        Places in the interview's text: of the fragment that carries the theme now, and of the words it gets.
    seen, request
        See `narratief.store.review.decide.decide`.

    Raises
    ------
    Refusal
        When the theme is not on that fragment (any more), or the words are not in the same answer of a resident.
    """
    row, state = _interview(session, interview_id)
    if theme not in codebook_of(session, row.project_id).theme_ids:
        raise Refusal("Dit thema staat niet (meer) in het codeboek.", _RELOAD)
    here = [c for c in state.codes if c.theme == theme and (c.fragment.start, c.fragment.end) == was]
    if not any(code.counts or code.contested for code in here):
        raise Refusal("Dit thema staat niet (meer) bij deze woorden.", _RELOAD)
    chosen = without_outer_space(row.text, words)
    turn = next((each for each in _answers(state) if each.start <= was[0] and was[1] <= each.end), None)
    if turn is None or not turn.start <= chosen[0] < chosen[1] <= turn.end:
        raise Refusal("De woorden van een thema blijven binnen één antwoord van de bewoner.")
    if chosen == was:
        raise Refusal("Het thema staat al bij precies deze woorden.")
    return record(
        session,
        author,
        row.project_id,
        SetWords(chosen, was, before=standing_of(state, was, theme)),
        interview_id=interview_id,
        span=(min(was[0], chosen[0]), max(was[1], chosen[1])),
        theme=theme,
        seen=seen,
        request=request,
    )


def add_to_answers(
    session: Session,
    author: Author,
    interview_id: int,
    theme: str,
    span: Span,
    *,
    seen: int | None = None,
    request: str | None = None,
) -> list[Decision[Action]]:
    """Give a theme to selected words: one code for each answer of a resident that the selection has words of.

    Raises
    ------
    Refusal
        When no resident says any of these words.
    """
    _, state = _interview(session, interview_id)
    parts = answers_in(state, span)
    if not parts:
        raise Refusal("Selecteer woorden die een bewoner zegt.")
    together = secrets.token_hex(8) if len(parts) > 1 else ""
    return [
        decide(
            session,
            author,
            interview_id,
            Add(together=together),
            span=part,
            theme=theme,
            seen=seen,
            request=_of_part(request, number),
        )
        for number, part in enumerate(parts)
    ]


def answers_in(state: InterviewState, span: Span) -> list[Span]:
    """Divide a selection into the words of each answer of a resident; what others say in it is left out."""
    parts = [(max(span[0], turn.start), min(span[1], turn.end)) for turn in _answers(state)]
    trimmed = [without_outer_space(state.interview.text, part) for part in parts if part[0] < part[1]]
    return [part for part in trimmed if part[0] < part[1]]


def split_at(
    session: Session, author: Author, interview_id: int, place: int, *, seen: int | None = None
) -> list[Decision[Action]]:
    """Divide the fragments that lie over a place in the interview's text; each code goes to the part with its evidence.

    Raises
    ------
    Refusal
        When no fragment has words on both sides of it.
    """
    _, state = _interview(session, interview_id)
    over = sorted({(f.start, f.end) for f in state.fragments if _cuts(state.interview.text, (f.start, f.end), place)})
    if not over:
        raise Refusal("Hier is het fragment niet te splitsen.", "Kies een plek tussen twee woorden.")
    together = secrets.token_hex(8) if len(over) > 1 else ""
    return [split(session, author, interview_id, span, [place], seen=seen, together=together) for span in over]


def undo_together(session: Session, author: Author, decision_id: int) -> list[Decision[Action]]:
    """Undo a decision, with the others of the same press that still hold.

    Raises
    ------
    Gone, Refusal
        As `narratief.store.decision_log.undo`.
    """
    row = session.get(DecisionRow, decision_id)
    if row is None:
        raise Gone("Deze beslissing bestaat niet (meer).")
    lock_project(session, row.project_id)
    together = together_of(decision_of(row, None))
    found = [each.id for each in _of_press(session, row.project_id, together)] if together else []
    return [undo(session, author, number) for number in sorted({*found, decision_id}, reverse=True)]


def together_of(decision: Decision[Action]) -> str:
    """Id that the decisions of one press share; empty for one that stands alone."""
    match decision.action:
        case Add(together=together) | Split(together=together):
            return together
    return ""


def _of_press(session: Session, project_id: int, together: str) -> list[Decision[Action]]:
    """Read the decisions of one press that hold."""
    found: list[Decision[Action]] = [
        *holding_decisions(session, project_id, Add),
        *holding_decisions(session, project_id, Split),
    ]
    return [each for each in found if together_of(each) == together]


def _cuts(text: str, span: Span, place: int) -> bool:
    """Tell whether a fragment has words on both sides of a place, which is inside none of them."""
    within = span[0] < place < span[1] and bool(text[span[0] : place].strip() and text[place : span[1]].strip())
    return within and (text[place - 1].isspace() or text[place].isspace())


def _answers(state: InterviewState) -> list[Turn]:
    """Turns of residents."""
    return [turn for turn in state.interview.turns if turn.role == "resident"]


def _interview(session: Session, interview_id: int) -> tuple[InterviewRow, InterviewState]:
    """Row of an interview and how it stands, or a refusal when it is gone."""
    row = session.scalar(select(InterviewRow).where(InterviewRow.id == interview_id))
    if row is None:
        raise Gone("Dit gesprek bestaat niet (meer).")
    return row, interview_state(session, interview_id)


def _of_part(request: str | None, number: int) -> str | None:
    """Id of the request for one of its decisions; the first has that of the request itself."""
    return request if request is None or number == 0 else f"{request}.{number}"
