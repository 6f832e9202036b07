"""Memos, and the quotes chosen for publication: both are decisions, so both have a history and can be undone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from narratief.domain.decision import Event
from narratief.domain.errors import Gone, Refusal
from narratief.domain.kinds import Kind
from narratief.domain.spans import Span
from narratief.store.decision_log import Who, held_of, record
from narratief.store.schema import Decision


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
    about: Event
    changed: Event


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
    chosen: Event


def write_memo(
    session: Session,
    who: Who,
    project_id: int,
    text: str,
    *,
    interview_id: int | None = None,
    span: Span | None = None,
    theme: str | None = None,
    memo: int | None = None,
) -> Decision:
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
    return record(
        session,
        who,
        project_id,
        Kind.MEMO,
        interview_id=interview_id,
        span=span,
        theme=theme,
        target=str(memo) if memo is not None else None,
        before={"text": before},
        after={"text": text.strip()},
    )


def memos(session: Session, project_id: int, interview_id: int | None = None) -> list[Memo]:
    """List the memos of a project (or about one interview) as they are now, oldest first."""
    found: dict[int, Memo] = {}
    for event in held_of(session, project_id, Kind.MEMO):
        text = event.after["text"]
        if event.target is None:
            found[event.id] = Memo(event.id, text, event, event)
        elif int(event.target) in found:
            found[int(event.target)] = replace(found[int(event.target)], text=text, changed=event)
    if interview_id is None:
        return [memo for memo in found.values() if memo.text]
    own = {event.id for event in held_of(session, project_id, Kind.MEMO, interview_id=interview_id)}
    return [memo for memo in found.values() if memo.text and memo.id in own]


def choose_quote(
    session: Session, who: Who, project_id: int, interview_id: int, span: Span, *, theme: str | None, chosen: bool
) -> Decision:
    """Choose words for publication, or choose them no more."""
    return record(
        session,
        who,
        project_id,
        Kind.QUOTE,
        interview_id=interview_id,
        span=span,
        theme=theme,
        after={"chosen": chosen},
    )


def quotes_of(session: Session, project_id: int) -> list[Quote]:
    """List the quotes chosen for publication, in the order of choosing."""
    found: dict[tuple[str, Span, str | None], Quote] = {}
    for event in held_of(session, project_id, Kind.QUOTE):
        if event.interview is None or event.span is None:
            continue
        key = (event.interview, event.span, event.theme)
        found.pop(key, None)
        if event.after.get("chosen"):
            found[key] = Quote(event.interview, event.span, event.text, event.theme, event)
    return list(found.values())
