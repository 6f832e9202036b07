"""What a run of the topics package found, as the store keeps it for the workspace."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy.orm import Session

from narratief.store.review.states import project_state
from narratief.store.review.topic_journal import FoundCluster, Member, keep_topics
from narratief.topics.topic import Topic, Topics


def keep(session: Session, project_id: int | None, projects: Iterable[int], topics: Topics, key: str) -> None:
    """Keep what a run found, so that the workspace can show it.

    Parameters
    ----------
    project_id
        The project that the clusters are of; None for those over all projects.
    projects
        Numbers of the projects whose passages were clustered.
    key
        Hash of all that the run depends on.
    """
    keep_topics(
        session,
        project_id,
        key,
        {},
        clusters=[FoundCluster(topic.id, topic.label, _facts(topic)) for topic in topics.topics],
        members=[member for number in projects for member in _members(session, number, topics)],
    )


def _members(session: Session, project_id: int, topics: Topics) -> list[Member]:
    """Give a project's fragments that were clustered, in the run's order."""
    spans = {
        fragment.id: (fragment.interview, (fragment.start, fragment.end))
        for state in project_state(session, project_id).interviews.values()
        for fragment in state.fragments
    }
    cluster_of = {member: topic.id for topic in topics.topics for member in topic.members}
    return [
        Member(*spans[passage], cluster_of.get(passage), topics.points.get(passage), project_id)
        for passage in topics.passages
        if passage in spans
    ]


def _facts(topic: Topic) -> dict[str, object]:
    """Give what is kept of a cluster besides its id, label and members."""
    return {"keywords": list(topic.keywords), "near": [asdict(near) for near in topic.near], "named": topic.named}
