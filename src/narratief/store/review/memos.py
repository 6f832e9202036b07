"""Memos, and the quotes chosen for publication: both are decisions, so both have a history and can be undone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from narratief.domain.actions import Action, ChooseQuote, WriteMemo
from narratief.domain.decision import Author, Decision
from narratief.domain.errors import Gone, Refusal
from narratief.domain.spans import Span
from narratief.store.decision_log import holding_decisions, record
from narratief.store.review.project_state import interview_state, project_state


@dataclass(frozen=True, slots=True)
class Memo:
    """A remark as it is now.

    Attributes
    ----------
    id
        Id of the decision that began it.
    about
        The first decision: its interview, words and theme say what the memo is about.
    changed
        The decision with the present text.
    """

    id: int
    text: str
    about: Decision[WriteMemo]
    changed: Decision[WriteMemo]


@dataclass(frozen=True, slots=True)
class Quote:
    """Words chosen for publication.

    Attributes
    ----------
    theme
        The theme that they illustrate; None when chosen for the project as a whole.
    """

    interview: str
    span: Span
    text: str
    theme: str | None
    chosen: Decision[ChooseQuote]


def write_memo(
    session: Session,
    author: Author,
    project_id: int,
    text: str,
    *,
    interview_id: int | None = None,
    span: Span | None = None,
    theme: str | None = None,
    memo: int | None = None,
) -> Decision[Action]:
    """Write a memo about words, a theme, an interview or the project; or give one another text.

    Parameters
    ----------
    text
        Empty to take a memo away.
    memo
        Id of the memo whose text changes; what it is about stays.
    """
    before = ""
    if memo is not None:
        known = next((m for m in memos(session, project_id) if m.id == memo), None)
        if known is None:
            raise Gone("Deze notitie bestaat niet (meer).")
        before = known.text
    elif not text.strip():
        raise Refusal("De notitie is leeg.")
    written = WriteMemo(text.strip(), memo, before)
    return record(session, author, project_id, written, interview_id=interview_id, span=span, theme=theme)


def memos(session: Session, project_id: int, interview_id: int | None = None) -> list[Memo]:
    """List the memos of a project (or about one interview) as they are now, oldest first."""
    found: dict[int, Memo] = {}
    for decision in holding_decisions(session, project_id, WriteMemo):
        written = decision.action
        if written.memo is None:
            found[decision.id] = Memo(decision.id, written.text, decision, decision)
        elif written.memo in found:
            found[written.memo] = replace(found[written.memo], text=written.text, changed=decision)
    if interview_id is None:
        return [memo for memo in found.values() if memo.text]
    own = {decision.id for decision in holding_decisions(session, project_id, WriteMemo, interview_id=interview_id)}
    return [memo for memo in found.values() if memo.text and memo.id in own]


def choose_quote(
    session: Session,
    author: Author,
    project_id: int,
    interview_id: int,
    span: Span,
    *,
    theme: str | None,
    chosen: bool,
    request: str | None = None,
) -> Decision[Action]:
    """Choose words for publication, or choose them no more.

    Parameters
    ----------
    theme
        The theme that they illustrate; None for the words as such (`quote_answers`), of which choosing no more says
        that they may not be published.
    request
        As `record` takes it.

    Raises
    ------
    Refusal
        When words are to be chosen that are not for publication.
    """
    if chosen and interview_state(session, interview_id).withholds(span):
        raise Refusal("Deze woorden zijn niet voor publicatie.", "Geef ze eerst vrij op de pagina van het gesprek.")
    act = ChooseQuote(chosen)
    return record(session, author, project_id, act, interview_id=interview_id, span=span, theme=theme, request=request)


def quotes_of(session: Session, project_id: int) -> list[Quote]:
    """List the quotes chosen for publication, in the order of choosing; not those that are held back since."""
    states = {state.interview.file: state for state in project_state(session, project_id).interviews.values()}
    found: dict[tuple[str, Span, str | None], Quote] = {}
    for decision in holding_decisions(session, project_id, ChooseQuote):
        if decision.interview is None or decision.span is None:
            continue
        key = (decision.interview, decision.span, decision.theme)
        found.pop(key, None)
        if decision.theme is None and not decision.action.chosen:
            for other in [each for each in found if each[:2] == key[:2]]:
                del found[other]
        state = states.get(decision.interview)
        if decision.action.chosen and not (state and state.withholds(decision.span)):
            found[key] = Quote(decision.interview, decision.span, decision.text, decision.theme, decision)
    return list(found.values())
