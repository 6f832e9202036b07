"""What a person is told of work that they started: what goes on, how long still, and what ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.store.schema import Job

_MOST = 5
"""Ends that are told at once. Chosen: more than anybody starts between two pages."""


def going_on(session: Session, made_by: str) -> list[Job]:
    """List work of a person that waits or runs, oldest first."""
    query = select(Job).where(Job.state.in_(("queued", "running")), Job.made_by == made_by)
    return list(session.scalars(query.order_by(Job.id)))


def ended_since(session: Session, made_by: str, moment: datetime) -> list[Job]:
    """List work of a person that was done or failed after a moment, by when; what was stopped was stopped by people."""
    query = select(Job).where(Job.state.in_(("done", "failed")), Job.made_by == made_by, Job.finished_at > moment)
    return list(session.scalars(query.order_by(Job.finished_at.desc()).limit(_MOST)))[::-1]


def seconds_left(job: Job) -> float | None:
    """Estimate how long the present step of a job takes still, by how long its parts took so far.

    Returns
    -------
    float or None
        None when it has no parts, or none of them is finished: then nobody knows.
    """
    if job.state != "running" or job.started_at is None or job.beat_at is None or not 0 < job.done < job.total:
        return None
    return (job.beat_at - job.started_at).total_seconds() / job.done * (job.total - job.done)
