"""Projects: the list, a new one, its facts, and the page that says what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse

from narratief.data_protection.retention import local_today
from narratief.data_protection.retention_status import retention_status_of
from narratief.domain.codebook_file import default_codebook
from narratief.domain.errors import Refusal
from narratief.domain.project import LEVELS
from narratief.domain.trust import SHARES_FROM
from narratief.pipeline.folders import new_folder
from narratief.pipeline.transcript_status import Step, Transcript, transcripts_of
from narratief.store.accounts.access import OWN_PROJECTS_ONLY, Actor, Permission, may
from narratief.store.coding.projects import change_facts, facts_of, get_project, new_project, projects_of, title_of
from narratief.store.jobs.queue import active_jobs
from narratief.store.review.codebooks import codebook_of, sync_codebook
from narratief.store.review.colleagues import assigned, remarks_for
from narratief.store.review.memos import quotes_of
from narratief.store.review.pace import seconds_per_decision
from narratief.store.review.project_state import ProjectState, project_state
from narratief.store.schema import ProjectRow
from narratief.web.deps import current_actor, flash, project_row, render, require, store_of, who_of
from narratief.web.forms.project import PHASE_ROWS, PhaseFields, ProjectFields, ProjectForm, check_form, empty_form
from narratief.web.views.colleagues import ForMe, for_me
from narratief.web.views.next_step import Abilities, Standing, milestones, next_steps
from narratief.web.views.queue import progress

router = APIRouter()


@router.get("/projecten")
def projects_page(request: Request) -> Response:
    """List the projects that the person may see, with how far each is."""
    actor = current_actor(request)
    with store_of(request).reading() as session:
        found = projects_of(session, actor.id if actor.role in OWN_PROJECTS_ONLY else None)
        rows = [row for row in found if may(actor, Permission.SEE_PROJECT, row.id)]
        projects = [(row.id, title_of(row), facts_of(row), _counts(transcripts_of(session, row))) for row in rows]
    return render(request, "projecten/lijst.html", title="Projecten", projects=projects)


@router.get("/projecten/nieuw")
def new_project_page(request: Request) -> Response:
    """Show the form for a new project."""
    require(request, Permission.CREATE_PROJECT)
    return _form_page(request, empty_form())


@router.post("/projecten/nieuw")
def make_project(request: Request, form: Annotated[ProjectFields, Form()]) -> Response:
    """Make a project with its folder and codebook, and go on to uploading."""
    actor = require(request, Permission.CREATE_PROJECT)
    filled = check_form(form)
    if filled.facts is None:
        return _form_page(request, filled)
    folder = new_folder(filled.facts)
    try:
        with store_of(request).writing() as session:
            row = new_project(session, filled.facts, folder, made_by=actor.id)
            sync_codebook(session, row.id, default_codebook(), who_of(actor))
    except Refusal as refusal:
        filled.errors["title"] = str(refusal)
        return _form_page(request, filled)
    flash(request, f"Het project {title_of(row)} is gemaakt. Upload nu de transcripten.")
    return RedirectResponse(f"/projecten/{row.id}/bestanden", 303)


@router.get("/projecten/{project_id:int}")
def project_page(request: Request, project_id: int) -> Response:
    """Show how far a project is, and what to do next."""
    with store_of(request).reading() as session:
        actor, row = project_row(request, session, Permission.SEE_PROJECT, project_id)
        state = project_state(session, row.id)
        now = _standing(session, row, state)
        mine = _for_me(session, row, actor, state)
        retention = retention_status_of(session, row, local_today())
    can = Abilities(*(may(actor, each, project_id) for each in (Permission.RUN, Permission.REVIEW, Permission.EXPORT)))
    first, *others = next_steps(now, can)
    return render(
        request,
        "projecten/overzicht.html",
        title=title_of(row),
        project=row,
        facts=facts_of(row),
        first=first,
        others=others,
        milestones=milestones(now),
        unreadable=now.unreadable,
        mine=mine,
        retention=retention,
        breadcrumbs=[("Projecten", "/projecten"), (title_of(row), "")],
    )


@router.get("/projecten/{project_id:int}/gegevens")
def facts_page(request: Request, project_id: int) -> Response:
    """Show the form with a project's facts."""
    with store_of(request).reading() as session:
        _, row = project_row(request, session, Permission.CHANGE_FACTS, project_id)
    return _form_page(request, empty_form(facts_of(row)), row)


@router.post("/projecten/{project_id:int}/gegevens")
def save_facts(request: Request, project_id: int, form: Annotated[ProjectFields, Form()]) -> Response:
    """Change a project's facts."""
    require(request, Permission.CHANGE_FACTS, project_id)
    with store_of(request).writing() as session:
        row = get_project(session, project_id)
        filled = check_form(form, facts_of(row))
        if filled.facts is not None:
            change_facts(session, row, filled.facts)
    if filled.facts is None:
        return _form_page(request, filled, row)
    flash(request, "De gegevens zijn opgeslagen.")
    return RedirectResponse(f"/projecten/{project_id}", 303)


def _form_page(request: Request, form: ProjectForm, row: ProjectRow | None = None) -> Response:
    """Show the form with facts, of a new project or of one that exists."""
    title = "Gegevens van het project" if row else "Nieuw project"
    start = [("Projecten", "/projecten")]
    return render(
        request,
        "projecten/gegevens.html",
        status=422 if form.errors else 200,
        title=title,
        project=row,
        form=form,
        levels=[("", "Kies een niveau"), *((level, level.capitalize()) for level in LEVELS)],
        rows=[form.phases[n] if n < len(form.phases) else PhaseFields("", "", "") for n in range(PHASE_ROWS)],
        breadcrumbs=[*start, (title_of(row), f"/projecten/{row.id}"), (title, "")] if row else [*start, (title, "")],
        current=f"/projecten/{row.id}/gegevens" if row else "/projecten/nieuw",
    )


def _standing(session: Session, row: ProjectRow, state: ProjectState) -> Standing:
    """How far a project is; suggestions count as in the review queue."""
    counts = _counts(transcripts_of(session, row))
    themes = set(codebook_of(session, row.id).theme_ids)
    left, confirmed = {}, 0
    for number, own in state.interviews.items():
        codes = [code for code in own.codes if code.theme in themes]
        left[number] = progress(codes).left
        confirmed += sum(code.settled for code in codes)
    return Standing(
        **{step.value: counts[step.value] for step in Step},
        busy=bool(active_jobs(session, row.id)),
        searched=sum(bool(own.fragments) for own in state.interviews.values()),
        open_codes=sum(left.values()),
        open_interviews=sum(bool(each) for each in left.values()),
        confirmed=confirmed,
        chosen=len(quotes_of(session, row.id)),
        few=0 < sum(bool(own.interview.resident_turns) for own in state.interviews.values()) < SHARES_FROM,
        pace=seconds_per_decision(session, row.id),
    )


def _for_me(session: Session, row: ProjectRow, actor: Actor, state: ProjectState) -> ForMe:
    """Collect what colleagues ask of a person; nothing of who may not review."""
    if not may(actor, Permission.REVIEW, row.id):
        return ForMe()
    numbers = {own.interview.file: number for number, own in state.interviews.items()}
    return for_me(
        assigned(session, row.id), remarks_for(session, row.id, actor.id), numbers, actor.id, f"/projecten/{row.id}"
    )


def _counts(transcripts: Sequence[Transcript]) -> dict[str, int]:
    """Count transcripts per step, and all."""
    counted = {step.value: sum(t.step == step for t in transcripts) for step in Step}
    return counted | {"all": len(transcripts)}
