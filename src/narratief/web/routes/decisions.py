"""Decisions about a project's interviews: the list of them, undoing one, and going back to an earlier state."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse, RedirectResponse

from narratief.domain.actions import Action
from narratief.domain.decision import Decision
from narratief.domain.errors import Gone
from narratief.store.accounts.access import Permission
from narratief.store.decision_log import last_id, meanwhile, undo, undo_to
from narratief.store.review.codebooks import codebook_of
from narratief.store.review.decide import history
from narratief.store.review.words import undo_together
from narratief.store.schema import DecisionRow
from narratief.web.deps import flash, interview_in, project_row, render, require, store_of, wants_json, who_of
from narratief.web.query import FilterValue
from narratief.web.safe_redirect import safe_redirect
from narratief.web.views.history import history_lines
from narratief.web.views.project_page import breadcrumbs, meanwhile_in_words, project_heading

router = APIRouter()
BASE = "/projecten/{project_id:int}/beslissingen"
_SHOWN = 500  # decisions on a page; chosen, not measured: undoing is about the latest ones


@router.get(BASE)
def decisions(request: Request, project_id: int, gesprek: FilterValue[int] = None) -> Response:
    """Show what was decided, newest first, each with a way to undo it."""
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.SEE_UNCONFIRMED, project_id)
        if gesprek is not None:
            interview_in(session, project_id, gesprek)
        return render(
            request,
            "interview/beslissingen.html",
            project=project_heading(project),
            current=f"/projecten/{project_id}/beslissingen",
            breadcrumbs=breadcrumbs(project, ("Beslissingen", "")),
            lines=history_lines(history(session, project_id, gesprek), codebook_of(session, project_id))[:_SHOWN],
            interview_id=gesprek,
            seen=last_id(session, project_id),
        )


@router.post(f"{BASE}/{{decision_id:int}}/ongedaan")
def undo_decision(
    request: Request,
    project_id: int,
    decision_id: int,
    back: Annotated[str, Form()] = "",
    asked: Annotated[str, Form()] = "",
    samen: Annotated[str, Form()] = "",
) -> Response:
    """Undo one decision (or an undo).

    Parameters
    ----------
    samen
        Whether what the same press decided besides goes with it.
    """
    actor = require(request, Permission.REVIEW, project_id)
    with store_of(request).writing() as session:
        known = session.get(DecisionRow, decision_id)
        if known is None or known.project_id != project_id:
            raise Gone("Deze beslissing bestaat niet (meer).")
        if samen:
            decision = undo_together(session, who_of(actor), decision_id)[-1]
        else:
            decision = undo(session, who_of(actor), decision_id, request=asked or None)
        back = safe_redirect(back, f"/projecten/{project_id}/beslissingen")
        return answer_decision(request, session, project_id, decision, back, "Ongedaan gemaakt.")


@router.post(f"{BASE}/{{decision_id:int}}/terug")
def go_back(
    request: Request,
    project_id: int,
    decision_id: int,
    seen: Annotated[int, Form()],
    gesprek: Annotated[int | None, Form()] = None,
    wie: Annotated[str, Form()] = "eigen",
) -> Response:
    """Go back to how it was right after a decision; what others did after the page was shown stays.

    Parameters
    ----------
    wie
        "eigen" to take back only what this person decided since, "allen" for everybody's decisions.
    """
    actor = require(request, Permission.REVIEW, project_id)
    with store_of(request).writing() as session:
        if gesprek is not None:
            interview_in(session, project_id, gesprek)
        own = wie != "allen"
        decision = undo_to(
            session, who_of(actor), project_id, decision_id, seen=seen, interview_id=gesprek, own_only=own
        )
        query = f"?gesprek={gesprek}" if gesprek is not None else ""
        return answer_decision(request, session, project_id, decision, f"/projecten/{project_id}/beslissingen{query}")


def answer_decision(
    request: Request, session: Session, project_id: int, decision: Decision[Action], back: str, told: str = ""
) -> Response:
    """Send a script the decision, or a person back to the words, with what others did in the meantime.

    Parameters
    ----------
    told
        What was done, in Dutch, where more can be said of it than that it was kept.
    """
    others = meanwhile_in_words(meanwhile(session, project_id, decision))
    if wants_json(request):
        done = told or "Bewaard."
        return JSONResponse({"decision": decision.id, "seen": decision.id, "meanwhile": others, "told": done})
    flash(request, " ".join(filter(None, (told, others))) or "Bewaard.", "info" if others else "success")
    return RedirectResponse(back, 303)
