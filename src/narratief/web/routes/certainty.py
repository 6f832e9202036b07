"""The one page that says how far the numbers of a project, or of all projects together, can be trusted."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from narratief.domain.trust import SHARES_FROM, pooled_trust
from narratief.store.accounts.access import Permission, may
from narratief.store.coding.projects import projects_of
from narratief.store.review.trust import project_trust
from narratief.synthesis.trust_words import sections
from narratief.web.deps import current_actor, project_row, render, store_of
from narratief.web.views.project_page import breadcrumbs, project_heading

router = APIRouter()
TITLE = "Hoe zeker is dit?"


@router.get("/projecten/{project_id:int}/zekerheid")
def of_project(request: Request, project_id: int) -> Response:
    """Say it of a project; to whoever sees confirmed themes only, without scores of the machine."""
    with store_of(request).reading() as session:
        actor, project = project_row(request, session, Permission.SEE_RESULTS, project_id)
        trust = project_trust(session, project_id)
    scores = may(actor, Permission.SEE_UNCONFIRMED, project_id)
    return render(
        request,
        "certainty/zekerheid.html",
        title=TITLE,
        project=project_heading(project),
        breadcrumbs=breadcrumbs(project, (TITLE, "")),
        sections=sections(trust, scores=scores),
        shares=trust.shares,
        shares_from=SHARES_FROM,
    )


@router.get("/zekerheid")
def over_projects(request: Request) -> Response:
    """Say it of all projects that this person may see, together."""
    actor = current_actor(request)
    with store_of(request).reading() as session:
        rows = [row for row in projects_of(session) if may(actor, Permission.SEE_RESULTS, row.id)]
        trust = pooled_trust([project_trust(session, row.id) for row in rows])
        scores = any(may(actor, Permission.SEE_UNCONFIRMED, row.id) for row in rows)
    return render(
        request,
        "certainty/zekerheid.html",
        title=TITLE,
        current="/synthese",
        breadcrumbs=[("Alle projecten samen", "/synthese"), (TITLE, "")],
        sections=sections(trust, scores=scores),
        shares=trust.shares,
        shares_from=SHARES_FROM,
    )
