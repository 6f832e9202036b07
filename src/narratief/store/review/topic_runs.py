"""Clusters as runs of the topics package found them, kept for the workspace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from narratief.domain.spans import Span
from narratief.store.review.project_state import project_state
from narratief.store.schema import ClusterMember, ClusterRow, InterviewRow, TopicRun
from narratief.topics.topic import Topic, Topics


@dataclass(frozen=True, slots=True)
class FoundCluster:
    """A cluster as kept.

    Attributes
    ----------
    id
        Stable over runs.
    facts
        Whatever else the topics package tells of it.
    """

    id: str
    label: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Member:
    """A fragment in a clustering.

    Attributes
    ----------
    file, span
        Its interview, and its place there.
    cluster
        Id of its cluster; None when it fits none.
    point
        Its place on the map; None without one.
    project_id
        Needed only in a run over all projects.
    """

    file: str
    span: Span
    cluster: str | None
    point: tuple[float, float] | None = None
    project_id: int | None = None


def save_topics(session: Session, project_id: int | None, projects: Iterable[int], topics: Topics, key: str) -> None:
    """Save what a run of the topics package found, so that the workspace can show it.

    Parameters
    ----------
    project_id
        The project that the clusters are of; None for those over all projects.
    projects
        Ids of the projects whose passages were clustered.
    key
        Hash of all that the run depends on.
    """
    save_clusters(
        session,
        project_id,
        key,
        {},
        clusters=[FoundCluster(topic.id, topic.label, _facts(topic)) for topic in topics.topics],
        members=[member for number in projects for member in _members(session, number, topics)],
    )


def save_clusters(
    session: Session,
    project_id: int | None,
    key: str,
    settings: Mapping[str, Any],
    *,
    clusters: Iterable[FoundCluster],
    members: Iterable[Member],
) -> TopicRun:
    """Save what a clustering found, next to what earlier ones found; it counts from now on."""
    run = TopicRun(project_id=project_id, key=key, settings=dict(settings))
    session.add(run)
    session.flush()
    rows = {
        cluster.id: ClusterRow(run_id=run.id, cluster=cluster.id, label=cluster.label, facts=dict(cluster.facts))
        for cluster in clusters
    }
    session.add_all(rows.values())
    session.flush()
    numbers = {
        (row.project_id, row.file): row.id
        for row in session.execute(select(InterviewRow.project_id, InterviewRow.file, InterviewRow.id))
    }
    found = [
        {
            "run_id": run.id,
            "cluster_id": rows[member.cluster].id if member.cluster else None,
            "interview_id": numbers[(project_id if member.project_id is None else member.project_id, member.file)],
            "start": member.span[0],
            "end": member.span[1],
            "x": member.point[0] if member.point else None,
            "y": member.point[1] if member.point else None,
        }
        for member in members
    ]
    if found:
        session.execute(insert(ClusterMember), found)
    return run


def latest_clusters(session: Session, project_id: int | None) -> tuple[list[FoundCluster], list[Member]] | None:
    """Read the latest clustering of a project (None: over all projects) that the store knows; None without one."""
    own = TopicRun.project_id.is_(None) if project_id is None else TopicRun.project_id == project_id
    run = session.scalar(select(TopicRun).where(own).order_by(TopicRun.id.desc()).limit(1))
    if run is None:
        return None
    rows = session.scalars(select(ClusterRow).filter_by(run_id=run.id).order_by(ClusterRow.id)).all()
    names = {row.id: row.cluster for row in rows}
    query = (
        select(
            InterviewRow.file,
            ClusterMember.start,
            ClusterMember.end,
            ClusterMember.cluster_id,
            ClusterMember.x,
            ClusterMember.y,
            InterviewRow.project_id,
        )
        .join(InterviewRow, InterviewRow.id == ClusterMember.interview_id)
        .where(ClusterMember.run_id == run.id)
        .order_by(ClusterMember.id)
    )
    members = [
        Member(
            file,
            (start, end),
            names.get(cluster) if cluster else None,
            None if x is None or y is None else (x, y),
            number,
        )
        for file, start, end, cluster, x, y, number in session.execute(query)
    ]
    return [FoundCluster(row.cluster, row.label, row.facts) for row in rows], members


def _members(session: Session, project_id: int, topics: Topics) -> list[Member]:
    """List a project's fragments that were clustered: those of each cluster most typical first, then the others."""
    spans = {
        fragment.id: (fragment.interview, (fragment.start, fragment.end))
        for state in project_state(session, project_id).interviews.values()
        for fragment in state.marked_fragments
    }
    cluster_of = {member: topic.id for topic in topics.topics for member in topic.members}
    order = dict.fromkeys([*cluster_of, *topics.passages])
    return [
        Member(*spans[passage], cluster_of.get(passage), topics.points.get(passage), project_id)
        for passage in order
        if passage in spans
    ]


def _facts(topic: Topic) -> dict[str, object]:
    """What is kept of a cluster besides its id, label and members."""
    return {
        "keywords": list(topic.keywords),
        "near": [asdict(near) for near in topic.near],
        "named": topic.named,
        "title": topic.title,
        "about_process": topic.about_process,
    }
