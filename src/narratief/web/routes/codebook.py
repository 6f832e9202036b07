"""Codebook: definitions and versions; themes added, changed, merged, split or moved, with a preview of the effect."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse

from narratief.domain import actions
from narratief.domain.codebook import Codebook
from narratief.domain.decision import Author
from narratief.domain.errors import Gone
from narratief.domain.off_record import without_examples
from narratief.store.accounts.access import Permission
from narratief.store.review.codebooks import change_codebook, codebook_of, use_version, version_of, versions_of
from narratief.store.review.decide import decide
from narratief.store.review.off_record import words_off_record
from narratief.store.review.project_state import project_state
from narratief.store.review.result import result_of
from narratief.store.review.review_state import CurrentCode
from narratief.synthesis.tables import sides
from narratief.web.deps import flash, project_row, render, require, store_of, who_of
from narratief.web.forms.codebook import ChangeForm
from narratief.web.query import FilterValue
from narratief.web.views.codebook import lines, residents_per_theme, version_notes
from narratief.web.views.codebook_changes import Change, change_of, counts, effects
from narratief.web.views.project_page import breadcrumbs, project_heading, theme_groups
from narratief.web.views.workbook import MEDIA_TYPE, attachment, workbook

router = APIRouter()
BASE = "/projecten/{project_id:int}/codeboek"


@router.get(BASE)
def overview(request: Request, project_id: int, versie: FilterValue[int] = None, vorm: str = "") -> Response:
    """Show the codebook in use (or an earlier version), and all versions."""
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.SEE_UNCONFIRMED, project_id)
        versions, present = versions_of(session, project_id), version_of(session, project_id)
        looked_at = next((v for v in versions if v.number == versie), present)
        codebook = Codebook.model_validate(looked_at.codebook) if looked_at else codebook_of(session, project_id)
        result = result_of(session, project_id)
        told = residents_per_theme(result)
        if vorm == "xlsx":
            words = words_off_record(project_state(session, project_id).interviews.values())
            shown = without_examples(codebook, words)
            data = workbook("Codeboek", {"Codeboek": lines(shown, told)}, result.trust)
            return Response(data, media_type=MEDIA_TYPE, headers=attachment(f"codeboek-{project.name}.xlsx"))
        return render(
            request,
            "codebook/codeboek.html",
            project=project_heading(project),
            breadcrumbs=breadcrumbs(project, ("Codeboek", "")),
            codebook=codebook,
            sides=sides(),
            told=told,
            versions=version_notes(versions),
            present=present,
            looked_at=looked_at,
            earlier=bool(present and looked_at and looked_at.id != present.id),
        )


@router.get(f"{BASE}/nieuw")
def new_theme(request: Request, project_id: int) -> Response:
    """Show the form for a new theme."""
    return _form(request, project_id, "")


@router.get(f"{BASE}/thema/{{theme}}")
def one_theme(request: Request, project_id: int, theme: str) -> Response:
    """Show the forms to change, merge, split or remove a theme."""
    return _form(request, project_id, theme)


@router.post(f"{BASE}/voorbeeld")
def preview_change(request: Request, project_id: int, form: Annotated[ChangeForm, Form()]) -> Response:
    """Show what a change would do, before it is made."""
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.CHANGE_CODEBOOK, project_id)
        change = change_of(codebook_of(session, project_id), form.act, form)
        before = result_of(session, project_id)
        return render(
            request,
            "codebook/voorbeeld.html",
            project=project_heading(project),
            current=f"/projecten/{project_id}/codeboek",
            breadcrumbs=breadcrumbs(project, ("Codeboek", f"/projecten/{project_id}/codeboek"), ("Voorbeeld", "")),
            change=change,
            act=form.act,
            fields=form.fields,
            seen="" if form.seen is None else form.seen,
            counts=counts(before, change),
            effects=effects(before, change),
            candidates=_with_theme(session, project_id, change.split) if change.split else [],
        )


@router.post(BASE)
def change_themes(request: Request, project_id: int, form: Annotated[ChangeForm, Form()]) -> Response:
    """Carry out a change: a new version is in use from now on."""
    actor = require(request, Permission.CHANGE_CODEBOOK, project_id)
    with store_of(request).writing() as session:
        change = change_of(codebook_of(session, project_id), form.act, form)
        change_codebook(
            session,
            who_of(actor),
            project_id,
            change.codebook,
            moves=change.moves,
            note=change.note,
            seen=form.seen,
        )
        moved = _recode(session, who_of(actor), project_id, change, frozenset(form.recode))
    more = f" {moved} {'fragment kreeg' if moved == 1 else 'fragmenten kregen'} het nieuwe thema." if moved else ""
    flash(request, change.note + more)
    return RedirectResponse(f"/projecten/{project_id}/codeboek", 303)


@router.post(f"{BASE}/versies/{{number:int}}")
def restore_version(request: Request, project_id: int, number: int) -> Response:
    """Put an earlier version to use again."""
    actor = require(request, Permission.CHANGE_CODEBOOK, project_id)
    with store_of(request).writing() as session:
        use_version(session, who_of(actor), project_id, number)
    flash(request, f"Versie {number} van het codeboek geldt weer.")
    return RedirectResponse(f"/projecten/{project_id}/codeboek", 303)


def _form(request: Request, project_id: int, theme: str) -> Response:
    """Show the forms for a theme, or for a new one when none is given."""
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.CHANGE_CODEBOOK, project_id)
        codebook, present = codebook_of(session, project_id), version_of(session, project_id)
        if theme and theme not in codebook.theme_ids:
            raise Gone("Dit thema bestaat niet (meer).")
        chosen = codebook.theme(theme) if theme else None
        title = chosen.label if chosen else "Nieuw thema"
        return render(
            request,
            "codebook/thema.html",
            project=project_heading(project),
            current=f"/projecten/{project_id}/codeboek",
            breadcrumbs=breadcrumbs(project, ("Codeboek", f"/projecten/{project_id}/codeboek"), (title, "")),
            heading=title,
            theme=chosen,
            goals=[(goal.id, f"{goal.number}. {goal.label}") for goal in codebook.goals],
            sides=sides(),
            groups=theme_groups(codebook),
            fragments=len(_with_theme(session, project_id, theme)) if theme else 0,
            seen=present.number if present else "",
        )


def _with_theme(session: Session, project_id: int, theme: str) -> list[tuple[int, CurrentCode]]:
    """Codes with a theme that count, each with the number of its interview."""
    return [
        (number, code)
        for number, state in project_state(session, project_id).interviews.items()
        for code in state.codes
        if code.theme == theme and code.counts
    ]


def _recode(session: Session, who: Author, project_id: int, change: Change, chosen: frozenset[str]) -> int:
    """Change the theme of the chosen fragments into the new theme of a split; returns how many changed."""
    found = [
        (number, code)
        for number, code in (_with_theme(session, project_id, change.split) if change.new_theme else [])
        if f"{number}.{code.fragment.start}.{code.fragment.end}" in chosen
    ]
    for number, code in found:
        span = (code.fragment.start, code.fragment.end)
        decide(session, who, number, actions.Change(change.new_theme), span=span, theme=code.theme)
    return len(found)
