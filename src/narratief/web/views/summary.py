"""Sentences that the language model proposes for a summary; nothing of it is loaded unless one is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from narratief.store.review.summary import paragraphs
from narratief.web.language_model import model_in_use

if TYPE_CHECKING:
    from narratief.pipeline.summary_draft import Draft


def draft_for(session: Session, project_id: int) -> Draft | None:
    """Read what the model proposed for the summary; None where no model is set."""
    model = model_in_use()
    if model is None:
        return None
    from narratief.pipeline.summary_draft import summary_draft

    return summary_draft(session, project_id, model)


def with_sentences(text: str, draft: Draft | None, wanted: str) -> str:
    """Add sentences to a text, those of one goal in one paragraph; none that stands there already.

    Parameters
    ----------
    wanted
        Key of a sentence, or "alle"; what is no sentence of the draft adds nothing.
    """
    own = list(paragraphs(text))
    goal = ""
    for each in draft.sentences if draft else ():
        if wanted not in (each.key, "alle") or any(each.text in paragraph for paragraph in own):
            continue
        if each.goal == goal:
            own[-1] += f" {each.text}"
        else:
            own.append(each.text)
        goal = each.goal
    return "\n\n".join(own)
