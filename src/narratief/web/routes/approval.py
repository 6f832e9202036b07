"""Several transcripts approved at once: each that is still as the person saw it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import RedirectResponse

from narratief.domain.dutch import counted
from narratief.domain.errors import Refusal
from narratief.pipeline.request_work import request_evaluation
from narratief.store.accounts.access import Permission
from narratief.store.coding.interviews import files_of, interviews_of, load_interview
from narratief.store.coding.projects import get_project
from narratief.store.review.decide import accept_reading, accepted_readings
from narratief.web.deps import flash, require, store_of, wake_worker, who_of
from narratief.web.routes.reading_check import erase_upload
from narratief.web.views.doubts import approval_key

router = APIRouter()


@router.post("/projecten/{project_id:int}/bestanden/goedkeuren")
def approve(request: Request, project_id: int, gesprek: Annotated[tuple[str, ...], Form()] = ()) -> Response:
    """Accept the readings that a person ticked and erase their uploads; what changed since is left to be looked at.

    Parameters
    ----------
    gesprek
        Interviews as they were shown (`approval_key`).
    """
    actor = require(request, Permission.FIX_PRIVACY, project_id)
    if not gesprek:
        raise Refusal("Kies eerst welke gesprekken u goedkeurt.", "Ga terug en zet er vinkjes bij.")
    wanted = set(gesprek)
    approved: list[str] = []
    with store_of(request).writing() as session:
        project = get_project(session, project_id)
        before = accepted_readings(session, project_id)
        for row in interviews_of(session, project_id):
            unchanged = approval_key(row) in wanted and row.file not in before
            if not unchanged:
                continue
            interview = load_interview(session, row)
            if interview.resident_turns and not interview.guessed:  # a guess is looked at on its own page
                accept_reading(session, who_of(actor), row.id)
                approved.append(row.file)
        session.flush()
        accepted = accepted_readings(session, project_id)
        todo = [file for file in files_of(session, project_id).values() if file not in accepted]
        job = request_evaluation(session, actor.name, project_id) if approved and not todo else None
        erased = sum(erase_upload(session, project, file, actor) for file in approved)
    if job is not None:
        wake_worker(request)
    told = f"{counted(len(approved), 'gesprek is', 'gesprekken zijn')} goedgekeurd."
    if erased:
        told += f" {counted(erased, 'bestand', 'bestanden')} met echte namen gewist."
    if job is not None:
        told += " Alle gesprekken zijn goedgekeurd; de computer zoekt nu de thema's."
    if approved:
        flash(request, told)
    left = len(wanted) - len(approved)
    if left:
        again = "Bekijk het opnieuw." if left == 1 else "Bekijk ze opnieuw."
        what = counted(left, "gesprek is", "gesprekken zijn")
        flash(request, f"{what} niet goedgekeurd: de tekst is intussen veranderd. {again}", "error")
    return RedirectResponse(f"/projecten/{project_id}/bestanden", 303)
