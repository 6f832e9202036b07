"""Titles that the language model proposes for clusters; nothing of it is loaded unless one is set."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from narratief.topics.topic import Topics
from narratief.web.language_model import model_in_use

if TYPE_CHECKING:
    from narratief.pipeline.cluster_titles import Titles


def titles_for(session: Session, project_id: int, topics: Topics | None) -> Titles | None:
    """Read the proposals for clusters, without those whose name a cluster bears already; None where no model is set.

    Parameters
    ----------
    topics
        The clusters as they are now; None when there are none.
    """
    model = model_in_use()
    if model is None or topics is None:
        return None
    from narratief.pipeline.cluster_titles import title_proposals

    found = title_proposals(session, project_id, topics, model)
    names = {topic.id: topic.label for topic in topics.topics if topic.named}
    other = {key: each for key, each in found.proposals.items() if names.get(key) != each.title}
    return replace(found, proposals=other)
