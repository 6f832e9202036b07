"""Work that a person or a start-up asks for: the kinds of background job, and the putting of each in the queue."""

from __future__ import annotations

from sqlalchemy.orm import Session

from narratief.store.jobs.queue import add_job
from narratief.store.review.decide import accepted_readings
from narratief.store.schema import Job

READ, EVALUATE, CLUSTERS = "read", "evaluate", "clusters"
"""Kinds of job as they stand in databases."""
SECOND_LOOK = "second_look"
"""Kind of a job that asks a language model: it may take hours, and goes on beside the others."""
CLUSTER_TITLES, SUMMARY_DRAFT = "cluster_titles", "summary_draft"
"""Kinds of jobs that ask a language model for proposals."""


def request_reading(session: Session, made_by: str, project_id: int) -> Job:
    """Have the transcripts in a project's folder read."""
    return add_job(session, READ, made_by, project_id, {})


def request_evaluation(session: Session, made_by: str, project_id: int) -> Job | None:
    """Have all accepted interviews of a project evaluated; None when there are none."""
    files = sorted(accepted_readings(session, project_id))
    return add_job(session, EVALUATE, made_by, project_id, {"files": files}) if files else None


def request_clusters(session: Session, made_by: str, project_id: int | None, files: list[str] | None = None) -> Job:
    """Have clusters found, in these interviews; in all of a project by default."""
    return add_job(session, CLUSTERS, made_by, project_id, {} if files is None else {"files": files})


def request_second_look(session: Session, made_by: str, project_id: int) -> Job:
    """Have a language model code a project's interviews, blind."""
    return add_job(session, SECOND_LOOK, made_by, project_id, {})


def request_cluster_titles(session: Session, made_by: str, project_id: int) -> Job:
    """Have a language model propose titles for a project's clusters."""
    return add_job(session, CLUSTER_TITLES, made_by, project_id, {})


def request_summary_draft(session: Session, made_by: str, project_id: int) -> Job:
    """Have a language model propose sentences for a project's summary."""
    return add_job(session, SUMMARY_DRAFT, made_by, project_id, {})
