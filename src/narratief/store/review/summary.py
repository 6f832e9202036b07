"""The summary that a person writes for a project's report: a decision, so that it has a history and can be undone."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from narratief.domain.actions import Action, WriteSummary
from narratief.domain.decision import Author, Decision
from narratief.domain.errors import Refusal
from narratief.store.decision_log import holding_decisions, lock_project, record
from narratief.store.review.off_record import words_off_record
from narratief.store.review.review_state import InterviewState

LONGEST = 2500
"""Characters of a summary. Chosen, not measured: with what narratief itself says it fits on two pages."""


def summary_of(session: Session, project_id: int) -> Decision[WriteSummary] | None:
    """Read the summary as it is now; None when nobody wrote one. Its text is empty when somebody took it away."""
    held = holding_decisions(session, project_id, WriteSummary)
    return held[-1] if held else None


def write_summary(
    session: Session, author: Author, project_id: int, text: str, *, seen: int | None = None
) -> Decision[Action] | None:
    """Let the summary read otherwise; None when it reads so already.

    Parameters
    ----------
    text
        The whole of it; empty to take it away.
    seen
        Id of the decision whose text the person saw; None when they saw none.

    Raises
    ------
    Refusal
        When it is too long, or somebody wrote at it meanwhile.
    """
    plain = "\n".join(paragraphs(text))
    if len(plain) > LONGEST:
        raise Refusal(f"De samenvatting is te lang ({len(plain)} tekens).", f"Maak er hoogstens {LONGEST} tekens van.")
    lock_project(session, project_id)
    now = summary_of(session, project_id)
    if plain == (now.action.text if now else ""):
        return None
    if (now.id if now else None) != seen:
        who = now.author.name if now else "iemand"
        raise Refusal(f"Intussen schreef {who} ook aan de samenvatting.", "Neem over wat u nodig hebt.")
    return record(session, author, project_id, WriteSummary(plain))


def paragraphs(text: str) -> tuple[str, ...]:
    """Divide a text into its paragraphs, with one space between words."""
    return tuple(plain for line in text.splitlines() if (plain := " ".join(line.split())))


def summary_for_outside(session: Session, project_id: int, states: Iterable[InterviewState]) -> tuple[str, ...]:
    """Read the paragraphs of the summary, without those that repeat words that are off the record.

    Parameters
    ----------
    states
        Of the interviews of the project.
    """
    now = summary_of(session, project_id)
    if now is None or not now.action.text:
        return ()
    return words_off_record(states).not_in(paragraphs(now.action.text))
