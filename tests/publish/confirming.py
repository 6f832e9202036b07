"""Of few residents a publication prints only quotes that a person confirmed; here somebody confirms them all."""

from __future__ import annotations

from narratief.domain.decision import Author
from narratief.store.project_repository import ProjectRepository
from narratief.store.review.memos import choose_quote
from narratief.store.review.project_state import project_state

WHO = Author(None, "Ans")


def confirm_quotes(work: ProjectRepository, *only: str) -> None:
    """Confirm the quotes with any of these words in them; all that may be shown without words."""
    with work.store.writing() as session:
        for number, state in project_state(session, work.project_id).interviews.items():
            for each in state.marked_fragments:
                if not each.withheld and (not only or any(words in each.text for words in only)):
                    span = (each.start, each.end)
                    choose_quote(session, WHO, work.project_id, number, span, theme=None, chosen=True)
