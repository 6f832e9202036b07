"""Work that a person or a start-up asks for: the kinds of background job, and the putting of each in the queue."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from narratief.domain.codebook import Theme
from narratief.domain.errors import Refusal
from narratief.store.jobs.queue import add_job, forget_settings
from narratief.store.review.decide import accepted_readings
from narratief.store.schema import Job

READ, EVALUATE, CLUSTERS = "read", "evaluate", "clusters"
"""Kinds of job as they stand in databases."""
SECOND_LOOK = "second_look"
"""Kind of a job that asks a language model: it may take hours, and goes on beside the others."""
CLUSTER_TITLES, SUMMARY_DRAFT = "cluster_titles", "summary_draft"
"""Kinds of jobs that ask a language model for proposals."""
QUESTION, THEME_HITS = "question", "theme_hits"
"""Kinds that ask a language model too; what somebody typed is among their settings until they are done."""
MOST_WAITING = 5
"""Questions of a project that may wait. Chosen: each takes minutes, and nobody reads more at once."""


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


def request_answer(session: Session, made_by: str, project_id: int, question: str) -> Job:
    """Have a language model point at what answers a question.

    Raises
    ------
    Refusal
        When `MOST_WAITING` questions of this project wait already.
    """
    before = jobs_asking(session, project_id)
    waiting = [job for job in before if job.state in ("queued", "running")]
    if len(waiting) >= MOST_WAITING:
        raise Refusal(f"Er wachten al {MOST_WAITING} vragen.", "Wacht tot er een klaar is.")
    for job in before:
        if job not in waiting and job.settings["vraag"] == question:
            forget_settings(session, job.id)  # it is asked again now
    return add_job(session, QUESTION, made_by, project_id, {"vraag": question})


def jobs_asking(session: Session, project_id: int) -> list[Job]:
    """List the jobs of a project that have a question to put, newest first: those that wait, run or came to nothing."""
    query = select(Job).filter_by(project_id=project_id, kind=QUESTION).order_by(Job.id.desc())
    return [job for job in session.scalars(query) if job.settings.get("vraag")]


def request_theme_hits(session: Session, made_by: str, project_id: int, theme: Theme) -> Job:
    """Have a language model say which fragments tell of a theme that is not saved yet."""
    return add_job(session, THEME_HITS, made_by, project_id, {"thema": theme.model_dump(mode="json")})
