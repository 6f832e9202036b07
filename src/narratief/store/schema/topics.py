"""Clusters of fragments as the topics package made them, and people's acts on them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from narratief.store.schema.base import Base, now


class TopicRun(Base):
    """One clustering; never changed. The latest of a project (or of all projects: project None) counts."""

    __tablename__ = "topic_runs"
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    key: Mapped[str]
    settings: Mapped[dict[str, Any]]
    made_at: Mapped[datetime] = mapped_column(default=now)


class ClusterRow(Base):
    """A cluster of a run.

    Attributes
    ----------
    cluster
        Its stable id, the same over runs.
    facts
        All else that the topics package tells of it (keywords, flag new, nearest themes, …).
    """

    __tablename__ = "clusters"
    __table_args__ = (UniqueConstraint("run_id", "cluster"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("topic_runs.id", ondelete="CASCADE"))
    cluster: Mapped[str]
    label: Mapped[str]
    facts: Mapped[dict[str, Any]]


class ClusterMember(Base):
    """A fragment in a clustering: its place, its point on the map, and its cluster (None: it fits none)."""

    __tablename__ = "cluster_members"
    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("topic_runs.id", ondelete="CASCADE"), index=True)
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("clusters.id", ondelete="CASCADE"), index=True)
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id", ondelete="CASCADE"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    x: Mapped[float | None]
    y: Mapped[float | None]


class TopicEditRow(Base):
    """A person's act on clusters, in the form of the topics package's own log; rows are only ever added."""

    __tablename__ = "topic_events"
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(default=now)
    who: Mapped[str]
    kind: Mapped[str]
    edit: Mapped[dict[str, Any]] = mapped_column("event")
