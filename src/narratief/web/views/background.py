"""Work in the background as every page tells of it: what goes on, and once what ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from sqlalchemy.orm import Session

from narratief.data_protection.retention import KIND as RETENTION
from narratief.pipeline.request_work import (
    CLUSTER_TITLES,
    CLUSTERS,
    EVALUATE,
    QUESTION,
    READ,
    SECOND_LOOK,
    SUMMARY_DRAFT,
    THEME_HITS,
)
from narratief.store.accounts.access import Actor, Permission, may
from narratief.store.coding.projects import get_project, title_of
from narratief.store.jobs.told import ended_since, going_on, seconds_left
from narratief.store.schema import Job
from narratief.store.schema.base import now
from narratief.web.state import state_of
from narratief.web.views.next_step import minutes_in_words

KIND_LABELS = {
    READ: "Transcripten lezen",
    EVALUATE: "Thema's zoeken en tabellen maken",
    CLUSTERS: "Clusters maken",
    SECOND_LOOK: "Tweede blik van het taalmodel",
    CLUSTER_TITLES: "Titels voor clusters van het taalmodel",
    SUMMARY_DRAFT: "Concept van de samenvatting van het taalmodel",
    QUESTION: "Een vraag aan de gesprekken",
    THEME_HITS: "Fragmenten bij een nieuw thema, door het taalmodel",
    RETENTION: "Bewaartermijn voorbij: namen verwijderen",
}
_ABOUT = {
    READ: "/bestanden",
    CLUSTER_TITLES: "/clusters",
    SUMMARY_DRAFT: "/exporteren/samenvatting",
    QUESTION: "/vraag",
    THEME_HITS: "/codeboek",
}
"""Page of a project on which the outcome of a kind of job stands; else its overview."""
_TOLD = "achtergrond"
"""Key of the browser's cookie for messages: until when ends of work were told."""


@dataclass(frozen=True, slots=True)
class Line:
    """Something to tell, with the page about it; ``good`` is False for work that failed."""

    text: str
    path: str
    good: bool = True


@dataclass(frozen=True, slots=True)
class Background:
    """What goes on, and what ended since this browser was last told."""

    busy: tuple[Line, ...] = ()
    ended: tuple[Line, ...] = ()


def background_of(request: Request, actor: Actor) -> Background:
    """Look what a person's work is doing, and note in their browser's cookie that they were told."""
    with state_of(request).store.reading(shared=True) as session:
        jobs = [job for job in going_on(session, actor.name) if _sees(actor, job)]
        busy = tuple(Line(_busy(session, job), f"/projecten/{job.project_id}/verwerking") for job in jobs)
        since = _told_until(request)
        found = [job for job in ended_since(session, actor.name, since) if _sees(actor, job)] if since else []
        ended = tuple(_ended(session, job) for job in found)
        last = max((job.finished_at for job in found if job.finished_at), default=None)
    if since is None or last is not None:
        request.session[_TOLD] = (last or now()).isoformat()
    return Background(busy, ended)


def left_in_words(job: Job) -> str:
    """Say how much of a job's step is left and about how long that takes; empty when that is not known."""
    seconds = seconds_left(job)
    if seconds is None:
        return ""
    return f"nog {job.total - job.done} van {job.total}, {minutes_in_words(seconds)}"


def told_job(job: Job) -> dict[str, object]:
    """What a page shows of a job that waits or runs, for its script."""
    step = job.step or ("Wacht op andere verwerking" if job.state == "queued" else "Begint")
    return {
        "id": job.id,
        "label": KIND_LABELS.get(job.kind, job.kind),
        "step": step,
        "done": job.done,
        "total": job.total,
        "left": left_in_words(job),
    }


def told_problems(job: Job) -> tuple[str, ...]:
    """Why a job failed, or what went wrong in one that is done, in Dutch; empty when nothing did."""
    if job.error:
        return (f"{job.error} {job.remedy}".strip(),)
    return tuple(f"{problem['message']} {problem['remedy']}".strip() for problem in job.problems)


def _told_until(request: Request) -> datetime | None:
    """Until when ends were told; None for a browser that is new here, which is told of none that were before."""
    try:
        return datetime.fromisoformat(request.session.get(_TOLD, ""))
    except ValueError:
        return None


def _sees(actor: Actor, job: Job) -> bool:
    """Whether a person may still see the work of a project."""
    return job.project_id is not None and may(actor, Permission.RUN, job.project_id)


def _busy(session: Session, job: Job) -> str:
    """Say that a job goes on."""
    told = left_in_words(job) or ("wacht op andere verwerking" if job.state == "queued" else "bezig")
    return f"{_what(session, job)}: {told}."


def _ended(session: Session, job: Job) -> Line:
    """Say how a job ended; what to look at then."""
    start = f"/projecten/{job.project_id}"
    if job.state == "failed":
        return Line(f"Niet gelukt: {_what(session, job)}. {job.error}", f"{start}/verwerking", good=False)
    return Line(f"Klaar: {_what(session, job)}.", start + _ABOUT.get(job.kind, ""))


def _what(session: Session, job: Job) -> str:
    """Name a job and its project."""
    assert job.project_id is not None, "only work of a project is told"
    return f"{KIND_LABELS.get(job.kind, job.kind)} ({title_of(get_project(session, job.project_id))})"
