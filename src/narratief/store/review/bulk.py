"""Many sure suggestions of the machine decided at one press, and all of them taken back at one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from narratief.domain.actions import Action, CodeAction, CodeStanding, Confirm, InBulk, Reject, Undo
from narratief.domain.decision import Author, Decision
from narratief.domain.errors import Gone
from narratief.domain.spans import Span
from narratief.store.coding.interviews import files_of
from narratief.store.decision_log import Entry, holding_decisions, lock_project, record_together
from narratief.store.review.project_state import ProjectState
from narratief.store.review.review_state import CurrentCode


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggestion of the machine that nobody decided about yet."""

    interview_id: int
    code: CurrentCode

    @property
    def span(self) -> Span:
        """Place of its words."""
        return self.code.fragment.start, self.code.fragment.end

    @property
    def key(self) -> str:
        """Its identity, as in the review queue."""
        return f"{self.interview_id}.{self.span[0]}.{self.span[1]}.{self.code.theme}"


@dataclass(frozen=True, slots=True)
class Batch:
    """Decisions of one press that still hold."""

    id: str
    author: Author
    at: datetime
    accepted: bool
    decisions: tuple[Decision[CodeAction], ...]


def sure_suggestions(
    state: ProjectState, themes: Collection[str], threshold: float, *, accept: bool
) -> list[Suggestion]:
    """List the open suggestions that one press would decide about, in reading order.

    Parameters
    ----------
    themes
        Ids of the codebook that counts.
    threshold
        Score (0..1) from which they are accepted, or up to which they are rejected.
    """
    return [
        Suggestion(number, code)
        for number, own in state.interviews.items()
        for code in own.codes
        if code.status == "machine"
        and code.by_machine
        and not (code.later or code.contested)
        and code.theme in themes
        and is_sure(code.score, threshold, accept=accept)
    ]


def is_sure(score: float, threshold: float, *, accept: bool) -> bool:
    """Tell whether a score is on the side of a threshold that is accepted, or rejected."""
    return score >= threshold if accept else score <= threshold


def decide_in_bulk(
    session: Session,
    author: Author,
    project_id: int,
    suggestions: Sequence[Suggestion],
    *,
    accept: bool,
    batch: str,
    read: bool,
    seen: int | None = None,
) -> list[Decision[Action]]:
    """Make one decision of the person for each suggestion; they are marked as made at one press.

    Parameters
    ----------
    suggestions
        As they are now: listed (`sure_suggestions`) after this session locked the project.
    batch
        Id that the client made up; the same press sent twice decides once.
    read
        Whether the person said to have read the conversations, so that these count as reviewed.
    """
    bulk, act = InBulk(batch, read), Confirm if accept else Reject
    entries = [
        Entry(
            act(before=CodeStanding(each.code.status, each.code.coder, each.code.score), bulk=bulk),
            each.interview_id,
            each.span,
            each.code.theme,
            f"{batch}.{each.key}",
        )
        for each in suggestions
    ]
    return record_together(session, author, project_id, entries, seen=seen)


def batches(session: Session, project_id: int) -> list[Batch]:
    """List what was decided at one press and still holds, the newest first."""
    found: dict[str, list[Decision[CodeAction]]] = {}
    for decision in holding_decisions(session, project_id, CodeAction):
        if decision.action.bulk is not None:
            found.setdefault(decision.action.bulk.batch, []).append(decision)
    made = [
        Batch(batch, own[0].author, own[0].at, isinstance(own[0].action, Confirm), tuple(own))
        for batch, own in found.items()
    ]
    return sorted(made, key=lambda batch: -batch.decisions[0].id)


def undo_batch(session: Session, author: Author, project_id: int, batch: str) -> int:
    """Take back all decisions of one press that still hold; other decisions about the same words stay.

    Returns
    -------
    int
        How many were taken back.

    Raises
    ------
    Gone
        When none of them holds (any more).
    """
    lock_project(session, project_id)
    known = next((each for each in batches(session, project_id) if each.id == batch), None)
    if known is None:
        raise Gone("Deze beslissingen gelden niet (meer).")
    numbers = {file: number for number, file in files_of(session, project_id).items()}
    undone = [
        Entry(Undo(each.id, each.kind), numbers.get(each.interview or ""), theme=each.theme)
        for each in reversed(known.decisions)
    ]
    return len(record_together(session, author, project_id, undone))
