"""A theme made of a cluster, on the fragments that the cluster held when a person decided so."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.domain.actions import Add
from narratief.domain.decision import Author
from narratief.domain.fragment import Fragment
from narratief.store.review.decide import decide
from narratief.store.schema import InterviewRow


def code_fragments(session: Session, author: Author, project_id: int, theme: str, fragments: Iterable[Fragment]) -> int:
    """Code fragments with a theme, each as a decision of this person that can be undone; returns how many.

    Raises
    ------
    Refusal
        When the theme is not in the codebook, or a fragment's words are not there any more.
    """
    rows = {row.file: row.id for row in session.scalars(select(InterviewRow).filter_by(project_id=project_id))}
    coded = 0
    for fragment in fragments:
        if fragment.interview in rows:
            span = (fragment.start, fragment.end)
            decide(session, author, rows[fragment.interview], Add(), span=span, theme=theme)
            coded += 1
    return coded
