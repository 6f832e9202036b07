"""Second look: a language model codes blind beside the machine coder; how far they agree, and what they differ on."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.responses import RedirectResponse

from narratief.domain.errors import Refusal
from narratief.metrics.wording import MARGIN, ONE_INTERVIEW
from narratief.pipeline.request_work import SECOND_LOOK, request_second_look
from narratief.store.accounts.access import Permission
from narratief.store.jobs.queue import active_jobs
from narratief.store.review.second_opinions import forget_second_look
from narratief.web.deps import flash, project_row, render, require, store_of, wake_worker
from narratief.web.language_model import model_in_use
from narratief.web.views.agreement import coder_name
from narratief.web.views.project_page import breadcrumbs, project_heading
from narratief.web.views.second_look import second_look_page

router = APIRouter()
BASE = "/projecten/{project_id:int}/tweede-blik"
_NO_MODEL = "Er is geen taalmodel ingesteld."
_ASK = "Vraag de beheerder of dat kan."


@router.get(BASE)
def page(request: Request, project_id: int) -> Response:
    """Show how far the language model agrees with the machine coder, theme by theme."""
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.SECOND_CODE, project_id)
        look = second_look_page(session, project_id)
        busy = any(job.kind == SECOND_LOOK for job in active_jobs(session, project_id))
        return render(
            request,
            "second_coder/tweede_blik.html",
            project=project_heading(project),
            breadcrumbs=breadcrumbs(project, ("Tweede blik", "")),
            look=look,
            busy=busy,
            model=model_in_use(),
            coder_name=coder_name,
            margin=MARGIN,
            margin_of_one=ONE_INTERVIEW,
        )


@router.post(BASE)
def start(request: Request, project_id: int) -> Response:
    """Have the language model look at what it was not asked before."""
    actor = require(request, Permission.DRAW_SAMPLE, project_id)
    if model_in_use() is None:
        raise Refusal(_NO_MODEL, _ASK)
    with store_of(request).writing() as session:
        request_second_look(session, actor.name, project_id)
    wake_worker(request)
    flash(request, "Het taalmodel begint. U kunt intussen gewoon verder werken.", "info")
    return RedirectResponse(f"/projecten/{project_id}/tweede-blik", 303)


@router.post(f"{BASE}/vergeten")
def forget(request: Request, project_id: int) -> Response:
    """Delete what the language model said, so that it plays no part any more."""
    require(request, Permission.DRAW_SAMPLE, project_id)
    with store_of(request).writing() as session:
        forget_second_look(session, project_id)
    flash(request, "Wat het taalmodel zei, is weg. Uw eigen beslissingen blijven staan.")
    return RedirectResponse(f"/projecten/{project_id}/tweede-blik", 303)
