"""The name vault: which pseudonym stands for whom. Shown only after a reason was given, which is noted."""

from __future__ import annotations

import mimetypes
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from narratief.data_protection.retention import local_today
from narratief.data_protection.subject_access import personal_data_of
from narratief.store.accounts.access import Permission
from narratief.store.accounts.audit import audit_log, note
from narratief.store.coding.interviews import files_of
from narratief.store.coding.projects import title_of
from narratief.store.review.privacy_fixes import vault_of
from narratief.web.deps import address_of, project_row, render, store_of
from narratief.web.forms.vault import PersonPageForm
from narratief.web.reasons import is_reason, kept_reason
from narratief.web.views.workbook import attachment

router = APIRouter(prefix="/projecten/{project_id:int}/kluis")
_LOOKED_BACK, _SHOWN = 500, 10  # openings of all projects looked through, and of this one shown; chosen, not measured


@router.get("")
def vault_page(request: Request, project_id: int) -> Response:
    """Explain the vault, and list who opened it lately; shows no name."""
    return _page(request, project_id)


@router.post("")
def open_vault(request: Request, project_id: int, reason: Annotated[str, Form()] = "") -> Response:
    """Note who opens the vault and why, and then show it."""
    if not is_reason(reason):
        return _page(request, project_id, error="Vul in waarom u de naamkluis opent.", reason=reason)
    with store_of(request).writing() as session:
        actor, _ = project_row(request, session, Permission.OPEN_VAULT, project_id)
        details = kept_reason(reason)
        note(session, "vault_opened", actor, project_id=project_id, address=address_of(request), details=details)
    with store_of(request).reading() as session:
        names = sorted(vault_of(session, project_id).all_originals().items())
    return _page(request, project_id, names=names)


@router.post("/persoon")
def export_person(request: Request, project_id: int, form: Annotated[PersonPageForm, Form()]) -> Response:
    """Note who asks for what is held on a person and why, and send it as a file."""
    from narratief.data_protection.subject_access_page import render_subject_access  # loads what draws charts

    wrong = {
        "wie": "" if len(form.wie.strip()) > 1 else "Vul een naam of pseudoniem in.",
        "gesprek": "" if form.gesprek or not form.heel else "Kies ook het gesprek.",
        "reden": "" if is_reason(form.reden) else "Vul in waarom u dit overzicht maakt.",
    }
    if any(wrong.values()):
        return _page(request, project_id, wrong=wrong, values=form.model_dump(include={"wie", "gesprek", "reden"}))
    with store_of(request).writing() as session:
        actor, _ = project_row(request, session, Permission.OPEN_VAULT, project_id)
        held = personal_data_of(session, form.wie, [project_id], interview=form.gesprek or None, whole=bool(form.heel))
        details = kept_reason(form.reden)
        note(session, "person_exported", actor, project_id=project_id, address=address_of(request), details=details)
    page = render_subject_access(held, local_today(), form.soort)
    kind = mimetypes.guess_type(f"x{form.soort}")[0] or "application/octet-stream"
    return Response(page, media_type=kind, headers=attachment(f"overzicht-persoon{form.soort}"))


def _page(
    request: Request,
    project_id: int,
    *,
    names: list[tuple[str, dict[str, list[str]]]] | None = None,
    error: str = "",
    reason: str = "",
    wrong: dict[str, str] | None = None,
    values: dict[str, str] | None = None,
) -> Response:
    """Show the page; names only when they are handed in, after the opening was noted."""
    with store_of(request).reading() as session:
        _, row = project_row(request, session, Permission.OPEN_VAULT, project_id)
        files = list(files_of(session, project_id).values())
        there = vault_of(session, project_id).is_there()
        openings = audit_log(session, limit=_LOOKED_BACK, act="vault_opened")
    return render(
        request,
        "kluis/kluis.html",
        status=422 if error or wrong else 200,
        title="Naamkluis",
        project=row,
        names=names,
        opened=[entry for entry in openings if entry.project_id == project_id][:_SHOWN],
        error=error,
        reason=reason,
        there=there,
        destroyed=row.vault_destroyed_at,
        files=[("", "Alle gesprekken"), *((file, file) for file in files)],
        wrong={name: told for name, told in (wrong or {}).items() if told},
        values={"wie": "", "gesprek": "", "reden": ""} | (values or {}),
        breadcrumbs=[("Projecten", "/projecten"), (title_of(row), f"/projecten/{row.id}"), ("Naamkluis", "")],
    )
