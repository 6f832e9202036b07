"""Clusters in the store: the topics package's log of decisions, and what its runs found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from narratief.domain.actions import EditCluster
from narratief.domain.decision import Author
from narratief.domain.spans import Span
from narratief.store.database import Store
from narratief.store.decision_log import record
from narratief.store.schema import ClusterMember, ClusterRow, InterviewRow, TopicEvent, TopicRun
from narratief.topics.edits import TopicEdit


class StoreJournal:
    """Decisions about the clusters of one project (or of all together); an `EditLog` of the topics package.

    Parameters
    ----------
    project_id
        None for the clusters over all projects.
    person_id
        Whose account the events that are added come from; None from the command line.
    """

    def __init__(self, store: Store, project_id: int | None, person_id: int | None = None) -> None:
        """Remember whose log it is; nothing is read yet."""
        self._store, self._project_id, self._person_id = store, project_id, person_id

    def edits(self) -> tuple[TopicEdit, ...]:
        """Give all events in the order in which they were recorded."""
        own = TopicEvent.project_id.is_(None) if self._project_id is None else TopicEvent.project_id == self._project_id
        with self._store.reading() as session:
            return tuple(
                _event(kept) for kept in session.scalars(select(TopicEvent.event).where(own).order_by(TopicEvent.id))
            )

    def add(self, event: TopicEdit) -> TopicEdit:
        """Record an event; it is kept when this returns. It is in the project's history of decisions too."""
        with self._store.writing() as session:
            if self._project_id is not None:
                record(
                    session,
                    Author(self._person_id, event.who),
                    self._project_id,
                    EditCluster(event.topic, event.act, event.label, event.theme, event.id),
                )
            session.add(
                TopicEvent(
                    project_id=self._project_id,
                    at=datetime.fromisoformat(event.when),
                    who=event.who,
                    kind=event.act,
                    event={name: value for name, value in asdict(event).items() if value},
                )
            )
        return event


@dataclass(frozen=True, slots=True)
class FoundCluster:
    """A cluster as kept: its stable id, its label, and whatever else the topics package tells of it."""

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


def keep_topics(
    session: Session,
    project_id: int | None,
    key: str,
    settings: Mapping[str, Any],
    *,
    clusters: Iterable[FoundCluster],
    members: Iterable[Member],
) -> TopicRun:
    """Keep what a clustering found, next to what earlier ones found; it counts from now on."""
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


def topics_now(session: Session, project_id: int | None) -> tuple[list[FoundCluster], list[Member]] | None:
    """Give the latest clustering of a project (None: over all projects) that the store knows; None without one."""
    own = TopicRun.project_id.is_(None) if project_id is None else TopicRun.project_id == project_id
    run = session.scalar(select(TopicRun).where(own).order_by(TopicRun.id.desc()).limit(1))
    if run is None:
        return None
    rows = session.scalars(select(ClusterRow).filter_by(run_id=run.id).order_by(ClusterRow.id)).all()
    names = {row.id: row.cluster for row in rows}
    query = (
        select(ClusterMember, InterviewRow.file, InterviewRow.project_id)
        .join(InterviewRow, InterviewRow.id == ClusterMember.interview_id)
        .where(ClusterMember.run_id == run.id)
        .order_by(ClusterMember.id)
    )
    members = [
        Member(
            file,
            (m.start, m.end),
            names.get(m.cluster_id) if m.cluster_id else None,
            None if m.x is None or m.y is None else (m.x, m.y),
            number,
        )
        for m, file, number in session.execute(query)
    ]
    return [FoundCluster(row.cluster, row.label, row.facts) for row in rows], members


def _event(kept: Mapping[str, Any]) -> TopicEdit:
    """Give a kept event back as it was added; fields that a later version dropped are left out."""
    known = {field.name for field in fields(TopicEdit)}
    return TopicEdit(**{name: _tuples(value) for name, value in kept.items() if name in known})


def _tuples(value: Any) -> Any:
    """Turn JSON's lists into tuples, at every depth."""
    return (
        tuple(_tuples(item) for item in value) if isinstance(value, Sequence) and not isinstance(value, str) else value
    )
