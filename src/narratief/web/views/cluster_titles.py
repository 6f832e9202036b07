"""Titles that the language model proposes for clusters; nothing of it is loaded unless one is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from narratief.topics.topic import Topics
from narratief.web.language_model import model_in_use

if TYPE_CHECKING:
    from narratief.pipeline.cluster_titles import TitleProposal


def titles_for(session: Session, project_id: int, topics: Topics | None) -> dict[str, TitleProposal]:
    """Read the proposals for clusters, by id; none where no model is set, or where a cluster bears that name already.

    Parameters
    ----------
    topics
        The clusters as they are now; None when there are none.
    """
    model = model_in_use()
    if model is None or topics is None:
        return {}
    from narratief.pipeline.cluster_titles import title_proposals

    found = title_proposals(session, project_id, topics, model)
    names = {topic.id: topic.label for topic in topics.topics if topic.named}
    return {key: each for key, each in found.items() if names.get(key) != each.title}
