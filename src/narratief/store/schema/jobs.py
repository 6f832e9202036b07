"""Work that runs in the background, as the workspace shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from narratief.store.schema.base import Base, now


class Job(Base):
    """A background run.

    Attributes
    ----------
    kind
        What is to be done, e.g. "evaluate".
    settings
        What it needs to know (folder, files, what a person typed); see `narratief.store.jobs.queue.add_job`.
    state
        queued, running, done, failed or stopped.
    step, done, total
        Progress: a Dutch description of the step, and how many of its parts are finished.
    error, remedy
        What went wrong and what the user can do, in Dutch.
    problems
        Per file what went wrong or was unsure (`narratief.domain.errors.Problem` as dictionaries).
    beat_at
        Last sign of life; a running job that gives none was cut off.
    """

    __tablename__ = "jobs"
    __table_args__ = (Index(None, "state", "id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey("projects.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str]
    settings: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default="queued")
    step: Mapped[str] = mapped_column(default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(default="")
    remedy: Mapped[str] = mapped_column(default="")
    problems: Mapped[list[Any]] = mapped_column(default=list)
    outcome: Mapped[dict[str, Any]] = mapped_column(default=dict)
    attempt: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None]
    made_at: Mapped[datetime] = mapped_column(default=now)
    made_by: Mapped[str]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    beat_at: Mapped[datetime | None]
