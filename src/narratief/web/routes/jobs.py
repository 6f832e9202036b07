"""Background work: started, followed without reloading, stopped, tried again."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Request, Response
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse, RedirectResponse

from narratief.domain.errors import Gone, Refusal
from narratief.pipeline.request_work import request_evaluation
from narratief.pipeline.transcript_status import mark_of, transcripts_of
from narratief.store.accounts.access import Permission
from narratief.store.coding.projects import get_project, title_of
from narratief.store.jobs.queue import jobs_of, retry_job, stop_job
from narratief.store.schema import Job
from narratief.web.deps import current_actor, flash, project_row, render, require, store_of, wake_worker, wants_json
from narratief.web.views.background import KIND_LABELS, background_of, left_in_words, told_job

router = APIRouter()
STATE_LABELS = {
    "queued": "Wacht",
    "running": "Bezig",
    "done": "Klaar",
    "failed": "Niet gelukt",
    "stopped": "Gestopt",
}


@router.get("/werk")
def own_work(request: Request) -> Response:
    """Tell a script what this person's background work does, and once what of it ended."""
    told = background_of(request, current_actor(request))
    return JSONResponse({"busy": [asdict(line) for line in told.busy], "ended": [asdict(line) for line in told.ended]})


@router.get("/projecten/{project_id:int}/verwerking")
def jobs_page(request: Request, project_id: int) -> Response:
    """Show a project's background work; to a script as JSON, with a mark that changes when the page is out of date."""
    with store_of(request).reading() as session:
        _, row = project_row(request, session, Permission.RUN, project_id)
        jobs = jobs_of(session, project_id)
        mark = mark_of(jobs, transcripts_of(session, row))
    if wants_json(request):
        busy = [job for job in jobs if job.state in ("queued", "running")]
        return JSONResponse({"mark": mark, "busy": bool(busy), "jobs": [told_job(job) for job in busy]})
    return render(
        request,
        "verwerking/lijst.html",
        title="Verwerking",
        project=row,
        jobs=jobs,
        mark=mark,
        kinds=KIND_LABELS,
        left=left_in_words,
        states=STATE_LABELS,
        current=f"/projecten/{project_id}/verwerking",
        breadcrumbs=[("Projecten", "/projecten"), (title_of(row), f"/projecten/{row.id}"), ("Verwerking", "")],
    )


@router.post("/projecten/{project_id:int}/verwerking")
def start(request: Request, project_id: int) -> Response:
    """Evaluate all accepted interviews of a project."""
    actor = require(request, Permission.RUN, project_id)
    with store_of(request).writing() as session:
        get_project(session, project_id)
        job = request_evaluation(session, actor.name, project_id)
    if job is None:
        raise Refusal("Er is nog geen goedgekeurd gesprek.", "Controleer eerst hoe de transcripten zijn gelezen.")
    wake_worker(request)
    return RedirectResponse(f"/projecten/{project_id}/verwerking", 303)


@router.post("/projecten/{project_id:int}/verwerking/{job_id:int}/opnieuw")
def retry(request: Request, project_id: int, job_id: int) -> Response:
    """Try a job that failed or was stopped again."""
    require(request, Permission.RUN, project_id)
    with store_of(request).writing() as session:
        _job(session, project_id, job_id)
        retry_job(session, job_id)
    wake_worker(request)
    return RedirectResponse(f"/projecten/{project_id}/verwerking", 303)


@router.post("/projecten/{project_id:int}/verwerking/{job_id:int}/stoppen")
def stop(request: Request, project_id: int, job_id: int) -> Response:
    """Stop a job at its next step."""
    require(request, Permission.RUN, project_id)
    with store_of(request).writing() as session:
        _job(session, project_id, job_id)
        stop_job(session, job_id)
    flash(request, "De verwerking is gestopt. U kunt haar later opnieuw starten.", "info")
    return RedirectResponse(f"/projecten/{project_id}/verwerking", 303)


def _job(session: Session, project_id: int, job_id: int) -> Job:
    """Find a job of this project, or refuse."""
    job = session.get(Job, job_id)
    if job is None or job.project_id != project_id:
        raise Gone("Deze verwerking bestaat niet (meer).")
    return job
