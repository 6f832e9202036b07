"""A question over a project's own interviews, answered with residents' words only."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import JSONResponse, RedirectResponse

from narratief.domain.errors import Gone, Refusal
from narratief.pipeline.request_work import jobs_asking, request_answer
from narratief.store.accounts.access import Permission
from narratief.store.coding.projects import get_project
from narratief.web.deps import flash, project_row, render, require, store_of, wake_worker, wants_json
from narratief.web.forms.question import LONGEST, question_as_asked, wrong_with
from narratief.web.language_model import model_in_use
from narratief.web.views.background import left_in_words, told_job
from narratief.web.views.project_page import breadcrumbs, project_heading
from narratief.web.views.question import may_remove, questions_page

router = APIRouter()
BASE = "/projecten/{project_id:int}/vraag"
_NO_MODEL = Refusal("Er is geen taalmodel ingesteld.", "Vraag de beheerder of dat kan.")


@router.get(BASE)
def page(request: Request, project_id: int) -> Response:
    """Show the form and the last questions with what answers them; to a script what is still being asked, as JSON."""
    return _page(request, project_id)


@router.post(BASE)
def ask(request: Request, project_id: int, vraag: Annotated[str, Form()] = "") -> Response:
    """Put a question."""
    actor = require(request, Permission.SEE_INTERVIEWS, project_id)
    if model_in_use() is None:
        raise _NO_MODEL
    question = question_as_asked(vraag)
    wrong = wrong_with(question)
    if not wrong:
        try:
            with store_of(request).writing() as session:
                get_project(session, project_id)
                request_answer(session, actor.name, project_id, question)
        except Refusal as refusal:
            wrong = f"{refusal.message} {refusal.remedy}"
    if wrong:
        return _page(request, project_id, typed=vraag, wrong=wrong)
    wake_worker(request)
    return RedirectResponse(f"/projecten/{project_id}/vraag#vragen", 303)


@router.post(f"{BASE}/verwijderen")
def remove(request: Request, project_id: int, vraag: Annotated[str, Form()] = "") -> Response:
    """Delete a question with its answers."""
    actor = require(request, Permission.SEE_INTERVIEWS, project_id)
    if model_in_use() is None:
        raise _NO_MODEL
    from narratief.pipeline.question import answered_questions, forget_question  # loaded only where a model is set

    with store_of(request).writing() as session:
        makers = [each.made_by for each in answered_questions(session, project_id) if each.question == vraag]
        makers += [job.made_by for job in jobs_asking(session, project_id) if job.settings["vraag"] == vraag]
        if not makers:
            raise Gone("Deze vraag bestaat niet (meer).")
        if not all(may_remove(actor, project_id, name) for name in makers):
            raise Refusal("Deze vraag is van een ander.", "Vraag die persoon of de beheerder om haar te verwijderen.")
        forget_question(session, project_id, vraag)
    flash(request, "De vraag is verwijderd.")
    return RedirectResponse(f"/projecten/{project_id}/vraag", 303)


def _page(request: Request, project_id: int, *, typed: str = "", wrong: str = "") -> Response:
    """Show the page, with what was wrong with a question."""
    model = model_in_use()
    with store_of(request).reading() as session:
        actor, project = project_row(request, session, Permission.SEE_INTERVIEWS, project_id)
        shown = questions_page(session, project_id, actor, model=model is not None)
    if wants_json(request):
        told = [told_job(job) for job in shown.busy]
        return JSONResponse({"mark": shown.mark, "busy": bool(told), "jobs": told})
    return render(
        request,
        "question/vraag.html",
        status=422 if wrong else 200,
        title="Vraag het de gesprekken",
        project=project_heading(project),
        breadcrumbs=breadcrumbs(project, ("Vraag het de gesprekken", "")),
        model=model,
        shown=shown,
        left=left_in_words,
        longest=LONGEST,
        typed=typed,
        errors={"vraag": wrong} if wrong else {},
    )
