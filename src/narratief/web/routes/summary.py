"""The summary of a project: a person writes it; a language model may propose sentences, which they take over or not."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse

from narratief.domain.errors import Gone, Refusal
from narratief.pipeline.request_work import request_summary_draft
from narratief.store.accounts.access import Permission, may
from narratief.store.review.summary import LONGEST, summary_of, write_summary
from narratief.web.deps import flash, project_row, render, require, store_of, wake_worker, who_of
from narratief.web.forms.summary import SummaryForm
from narratief.web.language_model import NO_MODEL, model_in_use
from narratief.web.views.project_page import breadcrumbs, project_heading
from narratief.web.views.summary import draft_for, with_sentences

router = APIRouter()
BASE = "/projecten/{project_id:int}/exporteren/samenvatting"


@router.get(BASE)
def page(request: Request, project_id: int) -> Response:
    """Show the summary as it is, and what the model proposes."""
    require(request, Permission.CHOOSE_QUOTES, project_id)
    with store_of(request).reading() as session:
        return _page(request, session, project_id)


@router.post(BASE)
def write(request: Request, project_id: int, form: Annotated[SummaryForm, Form()]) -> Response:
    """Keep what a person wrote, with the sentences that they take over.

    What cannot be kept is shown again, so that no word of it is lost.
    """
    actor = require(request, Permission.CHOOSE_QUOTES, project_id)
    store = store_of(request)
    text = form.tekst
    try:
        with store.writing() as session:
            if form.zin:
                draft = draft_for(session, project_id)
                if draft is None or form.zin not in {"alle", *(each.key for each in draft.sentences)}:
                    raise Gone("Deze zin van het taalmodel bestaat niet (meer).")
                text = with_sentences(text, draft, form.zin)
            changed = write_summary(session, who_of(actor), project_id, text, seen=form.gezien or None)
    except Refusal as problem:
        with store.reading() as session:
            return _page(request, session, project_id, problem, text)
    if changed:
        flash(request, "De zin staat in uw samenvatting." if form.zin else "De samenvatting is bewaard.")
    return RedirectResponse(f"/projecten/{project_id}/exporteren/samenvatting", 303)


@router.post(f"{BASE}/vragen")
def ask(request: Request, project_id: int) -> Response:
    """Put the question for a draft in the queue."""
    actor = require(request, Permission.REVIEW, project_id)
    if model_in_use() is None:
        raise Refusal(*NO_MODEL)
    with store_of(request).writing() as session:
        request_summary_draft(session, actor.name, project_id)
    wake_worker(request)
    flash(request, "Het taalmodel schrijft een concept. U kunt intussen verder werken.", "info")
    return RedirectResponse(f"/projecten/{project_id}/exporteren/samenvatting", 303)


def _page(
    request: Request, session: Session, project_id: int, problem: Refusal | None = None, typed: str = ""
) -> Response:
    """Show the page; `typed` is a text that could not be kept."""
    actor, project = project_row(request, session, Permission.CHOOSE_QUOTES, project_id)
    now = summary_of(session, project_id)
    kept = now.action.text.replace("\n", "\n\n") if now else ""
    start = f"/projecten/{project_id}/exporteren"
    return render(
        request,
        "exports/samenvatting.html",
        status=409 if problem else 200,
        project=project_heading(project),
        current=start,
        breadcrumbs=breadcrumbs(project, ("Exporteren", start), ("Samenvatting", "")),
        text=typed if problem else kept,
        theirs=kept if problem and typed != kept else "",
        now=now,
        problem=problem,
        longest=LONGEST,
        draft=draft_for(session, project_id),
        can_ask=may(actor, Permission.REVIEW, project_id),
    )
