"""Quotes of few residents: a person says of each whether a publication may print it, and can undo that."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import RedirectResponse

from narratief.domain.errors import Gone, Refusal
from narratief.publish.quotes_to_confirm import quotes_to_confirm
from narratief.store.accounts.access import Permission, may
from narratief.store.decision_log import lock_project
from narratief.store.review.memos import choose_quote
from narratief.store.review.project_state import project_state
from narratief.store.review.quote_answers import quote_answers, undo_answer
from narratief.web.deps import flash, interview_in, project_row, render, require, store_of, who_of
from narratief.web.forms.confirm_quotes import ConfirmQuoteForm
from narratief.web.views.confirm_quotes import quote_page
from narratief.web.views.project_page import breadcrumbs, project_heading

router = APIRouter()
BASE = "/projecten/{project_id:int}/exporteren/citaten"


@router.get(BASE)
def quotes(request: Request, project_id: int) -> Response:
    """Show the quotes that wait for a person, and those that a person spoke of."""
    with store_of(request).reading() as session:
        actor, project = project_row(request, session, Permission.CHOOSE_QUOTES, project_id)
        page = quote_page(
            quotes_to_confirm(session, project_id),
            quote_answers(session, project_id),
            project_state(session, project_id).interviews,
            reads=may(actor, Permission.SEE_INTERVIEWS, project_id),
        )
        return render(
            request,
            "exports/citaten.html",
            project=project_heading(project),
            current=f"/projecten/{project_id}/exporteren",
            breadcrumbs=breadcrumbs(
                project, ("Exporteren", f"/projecten/{project_id}/exporteren"), ("Citaten bevestigen", "")
            ),
            page=page,
        )


@router.post(BASE)
def answer(request: Request, project_id: int, form: Annotated[ConfirmQuoteForm, Form()]) -> Response:
    """Say whether a publication may print a quote."""
    actor = require(request, Permission.CHOOSE_QUOTES, project_id)
    if form.mag not in ("ja", "nee"):
        raise Refusal("Kies of het citaat in een publicatie mag.")
    wanted = form.mag == "ja"
    with store_of(request).writing() as session:
        file = interview_in(session, project_id, form.interview).file
        lock_project(session, project_id)
        found = quotes_to_confirm(session, project_id)
        # only what can be printed, so that who may read no interviews learns of no other words
        if not any((each.interview, (each.start, each.end)) == (file, form.span) for each in found.fragments):
            raise Gone("Dit citaat bestaat niet (meer).")
        choose_quote(session, who_of(actor), project_id, form.interview, form.span, theme=None, chosen=wanted)
    flash(request, "Het citaat mag in een publicatie." if wanted else "Het citaat komt niet in een publicatie.")
    return RedirectResponse(f"/projecten/{project_id}/exporteren/citaten#wachten", 303)


@router.post(f"{BASE}/ongedaan")
def take_back(request: Request, project_id: int, decision: Annotated[int, Form()]) -> Response:
    """Undo what was said of a quote."""
    actor = require(request, Permission.CHOOSE_QUOTES, project_id)
    with store_of(request).writing() as session:
        undo_answer(session, who_of(actor), project_id, decision)
    flash(request, "Uw besluit over het citaat is ongedaan gemaakt.")
    return RedirectResponse(f"/projecten/{project_id}/exporteren/citaten#wachten", 303)
