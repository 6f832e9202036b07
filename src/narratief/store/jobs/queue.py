"""Background work: waiting, running with progress, done or failed in plain Dutch, tried again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from narratief.domain.errors import Problem, Refusal
from narratief.store.database import rows_changed
from narratief.store.schema import Job
from narratief.store.schema.base import now

MOST_ATTEMPTS = 2
"""How often a job that was cut off is begun by itself: one that ends the server each time must not go on for ever."""
SILENCE = timedelta(minutes=5)
"""Without a sign of life for so long a job's worker is gone. Chosen, not measured: many times the time between two."""
CUT_OFF = "De verwerking is onderbroken."
_LOCK = 0x6A6F6273  # "jobs" in ASCII: any number that no other lock has, the same for every worker
_MOST_LISTED = 20
"""Jobs in a list. Chosen, not measured: what a page shows without scrolling far."""
_ACTIVE = ("queued", "running")


def add_job(session: Session, kind: str, made_by: str, project_id: int | None, settings: Mapping[str, Any]) -> Job:
    """Put work in the queue; when the same work for the same project waits already, that job is returned.

    Parameters
    ----------
    settings
        What the work needs to know (folders, file names, what a person typed); words of a transcript only as a person
        typed them, which `narratief.store.redaction` knows of.
    """
    waiting = select(Job).filter_by(kind=kind, project_id=project_id, state="queued")
    for job in session.scalars(waiting):
        if job.settings == dict(settings):
            return job
    job = Job(kind=kind, made_by=made_by, project_id=project_id, settings=dict(settings))
    session.add(job)
    session.flush()
    return job


def take_job(session: Session, worker: str, kinds: Sequence[str] = ()) -> Job | None:
    """Take the job that waits longest and whose project has none running; two workers never take the same one.

    Parameters
    ----------
    kinds
        Only these, and only these keep a project busy: what asks a language model goes on beside the rest.
    """
    if session.get_bind().dialect.name == "postgresql":  # two workers must not both find a project free
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    busy = select(Job.project_id).where(Job.state == "running", Job.project_id.isnot(None))
    if kinds:
        busy = busy.where(Job.kind.in_(kinds))
    query = select(Job).where(Job.state == "queued", Job.project_id.is_(None) | Job.project_id.not_in(busy))
    if kinds:
        query = query.where(Job.kind.in_(kinds))
    job = session.scalar(query.order_by(Job.id).limit(1).with_for_update(skip_locked=True))
    if job is None:
        return None
    moment = now()
    job.state, job.worker, job.attempt = "running", worker, job.attempt + 1
    job.started_at, job.beat_at, job.finished_at = moment, moment, None
    job.step, job.done, job.total, job.error, job.remedy = "", 0, 0, "", ""
    session.flush()
    return job


def tell_progress(session: Session, job_id: int, step: str, done: int, total: int) -> None:
    """Note how far a job is; also its sign of life."""
    session.execute(
        update(Job)
        .where(Job.id == job_id, Job.state == "running")
        .values(step=step, done=done, total=total, beat_at=now())
    )


def finish_job(
    session: Session, job_id: int, problems: Sequence[Problem] = (), outcome: Mapping[str, Any] | None = None
) -> None:
    """Note that a job is done, with what was wrong with single files."""
    job = session.get_one(Job, job_id)
    job.state, job.finished_at = "done", now()
    job.problems = [asdict(problem) for problem in problems]
    job.outcome = dict(outcome or {})


def fail_job(session: Session, job_id: int, error: str, remedy: str = "Probeer het opnieuw.") -> None:
    """Note that a job failed; both sentences are Dutch and hold no words of a transcript."""
    session.execute(
        update(Job).where(Job.id == job_id).values(state="failed", error=error, remedy=remedy, finished_at=now())
    )


def requeue(session: Session, job_id: int) -> bool:
    """Put a running job in the queue again when what cut it off will pass; False when that was done before."""
    back = update(Job).where(Job.id == job_id, Job.state == "running", Job.attempt < MOST_ATTEMPTS)
    return rows_changed(session, back.values(state="queued", worker=None)) > 0


def put_back(session: Session, job_id: int, worker: str) -> bool:
    """Put the job that a worker runs in the queue again, as its server stops in good order: no attempt is counted."""
    back = update(Job).where(Job.id == job_id, Job.state == "running", Job.worker == worker)
    return rows_changed(session, back.values(state="queued", worker=None, attempt=Job.attempt - 1)) > 0


def stop_job(session: Session, job_id: int) -> None:
    """Take a job that waits out of the queue, or mark a running one as stopped (its worker looks at the state)."""
    session.execute(
        update(Job).where(Job.id == job_id, Job.state.in_(_ACTIVE)).values(state="stopped", finished_at=now())
    )


def forget_settings(session: Session, job_id: int) -> None:
    """Forget what a job needed to know, when it is not needed any more: a person typed it."""
    session.execute(update(Job).where(Job.id == job_id).values(settings={}))


def retry_job(session: Session, job_id: int) -> Job:
    """Put a job that failed or was stopped in the queue again.

    Raises
    ------
    Refusal
        When it still waits or runs, or is done.
    """
    job = session.get(Job, job_id)
    if job is None or job.state not in ("failed", "stopped"):
        raise Refusal("Deze verwerking kan niet opnieuw worden gestart.")
    job.state, job.error, job.remedy, job.worker = "queued", "", "", None
    return job


def recover_jobs(session: Session, *, silence: timedelta = SILENCE) -> int:
    """Put jobs whose worker fell silent (killed, power cut) in the queue again; returns how many were cut off.

    What a job did is kept and is not done twice. One that was cut off before fails, so that a person can try it again.

    Parameters
    ----------
    silence
        At the start of a server that is the only worker: zero.
    """
    lost = update(Job).where(Job.state == "running", Job.beat_at <= now() - silence)
    again = lost.where(Job.attempt < MOST_ATTEMPTS).values(state="queued", worker=None)
    failed = {"state": "failed", "error": CUT_OFF, "remedy": "Probeer het opnieuw.", "finished_at": now()}
    return rows_changed(session, again) + rows_changed(session, lost.values(failed))


def jobs_of(session: Session, project_id: int | None = None) -> list[Job]:
    """List the latest jobs, newest first; of one project or of all."""
    query = select(Job).order_by(Job.id.desc()).limit(_MOST_LISTED)
    return list(session.scalars(query if project_id is None else query.where(Job.project_id == project_id)))


def active_jobs(session: Session, project_id: int) -> list[Job]:
    """List the jobs of a project that wait or run, newest first."""
    return list(
        session.scalars(select(Job).where(Job.project_id == project_id, Job.state.in_(_ACTIVE)).order_by(Job.id.desc()))
    )
