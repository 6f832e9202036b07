"""The name vault: which pseudonym stands for whom. Shown only after a reason was given, which is noted."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response

from narratief.store.access import Act
from narratief.store.audit import audit_log, note
from narratief.store.privacy_fixes import vault_of
from narratief.store.projects import title_of
from narratief.web.deps import address_of, project_row, render, store_of

router = APIRouter(prefix="/projecten/{project_id:int}/kluis")


@router.get("")
def vault_page(request: Request, project_id: int) -> Response:
    """Tell what the vault is, and who opened it lately; shows no name."""
    return _page(request, project_id)


@router.post("")
def open_vault(request: Request, project_id: int, reason: Annotated[str, Form()] = "") -> Response:
    """Note who opens the vault and why, and only then show it."""
    if len(reason.strip()) < 3:
        return _page(request, project_id, error="Vul in waarom u de naamkluis opent.", reason=reason)
    with store_of(request).writing() as session:
        actor, _ = project_row(request, session, Act.OPEN_VAULT, project_id)
        details = {"reason": reason.strip()[:300]}
        note(session, "vault_opened", actor, project_id=project_id, address=address_of(request), details=details)
    with store_of(request).reading() as session:
        vault = vault_of(session, project_id)
        names = [(file, vault.originals(file)) for file in vault.interviews()]
    return _page(request, project_id, names=names)


def _page(
    request: Request,
    project_id: int,
    *,
    names: list[tuple[str, dict[str, list[str]]]] | None = None,
    error: str = "",
    reason: str = "",
) -> Response:
    """Show the page; names only when they are handed in, after the opening was noted."""
    with store_of(request).reading() as session:
        _, row = project_row(request, session, Act.OPEN_VAULT, project_id)
        opened = [e for e in audit_log(session, limit=500, act="vault_opened") if e.project_id == project_id][:10]
    return render(
        request,
        "kluis/kluis.html",
        status=422 if error else 200,
        title="Naamkluis",
        project=row,
        names=names,
        opened=opened,
        error=error,
        reason=reason,
        breadcrumbs=[("Projecten", "/projecten"), (title_of(row), f"/projecten/{row.id}"), ("Naamkluis", "")],
    )
