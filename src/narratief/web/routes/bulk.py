"""What is sure decided at one press: a threshold, a sample with the measured error first, and one way back."""

from __future__ import annotations

import secrets
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import RedirectResponse

from narratief.domain.dutch import counted
from narratief.domain.errors import Refusal
from narratief.store.accounts.access import Permission
from narratief.store.decision_log import last_id, lock_project
from narratief.store.review.bulk import batches, decide_in_bulk, sure_suggestions, undo_batch
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.project_state import project_state
from narratief.store.review.trust import trust_of
from narratief.web.deps import flash, project_row, render, require, store_of, who_of
from narratief.web.forms.bulk import BulkForm
from narratief.web.query import FilterValue
from narratief.web.views.bulk import ACCEPT_FROM, REJECT_TO, measured_error, sample
from narratief.web.views.project_page import breadcrumbs, project_heading

router = APIRouter()
BASE = "/projecten/{project_id:int}/nakijken/zeker"


@router.get(BASE)
def sure(request: Request, project_id: int, keuze: str = "ja", grens: FilterValue[int] = None) -> Response:
    """Show what one press would decide, how often that goes wrong, and a sample.

    Parameters
    ----------
    keuze
        "ja" to accept, "nee" to reject.
    grens
        Threshold in hundredths.
    """
    accept = keuze != "nee"
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.REVIEW, project_id)
        codebook, state = codebook_of(session, project_id), project_state(session, project_id)
        threshold = _threshold(grens if grens is not None else (90 if accept else 30))
        found = sure_suggestions(state, codebook.theme_ids, threshold, accept=accept)
        trust = trust_of(session, project_id, list(state.interviews.values()), set(codebook.theme_ids))
        return render(
            request,
            "review/zeker.html",
            title="Zekere voorstellen in één keer",
            project=project_heading(project),
            current=f"/projecten/{project_id}/nakijken",
            breadcrumbs=breadcrumbs(
                project, ("Nakijken", f"/projecten/{project_id}/nakijken"), ("Zekere voorstellen in één keer", "")
            ),
            accept=accept,
            chosen=round(threshold * 100),
            choices=[
                (round(each * 100), each, len(sure_suggestions(state, codebook.theme_ids, each, accept=accept)))
                for each in (ACCEPT_FROM if accept else REJECT_TO)
            ],
            number=len(found),
            talks=len({each.interview_id for each in found}),
            errors=measured_error(found, trust, threshold, accept=accept),
            sample=sample(found, codebook, project_id, threshold),
            earlier=batches(session, project_id),
            batch=secrets.token_hex(8),
            seen=last_id(session, project_id),
        )


@router.post(BASE)
def decide_sure(request: Request, project_id: int, form: Annotated[BulkForm, Form()]) -> Response:
    """Decide about all suggestions that the page was about, but for those that the person leaves open."""
    actor = require(request, Permission.REVIEW, project_id)
    if form.act not in ("ja", "nee"):
        raise Refusal("Kies of de voorstellen kloppen of niet.")
    accept, threshold = form.act == "ja", _threshold(form.grens)
    with store_of(request).writing() as session:
        lock_project(session, project_id)
        themes = codebook_of(session, project_id).theme_ids
        found = sure_suggestions(project_state(session, project_id), themes, threshold, accept=accept)
        if len(found) != form.aantal:
            raise Refusal("Intussen zijn het andere voorstellen geworden.", "Bekijk ze opnieuw, en kies dan.")
        wanted = [each for each in found if each.key not in form.zonder]
        made = decide_in_bulk(
            session,
            who_of(actor),
            project_id,
            wanted,
            accept=accept,
            batch=form.batch,
            read=bool(form.gelezen),
            seen=form.seen,
        )
    told = "bevestigd" if accept else "afgewezen"
    flash(request, f"{counted(len(made), 'voorstel', 'voorstellen')} {told}. U kunt dat hieronder ongedaan maken.")
    return RedirectResponse(f"/projecten/{project_id}/nakijken/zeker#eerder", 303)


@router.post(f"{BASE}/ongedaan")
def undo_sure(request: Request, project_id: int, batch: Annotated[str, Form()]) -> Response:
    """Take back all that one press decided."""
    actor = require(request, Permission.REVIEW, project_id)
    with store_of(request).writing() as session:
        number = undo_batch(session, who_of(actor), project_id, batch)
    flash(request, f"{counted(number, 'beslissing', 'beslissingen')} ongedaan gemaakt.")
    return RedirectResponse(f"/projecten/{project_id}/nakijken/zeker", 303)


def _threshold(hundredths: int) -> float:
    """Threshold (0..1) of what a form gives."""
    return min(max(hundredths, 0), 100) / 100
