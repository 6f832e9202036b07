"""Views of a project's citations under a name: saved, opened by an address that stays, shared, changed, removed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse

from narratief.domain.errors import Refusal
from narratief.store.accounts.access import Actor, Permission
from narratief.store.saved_views import (
    LONGEST,
    change_view,
    remove_view,
    save_view,
    view_to_open,
    views_of,
)
from narratief.web.deps import flash, project_row, render, require, store_of, workspace_address
from narratief.web.views.project_page import breadcrumbs, project_heading
from narratief.web.views.saved_views import asked_in, may_change, query_of

router = APIRouter()
BASE = "/projecten/{project_id:int}/weergaven"
Text = Annotated[str, Form()]


@router.get(BASE)
def views_page(request: Request, project_id: int) -> Response:
    """Show the views that this person may open, with their addresses."""
    return _page(request, project_id)


@router.post(BASE)
def save(request: Request, project_id: int, naam: Text = "", vraag: Text = "", delen: Text = "") -> Response:
    """Save what a page of citations shows, and go there again."""
    actor = require(request, Permission.SEE_RESULTS, project_id)
    asked = asked_in(vraag)
    try:
        _refuse_nothing(asked)
        with store_of(request).writing() as session:
            view = save_view(session, project_id, actor.id, naam, asked, shared=bool(delen))
    except Refusal as refusal:
        flash(request, f"{refusal.message} {refusal.remedy}".strip(), "error")
        return RedirectResponse(f"/projecten/{project_id}/citaten{query_of(asked)}", 303)
    flash(request, "De weergave is bewaard.")
    return RedirectResponse(f"/projecten/{project_id}/weergaven/{view}", 303)


@router.get(f"{BASE}/{{view_id:int}}")
def open_view(request: Request, project_id: int, view_id: int) -> Response:
    """Lead to the page of citations as it was saved."""
    actor = require(request, Permission.SEE_RESULTS, project_id)
    with store_of(request).reading() as session:
        view = view_to_open(session, project_id, view_id, actor.id)
    return RedirectResponse(f"/projecten/{project_id}/citaten{query_of(view.asked)}", 303)


@router.post(f"{BASE}/{{view_id:int}}")
def change(
    request: Request, project_id: int, view_id: int, doen: Text = "", naam: Text = "", vraag: Text = ""
) -> Response:
    """Change a view (``doen``: naam, delen, niet-delen, keuzes), or remove it (weg)."""
    actor = require(request, Permission.SEE_RESULTS, project_id)
    back = f"/projecten/{project_id}/weergaven"
    try:
        with store_of(request).writing() as session:
            done = _change(session, actor, project_id, view_id, doen, naam, vraag)
    except Refusal as refusal:
        if not refusal.remedy:  # it is gone, or another's
            raise
        return _page(request, project_id, {f"naam-{view_id}": f"{refusal.message} {refusal.remedy}"}, naam)
    flash(request, done)
    return RedirectResponse(f"{back}/{view_id}" if doen == "keuzes" else back, 303)


def _change(session: Session, actor: Actor, project_id: int, view_id: int, act: str, name: str, query: str) -> str:
    """Carry an act out; gives what was done, in Dutch."""
    view = view_to_open(session, project_id, view_id, actor.id)
    if not may_change(actor, view):
        raise Refusal(f"Alleen {view.owner} kan deze weergave veranderen.")
    match act:
        case "naam":
            change_view(session, project_id, view_id, name=name)
            return "De weergave heeft een andere naam. De link blijft werken."
        case "delen" | "niet-delen":
            change_view(session, project_id, view_id, shared=act == "delen")
            return "De weergave is gedeeld." if act == "delen" else "De weergave is alleen nog van u."
        case "keuzes":
            asked = asked_in(query)
            _refuse_nothing(asked)
            change_view(session, project_id, view_id, asked=asked)
            return "De weergave toont nu deze keuzes. De link blijft werken."
        case "weg":
            remove_view(session, project_id, view_id)
            return "De weergave is verwijderd."
    raise Refusal("Dit kan niet met een weergave.")


def _refuse_nothing(asked: Mapping[str, object]) -> None:
    """Refuse to keep a view in which nothing is chosen."""
    if not asked:
        raise Refusal("Er is nog niets gekozen om te bewaren.", "Kies eerst iets op de pagina Citaten.")


def _page(request: Request, project_id: int, errors: dict[str, str] | None = None, typed: str = "") -> Response:
    """Show the list, with what was wrong with a name."""
    with store_of(request).reading() as session:
        actor, project = project_row(request, session, Permission.SEE_RESULTS, project_id)
        views = views_of(session, project_id, actor.id)
    here = f"/projecten/{project_id}/weergaven"
    return render(
        request,
        "citations/weergaven.html",
        status=422 if errors else 200,
        title="Bewaarde weergaven",
        project=project_heading(project),
        breadcrumbs=breadcrumbs(project, ("Citaten", f"/projecten/{project_id}/citaten"), ("Weergaven", "")),
        current=f"/projecten/{project_id}/citaten",
        views=[(view, may_change(actor, view), f"{workspace_address(request)}{here}/{view.id}") for view in views],
        errors=errors or {},
        typed=typed,
        longest=LONGEST,
    )
