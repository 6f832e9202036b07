"""Who may see a project: everybody whose role allows it, or only the people who are named."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import RedirectResponse

from narratief.store.accounts.access import OWN_PROJECTS_ONLY, ROLE_LABELS, Permission, Role
from narratief.store.accounts.sharing import nameable, share, sharing_of
from narratief.store.decision_log import lock_project
from narratief.web.deps import flash, project_row, render, store_of
from narratief.web.forms.access import AccessForm
from narratief.web.views.project_page import breadcrumbs, project_heading

router = APIRouter()
BASE = "/projecten/{project_id:int}/toegang"


@router.get(BASE)
def access_page(request: Request, project_id: int) -> Response:
    """Show who may see a project."""
    return _page(request, project_id)


@router.post(BASE)
def save_access(request: Request, project_id: int, form: Annotated[AccessForm, Form()]) -> Response:
    """Say who may see a project; who does so without seeing all projects stays named."""
    with store_of(request).writing() as session:
        actor, project = project_row(request, session, Permission.SHARE, project_id)
        lock_project(session, project_id)
        session.refresh(project)
        overtaken = sharing_of(session, project).mark != form.gezien
        changed = False
        if not overtaken:
            own = {actor.id} if actor.role in OWN_PROJECTS_ONLY else set()
            named = own.union(form.mensen)
            changed = share(session, actor, project, named_only=form.voor == "genoemd", named=named)
    if overtaken:
        return _page(request, project_id, overtaken=True)
    flash(request, "Opgeslagen." if changed else "Er is niets veranderd.")
    return RedirectResponse(f"/projecten/{project_id}/toegang", 303)


def _page(request: Request, project_id: int, *, overtaken: bool = False) -> Response:
    """Show the form, as it is kept."""
    with store_of(request).reading() as session:
        actor, project = project_row(request, session, Permission.SHARE, project_id)
        sharing, able = sharing_of(session, project), nameable(session)
    return render(
        request,
        "projecten/toegang.html",
        status=409 if overtaken else 200,
        title="Wie mag dit project zien",
        project=project_heading(project),
        sharing=sharing,
        overtaken=overtaken,
        people=[(each.id, each.name, ROLE_LABELS[Role(each.role)], each.id == actor.id) for each in able],
        choices=[
            ("iedereen", "Iedereen die alle projecten ziet: onderzoekers en het participatieteam"),
            ("genoemd", "Alleen de mensen die hieronder zijn aangevinkt"),
        ],
        breadcrumbs=breadcrumbs(project, ("Toegang", "")),
    )
