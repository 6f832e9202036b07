"""Attributes of residents: typed in a table, or taken from a sheet after its changes were shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, File, Form, Request, Response, UploadFile
from sqlalchemy.orm import Session
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse

from narratief.data_protection.retention import refuse_after_retention
from narratief.domain.attributes import LONGEST_NAME, checked_name
from narratief.domain.dutch import counted
from narratief.domain.errors import InputError, NarratiefError, Refusal
from narratief.pipeline.attributes import plan_for
from narratief.publish.attribute_sheet import (
    AttributePlan,
    AttributeSheet,
    apply_sheet,
    read_attribute_sheet,
)
from narratief.publish.attribute_sheet.read import REMEDY
from narratief.store.accounts.access import Actor, Permission
from narratief.store.accounts.audit import note
from narratief.store.attributes import (
    Overtaken,
    attributes_of,
    change_attributes,
    remove_attribute,
    rename_attribute,
)
from narratief.store.coding.interviews import files_of
from narratief.store.coding.projects import get_project
from narratief.web.deps import flash, form_of, project_row, render, require, store_of
from narratief.web.read_upload import name_of, read_upload
from narratief.web.shown_first import Shown, ShownFirst
from narratief.web.state import state_of
from narratief.web.views.attributes import ROWS, Typed, attribute_table, columns, read_table, told
from narratief.web.views.project_page import breadcrumbs, project_heading

router = APIRouter()
BASE = "/projecten/{project_id:int}/kenmerken"


@router.get(BASE)
def attributes_page(request: Request, project_id: int, pagina: int = 1) -> Response:
    """Show the table, with the empty columns that the address names (``erbij``)."""
    return _page(request, project_id, request.query_params.getlist("erbij"), pagina)


@router.post(BASE)
def save(request: Request, project_id: int, form: Annotated[FormData, Depends(form_of)], pagina: int = 1) -> Response:
    """Keep what somebody changed on a page of the table, and add a column when one is asked for."""
    actor, typed, extra = require(request, Permission.CHANGE_ATTRIBUTES, project_id), read_table(form), []
    asked = str(form.get("erbij") or (form.get("nieuw", "") if "kolom-erbij" in form else ""))
    try:
        extra = [checked_name(asked)] if asked or "kolom-erbij" in form else []
    except Refusal as refusal:
        typed.errors["nieuw"], typed.values["nieuw"] = told(refusal), asked
    shown = [*typed.names, *extra]
    if typed.errors:
        return _page(request, project_id, shown, pagina, typed)
    try:
        with store_of(request).writing() as session:
            made, overtaken = _change(session, actor, project_id, typed)
    except Refusal as refusal:
        typed.errors[""] = told(refusal)
        return _page(request, project_id, shown, pagina, typed)
    if overtaken:
        return _page(request, project_id, shown, pagina, overtaken=overtaken)
    if made or not extra:
        flash(
            request,
            f"Opgeslagen: {counted(made, 'waarde', 'waarden')} veranderd." if made else "Er is niets veranderd.",
        )
    with store_of(request).reading() as session:
        known = attributes_of(session, project_id).names
    empty = [name for name in shown if name not in known]
    query = urlencode([*(("erbij", name) for name in empty), *([("pagina", pagina)] if pagina > 1 else [])])
    return RedirectResponse(f"/projecten/{project_id}/kenmerken{f'?{query}' if query else ''}", 303)


@router.post(f"{BASE}/kolom")
def change_column(
    request: Request,
    project_id: int,
    kenmerk: Annotated[str, Form()],
    doen: Annotated[str, Form()] = "",
    naam: Annotated[str, Form()] = "",
) -> Response:
    """Give an attribute another name, or take it away from everybody."""
    actor = require(request, Permission.CHANGE_ATTRIBUTES, project_id)
    try:
        with store_of(request).writing() as session:
            if doen == "weg":
                number = remove_attribute(session, project_id, kenmerk)
                done = f"Het kenmerk '{kenmerk}' is weg bij {counted(number, 'gesprek', 'gesprekken')}."
            else:
                rename_attribute(session, project_id, kenmerk, naam)
                done, number = "Het kenmerk heeft een andere naam.", 0
            _note(session, actor, project_id, number)
    except Refusal as refusal:
        return _page(request, project_id, [], 1, Typed(errors={"": told(refusal)}))
    flash(request, done)
    return RedirectResponse(f"/projecten/{project_id}/kenmerken", 303)


@router.post(f"{BASE}/bestand")
def preview(request: Request, project_id: int, bestand: Annotated[UploadFile, File()]) -> Response:
    """Read a sheet, and show what it would change."""
    actor = require(request, Permission.CHANGE_ATTRIBUTES, project_id)
    name = name_of(bestand)
    try:
        read = read_upload(bestand, name, partial(read_attribute_sheet, name=name), REMEDY)
        shown = _by_sheet(actor, project_id, read).show(store_of(request))
    except InputError as error:
        problem = error.problem
        refused = f"{problem.file}: {problem.message} {problem.remedy}"
        return _page(request, project_id, [], 1, Typed(errors={"bestand": refused}))
    word = state_of(request).held_files.hold(actor.id, project_id, read)
    return _preview(request, project_id, replace(shown, word=word))


@router.post(f"{BASE}/bestand/overnemen")
def take_over(
    request: Request, project_id: int, woord: Annotated[str, Form()], gezien: Annotated[str, Form()]
) -> Response:
    """Take a sheet over of which the changes were shown; shows them anew when they are others by now."""
    actor, held = require(request, Permission.CHANGE_ATTRIBUTES, project_id), state_of(request).held_files
    try:
        sheet = held.find(woord, actor.id, project_id, AttributeSheet)
        plan, anew = _by_sheet(actor, project_id, sheet).make(store_of(request), gezien, woord)
    except NarratiefError as error:
        return _page(request, project_id, [], 1, Typed(errors={"bestand": told(error)}))
    if anew:
        return _preview(request, project_id, anew)
    held.drop(woord)
    flash(request, f"Overgenomen: {counted(plan.new + plan.replaced, 'waarde', 'waarden')}.")
    return RedirectResponse(f"/projecten/{project_id}/kenmerken", 303)


def _by_sheet(actor: Actor, project_id: int, sheet: AttributeSheet) -> ShownFirst[AttributePlan]:
    """What a sheet changes."""

    def carry_out(session: Session, plan: AttributePlan) -> None:
        refuse_after_retention(session, get_project(session, project_id))
        _note(session, actor, project_id, apply_sheet(session, actor.name, project_id, plan))

    return ShownFirst(
        project_id,
        lambda session: plan_for(session, project_id, sheet),
        lambda plan: (plan.interviews, plan.problems),
        carry_out,
    )


def _change(session: Session, actor: Actor, project_id: int, typed: Typed) -> tuple[int, list[Overtaken]]:
    """Keep changes, and note how many."""
    if not typed.changes:
        return 0, []
    refuse_after_retention(session, get_project(session, project_id))
    made, overtaken = change_attributes(session, actor.name, project_id, typed.changes)
    _note(session, actor, project_id, made)
    return made, overtaken


def _note(session: Session, actor: Actor, project_id: int, values: int) -> None:
    """Note in the log that attributes changed; which and of whom stays out of it."""
    note(session, "attributes_changed", actor, project_id=project_id, details={"values": values})


def _preview(request: Request, project_id: int, shown: Shown[AttributePlan]) -> Response:
    """Show what a sheet would change, and ask."""
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.CHANGE_ATTRIBUTES, project_id)
    return render(
        request,
        "kenmerken/voorbeeld.html",
        title="Wat verandert er?",
        project=project_heading(project),
        breadcrumbs=breadcrumbs(project, ("Kenmerken", f"/projecten/{project_id}/kenmerken"), ("Bekijken", "")),
        current=f"/projecten/{project_id}/kenmerken",
        plan=shown.plan,
        shown=shown,
    )


def _page(
    request: Request,
    project_id: int,
    extra: Sequence[str],
    page: int,
    typed: Typed | None = None,
    overtaken: Sequence[Overtaken] = (),
) -> Response:
    """Show the table.

    Parameters
    ----------
    extra
        Columns to show besides those in which something is filled in.
    typed
        What came back and was not kept.
    overtaken
        Changes that were not made because somebody else made one.
    """
    typed = typed or Typed()
    with store_of(request).reading() as session:
        _, project = project_row(request, session, Permission.CHANGE_ATTRIBUTES, project_id)
        files, known = files_of(session, project_id), attributes_of(session, project_id)
        pages = max(1, -(-len(files) // ROWS))
        page = min(max(1, page), pages)
        names = typed.names if typed.names and typed.values else columns(known, extra)
        table = attribute_table(list(files.items())[ROWS * (page - 1) : ROWS * page], known, names, typed)
        here = f"/projecten/{project_id}/kenmerken"
        return render(
            request,
            "kenmerken/kenmerken.html",
            status=422 if typed.errors else 200,
            title="Kenmerken van bewoners",
            project=project_heading(project),
            breadcrumbs=breadcrumbs(project, ("Kenmerken", "")),
            current=here,
            table=table,
            errors=typed.errors,
            new=typed.values.get("nieuw", ""),
            longest=LONGEST_NAME,
            overtaken=[(files.get(each.change.interview, ""), each) for each in overtaken],
            action=f"{here}?pagina={page}" if page > 1 else here,
            previous=f"{here}?pagina={page - 1}" if page > 1 else "",
            next=f"{here}?pagina={page + 1}" if page < pages else "",
            where=f"Pagina {page} van {pages}",
        )
