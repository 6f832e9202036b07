"""Erasing an interview, a project, or only the key to its names; for the administrator, noted in the log."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import RedirectResponse

from narratief.data_protection.erasure import erase_interview_everywhere, erase_project_everywhere
from narratief.data_protection.project_files import has_workspace_folder, originals_of
from narratief.data_protection.vault_destruction import destroy_vault
from narratief.pipeline.request_work import request_evaluation
from narratief.store.accounts.access import Permission
from narratief.store.coding.interviews import files_of
from narratief.store.coding.projects import get_project, title_of
from narratief.store.review.privacy_fixes import vault_of
from narratief.web.deps import address_of, flash, project_row, render, require, store_of, wake_worker
from narratief.web.reasons import is_reason, kept_reason
from narratief.web.views.project_page import breadcrumbs, project_heading

router = APIRouter(prefix="/projecten/{project_id:int}/wissen")
Text = Annotated[str, Form()]
_NO_REASON = "Vul in waarom u dit wist."


@router.get("")
def erasing_page(request: Request, project_id: int) -> Response:
    """Show what can be erased."""
    return _page(request, project_id)


@router.post("/gesprek")
def erase_one_interview(
    request: Request, project_id: int, gesprek: Annotated[int, Form()] = 0, reden: Text = "", zeker: Text = ""
) -> Response:
    """Erase an interview, and make the tables again without it."""
    actor = require(request, Permission.ERASE, project_id)
    wrong = {
        "gesprek": "" if gesprek else "Kies een gesprek.",
        "reden": "" if is_reason(reden) else _NO_REASON,
        "zeker": "" if zeker else "Vink aan dat u dit zeker weet.",
    }
    if any(wrong.values()):
        return _page(request, project_id, wrong, {"gesprek": gesprek, "reden": reden})
    store = store_of(request)
    clean = erase_interview_everywhere(store, project_id, gesprek, actor, kept_reason(reden))
    with store.writing() as session:
        job = request_evaluation(session, actor.name, project_id)
    if job is not None:
        wake_worker(request)
    flash(request, "Het gesprek is gewist, met alles wat ervan was gemaakt.")
    _tell_remains(request, clean)
    return RedirectResponse(f"/projecten/{project_id}/wissen", 303)


@router.post("/kluis")
def erase_vault(request: Request, project_id: int, reden_kluis: Text = "", zeker_kluis: Text = "") -> Response:
    """Erase the key to the names: the texts stay, and nobody can find out any more who a pseudonym stands for."""
    actor = require(request, Permission.ERASE, project_id)
    wrong = {
        "reden_kluis": "" if is_reason(reden_kluis) else _NO_REASON,
        "zeker_kluis": "" if zeker_kluis else "Vink aan dat u dit zeker weet.",
    }
    if any(wrong.values()):
        return _page(request, project_id, wrong, {"reden_kluis": reden_kluis})
    with store_of(request).writing() as session:
        project, details = get_project(session, project_id), kept_reason(reden_kluis)
        destroy_vault(session, project, actor, details, address=address_of(request))
        left = len(originals_of(project))
    flash(request, "De naamkluis van dit project is vernietigd.")
    if left:
        flash(request, f"Er staan nog {left} transcripten met echte namen. Wis ook die.", "info")
    return RedirectResponse(f"/projecten/{project_id}/wissen", 303)


@router.post("/project")
def erase_whole_project(request: Request, project_id: int, titel: Text = "", reden_project: Text = "") -> Response:
    """Erase a project once its title was typed as confirmation."""
    with store_of(request).reading() as session:
        actor, row = project_row(request, session, Permission.ERASE, project_id)
        title, folder = title_of(row), "" if has_workspace_folder(row) else row.folder
    wrong = {
        "titel": "" if titel.strip().casefold() == title.casefold() else f"Typ hier precies: {title}",
        "reden_project": "" if is_reason(reden_project) else _NO_REASON,
    }
    if any(wrong.values()):
        return _page(request, project_id, wrong, {"titel": titel, "reden_project": reden_project})
    clean = erase_project_everywhere(store_of(request), project_id, actor, kept_reason(reden_project))
    flash(request, "Het project is gewist.")
    _tell_remains(request, clean)
    if folder:
        flash(request, f"De transcripten in {folder} staan er nog. Wis die map zelf.", "info")
    return RedirectResponse("/projecten", 303)


def _tell_remains(request: Request, clean: bool) -> None:
    """Say so when the database was too busy to be cleaned of what the erased rows left."""
    if not clean:
        flash(
            request,
            "De database was bezig en kan resten bevatten. Geef later 'narratief retention'.",
            "info",
        )


def _page(
    request: Request, project_id: int, wrong: dict[str, str] | None = None, values: dict[str, object] | None = None
) -> Response:
    """Show the page, with what was wrong in a form."""
    with store_of(request).reading() as session:
        _, row = project_row(request, session, Permission.ERASE, project_id)
        names = vault_of(session, project_id).is_there()
        return render(
            request,
            "beheer/wissen.html",
            status=422 if wrong else 200,
            title="Wissen",
            project=project_heading(row),
            current=f"/projecten/{project_id}/wissen",
            interviews=list(files_of(session, project_id).items()),
            names=names,
            destroyed=row.vault_destroyed_at,
            elsewhere="" if has_workspace_folder(row) else row.folder,
            wrong={name: told for name, told in (wrong or {}).items() if told},
            values={"gesprek": 0, "reden": "", "reden_kluis": "", "titel": "", "reden_project": ""} | (values or {}),
            breadcrumbs=breadcrumbs(row, ("Wissen", "")),
        )
